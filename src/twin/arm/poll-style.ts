import type { Operation, PollStyle } from "../state/operation-store.ts";
import { answer, ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";

/** The two URLs of one operation, signed, with their api-version. */
export interface PollUrls {
  readonly status: string;
  readonly result: string;
}

type Headers = Readonly<Record<string, string>>;

/** One service's way of telling how far an operation is. */
interface PollForm {
  /** Where its polls go is told by these headers: of the first answer, and of polls where they repeat it. */
  headers(urls: PollUrls): Headers;
  /** Those of polls, where they are others. */
  pollHeaders?(urls: PollUrls): Headers;
  status(operation: Operation, headers: Headers): Answer;
  result(operation: Operation, headers: Headers): Answer;
}

const FORMS: Readonly<Record<PollStyle, PollForm>> = {
  // The first header in lower case here, unlike everywhere else: recorded.
  machineLearning: {
    headers: ({ status, result }) => ({ "azure-asyncoperation": status, Location: result }),
    status: answerStatus,
    result: answerResult,
  },
  // The first answer has Location only, the polls both: recorded for diagnose.
  locationOnly: {
    headers: ({ result }) => ({ Location: result }),
    pollHeaders: ({ status, result }) => ({ "Azure-AsyncOperation": status, Location: result }),
    status: (operation, headers) => (isRunning(operation) ? running(headers) : answerStatus(operation)),
    result: (operation, headers) => (isRunning(operation) ? running(headers) : answerResult(operation)),
  },
  registry: {
    headers: ({ status }) => ({ "Azure-AsyncOperation": status }),
    status: (operation, headers) => ({ ...answerStatus(operation), headers }),
    result: answerResult,
  },
  // Recorded: 201 with `Updating` while it runs, 200 `Succeeded` at the end.
  registryConnection: {
    headers: ({ status }) => ({ "Azure-AsyncOperation": status }),
    status: (operation) => (isRunning(operation) ? answer(201, { status: "Updating" }) : answerStatus(operation)),
    result: answerResult,
  },
  network: {
    headers: ({ status }) => ({ "azure-asyncnotification": "Enabled", "azure-asyncoperation": status }),
    status: answerBareStatus,
    result: answerResult,
  },
  networkDelete: {
    headers: ({ status, result }) => ({
      ...{ "azure-asyncnotification": "Enabled", "azure-asyncoperation": status, location: result },
    }),
    status: answerBareStatus,
    // Recorded: 204, with the headers again.
    result: (operation, headers) => (operation.status === "Succeeded" ? answer(204, undefined, headers) : running()),
  },
  // Recorded: 202 with the headers again while it runs, and a failure tells itself in a 200.
  privateDns: {
    headers: ({ status, result }) => ({ "azure-asyncoperation": status, location: result }),
    status: (operation, headers) =>
      isRunning(operation) ? answer(202, { status: "InProgress" }, headers) : answerBareStatus(operation),
    result: answerResult,
  },
};

/** The headers that say where an operation is polled. */
export function announce(style: PollStyle, urls: PollUrls): Headers {
  return FORMS[style].headers(urls);
}

/** The answer to a poll of the status, or of the result. */
export function answerInStyle(operation: Operation, asked: "status" | "result", urls: PollUrls): Answer {
  const form = FORMS[operation.style];
  const headers = form.pollHeaders?.(urls) ?? form.headers(urls);
  return asked === "status" ? form.status(operation, headers) : form.result(operation, headers);
}

function answerStatus(operation: Operation): Answer {
  return operation.status === "Succeeded"
    ? ok({ status: "Succeeded", percentComplete: 100 })
    : answerBareStatus(operation);
}

function answerBareStatus({ status, error }: Operation): Answer {
  return ok(error === undefined ? { status } : { error: { ...error }, status });
}

function answerResult(operation: Operation): Answer {
  if (isRunning(operation)) return running();
  if (operation.status === "Failed") return answer(400, { error: { ...(operation.error ?? {}) } });
  return answer(200, operation.result);
}

function isRunning({ status }: Operation): boolean {
  return status === "InProgress";
}

function running(headers?: Headers): Answer {
  return answer(202, undefined, headers);
}
