/** How somebody is let in to a service with selected networks: lines for a person to run. */
import type { MendLines } from "../checks/finding.ts";
import { writeAddress, writeRange, type AddressRange } from "../snapshot/address-range.ts";
import { groupOf, nameOf, subscriptionOf, type ResourceId } from "../snapshot/resource-id.ts";
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

/** The lines that add IP rules; those that are there stay. */
export function letInRange(service: Service, rules: readonly string[]): readonly MendLines[] {
  return [
    { tool: "az", lines: azRules(service, rules) },
    { tool: "Bicep", lines: bicepRules(service, rules) },
  ];
}

function azRules(service: Service, rules: readonly string[]): readonly string[] {
  const at = azAt(service.id);
  switch (service.role) {
    case "storage":
      return [
        `az storage account network-rule add ${at} --account-name ${service.name} --ip-address ${rules.join(" ")}`,
      ];
    case "keyVault":
      return [`az keyvault network-rule add ${at} --name ${service.name} --ip-address ${rules.join(" ")}`];
    case "containerRegistry":
      // One address or range a call.
      return rules.map((rule) => `az acr network-rule add ${at} --name ${service.name} --ip-address ${rule}`);
    case "hub": {
      // The list is replaced as a whole.
      const all = [...service.publicAccess.ipRanges, ...rules].join(",");
      return [`az ml workspace update ${at} --name ${service.name} --network-acls "${all}"`];
    }
    case "connected":
      return [];
  }
}

function bicepRules({ role, publicAccess }: Service, added: readonly string[]): readonly string[] {
  const rules = [...publicAccess.ipRanges, ...added];
  switch (role) {
    case "storage":
      return block(
        "networkAcls",
        rules.map((rule) => `{ value: '${rule}', action: 'Allow' }`),
      );
    case "keyVault":
      return block(
        "networkAcls",
        rules.map((rule) => `{ value: '${rule}' }`),
      );
    case "containerRegistry":
      return block(
        "networkRuleSet",
        rules.map((rule) => `{ value: '${rule}', action: 'Allow' }`),
      );
    case "hub":
      return ["ipAllowlist: [", ...rules.map((rule) => `  '${rule}'`), "]"];
    case "connected":
      return [];
  }
}

/** In `properties`, beside what else stands in the block. */
function block(name: string, rules: readonly string[]): readonly string[] {
  return [`${name}: {`, "  ipRules: [", ...rules.map((rule) => `    ${rule}`), "  ]", "}"];
}

/** The line that adds a subnet, where the service has rules for subnets that az can write. */
export function letInSubnet({ id, name, role }: Service, subnet: ResourceId): readonly MendLines[] {
  const commands: Partial<Readonly<Record<ServiceRole, string>>> = {
    storage: `az storage account network-rule add ${azAt(id)} --account-name ${name} --subnet ${subnet}`,
    keyVault: `az keyvault network-rule add ${azAt(id)} --name ${name} --subnet ${subnet}`,
  };
  const line = commands[role];
  return line === undefined ? [] : [{ tool: "az", lines: [line] }];
}

function azAt(id: ResourceId): string {
  return `--subscription ${subscriptionOf(id)} --resource-group ${nameOf(groupOf(id))}`;
}
