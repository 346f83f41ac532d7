import type { DoorNames, PublicAccess } from "../snapshot/service.ts";
import { documentsAt, idAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

/** What of a service depends on its provider. */
export interface ServiceParts {
  readonly publicAccess: PublicAccess;
  readonly doors: readonly DoorNames[];
  readonly sku?: string;
  readonly allowsSharedKey?: boolean;
}

/** `publicNetworkAccess` in any casing; absent means enabled. */
export function accessStateOf(properties: Document | undefined): PublicAccess["state"] {
  const word = wordAt(properties, "publicNetworkAccess");
  if (word === "disabled") return "disabled";
  return word === "securedbyperimeter" ? "perimeter" : "enabled";
}

/** Absent rules let everybody in. */
export function defaultActionOf(rules: Document | undefined): PublicAccess["defaultAction"] {
  return wordAt(rules, "defaultAction") === "deny" ? "deny" : "allow";
}

/** The addresses of `ipRules` (and Storage's `ipv6Rules`). */
export function ipRangesOf(rules: Document | undefined): readonly string[] {
  return [...documentsAt(rules, "ipRules"), ...documentsAt(rules, "ipv6Rules")]
    .map((rule) => textAt(rule, "value"))
    .filter((range) => range !== "");
}

/** The subnets of `virtualNetworkRules`. */
export function subnetsOf(rules: Document | undefined): readonly string[] {
  return documentsAt(rules, "virtualNetworkRules").flatMap((rule) => idAt(rule, "id") ?? []);
}

/** `bypass` is a comma list ("Logging, Metrics, AzureServices"); `otherwise` is what its absence means. */
export function bypassOf(rules: Document | undefined, otherwise: string): readonly string[] {
  const list = idAt(rules, "bypass") ?? otherwise;
  return list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

export function letsAzureServicesIn(bypass: readonly string[]): boolean {
  return bypass.some((word) => word.toLowerCase() === "azureservices");
}

/** The host of a URL or a bare host name, lower case; "" for neither. */
export function hostOf(text: string): string {
  const withScheme = text.includes("://") ? text : `https://${text}`;
  return text !== "" && URL.canParse(withScheme) ? new URL(withScheme).hostname.toLowerCase() : "";
}

/** A door with the names that could be found. */
export function door(subresource: string, hosts: readonly string[]): DoorNames {
  return { subresource, names: [...new Set(hosts.filter((host) => host !== "").map((host) => host.toLowerCase()))] };
}
