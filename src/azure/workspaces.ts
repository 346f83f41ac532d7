import type { Clock, Compute, WorkspaceReader } from "../ports.ts";
import { mapRead } from "../snapshot/read.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Identity, IsolationMode, ManagedNetwork, Workspace, WorkspaceKind } from "../snapshot/workspace.ts";
import type { Arm } from "./arm.ts";
import { parseConnection } from "./connections.ts";
import { parseDatastore } from "./datastores.ts";
import { documentAt, idAt, textAt, textsAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { managedIdentitiesOf, principalIdsOf } from "./identities.ts";
import { readOpinions } from "./opinions.ts";
import { parseOutboundRule } from "./outbound-rules.ts";

export function createWorkspaceReader(arm: Arm, clock: Clock): WorkspaceReader {
  return {
    workspace: async (id) => mapRead(await arm.read(id), (document) => parseWorkspace(document, id)),
    async workspacesIn(subscriptionId) {
      const type = "Microsoft.MachineLearningServices/workspaces";
      const listed = await arm.list(`/subscriptions/${subscriptionId}/providers/${type}`);
      return mapRead(listed, (documents) =>
        documents.map((document) => parseWorkspace(document, textAt(document, "id"))),
      );
    },
    async outboundRules(workspace) {
      const listed = await arm.list(`${workspace}/outboundRules`);
      // The wire's order changes from one call to the next; two looks at the same hub should look the same.
      return mapRead(listed, (documents) =>
        documents.map(parseOutboundRule).sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
    },
    outboundRule: async (workspace, name) =>
      mapRead(await arm.read(`${workspace}/outboundRules/${name}`), parseOutboundRule),
    async computes(workspace) {
      const listed = await arm.list(`${workspace}/computes`);
      return mapRead(listed, (documents) =>
        documents.map((document) => computeOf(document, wordAt(document, "properties", "computeType"))),
      );
    },
    async onlineEndpoints(workspace) {
      const listed = await arm.list(`${workspace}/onlineEndpoints`);
      return mapRead(listed, (documents) => documents.map((document) => computeOf(document, wordAt(document, "kind"))));
    },
    async connections(workspace) {
      const listed = await arm.list(`${workspace}/connections`, { includeAll: "true" });
      return mapRead(listed, (documents) => documents.map((document) => parseConnection(document, workspace)));
    },
    async datastores(workspace) {
      return mapRead(await arm.list(`${workspace}/datastores`), (documents) => documents.map(parseDatastore));
    },
    opinions: (workspace) => readOpinions(arm, clock, workspace),
  };
}

/** Attached computes and Kubernetes endpoints run elsewhere; what isn't told counts as managed. */
function computeOf(document: Document, kind: string): Compute {
  const isManaged = ["", "managed", "amlcompute", "computeinstance"].includes(kind);
  return { name: wordAt(document, "name"), identities: principalIdsOf(document), isManaged };
}

/** A workspace of any kind; `id` is the one asked for, since a wire id may be spelled otherwise. */
export function parseWorkspace(document: Document, id: ResourceId): Workspace {
  const properties = documentAt(document, "properties");
  const identities = identitiesOf(document);
  return {
    id,
    name: textAt(document, "name") || nameOf(id),
    kind: kindOf(document),
    location: textAt(document, "location"),
    workspaceId: textAt(properties, "workspaceId"),
    provisioningState: textAt(properties, "provisioningState"),
    // Hubs of early previews list theirs instead.
    storageAccount: idAt(properties, "storageAccount") ?? textsAt(properties, "storageAccounts")[0],
    keyVault: idAt(properties, "keyVault") ?? textsAt(properties, "keyVaults")[0],
    containerRegistry: idAt(properties, "containerRegistry") ?? textsAt(properties, "containerRegistries")[0],
    hubId: idAt(properties, "hubResourceId"),
    imageBuildCompute: idAt(properties, "imageBuildCompute"),
    managedNetwork: managedNetworkOf(properties),
    systemDatastoresAuthMode: wordAt(properties, "systemDatastoresAuthMode"),
    identities: identities.all,
    approvingIdentity: identities.approving,
    associatedWorkspaces: textsAt(properties, "associatedWorkspaces"),
  };
}

function kindOf(document: Document): WorkspaceKind {
  const kind = wordAt(document, "kind");
  // A workspace made before kinds existed shows none.
  if (kind === "") return "default";
  const kinds = ["hub", "project", "default", "featurestore"] as const;
  return kinds.find((known) => known === kind) ?? "other";
}

function managedNetworkOf(properties: Document | undefined): ManagedNetwork {
  const network = documentAt(properties, "managedNetwork");
  const modes: readonly IsolationMode[] = ["AllowInternetOutbound", "AllowOnlyApprovedOutbound"];
  const mode = wordAt(network, "isolationMode");
  return {
    isolationMode: modes.find((known) => known.toLowerCase() === mode) ?? "Disabled",
    isActive: wordAt(network, "status", "status") === "active",
    isSparkReady: valueAt(network, "status", "sparkReady") === true,
  };
}

interface Identities {
  readonly all: readonly Identity[];
  readonly approving: Identity | undefined;
}

/** With one user-assigned identity that is the primary; of several, the one `primaryUserAssignedIdentity` names. */
function identitiesOf(document: Document): Identities {
  const { system, assigned } = managedIdentitiesOf(document);
  const named = idAt(document, "properties", "primaryUserAssignedIdentity");
  const primary =
    named === undefined
      ? assigned.length === 1
        ? assigned[0]
        : undefined
      : assigned.find((identity) => isSameId(identity.source, named));
  return { all: [system, primary].filter((identity) => identity !== undefined), approving: primary ?? system };
}
