import { createHash } from "node:crypto";
import type { Json } from "../estate.ts";
import type { Operation, PollStyle } from "../state/operation-store.ts";
import type { World } from "../state/world.ts";
import { answer, ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { armError, ArmError } from "../wire/arm-error.ts";
import type { HandlerContext } from "./handler.ts";

export interface OperationPlan {
  readonly style: PollStyle;
  readonly what: string;
  readonly subject: string;
  readonly target: string;
  /** Where its polls go, without the operation's id. */
  readonly folder: string;
  readonly watched: readonly string[];
  readonly durationMs: number;
  /** Takes effect at the end; its value is the operation's result. Throwing an ArmError fails the operation. */
  readonly effect: (operation: Operation) => Json | undefined;
  /** What a failure leaves behind; nothing when it is absent. */
  readonly undo?: () => void;
}

export interface Begun {
  readonly operation: Operation;
  readonly headers: Readonly<Record<string, string>>;
}

/** Begins a long-running operation and gives the headers its 202 (or 201) carries. */
export function beginOperation(context: HandlerContext, plan: OperationPlan): Begun {
  const { world, faults } = context;
  const id = world.guids.next();
  const path = `${plan.folder}/${id}`;
  const signature = world.behaviour.signedPollUrls ? digest(`signature of ${path}`) : undefined;
  const { style, what, subject, target } = plan;
  const operation: Operation = {
    ...{ id, path, style, what, subject, target, signature, isLost: faults.isLost },
    ...{ status: "InProgress", error: undefined, result: undefined },
  };
  world.operations.add(operation);
  world.timeline.schedule({
    watched: [path, ...plan.watched],
    durationMs: plan.durationMs,
    isStuck: faults.isStuck,
    run: () => {
      finish(operation, plan, faults.failure);
    },
  });
  return { operation, headers: pollHeaders(context, operation) };
}

function finish(operation: Operation, plan: OperationPlan, failure: Operation["error"]): void {
  if (failure !== undefined) {
    Object.assign(operation, { status: "Failed", error: failure });
    plan.undo?.();
    return;
  }
  try {
    operation.result = plan.effect(operation);
    operation.status = "Succeeded";
  } catch (cause) {
    if (!(cause instanceof ArmError)) throw cause;
    Object.assign(operation, { status: "Failed", error: { code: "ValidationError", message: cause.message } });
    plan.undo?.();
  }
}

/** The headers that say where an operation is polled. */
export function pollHeaders(context: HandlerContext, operation: Operation): Readonly<Record<string, string>> {
  const { world } = context;
  const location = pollUrl(context, operation, "location");
  const asynchronous = pollUrl(context, operation, "async");
  const wait = waitHeader(world);
  switch (operation.style) {
    case "machineLearning":
      // Lower case here, unlike everywhere else: recorded.
      return { "azure-asyncoperation": asynchronous, Location: location, ...wait };
    case "locationOnly":
      return { Location: location, ...wait };
    case "registry":
    case "registryConnection":
      return { "Azure-AsyncOperation": asynchronous, ...wait };
  }
}

function waitHeader({ behaviour }: World): Readonly<Record<string, string>> {
  return behaviour.retryAfter === undefined ? {} : { "Retry-After": String(behaviour.retryAfter) };
}

function pollUrl(context: HandlerContext, operation: Operation, type: "async" | "location"): string {
  const { world, apiVersion, faults } = context;
  const isMachineLearning = operation.style === "machineLearning" || operation.style === "locationOnly";
  const parts = [
    faults.isPolledWithoutApiVersion ? "" : `api-version=${apiVersion}`,
    isMachineLearning ? `type=${type}` : "",
    operation.signature === undefined ? "" : signatureQuery(world, operation.signature),
  ];
  return `${world.baseUrl}${operation.path}?${parts.filter((part) => part !== "").join("&")}`;
}

/** `t`, `c`, `s`, `h` as ARM appends them since 2024: a 2.5 kB certificate, so that nobody caps the length. */
function signatureQuery(world: World, signature: string): string {
  const certificate = Array.from({ length: 58 }, (_, index) => digest(`certificate ${String(index)}`)).join("");
  return `t=${String(world.clock.now())}&c=${certificate}&s=${signature}&h=${digest(`hash of ${signature}`)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** Answers a poll, or undefined when no operation is at this path. */
export function answerPoll(world: World, path: string, query: URLSearchParams): Answer | undefined {
  const operation = world.operations.at(path);
  if (operation === undefined) return undefined;
  // Not confirmed: what ARM answers to a poll URL that was re-encoded or cut. Kept verbatim it never matters.
  if (operation.signature !== undefined && query.get("s") !== operation.signature) {
    throw armError(400, "InvalidAsyncOperationSignature", "The signature of the operation's URL is not valid.");
  }
  const answered = answerAt(operation, query);
  // A client waits as the last answer says: one without the header makes it wait its own default, half a minute.
  return operation.status === "InProgress"
    ? { ...answered, headers: { ...answered.headers, ...waitHeader(world) } }
    : answered;
}

function answerAt(operation: Operation, query: URLSearchParams): Answer {
  switch (operation.style) {
    case "machineLearning":
      return query.get("type") === "location" ? pollLocation(operation) : pollStatus(operation);
    case "locationOnly":
      return pollLocation(operation);
    case "registry":
      return pollStatus(operation);
    case "registryConnection":
      // Recorded: 201 with `Updating` while it runs, 200 `Succeeded` at the end.
      return operation.status === "InProgress" ? answer(201, { status: "Updating" }) : pollStatus(operation);
  }
}

function pollStatus(operation: Operation): Answer {
  if (operation.status === "Failed") return ok({ status: "Failed", error: { ...(operation.error ?? {}) } });
  if (operation.status === "Succeeded") return ok({ status: "Succeeded", percentComplete: 100 });
  return ok({ status: "InProgress" });
}

function pollLocation(operation: Operation): Answer {
  if (operation.status === "InProgress") return answer(202);
  if (operation.status === "Failed") return answer(400, { error: { ...(operation.error ?? {}) } });
  return answer(200, operation.result);
}
