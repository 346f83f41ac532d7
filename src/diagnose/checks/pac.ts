import { finding, type Finding } from "../../checks/finding.ts";
import { shellWord } from "../../checks/lines/shell.ts";
import type { Knock } from "../../snapshot/evidence.ts";
import type { PacFacts, PacRoutes, Route } from "../../snapshot/proxy.ts";
import { grouped } from "../../grouped.ts";
import { heldNames } from "../../snapshot/private-endpoint.ts";
import type { DiagnosisCheck, Look } from "../look.ts";
import { privateNamesHere, whyElsewhere } from "../private-names.ts";

/** A private name that the PAC sends to a proxy first, and why that is no good, or why it can't be told. */
interface Detour {
  readonly name: string;
  readonly proxy: string;
  readonly is: "broken" | "not known";
  readonly why: string;
}

/** SFH706 and SFH707. */
export const checkPac: DiagnosisCheck = (look) => {
  const { pac } = look.evidence;
  if (pac === undefined) return [];
  const names = new Set(heldNames(look.snapshot.privateEndpoints));
  const detours = pac.routes.filter(({ name }) => names.has(name)).flatMap((routes) => detourOf(look, routes) ?? []);
  return [...faultFindings(look, pac), ...detourFindings(look, pac, detours)];
};

/**
 * Undefined where it goes direct, where the way through the proxy was tried and leads to the service, and where clients
 * can't get there without it either: then it isn't the PAC that is in the way.
 */
function detourOf(look: Look, { name, routes, unanswered }: PacRoutes): Detour | undefined {
  const [first] = routes;
  if (first === undefined || first.is === "direct") return undefined;
  const knock = knockThrough(look, name, first);
  const elsewhere = knock?.is === "opened" ? wentElsewhere(look, name, first.at) : undefined;
  if (knock?.is === "opened" && elsewhere === undefined) return undefined;
  if (look.standing.sees === "private side" && !opensDirectly(look, name)) return undefined;
  const doubt = doubtOf(look, first, knock, unanswered);
  return {
    name,
    proxy: first.at,
    is: doubt === undefined ? "broken" : "not known",
    why: doubt ?? elsewhere ?? failureOf(knock),
  };
}

function knockThrough({ evidence }: Look, name: string, route: Route): Knock | undefined {
  if (route.is !== "proxy") return undefined;
  return evidence.doors.find((tried) => tried.name === name && tried.by.is === "proxy" && tried.by.at === route.at)
    ?.knock;
}

/** Why a way that opens is none; from the public side it may be as it should be. */
function wentElsewhere(look: Look, name: string, at: string): string | undefined {
  if (look.standing.sees !== "private side") return undefined;
  const here = privateNamesHere(look).find((one) => one.name === name);
  return here === undefined ? undefined : whyElsewhere(here, at, look);
}

function failureOf(knock: Knock | undefined): string {
  return knock === undefined || knock.is === "opened" ? "" : knock.why;
}

function opensDirectly({ evidence }: Look, name: string): boolean {
  return evidence.doors.some((tried) => tried.name === name && tried.by.is === "direct" && tried.knock.is === "opened");
}

/** Why a try that failed, or that could not be made, proves nothing. */
function doubtOf(
  { standing }: Look,
  route: Route,
  knock: Knock | undefined,
  unanswered: readonly string[],
): string | undefined {
  if (unanswered.length > 0) return `it asks for the address of ${list(unanswered)}, which isn't looked up here`;
  if (route.is === "socks") return "it is a SOCKS proxy, which can't be tried here";
  if (knock === undefined) return "it was not tried";
  return standing.sees === "private side" ? undefined : "it could not be tried from where clients are";
}

function detourFindings({ snapshot }: Look, { source }: PacFacts, detours: readonly Detour[]): readonly Finding[] {
  return grouped(detours, ({ proxy }) => proxy).map((all) => {
    const proxy = all[0]?.proxy ?? "";
    const broken = all.filter((detour) => detour.is === "broken");
    const told = broken.length > 0 ? broken : all;
    const whys = [...new Set(told.map(({ why }) => why))].join("; ");
    const end =
      broken.length > 0
        ? `and through it the service isn't reached: ${whys}`
        : `and whether that works can't be told: ${whys}`;
    return finding("SFH706", {
      resourceId: snapshot.hub.id,
      subject: proxy,
      detail: `${source} sends ${list(told.map(({ name }) => name))} to ${proxy} first, ${end}.`,
      fix: `Serve what \`secure-foundry-hub pac --chain ${shellWord(source)}\` writes instead: these names direct, everything else as before.`,
      state: broken.length > 0 ? "open" : "unknown",
    });
  });
}

/** One for each fault: it is most often the same for every name. */
function faultFindings({ snapshot }: Look, { source, routes, faults }: PacFacts): readonly Finding[] {
  return grouped(faults, ({ why }) => why).map((all) => {
    const why = all[0]?.why ?? "";
    const isForAll = routes.length === 0 && all.length === faults.length;
    const names = isForAll ? "" : ` for ${list(all.map(({ name }) => name))}`;
    return finding("SFH707", {
      resourceId: snapshot.hub.id,
      subject: why,
      detail: `${source} can't be evaluated${names}: ${why}.`,
      fix: `Mend ${source}: ${why}.`,
    });
  });
}

/** The first few of them. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
