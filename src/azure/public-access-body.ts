/** The bodies that close a service or let trusted services in, made from what was read. Pure. */
import { documentAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { bypassOf, letsAzureServicesIn } from "./service-parts.ts";

/** The services this tool writes public access of. */
export type WrittenRole = "hub" | "storage" | "keyVault" | "containerRegistry";

/** A PATCH of nothing but network settings. */
export interface SettingsBody {
  readonly properties: Document;
}

/** Default action Deny and public access Disabled in one body; every rule goes back as it was read. */
export function closeBody(role: WrittenRole, raw: Document): SettingsBody {
  const properties = documentAt(raw, "properties");
  switch (role) {
    case "hub":
      return body({ publicNetworkAccess: "Disabled" });
    case "storage":
    case "keyVault":
      return body({
        publicNetworkAccess: "Disabled",
        networkAcls: { ...rulesOf(role, properties), defaultAction: "Deny" },
      });
    case "containerRegistry": {
      // Below Premium there is no rule set, and sending one is refused.
      const rules = documentAt(properties, "networkRuleSet");
      const denied = rules === undefined ? {} : { networkRuleSet: { ...rules, defaultAction: "Deny" } };
      return body({ publicNetworkAccess: "Disabled", ...denied });
    }
  }
}

/** AzureServices added to the bypass, everything else as read. Undefined for a hub, which has no bypass. */
export function trustBody(role: WrittenRole, raw: Document): SettingsBody | undefined {
  const properties = documentAt(raw, "properties");
  if (role === "hub") return undefined;
  if (role === "containerRegistry") return body({ networkRuleBypassOptions: "AzureServices" });
  const rules = rulesOf(role, properties);
  const bypass = bypassOf(rules, role === "storage" ? "AzureServices" : "None").filter(
    (word) => word.toLowerCase() !== "none",
  );
  const wanted = letsAzureServicesIn(bypass) ? bypass : [...bypass, "AzureServices"];
  return body({ networkAcls: { ...rules, bypass: wanted.join(", ") } });
}

/** True where a network security perimeter decides: nothing of it may be overwritten. */
export function isPerimeterManaged(raw: Document): boolean {
  return wordAt(raw, "properties", "publicNetworkAccess") === "securedbyperimeter";
}

/** The rules whole, unknown fields included: a PATCH replaces the object. Absent ones stand for Azure's defaults. */
function rulesOf(role: "storage" | "keyVault", properties: Document | undefined): Document {
  const defaults =
    role === "keyVault" ? { bypass: "AzureServices", defaultAction: "Allow" } : { defaultAction: "Allow" };
  const rules = documentAt(properties, "networkAcls") ?? defaults;
  // Storage refuses the object without a default action.
  return textAt(rules, "defaultAction") === "" ? { ...rules, defaultAction: "Allow" } : rules;
}

function body(properties: Document): SettingsBody {
  return { properties };
}
