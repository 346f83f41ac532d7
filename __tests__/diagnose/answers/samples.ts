/** What each program prints, in the shape its documentation and its own source show; the names are of our estates. */

export const vault = "kv-northwind-ai.vault.azure.net";
export const inZone = "kv-northwind-ai.privatelink.vaultcore.azure.net";
export const blob = "stnorthwindai.blob.core.windows.net";

/** What Windows says in one language. */
export interface WindowsWords {
  readonly server: string;
  readonly name: string;
  readonly notAuthoritative: string;
  readonly notFound: (server: string, name: string, code: string) => string;
  readonly timedOut: (server: string) => string;
}

export const windows: Readonly<Record<string, WindowsWords>> = {
  English: {
    server: "Server:",
    name: "Name:",
    notAuthoritative: "Non-authoritative answer:",
    notFound: (server, name, code) => `*** ${server} can't find ${name}: ${code}`,
    timedOut: (server) => `*** Request to ${server} timed-out`,
  },
  German: {
    server: "Server:",
    name: "Name:",
    notAuthoritative: "Nicht autorisierende Antwort:",
    notFound: (server, name, code) => `*** ${server} kann ${name} nicht finden: ${code}.`,
    timedOut: (server) => `*** Zeitüberschreitung bei Anforderung an ${server}.`,
  },
  French: {
    server: "Serveur :  ",
    name: "Nom :   ",
    notAuthoritative: "Réponse ne faisant pas autorité :",
    notFound: (server, name, code) => `*** ${server} ne parvient pas à trouver ${name} : ${code}`,
    timedOut: (server) => `*** Le délai de la demande à ${server} est dépassé`,
  },
  Spanish: {
    server: "Servidor:",
    name: "Nombre:",
    notAuthoritative: "Respuesta no autoritativa:",
    notFound: (server, name, code) => `*** ${server} no encuentra ${name}: ${code}`,
    timedOut: (server) => `*** Se agotó el tiempo de espera de la solicitud a ${server}`,
  },
  Japanese: {
    server: "サーバー:",
    name: "名前:",
    notAuthoritative: "権限のない回答:",
    notFound: (server, name, code) => `*** ${server} が ${name} を見つけられません: ${code}`,
    timedOut: (server) => `*** ${server} への要求がタイムアウトしました`,
  },
  "a language nobody here reads": {
    server: "Xyzzy:",
    name: "Plugh:",
    notAuthoritative: "Frobozz quux:",
    notFound: (server, name, code) => `*** ${server} blorb ${name} zork: ${code}`,
    timedOut: (server) => `*** Grue ${server}`,
  },
};

export function windowsAnswer(words: WindowsWords, server = "UnKnown"): string {
  return [
    `${words.server}  ${server}`,
    "Address:  10.20.0.53",
    "",
    words.notAuthoritative,
    `${words.name}    ${inZone}`,
    "Address:  10.20.1.8",
    `Aliases:  ${vault}`,
    "",
    "",
  ].join("\r\n");
}

export function windowsFailure(words: WindowsWords, code = "Non-existent domain"): string {
  return [`${words.server}  UnKnown`, "Address:  10.20.0.53", "", words.notFound("UnKnown", blob, code), ""].join(
    "\r\n",
  );
}

export function windowsTimeout(words: WindowsWords): string {
  const lost = ["DNS request timed out.", "    timeout was 2 seconds."];
  return [
    ...lost,
    `${words.server}  UnKnown`,
    "Address:  10.20.0.53",
    "",
    ...lost,
    ...lost,
    words.timedOut("UnKnown"),
    "",
  ].join("\r\n");
}

export const macOS = `admin@mac ~ % nslookup ${vault}. 10.20.0.53
Server:		10.20.0.53
Address:	10.20.0.53#53

Non-authoritative answer:
${vault}	canonical name = ${inZone}.
Name:	${inZone}
Address: 10.20.1.8

admin@mac ~ % nslookup ${blob}. 10.20.0.53
;; connection timed out; no servers could be reached

admin@mac ~ %
`;

export const linux = `azureuser@vm:~$ nslookup ${vault}. 10.20.0.53
Server:		10.20.0.53
Address:	10.20.0.53#53

Non-authoritative answer:
${vault}	canonical name = ${inZone}.
Name:	${inZone}
Address: 10.20.1.8
Name:	${inZone}
Address: 2603:1030:40c::8

azureuser@vm:~$ nslookup ${blob}. 10.20.0.53
Server:		10.20.0.53
Address:	10.20.0.53#53

** server can't find ${blob}: NXDOMAIN

azureuser@vm:~$ nslookup stnorthwindai.file.core.windows.net. 10.20.0.54
;; communications error to 10.20.0.54#53: timed out
;; communications error to 10.20.0.54#53: timed out
;; no servers could be reached

`;

export const oldBusybox = `/ # nslookup ${vault} 10.20.0.53
Server:    10.20.0.53
Address 1: 10.20.0.53

Name:      ${vault}
Address 1: 10.20.1.8
/ # nslookup ${blob} 10.20.0.53
Server:    10.20.0.53
Address 1: 10.20.0.53

nslookup: can't resolve '${blob}': Name does not resolve
`;

export const dig = `; <<>> DiG 9.10.6 <<>> @10.20.0.53 ${vault} ${blob}
; (1 server found)
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 36672
;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
;; QUESTION SECTION:
;${vault}.	IN	A

;; ANSWER SECTION:
${vault}. 60 IN	CNAME	${inZone}.
${inZone}. 10 IN A	10.20.1.8

;; ADDITIONAL SECTION:
ns1.azure.net. 10 IN A	20.1.2.3

;; Query time: 4 msec
;; SERVER: 10.20.0.53#53(10.20.0.53) (UDP)
;; WHEN: Sat Nov 28 16:07:12 UTC 2026
;; MSG SIZE  rcvd: 137

;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 29065
;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1

;; QUESTION SECTION:
;${blob}.	IN	A

;; AUTHORITY SECTION:
blob.core.windows.net. 300 IN SOA ns1.azure.net. msnhst.microsoft.com. 1 900 300 604800 300

;; Query time: 0 msec
;; SERVER: 10.20.0.53#53(10.20.0.53)
;; WHEN: Sat Nov 28 16:07:12 UTC 2026
;; MSG SIZE  rcvd: 47

`;

export const powerShell = `PS C:\\Users\\admin> Resolve-DnsName ${vault} -Server 10.20.0.53 -Type A

Name                           Type   TTL   Section    NameHost
----                           ----   ---   -------    --------
${vault}       CNAME  60    Answer     ${inZone}

Name       : ${inZone}
QueryType  : A
TTL        : 10
Section    : Answer
IP4Address : 10.20.1.8


PS C:\\Users\\admin> Resolve-DnsName ${blob} -Server 10.20.0.53
Resolve-DnsName : ${blob} : DNS name does not exist
At line:1 char:1
+ Resolve-DnsName ${blob} -Server 10.20.0.53
+ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : ResourceUnavailable: (${blob}:String) [Resolve-DnsName], Win32Exception
    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName

`;
