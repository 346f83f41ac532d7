import { customServers, unansweredOf, type CustomServer } from "../../checks/dns/expected-names.ts";
import { nslookupLine } from "../../checks/dns/nslookup-line.ts";
import { distinctIds } from "../../snapshot/resource-id.ts";
import type { Look } from "../look.ts";
import { portalLink } from "./portal-link.ts";

/** Lines to run somewhere else, because it couldn't be asked from here. */
export interface ToRun {
  /** On which machine. */
  readonly where: string;
  readonly lines: readonly string[];
}

/** The name servers that could not be asked from here, with one line for each name. */
export function toRunElsewhere(look: Look): readonly ToRun[] {
  const { snapshot } = look;
  const silent = customServers(snapshot).filter((custom) => unansweredOf(snapshot, custom).length > 0);
  return [
    ...silent.map((custom) => ({
      where: whereToAsk(custom),
      lines: unansweredOf(snapshot, custom).map((name) => nslookupLine(name, custom.server)),
    })),
    ...portalLinks(look, silent),
  ];
}

function whereToAsk({ server, networks }: CustomServer): string {
  const places = networks.map(({ name }) => name).join(" or ");
  return `On a machine in ${places}, or any other that asks ${server}; then copy the lines and what they print into a file, and run diagnose --answers FILE`;
}

/** For whoever has no shell there: the portal lists which address each name must have. */
function portalLinks({ snapshot }: Look, silent: readonly CustomServer[]): readonly ToRun[] {
  const endpoints = silent.flatMap(({ expected }) => expected.map(({ endpoint }) => endpoint.id));
  const lines = distinctIds(endpoints).map((id) => portalLink(snapshot.cloud.kind, id));
  return lines.length === 0
    ? []
    : [{ where: "In a browser, DNS configuration there, for the address that each name must have", lines }];
}
