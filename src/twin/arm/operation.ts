import { createHash } from "node:crypto";
import type { Json } from "../estate.ts";
import type { Operation, PollStyle } from "../state/operation-store.ts";
import type { World } from "../state/world.ts";
import type { Answer } from "../wire/answer.ts";
import { armError, ArmError } from "../wire/arm-error.ts";
import { sameText, textAt, withValueAt } from "../wire/json-fields.ts";
import type { HandlerContext } from "./handler.ts";
import { announce, answerInStyle } from "./poll-style.ts";
import type { PollUrls } from "./poll-style.ts";

export interface OperationPlan {
  readonly style: PollStyle;
  readonly what: string;
  readonly subject: string;
  readonly target: string;
  /** Where its polls go, without the operation's id. */
  readonly folder: string;
  /** Where polls of its result go, where that is another place. */
  readonly resultFolder?: string;
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
  const resultPath = `${plan.resultFolder ?? plan.folder}/${id}`;
  const signature = world.behaviour.signedPollUrls ? digest(`signature of ${path}`) : undefined;
  const { style, what, subject, target } = plan;
  const operation: Operation = {
    ...{ id, path, resultPath, style, what, subject, target, signature, isLost: faults.isLost },
    ...{ status: "InProgress", error: undefined, result: undefined },
  };
  world.operations.add(operation);
  world.timeline.schedule({
    watched: [path, resultPath, ...plan.watched],
    durationMs: plan.durationMs,
    isStuck: faults.isStuck,
    run: () => {
      finish(operation, plan, faults.failure);
    },
  });
  return { operation, headers: pollHeaders(context, operation) };
}

/** Leaves a document that an operation failed on in the state Failed (not confirmed: no such failure is recorded). */
export function failAt(world: World, id: string, what: string): void {
  const document = world.documents.get(id);
  if (document === undefined) return;
  world.documents.put(withValueAt(document, ["properties", "provisioningState"], "Failed"), {
    cause: "platform",
    what,
  });
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
    const code = textAt(cause.answer.body, "error", "code") ?? "InternalServerError";
    Object.assign(operation, { status: "Failed", error: { code, message: cause.message } });
    plan.undo?.();
  }
}

/** The headers that say where an operation is polled. */
export function pollHeaders(context: HandlerContext, operation: Operation): Readonly<Record<string, string>> {
  const { world, apiVersion, faults } = context;
  const urls = urlsOf(world, operation, faults.isPolledWithoutApiVersion ? undefined : apiVersion);
  return { ...announce(operation.style, urls), ...waitHeader(world) };
}

function waitHeader({ behaviour }: World): Readonly<Record<string, string>> {
  return behaviour.retryAfter === undefined ? {} : { "Retry-After": String(behaviour.retryAfter) };
}

function urlsOf(world: World, operation: Operation, apiVersion: string | undefined): PollUrls {
  const { path, resultPath, signature } = operation;
  const urlOf = (at: string, type: string): string => {
    const query = [
      ...(apiVersion === undefined ? [] : [`api-version=${apiVersion}`]),
      // Where both are polled at one path the type tells them apart.
      ...(isMachineLearning(operation) ? [`type=${type}`] : []),
      ...(signature === undefined ? [] : [signatureQuery(world, signature)]),
    ];
    return `${world.baseUrl}${at}?${query.join("&")}`;
  };
  return { status: urlOf(path, "async"), result: urlOf(resultPath, "location") };
}

function isMachineLearning({ style }: Operation): boolean {
  return style === "machineLearning" || style === "locationOnly";
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
  const asksResult = isMachineLearning(operation)
    ? operation.style === "locationOnly" || query.get("type") === "location"
    : !sameText(path, operation.path);
  const urls = urlsOf(world, operation, query.get("api-version") ?? undefined);
  const given = answerInStyle(operation, asksResult ? "result" : "status", urls);
  // A client waits as the last answer says: one without the header makes it wait its own default, half a minute.
  return operation.status === "InProgress" ? { ...given, headers: { ...given.headers, ...waitHeader(world) } } : given;
}
