import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate authority of its own and a leaf for localhost, both in PEM. */
export interface LoopbackCertificate {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** Fixed and wide: the twin has no clock of its own, and the clients' clocks are not its to know. */
const VALID = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2049-12-31T00:00:00Z") };

/** Makes a CA and a leaf for localhost and 127.0.0.1, both valid until the end of 2049. The keys are new each time. */
export async function makeLoopbackCertificate(): Promise<LoopbackCertificate> {
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
  const leaf = await x509.X509CertificateGenerator.create({
    ...{ serialNumber: "02", subject: "CN=localhost", issuer: ca.subject, ...VALID },
    ...{ signingAlgorithm: ALGORITHM, signingKey: caKeys.privateKey, publicKey: keys.publicKey },
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      // Python's strict verification (3.13 on) refuses a leaf that names no issuer key.
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  const keyPem = x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
  return { caPem: ca.toString("pem"), certPem: leaf.toString("pem"), keyPem };
}
