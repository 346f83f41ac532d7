import type { Json } from "../estate.ts";
import type { World } from "../state/world.ts";
import { sameId } from "../wire/arm-path.ts";
import { listAt, textAt, textsOf } from "../wire/json-fields.ts";

/** A subnet, which lives inside its VNet's document. */
export function findSubnet(world: World, subnetId: string): Json | undefined {
  const vnet = world.documents.get(subnetId.split(/\/subnets\//i)[0] ?? "");
  return listAt(vnet, "properties", "subnets").find((subnet) => sameId(textAt(subnet, "id"), subnetId));
}

/** The next addresses of a subnet that no network interface holds; the first four and the last are Azure's. */
export function freeAddresses(world: World, subnetId: string, count: number): readonly string[] {
  const subnet = findSubnet(world, subnetId);
  const prefixes = textsOf(listAt(subnet, "properties", "addressPrefixes"));
  const prefix = textAt(subnet, "properties", "addressPrefix") ?? prefixes[0] ?? "10.0.0.0/24";
  const [base = "", bits = "24"] = prefix.split("/");
  const size = 2 ** (32 - Number(bits));
  const taken = takenAddresses(world);
  // As many candidates as could be taken, and those that are wanted: a subnet may be large.
  const candidates = Math.max(0, Math.min(size - 5, taken.size + count));
  const hosts = Array.from({ length: candidates }, (_, index) => addressAt(base, index + 4));
  return hosts.filter((address) => !taken.has(address)).slice(0, count);
}

function takenAddresses(world: World): ReadonlySet<string> {
  const interfaces = world.documents.ofType("Microsoft.Network/networkInterfaces");
  const configurations = interfaces.flatMap((nic) => listAt(nic, "properties", "ipConfigurations"));
  return new Set(configurations.flatMap((row) => textAt(row, "properties", "privateIPAddress") ?? []));
}

function addressAt(base: string, offset: number): string {
  const number = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
