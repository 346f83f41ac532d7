import type { EstateDocument } from "../../../src/twin/estate.ts";
import { buildEstate } from "../../../src/twin/estates/build/build-estate.ts";
import { harden } from "../../../src/twin/estates/hardened.ts";
import { usualRecipe } from "../../../src/twin/estates/usual-recipe.ts";
import { listAt, textAt } from "../../../src/twin/wire/json-fields.ts";
import {
  withFallback,
  withoutEntry,
  withoutLinks,
  withoutRecord,
  withoutZone,
  withoutZoneGroup,
  withRecord,
  withVnet,
  withZone,
} from "../../support/dns-edits.ts";
import { estateNamed, find, without, withProperties } from "../../support/edit-estate.ts";
import type { BrokenCase } from "./broken-case.ts";

const hardened = estateNamed("hardened");
const vnet = "vnet-northwind-core";
const blob = "privatelink.blob.core.windows.net";
const notebooks = "privatelink.notebooks.azure.net";
const vaults = "privatelink.vaultcore.azure.net";
const aiServices = "privatelink.services.ai.azure.com";
const search = "privatelink.search.windows.net";
const openSearch = withProperties(hardened, "/searchServices/srch-northwind", { publicNetworkAccess: "enabled" });
const government = buildEstate(harden(usualRecipe("woodgrove", "usgovvirginia", "AzureUSGovernment")));

/** The endpoint of the AI services account as one that was made before they had a third name. */
function olderEndpoint(estate: EstateDocument): EstateDocument {
  const nic = find(
    estate,
    textAt(listAt(find(estate, "/pe-ais-northwind"), "properties", "networkInterfaces")[0], "id") ?? "",
  );
  const configurations = listAt(nic, "properties", "ipConfigurations").filter(
    (one) => !JSON.stringify(one).includes("services.ai.azure.com"),
  );
  const shorter = withProperties(estate, nic.id, { ipConfigurations: configurations });
  return withoutRecord(withoutEntry(shorter, "pe-ais-northwind", aiServices), aiServices, "ais-northwind");
}

/** Zone groups and zones: what keeps the records. */
const keptNowhere: readonly BrokenCase[] = [
  {
    code: "SFH601",
    what: "the vault's endpoint has no zone group and so no record",
    estate: withoutRecord(withoutZoneGroup(hardened, "pe-kv-northwind-ai"), vaults, "kv-northwind-ai"),
    shows:
      /pe-kv-northwind-ai has no DNS zone group; in vnet-northwind-core, kv-northwind-ai\.vault\.azure\.net has no answer/,
    mends:
      /dns-zone-group create .*--endpoint-name pe-kv-northwind-ai --name default .*--private-dns-zone \S*\/privatelink\.vaultcore/,
  },
  {
    code: "SFH601",
    what: "the hub's endpoint was made without DNS integration: no zone, no zone group",
    estate: ["privatelink.api.azureml.ms", notebooks].reduce(
      withoutZone,
      withoutZoneGroup(hardened, "pe-hub-northwind"),
    ),
    shows: /pe-hub-northwind has no DNS zone group; .* resolves to the public address/,
    mends:
      /private-dns zone create .*--name privatelink\.notebooks\.azure\.net(.|\n)*dns-zone-group add(.|\n)*link vnet create/,
  },
  {
    code: "SFH607",
    what: "a hub's zone group lacks the notebooks zone, which isn't there",
    estate: withoutZone(withoutEntry(hardened, "pe-hub-northwind", notebooks), notebooks),
    shows:
      /zone group of private endpoint pe-hub-northwind lacks privatelink\.notebooks\.azure\.net; .*resolves to the public address/,
    mends:
      /private-dns zone create .*rg-northwind-network --name privatelink\.notebooks\.azure\.net\n.*dns-zone-group add .*--zone-name privatelink-notebooks-azure-net .*\n.*link vnet create(.|\n)*dependsOn: \[zones_endpoint_pe_hub_northwind\]/,
  },
  {
    code: "SFH607",
    what: "AI services' zone groups lack the third zone",
    estate: withoutZone(
      ["pe-ais-northwind", "pe-aoai-northwind"].reduce((e, name) => withoutEntry(e, name, aiServices), hardened),
      aiServices,
    ),
    shows: /lacks privatelink\.services\.ai\.azure\.com/,
    mends: /dns-zone-group add .*services-ai/,
  },
  {
    code: "SFH607",
    what: "a hub's zone group in Azure Government lacks the notebooks zone",
    estate: withoutZone(
      withoutEntry(government, "pe-hub-woodgrove", "privatelink.notebooks.usgovcloudapi.net"),
      "privatelink.notebooks.usgovcloudapi.net",
    ),
    shows: /lacks privatelink\.notebooks\.usgovcloudapi\.net/,
    mends: /zone create .*privatelink\.notebooks\.usgovcloudapi\.net/,
  },
  {
    code: "SFH607",
    what: "the zone that a zone group names is gone",
    estate: withoutZone(hardened, notebooks),
    shows: /keeps its records in privatelink\.notebooks\.azure\.net, which is gone/,
    mends: /zone create (.|\n)*dns-zone-group remove (.|\n)*dns-zone-group add/,
  },
  {
    code: "SFH607",
    what: "an endpoint is older than a name its service now has",
    estate: olderEndpoint(hardened),
    shows:
      /lacks privatelink\.services\.ai\.azure\.com, which ais-northwind says it needs, and the endpoint holds no address/,
    mends: /create it again with private DNS integration/,
  },
];

