import type { FindingCode } from "../../../src/checks/codes.ts";
import type { ArmDocument, EstateDocument } from "../../../src/twin/estate.ts";
import { textAt } from "../../../src/twin/wire/json-fields.ts";
import { withEndpointStatus, withoutEndpoint } from "../../support/broken-connections.ts";
import { withoutActions } from "../../support/caller-rights.ts";
import { estateNamed, find, without, withProperties } from "../../support/edit-estate.ts";
import type { BrokenCase } from "./broken-case.ts";

const hardened = estateNamed("hardened");
const hub = "/workspaces/hub-northwind";
const blobPe = "pe-stnorthwindai-blob";

/** One sentence of the guide a line: what of storage, and of the other doors, can be broken, and what is said first. */
export const storageCases: readonly BrokenCase[] = [
  ...customerEndpoints(),
  readerOf("proj-orders"),
  managed("SFH101", "the managed network isn't provisioned", inactive(), /is Inactive/, /apply provisions/),
  ...["blob", "file"].map((door) =>
    managed("SFH202", `the outbound rule for ${door} isn't Active`, notActive(door), /Failed/, /puts a rule/),
  ),
  ...projectStores(),
];

function customerEndpoints(): readonly BrokenCase[] {
  const gone = (pe: string, door: string): BrokenCase => ({
    code: pe.startsWith("pe-hub") ? "SFH801" : "SFH802",
    what: `${door} has no customer private endpoint`,
    estate: withoutEndpoint(hardened, pe),
    shows: new RegExp(`no approved customer private endpoint for ${door}\\.`),
    mends: new RegExp(`az network private-endpoint create .*--group-id ${door}`),
  });
  const stands = (status: string, mends: RegExp, pe = blobPe): BrokenCase => ({
    code: pe.startsWith("pe-hub") ? "SFH801" : "SFH802",
    what: `${pe} is ${status}`,
    estate: withEndpointStatus(hardened, pe, status),
    shows: new RegExp(`${pe} is ${status}`),
    mends,
  });
  return [
    gone("pe-hub-northwind", "amlworkspace"),
    gone(blobPe, "blob"),
    gone("pe-stnorthwindai-file", "file"),
    gone("pe-kv-northwind-ai", "vault"),
    gone("pe-crnorthwindai", "registry"),
    stands("Pending", /^Approve .*\naz network private-endpoint-connection approve --id \/subscriptions\//s),
    stands("Rejected", /Ask who rejected it/),
    stands("Disconnected", /Delete pe-stnorthwindai-blob and create it again/),
    stands("Pending", /approve --id/, "pe-hub-northwind"),
    stands("Rejected", /approve --id/, "pe-kv-northwind-ai"),
  ];
}

function readerOf(project: string): BrokenCase {
  const principal = textAt(find(hardened, `/workspaces/${project}`), "identity", "principalId") ?? "";
  const isGrant = (document: ArmDocument): boolean =>
    document.id.includes(`/privateEndpoints/${blobPe}/providers/Microsoft.Authorization/`) &&
    textAt(document.properties, "principalId") === principal;
  const resources = hardened.resources.filter((document) => !isGrant(document));
  return {
    code: "SFH401",
    what: "the project's identity has no Reader on the blob endpoint",
    estate: { ...hardened, resources },
    shows: new RegExp(`project ${project} \\(${principal}\\) has no Reader on storage private endpoint ${blobPe}`),
    mends: /apply grants Reader/,
  };
}

function managed(code: FindingCode, what: string, estate: EstateDocument, shows: RegExp, mends: RegExp): BrokenCase {
  return { code, what, estate, shows, mends };
}

function inactive(): EstateDocument {
  const managedNetwork = { isolationMode: "AllowOnlyApprovedOutbound", status: { status: "Inactive" } };
  return withProperties(hardened, hub, { managedNetwork });
}

function notActive(door: string): EstateDocument {
  const rule = hardened.resources.find((d) => new RegExp(`outboundRules/.*stnorthwindai.*${door}`, "i").test(d.id));
  if (rule === undefined) throw new Error(`no rule for ${door}`);
  return withProperties(hardened, rule.id, { status: "Failed" });
}

function projectStores(): readonly BrokenCase[] {
  const store = (name: string): string => `/proj-orders/datastores/${name}`;
  const lacking = (pattern: string): EstateDocument => without(hardened, new RegExp(`proj-orders/${pattern}$`));
  const elsewhere = withProperties(hardened, store("workspaceblobstore"), { accountName: "stsomebodyelses" });
  const keys = withProperties(hardened, hub, { systemDatastoresAuthMode: "accesskey" });
  return [
    {
      code: "SFH501",
      what: "a project's workspaceblobstore is late",
      estate: lacking("(datastores|connections)/workspaceblobstore"),
      shows: /proj-orders has no workspaceblobstore\. Nothing is in its way: it is late/,
      mends: /diagnose --wait MINUTES \(input wait-minutes\)/,
    },
    {
      code: "SFH502",
      what: "workspaceblobstore is in another account",
      estate: elsewhere,
      shows: /in stsomebodyelses, not .* in stnorthwindai/,
      mends: /Find out who changed it/,
    },
    {
      code: "SFH503",
      what: "the account refuses the keys that datastores use",
      estate: withProperties(keys, "/storageAccounts/stnorthwindai", { allowSharedKeyAccess: false }),
      shows: /systemDatastoresAuthMode accesskey, .* allowSharedKeyAccess false/,
      mends: /az ml workspace update .*--name hub-northwind --system-datastores-auth-mode identity/,
    },
    {
      code: "SFH504",
      what: "the connection that shows the store is missing",
      estate: lacking("connections/workspaceblobstore"),
      shows: /proj-orders lists no connection workspaceblobstore/,
      mends: /refresh the project's settings/,
    },
    {
      code: "SFH505",
      what: "a project's datastores can't be read",
      estate: withoutActions(hardened, "Microsoft.MachineLearningServices/workspaces/datastores/read"),
      shows: /Project proj-orders: /,
      mends: /Give the caller Reader/,
      isUnknown: true,
    },
    {
      code: "SFH506",
      what: "a default datastore besides workspaceblobstore is missing",
      estate: lacking("datastores/(workspaceartifactstore|workspaceworkingdirectory)"),
      shows: /proj-orders has no workspaceartifactstore, no workspaceworkingdirectory\./,
      mends: /--wait MINUTES .*code-391ff5ac-6576-460f-ba4d-7e03433c68b6/,
    },
    {
      code: "SFH507",
      what: "workspaceworkingdirectory is on blobs",
      estate: withProperties(hardened, store("workspaceworkingdirectory"), { datastoreType: "AzureBlob" }),
      shows: /workspaceworkingdirectory of project proj-orders is of type azureblob/,
      mends: /new hub, on storage without a hierarchical namespace/,
    },
  ];
}
