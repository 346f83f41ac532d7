import type { QueryFault } from "../graph/query-error.ts";
import type { Json, JsonObject } from "../estate.ts";
import { armError, ArmError } from "./arm-error.ts";

/** What every error of Resource Graph ends with: when it was, and under which correlation id. */
export interface GraphIncident {
  /** ISO 8601 with milliseconds. */
  readonly time: string;
  readonly correlationId: string;
}

const INVALID: Json = {
  code: "InvalidQuery",
  message:
    "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.",
};

/** As recorded for a syntax error. It seems to be the number of a token, as a character: it says nothing. */
const EXPECTED_TOKEN = "\u01CF";

/** The error of a query that is not answered: 400, or 501 for what the twin does not serve. */
export function queryRefused(fault: QueryFault, incident: GraphIncident): ArmError {
  switch (fault.kind) {
    case "syntax": {
      const { line, character, token } = fault;
      const place = { line, characterPositionInLine: character, token, expectedToken: EXPECTED_TOKEN };
      const failure = { code: "ParserFailure", message: "ParserFailure", ...place };
      return graphError(400, "BadRequest", incident, [INVALID, failure]);
    }
    case "invalid":
      // Not confirmed: what stands beside InvalidQuery for a wrong name or type.
      return graphError(400, "BadRequest", incident, [INVALID, { code: "InvalidQuery", message: fault.reason }]);
    case "unknownTable": {
      // As pasted in public: this detail stands alone.
      const message = `Table ${fault.table} is invalid, unsupported or disallowed.`;
      return graphError(400, "BadRequest", incident, [{ code: "DisallowedLogicalTableName", message }]);
    }
    case "notServed":
      return notServedByTwin(fault.what);
  }
}

/** 501: the real service would answer, the twin does not. */
export function notServedByTwin(what: string): ArmError {
  return armError(501, "NotServedByTwin", `The twin does not serve ${what} of Resource Graph.`);
}

/** 400 for a request that is wrong outside of its query. Not confirmed: that it has this form. */
export function requestRefused(message: string, incident: GraphIncident): ArmError {
  return graphError(400, "BadRequest", incident, [{ code: "InvalidRequest", message }]);
}

/** 403 for a caller who has no right in any subscription asked. As pasted in public, several times. */
export function accessDenied(incident: GraphIncident): ArmError {
  const message = "Access is denied to the requested resource. The user might not have enough permission.";
  return graphError(403, "AccessDenied", incident, [{ code: "AccessDenied", message }]);
}

/** 429 beyond the quota. As pasted in public, but for `Retry-After`, which is not confirmed. */
export function rateLimited(incident: GraphIncident, retryAfter: number): ArmError {
  const message =
    "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.";
  const error = graphError(429, "RateLimiting", incident, [{ code: "RateLimiting", message }]);
  return withHeaders(error, { "Retry-After": String(retryAfter) });
}

/** The same error with more headers. */
export function withHeaders(error: ArmError, headers: Readonly<Record<string, string>>): ArmError {
  return new ArmError({ ...error.answer, headers: { ...error.answer.headers, ...headers } }, error.message);
}

/** Recorded: the message only helps support, the reason stands in the details. */
function graphError(status: number, code: string, incident: GraphIncident, details: readonly Json[]): ArmError {
  const timestamp = incident.time.replace("Z", "0000Z");
  const message = `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${incident.correlationId}.`;
  const more: JsonObject = { details };
  return armError(status, code, message, more);
}
