import { describe, expect, it } from "vitest";

import { objectIdIn, signIn } from "../../src/azure/caller.ts";
import { createCredential } from "../../src/azure/credential.ts";
import { runErrorOf } from "../support/run-error.ts";

/** Any file that holds something. */
const aFile = import.meta.filename;
const options = { authorityHost: "https://login.microsoftonline.com" };
const application = {
  AZURE_TENANT_ID: "11111111-1111-1111-1111-111111111111",
  AZURE_CLIENT_ID: "22222222-2222-2222-2222-222222222222",
};

describe("choosing a credential", () => {
  it.each([
    [{ ...application, AZURE_CLIENT_SECRET: "s" }, "environment variables (client secret)"],
    [{ ...application, AZURE_CLIENT_CERTIFICATE_PATH: aFile }, "environment variables (certificate)"],
    [{ ...application, AZURE_FEDERATED_TOKEN_FILE: aFile }, "environment variables (federated token file)"],
    [{ AZURE_CLIENT_ID: application.AZURE_CLIENT_ID }, "Azure CLI or managed identity"],
  ])("from %o takes %s", (env, name) => {
    expect(createCredential(env, options).name).toBe(name);
  });

  it.each([
    [{}, "none of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE is"],
    [{ AZURE_CLIENT_SECRET: "" }, "AZURE_CLIENT_SECRET is empty"],
    [{ AZURE_FEDERATED_TOKEN_FILE: "/nowhere/t" }, "the file AZURE_FEDERATED_TOKEN_FILE names can't be read"],
    [{ AZURE_CLIENT_CERTIFICATE_PATH: "/dev/null" }, "the file AZURE_CLIENT_CERTIFICATE_PATH names is empty"],
  ])("signs nobody else in where an application has %o", async (env, says) => {
    const error = await runErrorOf(() => createCredential({ ...application, ...env }, options));
    expect(error.code).toBe("SFH906");
    expect(error.message).toContain(says);
  });

  it("takes the one that is asked for", () => {
    const env = { ...application, AZURE_CLIENT_SECRET: "s" };
    expect(createCredential(env, { ...options, kind: "cli" }).name).toBe("Azure CLI");
    expect(createCredential(env, { ...options, kind: "managed-identity" }).name).toBe("managed identity");
  });

  it.each(["environment", "client-assertion"] as const)("says what %s lacks", async (kind) => {
    const error = await runErrorOf(() => createCredential({}, { ...options, kind }));
    expect(error.code).toBe("SFH912");
    expect(error.details.fix).toContain("AZURE_TENANT_ID");
  });
});

describe("signing in", () => {
  const tokenWith = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;

  it("tells the caller's object id", async () => {
    const credential = { getToken: async () => ({ token: tokenWith({ oid: "me" }), expiresOnTimestamp: 0 }) };
    expect(await signIn(credential, "scope")).toBe("me");
  });

  it("goes on without one where the token doesn't tell", () => {
    expect([objectIdIn("opaque"), objectIdIn("a.b.c"), objectIdIn(tokenWith({}))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("that fails ends the run with Entra's code and what to check", async () => {
    const credential = {
      getToken: async () => {
        throw new Error("AADSTS7000215: Invalid client secret provided. client_secret=hunter2");
      },
    };
    const error = await runErrorOf(() => signIn(credential, "scope"));
    expect(error.code).toBe("SFH906");
    expect(error.message).toContain("AADSTS7000215");
    expect(error.message).not.toContain("hunter2");
    expect(error.details.fix).toContain("AZURE_CLIENT_SECRET");
  });
});
