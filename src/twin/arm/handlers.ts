import type { Answer } from "../wire/answer.ts";
import { isResource, typeOf } from "../wire/arm-path.ts";
import type { ArmPath } from "../wire/arm-path.ts";
import type { Handler, HandlerContext } from "./handler.ts";
import { AUTHORIZATION_HANDLERS } from "./authorization.ts";
import { CONNECTION_HANDLERS } from "./machine-learning/connections.ts";
import { DIAGNOSIS_HANDLERS } from "./machine-learning/diagnosis.ts";
import { OUTBOUND_RULE_HANDLERS } from "./machine-learning/outbound-rules.ts";
import { CONNECTION_APPROVAL_HANDLERS } from "./services/private-endpoint-connections.ts";
import { PRIVATE_DNS_HANDLERS } from "./network/private-dns.ts";
import { PRIVATE_ENDPOINT_HANDLERS } from "./network/private-endpoints.ts";
import { ZONE_GROUP_HANDLERS } from "./network/zone-groups.ts";
import { POLICY_HANDLERS } from "./policy-restrictions.ts";
import { PROVISIONING_HANDLERS } from "./machine-learning/provisioning.ts";
import { answerChildren, answerResource, answerScopeList } from "./read-handlers.ts";
import { findResourceType } from "./resource-types.ts";
import { RESOURCE_GRAPH_HANDLERS } from "./resource-graph/resource-graph.ts";
import { SCOPE_HANDLERS } from "./scope-handlers.ts";
import { SECRET_HANDLERS } from "./services/secrets.ts";
import { SERVICE_HANDLERS } from "./services/services.ts";
import { WORKSPACE_HANDLERS } from "./machine-learning/workspaces.ts";

/** Every operation the twin serves besides reading documents (resource-types.ts), a provider after the other. */
export const HANDLERS: readonly Handler[] = [
  ...SCOPE_HANDLERS,
  ...AUTHORIZATION_HANDLERS,
  ...RESOURCE_GRAPH_HANDLERS,
  ...POLICY_HANDLERS,
  ...WORKSPACE_HANDLERS,
  ...OUTBOUND_RULE_HANDLERS,
  ...PROVISIONING_HANDLERS,
  ...CONNECTION_HANDLERS,
  ...DIAGNOSIS_HANDLERS,
  ...SERVICE_HANDLERS,
  ...CONNECTION_APPROVAL_HANDLERS,
  ...PRIVATE_ENDPOINT_HANDLERS,
  ...ZONE_GROUP_HANDLERS,
  ...PRIVATE_DNS_HANDLERS,
  ...SECRET_HANDLERS,
];

const BY_KEY: ReadonlyMap<string, Handler> = new Map(
  HANDLERS.map((handler) => [`${handler.method} ${handler.path.toLowerCase()}`, handler]),
);

/** The handler of an operation: its own, or reading a served type; undefined for what the twin does not serve. */
export function findHandler(method: string, path: ArmPath): ((context: HandlerContext) => Answer) | undefined {
  const own = BY_KEY.get(`${method} ${path.pattern}`);
  if (own !== undefined) return (context) => own.handle(context);
  const reading = method === "GET" ? findResourceType(typeOf(path))?.reading : undefined;
  if (reading === undefined) return undefined;
  if (isResource(path)) return answerResource;
  switch (reading) {
    case "tracked":
      return answerScopeList;
    case "child":
      return answerChildren;
    case "extension":
      return undefined;
  }
}
