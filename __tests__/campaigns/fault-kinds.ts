/** Every kind of fault a campaign puts in the way of a run, and what has to come of it. */
import type { RunErrorCode } from "../../src/errors.ts";
import type { Fault } from "../../src/twin/twin.ts";

export interface FaultKind {
  readonly name: string;
  readonly do: Fault["do"];
  /** Requests it does something to; any other one is answered as if it weren't there. */
  readonly meets: "every request" | "beginnings of operations" | "writes of rules";
  /** What a run ends in that meets it once: converged, or with this error. Undefined: in anything that is told by name. */
  readonly ends: { readonly read: End | undefined; readonly write: End | undefined };
}

type End = "converged" | RunErrorCode;

const all = (end: End): FaultKind["ends"] => ({ read: end, write: end });

function status(
  code: number,
  ends: FaultKind["ends"],
  more: { readonly retryAfter?: number; readonly code?: string } = {},
): FaultKind {
  const name = [String(code), more.code ?? "", more.retryAfter === undefined ? "" : "with Retry-After"];
  const action = { kind: "status", status: code, ...more } as const;
  return { name: name.filter((part) => part !== "").join(" "), do: action, meets: "every request", ends };
}

function other(
  name: string,
  action: Fault["do"],
  ends: FaultKind["ends"],
  meets: FaultKind["meets"] = "every request",
): FaultKind {
  return { name, do: action, meets, ends };
}

/** What passes when it is asked again: a run goes on as if nothing had been. */
export const passingKinds: readonly FaultKind[] = [
  status(429, all("converged")),
  status(429, all("converged"), { retryAfter: 2 }),
  status(500, all("converged")),
  status(503, all("converged")),
  status(503, all("converged"), { retryAfter: 2 }),
  status(408, all("converged")),
  other("reset", { kind: "reset" }, all("converged")),
  other("slow", { kind: "slow", ms: 2_000 }, all("converged")),
  other("truncate", { kind: "truncate" }, all("converged")),
  other("crash after", { kind: "crashAfter" }, all("converged")),
];

/** An answer that stands, or what outlasts asking again. */
export const lastingKinds: readonly FaultKind[] = [
  status(403, { read: undefined, write: "SFH403" }, { code: "AuthorizationFailed" }),
  status(401, all("SFH906"), { code: "InvalidAuthenticationToken" }),
  status(404, { read: undefined, write: "SFH915" }, { code: "ResourceNotFound" }),
  status(409, { read: undefined, write: "converged" }, { code: "Conflict" }),
  status(400, { read: undefined, write: "SFH909" }, { code: "BadRequest" }),
  // The client gives up after two minutes; what it asked for may have been carried out. A look that takes that long may
  // see the beginning and the end of what the platform does meanwhile.
  other("slower than the client waits", { kind: "slow", ms: 130_000 }, { read: undefined, write: "converged" }),
  other("power cut before", { kind: "powerCut", when: "before" }, all("SFH907")),
  other("power cut after", { kind: "powerCut", when: "after" }, all("SFH907")),
];

const failure = { code: "PrivateEndpointOperationFailed", message: "The endpoint could not be made." };

/** What becomes of an operation that was taken. */
export const operationKinds: readonly FaultKind[] = [
  other("failed operation", { kind: "failOperation", ...failure }, all("SFH909"), "beginnings of operations"),
  other("stuck operation", { kind: "stuckOperation" }, all("SFH914"), "beginnings of operations"),
  other("poll URL without version", { kind: "pollUrlWithoutApiVersion" }, all("converged"), "beginnings of operations"),
  other("lost rule", { kind: "lostRule" }, all("converged"), "writes of rules"),
];
