import { afterEach, expect, test } from "vitest";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, grant, withDocuments } from "../support/edit-estate.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const storage = "storageAccounts/stnorthwindai";
const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

const open: ServedEstate[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.close();
});

async function signedInOn(estate: EstateDocument): Promise<{ readonly served: ServedEstate; readonly az: AzureCli }> {
  const served = await serveEstate(estate);
  open.push(served);
  return { served, az: await signedInAz(served) };
}

const closing = [
  ...["storage", "account", "update", "--name", "stnorthwindai", "--resource-group", "rg-northwind-ai"],
  ...["--public-network-access", "Disabled"],
];

/** The caller may read everything and do nothing. */
function readOnly(estate: EstateDocument): EstateDocument {
  const { objectId } = estate.caller;
  const bare = { ...estate, resources: estate.resources.filter((d) => d.properties?.principalId !== objectId) };
  const subscription = `/subscriptions/${estate.subscriptions[0]?.subscriptionId ?? ""}`;
  return withDocuments(bare, grant(estate, subscription, objectId, reader));
}

function locked(estate: EstateDocument): EstateDocument {
  const id = `${find(estate, storage).id}/providers/Microsoft.Authorization/locks/keep`;
  const lock: ArmDocument = {
    id,
    name: "keep",
    type: "Microsoft.Authorization/locks",
    properties: { level: "ReadOnly" },
  };
  return withDocuments(estate, lock);
}

function policed(estate: EstateDocument): EstateDocument {
  const scope = `/subscriptions/${estate.subscriptions[0]?.subscriptionId ?? ""}`;
  const when = {
    type: "Microsoft.Storage/storageAccounts",
    property: "properties.publicNetworkAccess",
    equals: "Disabled",
  };
  return { ...estate, facts: { ...estate.facts, policies: [{ name: "keep-public", scope, effect: "deny", when }] } };
}

test.each([
  ["a right that is missing", readOnly, ["AuthorizationFailed", "Microsoft.Storage/storageAccounts/write"]],
  ["a lock", locked, ["ScopeLocked", "Please remove the lock"]],
  ["a policy", policed, ["RequestDisallowedByPolicy", "keep-public"]],
])("az shows %s as Azure words it, and nothing has changed", async (_, change, texts) => {
  const { served, az } = await signedInOn(change(estateNamed("fresh-approved-only")));
  const said = await az.refusal(...closing);
  for (const text of texts) expect(said).toContain(text);
  expect(served.now(storage)).toEqual(find(served.before, storage));
});

test("az shows which api-versions there are for one that is unknown, and what is missing for a name that is", async () => {
  const { served, az } = await signedInOn(estateNamed("fresh-approved-only"));
  const url = `${served.before.hub}?api-version=2019-01-01`;
  expect(await az.refusal("rest", "--method", "get", "--url", url)).toContain("NoRegisteredProviderFound");
  const unknown = ["--ids", find(served.before, storage).id.replace("stnorthwindai", "stnowhere")];
  expect(await az.refusal("storage", "account", "show", ...unknown)).toContain("ResourceNotFound");
});
