import type { ArmDocument, EstateDocument } from "../estate.ts";
import { nameOf, typeOf } from "./arm-id.ts";
import type { Door } from "./door.ts";
import { findDocument, indexEstate } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { isSameText, textAt, textsAt } from "./json.ts";

/** The public names that must all work for the door to be open, in lower case; none where the service is unknown. */
export function doorNames(estate: EstateDocument, door: Door): readonly string[] {
  return namesOfDoor(indexEstate(estate), door);
}

export function namesOfDoor(index: EstateIndex, door: Door): readonly string[] {
  const service = findDocument(index, door.resource);
  if (service === undefined) return [];
  const names = namersByType[typeOf(service.id)]?.(service, door.subresource) ?? [];
  const found = names.length > 0 ? names : namesInRule(index, door);
  return found.filter((name) => name !== "").map((name) => name.toLowerCase());
}

type Namer = (service: ArmDocument, subresource: string) => readonly string[];

const namersByType: Readonly<Record<string, Namer>> = {
  "microsoft.storage/storageaccounts": (service, subresource) => [
    hostOf(textAt(service, "properties", "primaryEndpoints", subresource.toLowerCase())),
  ],
  "microsoft.keyvault/vaults": (service) => [hostOf(textAt(service, "properties", "vaultUri"))],
  "microsoft.containerregistry/registries": nameRegistry,
  "microsoft.machinelearningservices/workspaces": nameWorkspace,
  "microsoft.search/searchservices": (service) => [hostOf(textAt(service, "properties", "endpoint"))],
  "microsoft.cognitiveservices/accounts": nameAccount,
  "microsoft.documentdb/databaseaccounts": (service) => [hostOf(textAt(service, "properties", "documentEndpoint"))],
  "microsoft.sql/servers": (service) => [textAt(service, "properties", "fullyQualifiedDomainName")],
};

/** A Premium registry hands out layers from its data endpoint once it has a private endpoint. */
function nameRegistry(service: ArmDocument): readonly string[] {
  const login = textAt(service, "properties", "loginServer");
  if (!isSameText(textAt(service, "sku", "name"), "Premium")) return [login];
  const [registry = "", ...domain] = login.split(".");
  return [login, `${registry}.${textAt(service, "location")}.data.${domain.join(".")}`];
}

/**
 * API, certificate and notebook names; projects reuse them. The wildcard of the inference endpoints is left out: it
 * matters to one deployment, not to getting in. Source: Azure's custom DNS documentation for workspaces.
 */
function nameWorkspace(service: ArmDocument): readonly string[] {
  const region = textAt(service, "location");
  const domain = hostOf(textAt(service, "properties", "discoveryUrl")).slice(region.length + 1);
  const stem = `${textAt(service, "properties", "workspaceId")}.workspace.${region}`;
  return [`${stem}.${domain}`, `${stem}.cert.${domain}`, textAt(service, "properties", "notebookInfo", "fqdn")];
}

/** Which names an account's clients use depends on its kind. Not confirmed for kinds other than these two. */
function nameAccount(service: ArmDocument): readonly string[] {
  const endpoint = hostOf(textAt(service, "properties", "endpoint"));
  const kind = textAt(service, "kind");
  if (!isSameText(kind, "AIServices")) return [endpoint];
  const stem = textAt(service, "properties", "customSubDomainName") || nameOf(service.id);
  const domain = endpoint.slice(endpoint.indexOf(".") + 1);
  const openAi = domain.replace(/^cognitiveservices\./, "openai.");
  // The third name exists in the public cloud only.
  const third = domain.endsWith("azure.com") ? [`${stem}.services.ai.azure.com`] : [];
  return [endpoint, `${stem}.${openAi}`, ...third];
}

/** An application gateway is reached by the names its outbound rule lists. */
function namesInRule(index: EstateIndex, door: Door): readonly string[] {
  const rule = listRules(index).find(
    (candidate) =>
      isSameText(textAt(candidate, "properties", "destination", "serviceResourceId"), door.resource) &&
      isSameText(textAt(candidate, "properties", "destination", "subresourceTarget"), door.subresource),
  );
  return textsAt(rule, "properties", "fqdns");
}

function listRules(index: EstateIndex): readonly ArmDocument[] {
  return index.byType.get("microsoft.machinelearningservices/workspaces/outboundrules") ?? [];
}

/** The host of a URL, without port; a bare host is itself. */
export function hostOf(url: string): string {
  return url.replace(/^https?:\/\//i, "").replace(/[:/].*$/, "");
}
