import type { HostedResource, ServiceReader } from "../ports.ts";
import type { Cloud } from "../snapshot/cloud.ts";
import { known, mapRead } from "../snapshot/read.ts";
import { nameOf, typeOf } from "../snapshot/resource-id.ts";
import { hasBypass } from "../snapshot/service.ts";
import type { Arm } from "./arm.ts";
import { textAt } from "./document.ts";
import type { Document } from "./document.ts";
import { listAiServices } from "./ai-services.ts";
import { pickSettings } from "./access-settings.ts";
import { readEndpointConnections } from "./endpoint-connections.ts";
import { principalIdsOf } from "./identities.ts";
import type { ReadRoleDefinition } from "./role-definitions.ts";
import { readRequiredZones } from "./required-zones.ts";
import { readServiceUsers } from "./service-users.ts";
import type { ServiceParts } from "./service-parts.ts";
import { readCognitive } from "./services/cognitive.ts";
import { readHub } from "./services/hub.ts";
import { readKeyVault } from "./services/key-vault.ts";
import { readOther } from "./services/other.ts";
import { readRegistry } from "./services/registry.ts";
import { readSearch } from "./services/search.ts";
import { readStorage } from "./services/storage.ts";

const readers: Readonly<Record<string, (document: Document, cloud: Cloud) => ServiceParts>> = {
  "microsoft.storage/storageaccounts": readStorage,
  "microsoft.keyvault/vaults": readKeyVault,
  "microsoft.containerregistry/registries": readRegistry,
  "microsoft.machinelearningservices/workspaces": readHub,
  "microsoft.search/searchservices": readSearch,
  "microsoft.cognitiveservices/accounts": readCognitive,
};

/** What a service's document says, by its type (lower case); types without a reader of their own read as public. */
export function servicePartsOf(document: Document, type: string, cloud: Cloud): ServiceParts {
  return (Object.hasOwn(readers, type) ? readers[type] : undefined)?.(document, cloud) ?? readOther(document, type);
}

export function createServiceReader(arm: Arm, cloud: Cloud, readDefinition: ReadRoleDefinition): ServiceReader {
  return {
    async service(id, role) {
      const read = await arm.read(id);
      if (read.is !== "known") return read;
      const type = typeOf(id);
      const parts = servicePartsOf(read.value, type, cloud);
      const [connections, users] = await Promise.all([
        readEndpointConnections(arm, id),
        hasBypass(role) ? readServiceUsers(arm, readDefinition, id, read.value) : known([]),
      ]);
      return known({
        id,
        name: textAt(read.value, "name") || nameOf(id),
        role,
        type,
        location: textAt(read.value, "location"),
        publicAccess: parts.publicAccess,
        settings: pickSettings(role, read.value),
        doors: parts.doors,
        connections,
        users,
        identities: principalIdsOf(read.value),
        sku: parts.sku,
        allowsSharedKey: parts.allowsSharedKey ?? true,
      });
    },
    aiServicesIn: (subscriptionId) => listAiServices(arm, subscriptionId),
    publicAccessBy: (id, settings) => servicePartsOf({ properties: settings }, typeOf(id), cloud).publicAccess,
    requiredZones: (id) => readRequiredZones(arm, id),
    async hostedResources(subscriptionId, type) {
      const listed = await arm.list(`/subscriptions/${subscriptionId}/providers/${type}`);
      return mapRead(listed, (documents) =>
        documents.map((document) => hostedResource(document, servicePartsOf(document, type, cloud))),
      );
    },
  };
}

function hostedResource(document: Document, parts: ServiceParts): HostedResource {
  return { id: textAt(document, "id"), hosts: [...new Set(parts.doors.flatMap((door) => door.names))] };
}
