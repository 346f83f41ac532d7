import { afterEach, expect, test } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, withDocuments } from "../support/edit-estate.ts";
import { runScript } from "./azure-ai-ml.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const open: ServedEstate[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.close();
});

async function serve(estate: EstateDocument): Promise<ServedEstate> {
  const served = await serveEstate(estate, { pace: { kind: "polls", polls: 1 } });
  open.push(served);
  return served;
}

test("azure-ai-ml reads connections and datastores into their classes", async () => {
  const served = await serve(estateNamed("fresh-approved-only"));
  const told = await runScript(served, "workspace_contents.py", "hub-northwind", "proj-orders");
  const own = [
    { name: "ais-northwind", type: "azure_ai_services", class: "AzureAIServicesConnection" },
    { name: "ais-northwind_aoai", type: "azure_open_ai", class: "AzureOpenAIConnection" },
    { name: "aoai-northwind", type: "azure_open_ai", class: "AzureOpenAIConnection" },
    { name: "srch-northwind", type: "azure_ai_search", class: "AzureAISearchConnection" },
  ];
  expect(told).toEqual({
    hub: own,
    project: [],
    // The SDK's own default overwrites what is asked for: it sends includeAll=false all the same.
    project_with_data: [],
    datastores: [
      { name: "workspaceblobstore", type: "DatastoreType.AZURE_BLOB" },
      { name: "workspaceartifactstore", type: "DatastoreType.AZURE_BLOB" },
      { name: "workspacefilestore", type: "DatastoreType.AZURE_FILE" },
      { name: "workspaceworkingdirectory", type: "DatastoreType.AZURE_FILE" },
    ],
  });
  const lists = served.requests().filter(({ id }) => id.endsWith("/connections"));
  expect(lists.map(({ query }) => new URLSearchParams(query).get("includeAll"))).toEqual(["false", "false", "false"]);
});

test("azure-ai-ml gets a diagnosis with what is in the way", async () => {
  const estate = estateNamed("fresh-internet-outbound");
  const id = `${find(estate, "workspaces/hub-tailwind").id}/providers/Microsoft.Authorization/locks/keep`;
  const lock = { id, name: "keep", type: "Microsoft.Authorization/locks", properties: { level: "CanNotDelete" } };
  const served = await serve(withDocuments(estate, lock));
  expect(await runScript(served, "diagnose_workspace.py", "hub-tailwind")).toMatchObject({
    dns_resolution_results: [{ code: "CustomDnsInUse", level: "Warning" }],
    resource_lock_results: [{ level: "Warning" }],
    key_vault_results: [],
    storage_account_results: [],
  });
});
