import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import type { World } from "../state/world.ts";
import { armError } from "../wire/arm-error.ts";
import { nameOf, parseArmPath, typeOf } from "../wire/arm-path.ts";
import { isJsonObject, listAt, objectAt, sameText, textAt, textsOf } from "../wire/json-fields.ts";
import { heldNames, newEtag, newInterface } from "./network-interface.ts";
import { acceptsSubresource } from "./private-link.ts";
import { hasPrivateLink } from "./rule-activation.ts";
import { findSubnet } from "./subnet.ts";

const LINKS = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"] as const;
const TYPE = "Microsoft.Network/privateEndpoints";

/** One private link of an endpoint, as a PUT asks for it. */
export interface AskedLink {
  readonly name: string;
  readonly field: (typeof LINKS)[number];
  readonly isManual: boolean;
  readonly target: ArmDocument;
  readonly subresource: string;
  readonly message: string | undefined;
}

/** An endpoint as a PUT asks for it. */
export interface AskedEndpoint {
  readonly location: string;
  readonly subnetId: string;
  readonly links: readonly AskedLink[];
}

/** Reads what is asked; throws Network's 400s. Their wording is not confirmed. */
export function readAskedEndpoint(world: World, body: Json | undefined): AskedEndpoint {
  const location = textAt(body, "location");
  const subnetId = textAt(body, "properties", "subnet", "id") ?? "";
  if (location === undefined)
    throw armError(400, "LocationRequired", "The location property is required for this definition.");
  if (findSubnet(world, subnetId) === undefined) {
    throw armError(
      400,
      "InvalidResourceReference",
      `Resource ${subnetId} referenced by the private endpoint was not found.`,
    );
  }
  const links = LINKS.flatMap((field) => listAt(body, "properties", field).map((link) => readLink(world, link, field)));
  if (links.length === 0) {
    throw armError(
      400,
      "PrivateEndpointMustHaveAtLeastOneConnection",
      "A private endpoint needs a private link service connection.",
    );
  }
  return { location, subnetId, links };
}

function readLink(world: World, link: Json, field: AskedLink["field"]): AskedLink {
  const targetId = textAt(link, "properties", "privateLinkServiceId") ?? "";
  const target = world.documents.get(targetId);
  if (target === undefined) {
    throw armError(
      400,
      "InvalidResourceReference",
      `Resource ${targetId} referenced by the private endpoint was not found.`,
    );
  }
  const subresource = textsOf(listAt(link, "properties", "groupIds"))[0] ?? "";
  refuseUnlinkable(target, subresource);
  return {
    name: textAt(link, "name") ?? "connection",
    field,
    isManual: field === "manualPrivateLinkServiceConnections",
    target,
    subresource,
    message: textAt(link, "properties", "requestMessage"),
  };
}

function refuseUnlinkable(target: ArmDocument, subresource: string): void {
  const path = parseArmPath(target.id);
  const type = path === undefined ? "" : typeOf(path);
  if (acceptsSubresource(type, subresource) === true && hasPrivateLink(target)) return;
  const message = `The private link resource ${target.id} does not support the group id '${subresource}'.`;
  throw armError(400, "PrivateLinkServiceDoesNotSupportGroupId", message);
}

/** The endpoint's document and its network interface's, with addresses that are free in the subnet (recorded form). */
export function newEndpoint(
  world: World,
  id: string,
  asked: AskedEndpoint,
): { readonly endpoint: ArmDocument; readonly nic: ArmDocument } {
  const path = parseArmPath(id);
  const name = path === undefined ? "" : nameOf(path);
  const nicId = `${id.split("/").slice(0, -2).join("/")}/networkInterfaces/${name}.nic.${world.guids.next()}`;
  const etag = newEtag(world);
  const endpoint: ArmDocument = {
    ...{ name, id, etag, type: TYPE, location: asked.location },
    properties: {
      provisioningState: "Updating",
      resourceGuid: world.guids.next(),
      privateLinkServiceConnections: linksOf(asked, id, etag, LINKS[0]),
      manualPrivateLinkServiceConnections: linksOf(asked, id, etag, LINKS[1]),
      customNetworkInterfaceName: "",
      subnet: { id: asked.subnetId },
      ipConfigurations: [],
      networkInterfaces: [{ id: nicId }],
      customDnsConfigs: [],
    },
  };
  const place = { endpointId: id, subnetId: asked.subnetId, location: asked.location };
  return { endpoint, nic: newInterface(world, nicId, place, asked.links) };
}

function linksOf(asked: AskedEndpoint, id: string, etag: string, field: AskedLink["field"]): readonly Json[] {
  return asked.links
    .filter((link) => link.field === field)
    .map((link) => ({
      name: link.name,
      id: `${id}/${field}/${link.name}`,
      etag,
      properties: {
        provisioningState: "Succeeded",
        privateLinkServiceId: link.target.id,
        groupIds: [link.subresource],
        ...(link.message === undefined ? {} : { requestMessage: link.message }),
        privateLinkServiceConnectionState: linkState(link),
      },
      type: `${TYPE}/${field}`,
    }));
}

function linkState({ isManual }: AskedLink): JsonObject {
  return isManual
    ? { status: "Pending", description: "Awaiting Approval", actionsRequired: "None" }
    : { status: "Approved", description: "Auto-Approved", actionsRequired: "None" };
}

/** The endpoint with its state, new etags all over it, and its own DNS configuration where no zone group has it. */
function settledEndpoint(world: World, endpoint: ArmDocument, hasZoneGroup: boolean): ArmDocument {
  const etag = newEtag(world);
  const properties = objectAt(endpoint, "properties");
  const withEtag = (link: Json): Json => (isJsonObject(link) ? { ...link, etag } : link);
  return {
    ...endpoint,
    etag,
    properties: {
      ...properties,
      ...Object.fromEntries(LINKS.map((field) => [field, listAt(properties, field).map(withEtag)])),
      provisioningState: "Succeeded",
      customDnsConfigs: hasZoneGroup
        ? []
        : heldNames(world, endpoint)
            .filter(({ fqdn }) => !sameText(fqdn.slice(0, 2), "*."))
            .map(({ fqdn, address }) => ({ fqdn, ipAddresses: [address] })),
    },
  };
}

/**
 * Puts an endpoint into the state Succeeded: with a zone group its own DNS configuration is empty, without one it lists
 * its names. One that is gone by now is left alone.
 */
export function settleEndpoint(world: World, endpointId: string, what: string): void {
  const endpoint = world.documents.get(endpointId);
  if (endpoint === undefined) return;
  const hasZoneGroup = world.documents.childrenOf(endpointId, "privateDnsZoneGroups").length > 0;
  world.documents.put(settledEndpoint(world, endpoint, hasZoneGroup), { cause: "platform", what });
}
