import type { Link } from "../diagnose/chain/link.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { ReportDiagnosis } from "./report-diagnosis.ts";
import type { Report } from "./report.ts";
import { count } from "./words.ts";

/** What a diagnosis saw at a link, in a few words, whether or not it holds. Empty where there is nothing to add. */
export function remarkOn(link: Link, { diagnosis, hub }: Report): string {
  if (diagnosis === undefined) return "";
  switch (link) {
    case "managed-network":
      return hub.managedNetwork;
    case "way-in":
      return describeWays(diagnosis);
    case "names":
      return describeNames(diagnosis);
    case "from-here":
      return describeVantage(diagnosis);
    case "own-diagnosis":
      return describeOpinions(diagnosis);
    default:
      return "";
  }
}

function describeWays({ waysIn }: ReportDiagnosis): string {
  const reaching = waysIn.filter((way) => way.reaches).map((way) => `${way.kind} ${way.name}`);
  return [...new Set(reaching)].join(", ");
}

function describeNames({ networks, names }: ReportDiagnosis): string {
  const asked = networks.map(
    ({ name, dns, servers }) => `${name} asks ${dns === "custom" ? servers.join(", ") : "Azure DNS"}`,
  );
  return [...asked, ...(names.length === 0 ? [] : [count(names.length, "name")])].join("; ");
}

function describeVantage({ vantage, doors }: ReportDiagnosis): string {
  const tried = `${doors.filter((door) => door.came === "opened").length} of ${count(doors.length, "door")} opened`;
  switch (vantage.sees) {
    case "private side":
      return `sees the private side: ${vantage.why}; ${tried}`;
    case "public side":
      return `sees the public side only, so it can't judge: ${vantage.why}`;
    case "not known":
      return `can't tell which side it sees: ${vantage.why}`;
  }
}

function describeOpinions({ opinions }: ReportDiagnosis): string {
  if (opinions.length === 0) return "";
  return [...new Set(opinions.map(({ code, workspace }) => `${code} (${nameOf(workspace)})`))].join(", ");
}
