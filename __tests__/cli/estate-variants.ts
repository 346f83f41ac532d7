import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";

/** A built-in estate by its name. */
export function builtIn(name: string): EstateDocument {
  const make = estates[name];
  if (make === undefined) throw new Error(`there is no estate ${name}`);
  return make();
}

const vaults = "microsoft.keyvault/vaults";
const closable: readonly string[] = [
  vaults,
  "microsoft.storage/storageaccounts",
  "microsoft.containerregistry/registries",
];

/** The hardened estate with its vault opened again: one step brings it back. */
export function withOpenVault(): EstateDocument {
  return withOpen([vaults]);
}

/** The hardened estate with storage, vault and registry opened again: three steps, and nothing to wait for. */
export function withOpenServices(): EstateDocument {
  return withOpen(closable);
}

function withOpen(types: readonly string[]): EstateDocument {
  const estate = builtIn("hardened");
  const rules = { defaultAction: "Allow", ipRules: [] };
  const open = (document: ArmDocument): ArmDocument => {
    const type = document.type?.toLowerCase() ?? "";
    if (!types.includes(type)) return document;
    const acls = { networkAcls: { bypass: "AzureServices", ...rules, virtualNetworkRules: [] } };
    const set = type.includes("registries") ? { networkRuleSet: rules } : acls;
    return { ...document, properties: { ...document.properties, publicNetworkAccess: "Enabled", ...set } };
  };
  return { ...estate, resources: estate.resources.map(open) };
}

/** The estate seen by a caller without any right. */
export function withoutRights(estate: EstateDocument): EstateDocument {
  const isCallers = ({ properties }: ArmDocument): boolean => properties?.principalId === estate.caller.objectId;
  return { ...estate, resources: estate.resources.filter((document) => !isCallers(document)) };
}
