import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A server's certificate with what it needs to prove it, both in PEM. `certPem` carries the chain up to the CA. */
export interface LeafCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

/** A certificate authority of its own. Whoever trusts `caPem` trusts every leaf it issues. */
export interface LoopbackAuthority {
  readonly caPem: string;
  /** A leaf for exactly these DNS names (a wildcard is one) and IP addresses. */
  issue(names: readonly string[], addresses?: readonly string[]): Promise<LeafCertificate>;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** Fixed and wide: the twin has no clock of its own, and the clients' clocks are not its to know. */
const VALID = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2049-12-31T00:00:00Z") };

/** Makes a CA, valid until the end of 2049 like its leaves. Its keys are new each time; its leaves share one. */
export async function makeLoopbackAuthority(): Promise<LoopbackAuthority> {
  x509.cryptoProvider.set(webcrypto);
  const caKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: "01", name: "CN=Twin CA", ...VALID, signingAlgorithm: ALGORITHM, keys: caKeys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  const keyPem = x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
  const caPem = ca.toString("pem");
  // Python's strict verification (3.13 on) refuses a leaf that names no issuer key.
  const issuerKey = await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey);
  let serial = 1;
  return {
    caPem,
    issue: async (names, addresses = []) => {
      serial += 1;
      const leaf = await x509.X509CertificateGenerator.create({
        ...{ serialNumber: serial.toString(16).padStart(4, "0"), subject: "CN=Twin", issuer: ca.subject, ...VALID },
        ...{ signingAlgorithm: ALGORITHM, signingKey: caKeys.privateKey, publicKey: keys.publicKey },
        extensions: [...leafExtensions(names, addresses), issuerKey],
      });
      return { certPem: `${leaf.toString("pem")}\n${caPem}`, keyPem };
    },
  };
}

function leafExtensions(names: readonly string[], addresses: readonly string[]): readonly x509.Extension[] {
  return [
    new x509.SubjectAlternativeNameExtension([
      ...names.map((value) => ({ type: "dns", value }) as const),
      ...addresses.map((value) => ({ type: "ip", value }) as const),
    ]),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
  ];
}
