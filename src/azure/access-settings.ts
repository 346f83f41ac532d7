/** Which properties of a service are its network settings. Nothing else of a document is kept or put back. Pure. */
import type { AccessSettings } from "../snapshot/access-settings.ts";
import type { ServiceRole } from "../snapshot/service.ts";
import { valueAt } from "./document.ts";
import type { Document } from "./document.ts";

const settingNames: Readonly<Record<ServiceRole, readonly string[]>> = {
  // What a closing resets, although it doesn't send it, is among a hub's.
  hub: ["publicNetworkAccess", "ipAllowlist", "networkAcls"],
  storage: ["publicNetworkAccess", "networkAcls"],
  keyVault: ["publicNetworkAccess", "networkAcls"],
  containerRegistry: ["publicNetworkAccess", "networkRuleSet", "networkRuleBypassOptions"],
  connected: [],
};

/** The network settings in a service's document. */
export function pickSettings(role: ServiceRole, raw: Document): AccessSettings {
  return pick(settingNames[role], valueAt(raw, "properties"));
}

/** Of settings that come from elsewhere, those that are this kind of service's. */
export function onlySettings(role: ServiceRole, settings: AccessSettings): AccessSettings {
  return pick(settingNames[role], settings);
}

/** What a write with these properties changes of a service, as its document has it now. */
export function settingsTouched(role: ServiceRole, raw: Document, written: AccessSettings): AccessSettings {
  const names = role === "hub" ? settingNames.hub : settingNames[role].filter((name) => Object.hasOwn(written, name));
  return pick(names, valueAt(raw, "properties"));
}

function pick(names: readonly string[], from: unknown): AccessSettings {
  const found = names.map((name) => [name, valueAt(from, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
