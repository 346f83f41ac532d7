import { finding, type Finding } from "../../checks/finding.ts";
import type { Browser, OwnDns, PageAccess } from "../../snapshot/browser.ts";
import { heldNames } from "../../snapshot/private-endpoint.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { studioPages } from "../../snapshot/studio-pages.ts";
import type { DiagnosisCheck } from "../look.ts";

/** SFH708 and SFH709: of each browser on this machine, what a file says. What nobody set is not guessed. */
export const checkBrowsers: DiagnosisCheck = ({ snapshot, evidence }) =>
  // Without a private name there is nothing that a browser could get wrong.
  heldNames(snapshot.privateEndpoints).length === 0
    ? []
    : evidence.browsers.flatMap((browser) => [...checkDns(browser, snapshot), ...checkPages(browser, snapshot)]);

function checkDns({ name, dnsOverHttps: dns }: Browser, snapshot: Snapshot): readonly Finding[] {
  if (dns?.value !== "on") return [];
  const asked = heldNames(snapshot.privateEndpoints).filter((host) => !isLeftOut(host, dns));
  const [first] = asked;
  if (first === undefined) return [];
  const more = asked.length > 1 ? ` and ${String(asked.length - 1)} more private names` : "";
  return [
    finding("SFH708", {
      resourceId: snapshot.hub.id,
      subject: name,
      detail: `${name} asks a DNS server of its own for ${first}${more}: ${dns.setting} in ${dns.file}, set by ${setBy(dns)}`,
      fix: dnsFixes[name][dns.by],
    }),
  ];
}

function isLeftOut(host: string, { except }: OwnDns): boolean {
  return except.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

function checkPages({ name, localNetworkAccess }: Browser, { hub, cloud }: Snapshot): readonly Finding[] {
  const pages = studioPages[cloud.kind];
  const blocked = localNetworkAccess.filter(({ page, value }) => value === "blocked" && pages.includes(page));
  const [first] = blocked;
  if (first === undefined) return [];
  return [
    finding("SFH709", {
      resourceId: hub.id,
      subject: name,
      detail: `${name} keeps ${blocked.map(({ page }) => page).join(" and ")} from private addresses: ${first.setting} in ${first.file}, set by ${setBy(first)}`,
      fix: pageFix(first, blocked),
    }),
  ];
}

function setBy({ by }: Pick<PageAccess, "by">): string {
  return by === "policy" ? "a policy" : "a user";
}

const policyOff = 'Set the policy DnsOverHttpsMode to "off".';
const firefoxOff =
  "Set the policy DNSOverHTTPS to Enabled false, or name the services' domains in its ExcludedDomains.";

const dnsFixes: Readonly<Record<Browser["name"], Readonly<Record<OwnDns["by"], string>>>> = {
  Firefox: {
    policy: firefoxOff,
    user: `Turn DNS over HTTPS off in its privacy settings (network.trr.mode 5). For many machines: ${firefoxOff}`,
  },
  "Google Chrome": { policy: policyOff, user: userFix("chrome://settings/security") },
  "Microsoft Edge": { policy: policyOff, user: userFix("edge://settings/privacy") },
  Chromium: { policy: policyOff, user: userFix("chrome://settings/security") },
};

function userFix(page: string): string {
  return `Turn "Use secure DNS" off in ${page}. For many machines: the policy DnsOverHttpsMode "off".`;
}

function pageFix({ by, setting }: PageAccess, blocked: readonly PageAccess[]): string {
  const pages = blocked.map(({ page }) => page).join(", ");
  return by === "policy"
    ? `Take ${pages} out of the policy ${setting}, and name it in LocalNetworkAllowedForUrls (before version 146: LocalNetworkAccessAllowedForUrls).`
    : `Allow the local network in the site settings of ${pages}. For many machines: the policy LocalNetworkAllowedForUrls (before version 146: LocalNetworkAccessAllowedForUrls).`;
}