/** Links. */
const askedNowhere: readonly BrokenCase[] = [
  {
    code: "SFH602",
    what: "the notebooks zone isn't linked to the hub endpoint's network",
    estate: withoutLinks(hardened, notebooks),
    shows:
      /ml-hub-north\S+ resolves to the public address: privatelink\.notebooks\.azure\.net \(resource group rg-northwind-network\) is not linked there/,
    mends:
      /link vnet create .*--zone-name privatelink\.notebooks\.azure\.net --name vnet-northwind-core --virtual-network \S+\/vnet-northwind-core --registration-enabled false/,
  },
  {
    code: "SFH602",
    what: "the hub's own zone isn't linked, which is one fault and not three",
    estate: withoutLinks(hardened, "privatelink.api.azureml.ms"),
    shows: /workspace\.swedencentral\.cert\.api\.azureml\.ms.* resolve to the public address/,
    mends: /virtualNetworkLinks@2024-06-01/,
  },
  {
    code: "SFH608",
    what: "the network is linked to an empty zone of the same name",
    estate: withZone(withoutLinks(hardened, blob), { zone: blob, group: "rg-northwind-ai", vnet }),
    shows:
      /kept in privatelink\.blob\.\S+ \(resource group rg-northwind-network\), and vnet-northwind-core is linked to \S+ \(resource group rg-northwind-ai\)/,
    mends:
      /instead of the empty zone\.\n.*link vnet delete .*rg-northwind-ai .*--name to-vnet-northwind-core --yes\n.*link vnet create .*rg-northwind-network/,
  },
  {
    code: "SFH608",
    what: "the network is linked to a zone of the same name that others need",
    estate: withZone(withoutLinks(hardened, blob), {
      ...{ zone: blob, group: "rg-northwind-ai", vnet },
      records: { stnorthwindai: ["10.20.1.99"], other: ["10.20.1.98"] },
    }),
    shows: /stnorthwindai\.blob\.core\.windows\.net resolves to 10\.20\.1\.99/,
    mends:
      /leave the zone group(.|\n)*a add-record .*--resource-group rg-northwind-ai .*--record-set-name stnorthwindai --ipv4-address 10\.20\.1\.7\n.*a remove-record .*10\.20\.1\.99$/,
  },
];

