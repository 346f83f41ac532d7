/** How somebody is let in to a service with selected networks: lines for a person to run. */
import type { MendLines } from "../checks/finding.ts";
import { placeOf } from "../checks/lines/place.ts";
import { azLine } from "../checks/lines/shell.ts";
import { writeAddress, writeRange, type AddressRange } from "../snapshot/address-range.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Service, ServiceRole } from "../snapshot/service.ts";

/** How many IP rules each takes, as published; of the hub's list no bound is. */
const mostRules: Readonly<Record<ServiceRole, number>> = {
  storage: 400,
  keyVault: 1000,
  containerRegistry: 100,
  hub: Infinity,
  connected: Infinity,
};

/** What stands in the way of one more rule; "" where nothing does. */
export function describeLimit({ name, role, publicAccess }: Service, rules: number): string {
  const [have, most] = [publicAccess.ipRanges.length, mostRules[role]];
  return have + rules <= most ? "" : ` ${name} has ${have} IP rules and takes ${most}: merge some first.`;
}

/** The rules that let a range in. Storage takes no /31 and no /32, so small ranges are single addresses everywhere. */
export function rulesFor(range: AddressRange): readonly string[] {
  const isSmall = range.last - range.first < 2;
  return isSmall ? [...new Set([range.first, range.last])].map(writeAddress) : [writeRange(range)];
}

/**
 * The lines that add IP rules; those that are there stay. No Bicep: deployed as it stands, a block of rules would reset
 * what it leaves out, such as the default action and the rules for subnets.
 */
export function letInRange(service: Service, rules: readonly string[]): readonly MendLines[] {
  const lines = azRules(service, rules);
  return lines.length === 0 ? [] : [{ tool: "az", lines }];
}

function azRules({ id, name, role, publicAccess }: Service, rules: readonly string[]): readonly string[] {
  const at = placeOf(id);
  switch (role) {
    case "storage":
      return [azLine("storage account network-rule add", { ...at, "account-name": name, "ip-address": rules })];
    case "keyVault":
      return [azLine("keyvault network-rule add", { ...at, name, "ip-address": rules })];
    case "containerRegistry":
      // One address or range a call.
      return rules.map((rule) => azLine("acr network-rule add", { ...at, name, "ip-address": rule }));
    case "hub":
      // The list is replaced as a whole.
      return [
        azLine("ml workspace update", { ...at, name, "network-acls": [...publicAccess.ipRanges, ...rules].join(",") }),
      ];
    case "connected":
      return [];
  }
}

/** The line that adds a subnet, where the service has rules for subnets that az can write. */
export function letInSubnet({ id, name, role }: Service, subnet: ResourceId): readonly MendLines[] {
  const at = placeOf(id);
  const commands: Partial<Readonly<Record<ServiceRole, string>>> = {
    storage: azLine("storage account network-rule add", { ...at, "account-name": name, subnet }),
    keyVault: azLine("keyvault network-rule add", { ...at, name, subnet }),
  };
  const line = commands[role];
  return line === undefined ? [] : [{ tool: "az", lines: [line] }];
}
