import { checkServerIdentity, type PeerCertificate, type TLSSocket } from "node:tls";
import { oneLine } from "./not-connected.ts";

/** So many of a certificate's names are shown: those of a service may be dozens. */
const mostNames = 3;

/** Why the certificate that was shown isn't good for the name; undefined where it is. */
export function certificateFault(socket: TLSSocket, name: string): string | undefined {
  if (socket.authorized) return undefined;
  const shown = socket.getPeerCertificate();
  // Node's types say Error; it is the code of one.
  const code = String(socket.authorizationError);
  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `the certificate is ${namesOf(shown)}`;
    case "CERT_HAS_EXPIRED":
      return `the certificate expired on ${oneLine(shown.valid_to)}, by this machine's clock`;
    case "CERT_NOT_YET_VALID":
      return `the certificate isn't valid before ${oneLine(shown.valid_from)}, by this machine's clock`;
    default: {
      const isForIt = checkServerIdentity(name, shown) === undefined;
      const also = isForIt ? "" : `; it is ${namesOf(shown)}`;
      return `the certificate is issued by ${issuerOf(shown)}, whom this machine doesn't trust (${oneLine(code)})${also}`;
    }
  }
}

function namesOf({ subjectaltname = "" }: PeerCertificate): string {
  const names = subjectaltname.split(", ").filter((part) => part !== "");
  if (names.length === 0) return "for no name";
  const shown = names.slice(0, mostNames).map((part) => oneLine(part.replace(/^DNS:/, "")));
  const more = names.length - shown.length;
  return `for ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function issuerOf({ issuer }: PeerCertificate): string {
  const said = [issuer.CN, issuer.O].flat().find((part) => part !== undefined && part !== "");
  return said === undefined ? "nobody it names" : `"${oneLine(said)}"`;
}
