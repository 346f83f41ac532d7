import { parseAnswers } from "../../../src/diagnose/answers/parse-answers.ts";
import { answering, dnsServer, forwarding, seenFromInside, vault, withServers } from "../../support/custom-dns.ts";
import { estateNamed, without } from "../../support/edit-estate.ts";
import { nothingGiven } from "../../support/twin-vantage.ts";
import type { BrokenCase, Parts } from "./broken-case.ts";

function givenAnswers(text: string): () => Parts {
  return () => ({ given: { ...nothingGiven, answers: parseAnswers(text, "answers.txt").answers } });
}

const withoutVaultLink = without(estateNamed("hardened"), /privatelink\.vaultcore\.azure\.net\/virtualNetworkLinks\//);

const wrongAnswers: readonly BrokenCase[] = [
  {
    code: "SFH605",
    what: "a custom server answers the public address",
    estate: withServers([dnsServer], { [dnsServer]: answering({ [vault]: ["20.60.7.7"] }) }),
    shows: /DNS server 10\.20\.0\.53 answers the public address 20\.60\.7\.7 for kv-northwind-ai\.vault\.azure\.net/,
    mends: /Have 10\.20\.0\.53 forward vault\.azure\.net, vaultcore\.azure\.net to 168\.63\.129\.16/,
  },
  {
    code: "SFH605",
    what: "a custom server's own network isn't linked, so that it forwards in vain",
    estate: withServers([dnsServer], { [dnsServer]: forwarding }, withoutVaultLink),
    shows: /answers the public address/,
    mends:
      /az network private-dns link vnet create .*--zone-name privatelink\.vaultcore\.azure\.net .*vnet-northwind-core/,
  },
  {
    code: "SFH605",
    what: "a custom server says that a name doesn't exist",
    estate: withServers([dnsServer], { [dnsServer]: answering({ [vault]: [] }) }),
    shows: /says that kv-northwind-ai\.vault\.azure\.net doesn't exist \(NXDOMAIN\)/,
    mends: /^Where the server has a conditional forwarder for privatelink/,
  },
  {
    code: "SFH605",
    what: "a custom server has a stale record",
    estate: withServers([dnsServer], { [dnsServer]: answering({ [vault]: ["10.20.1.99"] }) }),
    shows: /answers 10\.20\.1\.99, another address, for kv/,
    mends: /The record of kv-northwind-ai\.vault\.azure\.net on 10\.20\.0\.53 is stale: make it 10\.20\./,
  },
  {
    code: "SFH605",
    what: "one of two custom servers answers wrongly",
    estate: withServers([dnsServer, "10.20.0.54"], {
      [dnsServer]: forwarding,
      "10.20.0.54": answering({ [vault]: ["20.60.7.7"] }),
    }),
    shows: /DNS server 10\.20\.0\.54 answers the public address/,
    mends: /Have 10\.20\.0\.54 forward/,
  },
  {
    code: "SFH605",
    what: "Azure's own DNS stands among custom servers, and a zone isn't linked for it",
    estate: withServers(
      [dnsServer, "168.63.129.16"],
      { [dnsServer]: answering({ [vault]: ["10.20.1.9"] }) },
      withoutVaultLink,
    ),
    shows: /DNS server 168\.63\.129\.16 answers the public address for kv/,
    mends: /link privatelink\.vaultcore\.azure\.net.*az network private-dns link vnet create/s,
  },
  {
    code: "SFH605",
    what: "somebody was answered wrongly by a server on premises",
    estate: estateNamed("hardened"),
    parts: givenAnswers(
      `Server:  UnKnown\r\nAddress:  192.168.7.1\r\n\r\nName:    ${vault}\r\nAddress:  20.60.7.7\r\n`,
    ),
    shows: /192\.168\.7\.1, which is none of the networks' servers, answers the public address .*\(answers\.txt:1\)/,
    mends: /Have 192\.168\.7\.1 forward vault\.azure\.net/,
  },
];

const withoutAnswers: readonly BrokenCase[] = [
  {
    code: "SFH606",
    what: "a custom server can't be asked from outside",
    estate: withServers([dnsServer]),
    isUnknown: true,
    shows: /DNS server 10\.20\.0\.53 of vnet-northwind-core gave no answer here/,
    mends: /^nslookup kv-northwind-ai\.vault\.azure\.net\. 10\.20\.0\.53$/m,
  },
  {
    code: "SFH611",
    what: "a custom server doesn't answer a machine in its network",
    estate: seenFromInside(withServers([dnsServer, "10.20.0.54"], { "10.20.0.54": forwarding })),
    shows: /DNS server 10\.20\.0\.53 of vnet-northwind-core gave no answer .*this machine sees the private side/,
    mends: /Start 10\.20\.0\.53.*--dns-servers 10\.20\.0\.54$/s,
  },
  {
    code: "SFH611",
    what: "somebody in its network got no answer from a custom server",
    estate: withServers([dnsServer]),
    parts: givenAnswers(
      `vm:~$ nslookup ${vault}. ${dnsServer}\n;; connection timed out; no servers could be reached\n`,
    ),
    shows: /DNS server 10\.20\.0\.53 .*gave no answer for kv-northwind-ai\.vault\.azure\.net \(answers\.txt:2\)/,
    mends: /let UDP and TCP 53/,
  },
];

export const customDnsCases: readonly BrokenCase[] = [...wrongAnswers, ...withoutAnswers];