/** Records. */
const keptWrongly: readonly BrokenCase[] = [
  {
    code: "SFH603",
    what: "a record is left from an endpoint that is gone",
    estate: withRecord(hardened, blob, "stnorthwindai", ["10.20.1.250"]),
    shows:
      /stnorthwindai\.blob\.core\.windows\.net resolves to 10\.20\.1\.250; private endpoint pe-stnorthwindai-blob is at 10\.20\.1\.7/,
    mends: /add-record .*--record-set-name stnorthwindai --ipv4-address 10\.20\.1\.7\n.*remove-record .*10\.20\.1\.250/,
  },
  {
    code: "SFH604",
    what: "the registry's data endpoint has no record",
    estate: withoutRecord(hardened, "privatelink.azurecr.io", "crnorthwindai.swedencentral.data"),
    shows: /crnorthwindai\.swedencentral\.data\.azurecr\.io has no answer \(NXDOMAIN from privatelink\.azurecr\.io\)/,
    mends: /add-record .*--record-set-name crnorthwindai\.swedencentral\.data /,
  },
  {
    code: "SFH604",
    what: "the registry's region has a zone of its own that is linked and empty",
    estate: withZone(hardened, {
      ...{ zone: "swedencentral.data.privatelink.azurecr.io", group: "rg-northwind-network", vnet },
    }),
    shows: /NXDOMAIN from swedencentral\.data\.privatelink\.azurecr\.io/,
    mends: /add-record .*--zone-name swedencentral\.data\.privatelink\.azurecr\.io --record-set-name crnorthwindai /,
  },
  {
    code: "SFH604",
    what: "a private zone for the public suffix answers first",
    estate: withZone(hardened, { zone: "vault.azure.net", group: "rg-northwind-network", vnet }),
    shows: /NXDOMAIN from vault\.azure\.net/,
    mends: /unlink the zone/,
  },
  {
    code: "SFH604",
    what: "a record is missing and the link hands on to the public answer",
    estate: withoutRecord(withFallback(hardened, vaults), vaults, "kv-northwind-ai"),
    shows: /falls back to the public address/,
    mends: /add-record .*--ipv4-address 10\.20\.1\.9/,
  },
  {
    code: "SFH609",
    what: "an old address stands beside the right one",
    estate: withRecord(hardened, blob, "stnorthwindai", ["10.20.1.7", "10.20.1.250"]),
    shows: /resolves to 10\.20\.1\.7, 10\.20\.1\.250/,
    mends: /remove-record .*--ipv4-address 10\.20\.1\.250/,
  },
];

/** Zones that take a service away from a network without an endpoint to it. */
const hiding: readonly BrokenCase[] = [
  {
    code: "SFH610",
    what: "a network without endpoints is linked to an empty zone",
    estate: withZone(withVnet(openSearch, vnet, "vnet-branch"), {
      ...{ zone: search, group: "rg-northwind-ai", vnet: "vnet-branch" },
    }),
    shows:
      /In vnet-branch, srch-northwind\.search\.windows\.net has no answer \(NXDOMAIN\): privatelink\.search\.windows\.net \(resource group rg-northwind-ai\)/,
    mends: /link vnet update .*--name to-vnet-branch --resolution-policy NxDomainRedirect/,
  },
  {
    code: "SFH610",
    what: "the hub's network lacks an endpoint for a service that has one elsewhere",
    estate: without(
      withoutRecord(openSearch, search, "srch-northwind"),
      /privateEndpoints\/pe-srch-northwind|searchServices\/srch-northwind\/privateEndpointConnections\/pe-/,
    ),
    shows: /In vnet-northwind-core, srch-northwind\.search\.windows\.net has no answer/,
    mends: /create a private endpoint for the service in the network/,
  },
  {
    code: "SFH610",
    what: "a peered network asks a zone of its own",
    estate: withZone(withVnet(hardened, vnet, "vnet-branch", true), {
      ...{ zone: blob, group: "rg-northwind-ai", vnet: "vnet-branch" },
      records: { other: ["10.77.0.9"] },
    }),
    shows: /its private endpoint in a peered network is at 10\.20\.1\.7/,
    mends: /add-record .*rg-northwind-ai .*--record-set-name stnorthwindai --ipv4-address 10\.20\.1\.7/,
  },
];

export const azureDnsCases: readonly BrokenCase[] = [...keptNowhere, ...askedNowhere, ...keptWrongly, ...hiding];
