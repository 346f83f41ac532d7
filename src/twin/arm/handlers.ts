import type { Answer } from "../wire/answer.ts";
import { isResource } from "../wire/arm-path.ts";
import type { ArmPath } from "../wire/arm-path.ts";
import type { Handler, HandlerContext } from "./handler.ts";
import { AUTHORIZATION_HANDLERS } from "./authorization.ts";
import { CONNECTION_HANDLERS } from "./connections.ts";
import { DIAGNOSIS_HANDLERS } from "./diagnosis.ts";
import { OUTBOUND_RULE_HANDLERS } from "./outbound-rules.ts";
import { CONNECTION_APPROVAL_HANDLERS } from "./private-endpoint-connections.ts";
import { PROVISIONING_HANDLERS } from "./provisioning.ts";
import { answerChildren, answerResource, answerScopeList } from "./read-handlers.ts";
import { RESOURCE_GRAPH_HANDLERS } from "./resource-graph.ts";
import { SCOPE_HANDLERS } from "./scope-handlers.ts";
import { SECRET_HANDLERS } from "./secrets.ts";
import { SERVICE_HANDLERS } from "./services.ts";
import { WORKSPACE_HANDLERS } from "./workspaces.ts";

/** Every operation the twin serves besides the generic reads, a provider after the other. */
export const HANDLERS: readonly Handler[] = [
  ...SCOPE_HANDLERS,
  ...AUTHORIZATION_HANDLERS,
  ...RESOURCE_GRAPH_HANDLERS,
  ...WORKSPACE_HANDLERS,
  ...OUTBOUND_RULE_HANDLERS,
  ...PROVISIONING_HANDLERS,
  ...CONNECTION_HANDLERS,
  ...DIAGNOSIS_HANDLERS,
  ...SERVICE_HANDLERS,
  ...CONNECTION_APPROVAL_HANDLERS,
  ...SECRET_HANDLERS,
];

const BY_KEY: ReadonlyMap<string, Handler> = new Map(
  HANDLERS.map((handler) => [`${handler.method} ${handler.path.toLowerCase()}`, handler]),
);

/** The handler of an operation: its own, or a generic read; undefined for what the twin does not serve. */
export function findHandler(method: string, path: ArmPath): ((context: HandlerContext) => Answer) | undefined {
  const own = BY_KEY.get(`${method} ${path.pattern}`);
  if (own !== undefined) return (context) => own.handle(context);
  if (method !== "GET" || path.provider === undefined) return undefined;
  if (isResource(path)) return answerResource;
  return path.types.length === 1 ? answerScopeList : answerChildren;
}
