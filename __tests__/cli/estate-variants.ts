import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";

/** A built-in estate by its name. */
export function builtIn(name: string): EstateDocument {
  const make = estates[name];
  if (make === undefined) throw new Error(`there is no estate ${name}`);
  return make();
}

/** The hardened estate with its vault opened again: one step brings it back. */
export function withOpenVault(): EstateDocument {
  const estate = builtIn("hardened");
  const open = (document: ArmDocument): ArmDocument =>
    document.type?.toLowerCase() === "microsoft.keyvault/vaults"
      ? {
          ...document,
          properties: {
            ...document.properties,
            publicNetworkAccess: "Enabled",
            networkAcls: { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] },
          },
        }
      : document;
  return { ...estate, resources: estate.resources.map(open) };
}

/** The estate seen by a caller without any right. */
export function withoutRights(estate: EstateDocument): EstateDocument {
  const isCallers = ({ properties }: ArmDocument): boolean => properties?.principalId === estate.caller.objectId;
  return { ...estate, resources: estate.resources.filter((document) => !isCallers(document)) };
}
