/** Certificates that no service would show. */
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { makeLoopbackAuthority, type LeafCertificate } from "../../src/twin/certificate.ts";

/** One that says for itself whose it is, good for the name until the given time. */
export async function selfSigned(name: string, notAfter: Date): Promise<LeafCertificate> {
  // Sets the library up, once for all.
  await makeLoopbackAuthority();
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: "01", name: "CN=Proxy of Northwind", notBefore: new Date("2020-01-01T00:00:00Z"), notAfter },
    ...{ signingAlgorithm: algorithm, keys },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certPem: certificate.toString("pem"), keyPem: x509.PemConverter.encode(pkcs8, "PRIVATE KEY") };
}
