// To be imported first: @actions/github looks for a proxy when it is loaded, and the server of these tests is on loopback.
for (const name of ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"])
  Reflect.deleteProperty(process.env, name);
