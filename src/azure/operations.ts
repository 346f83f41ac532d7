import type { Operation, OperationState } from "../ports.ts";
import type { Answer } from "./answer.ts";
import type { Arm } from "./arm.ts";
import { parseAzureError } from "./azure-error.ts";
import { textAt, valueAt, wordAt } from "./document.ts";
import { describe, refusalOf } from "./refusals.ts";
import { retryAfterMs } from "./retry.ts";
import { apiVersionOf } from "./versions.ts";

/**
 * A long-running operation by its poll URL. Throws RunError SFH913 where that leads to another host.
 * The URL is kept as given (4-5 kB of it, with a signature); only an api-version it lacks is added, since polls of
 * Machine Learning have been answered with MissingApiVersionParameter for that.
 */
export function operationAt(arm: Arm, link: string): Operation {
  const polled = polledAt(arm, link);
  return {
    url: link,
    poll: async () => operationState(await arm.follow(polled), polled),
  };
}

/** Where an operation is polled. Throws RunError SFH913 for another host. */
export function polledAt(arm: Arm, link: string): URL {
  const url = arm.urlOf(link);
  return url.searchParams.has("api-version") ? url : arm.urlOf(withApiVersion(link, url));
}

/** Added by text: rewriting the query through URLSearchParams would re-encode the signature beside it. */
function withApiVersion(link: string, url: URL): string {
  return `${link}${url.search === "" ? "?" : "&"}api-version=${apiVersionOf(url.pathname)}`;
}

/**
 * The poll URL of a write that goes on: Azure-AsyncOperation (which updates also send with a 200) before Location (which
 * means an operation with 201 and 202 only). Where both come the first is enough, and Location's result is never asked
 * for: what a write led to is read from the resource. Header names are case-blind.
 */
export function pollUrlOf(answer: Answer): string | undefined {
  const isAccepted = answer.status === 201 || answer.status === 202;
  return answer.header("azure-asyncoperation") ?? (isAccepted ? answer.header("location") : undefined);
}

/** Terminal words; "active" and "inactive" are the managed network's, where a result is taken for a status. */
const finished = new Set(["succeeded", "active", "inactive"]);

/** Of a resource answered at a poll URL. */
const changing = new Set(["updating", "creating", "deleting", "accepted", "provisioning"]);

/**
 * What one poll says. Sources: recordings of Machine Learning, Container Registry, Network and Private DNS.
 * Throws RunError SFH906 for a token that isn't taken: that is no word about the operation.
 */
export function operationState(answer: Answer, url: URL): OperationState {
  const retryAfter = retryAfterMs({ is: "answer", answer });
  const stillRunning: OperationState = { is: "running", retryAfterMs: retryAfter };
  // An old operation is forgotten. One that may not be polled can't be followed either (polling can need rights at the
  // resource group that the write itself didn't): to wait for a word of it would be to wait out the whole budget.
  if (answer.status === 404 || answer.status === 403) return { is: "gone" };
  if (answer.status >= 500) return stillRunning;
  if (answer.status === 401) throw refusalOf(answer, { method: "GET", path: url.pathname });
  if (answer.status >= 400) return failed(answer);
  if (wordAt(answer.body, "status") === "failed" || wordAt(answer.body, "status") === "canceled") return failed(answer);
  if (answer.status === 202) return stillRunning;
  return isStillRunning(answer, url) ? stillRunning : { is: "succeeded" };
}

function isStillRunning(answer: Answer, url: URL): boolean {
  // At type=location the body is the result: a provisioned network's `status` is Active, and it is the network's own.
  if (url.searchParams.get("type")?.toLowerCase() === "location") return false;
  // Any other word is "in progress": Container Registry answers 201 with `Updating` while it runs.
  const status = wordAt(answer.body, "status");
  if (status !== "") return !finished.has(status);
  return changing.has(wordAt(answer.body, "properties", "provisioningState"));
}

function failed(answer: Answer): OperationState {
  const error = answer.error ?? parseAzureError(valueAt(answer.body, "error") === undefined ? undefined : answer.body);
  const status = textAt(answer.body, "status");
  return {
    is: "failed",
    code: error?.code === undefined || error.code === "" ? status || `HTTP ${answer.status}` : error.code,
    message: error?.message ?? describe(answer),
    correlationId: answer.correlationId,
  };
}
