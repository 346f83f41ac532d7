import type { Json, JsonObject } from "../estate.ts";
import type { Answer } from "./answer.ts";

/** An error answer on its way out: thrown by rules and handlers, turned into a response once, by the twin. */
export class ArmError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer, message: string) {
    super(message);
    this.name = "ArmError";
    this.answer = answer;
  }
}

/** `{error:{code,message}}`: the common ARM form. */
export function armError(status: number, code: string, message: string, more: JsonObject = {}): ArmError {
  return new ArmError({ status, headers: {}, body: { error: { code, message, ...more } } }, message);
}

/** The same, with headers that only some layers send. */
export function armErrorWith(
  status: number,
  headers: Readonly<Record<string, string>>,
  code: string,
  message: string,
): ArmError {
  return new ArmError({ status, headers, body: { error: { code, message } } }, message);
}

/** A 404 of the ARM gateway, as recorded: `x-ms-failure-cause: gateway`. */
export function resourceNotFound(typeAndName: string, resourceGroup: string | undefined): ArmError {
  const where = resourceGroup === undefined ? "" : ` under resource group '${resourceGroup}'`;
  const more = "For more details please go to https://aka.ms/ARMResourceNotFoundFix";
  const message = `The Resource '${typeAndName}'${where} was not found. ${more}`;
  return armErrorWith(404, { "x-ms-failure-cause": "gateway" }, "ResourceNotFound", message);
}

/** A 400 of Machine Learning's own layer, as pasted in public (recordings exist for its 404s only). */
export function mlValidationError(message: string): ArmError {
  return armError(400, "ValidationError", message);
}

/** Where and when Machine Learning's own layer refused, and what it calls the request. */
export interface MlOccasion {
  readonly location: string;
  readonly time: string;
  readonly correlation: { readonly operation: string; readonly request: string };
}

/** Machine Learning's 404 for a connection: the truth is in `innerError.code` (recorded, 2023-08-01-preview). */
export function connectionNotFound(name: string, { location, time, correlation }: MlOccasion): ArmError {
  const message = `Connection ${name} can't be found in this workspace`;
  const body: Json = {
    error: {
      code: "UserError",
      severity: null,
      message,
      messageFormat: null,
      messageParameters: null,
      referenceCode: null,
      detailsUri: null,
      target: null,
      details: [],
      innerError: { code: "NotFoundError", innerError: null },
      debugInfo: null,
      additionalInfo: null,
    },
    correlation: { ...correlation },
    environment: location,
    location,
    time,
    componentName: "account-rp",
    statusCode: 404,
  };
  return new ArmError({ status: 404, headers: { "x-ms-response-type": "error" }, body }, message);
}

/** Machine Learning's 404 for datastores and outbound rules: `additionalInfo[InnerError]` (recorded for datastores). */
export function mlNotFound(message: string, { location, time, correlation }: MlOccasion): ArmError {
  const info = (type: string, value: Json): Json => ({ type, info: { value } });
  const body: Json = {
    error: {
      code: "UserError",
      message,
      details: [],
      additionalInfo: [
        info("ComponentName", "managementfrontend"),
        info("Correlation", { ...correlation }),
        info("Environment", location),
        info("Location", location),
        info("Time", time),
        info("InnerError", { code: "NotFoundError", innerError: null }),
      ],
    },
  };
  return new ArmError({ status: 404, headers: { "x-ms-response-type": "error" }, body }, message);
}
