import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

let served: ServedEstate;
let az: AzureCli;
beforeAll(async () => {
  served = await serveEstate(estateNamed("fresh-approved-only"));
  az = await signedInAz(served);
});
afterAll(() => served.close());

const assignment = ["role", "assignment"] as const;
const hubPrincipal = (): string =>
  textAt(find(served.before, "workspaces/hub-northwind"), "identity", "principalId") ?? "";

interface Grant {
  readonly scope: string | undefined;
  readonly principal: string | undefined;
  readonly role: string | undefined;
}

/** The assignments at a scope now, by what they grant. */
function grantsAt(scope: string): readonly Grant[] {
  return assignmentsOf(served.estate())
    .filter((document) => textAt(document, "properties", "scope") === scope)
    .map((document) => ({
      scope: textAt(document, "properties", "scope"),
      principal: textAt(document, "properties", "principalId"),
      role: textAt(document, "properties", "roleDefinitionId")?.split("/").at(-1),
    }));
}

function assignmentsOf(estate: EstateDocument) {
  return estate.resources.filter(({ type }) => type === "Microsoft.Authorization/roleAssignments");
}

describe("az role assignment list", () => {
  test("finds all of a subscription's, with the names of roles and principals", async () => {
    const listed = await az.json(...assignment, "list", "--all");
    const all = assignmentsOf(served.before);
    expect(listed).toHaveLength(all.length);
    expect(listed).toContainEqual(
      expect.objectContaining({
        principalId: served.before.caller.objectId,
        // az shows a service principal by the first of its names.
        principalName: served.before.caller.appId,
        roleDefinitionName: "Reader",
      }),
    );
  });

  test("finds them without asking for any name", async () => {
    const asked = served.requests().length;
    const plain = ["--fill-principal-name", "false", "--fill-role-definition-name", "false"];
    const listed = await az.json(...assignment, "list", "--all", ...plain, "--query", "[].name");
    expect(listed).toHaveLength(assignmentsOf(served.before).length);
    expect(
      served
        .requests()
        .slice(asked)
        .filter(({ id }) => id.includes("/graph/")),
    ).toEqual([]);
  });

  test("finds an application's by its client id, which Graph knows", async () => {
    const { appId, objectId } = served.before.caller;
    const listed = await az.json(...assignment, "list", "--all", "--assignee", appId, "--query", "[].principalId");
    const own = assignmentsOf(served.before).filter((d) => textAt(d, "properties", "principalId") === objectId);
    expect(listed).toEqual(own.map(() => objectId));
  });

  test("with inherited ones finds what holds at the hub", async () => {
    const scope = ["--scope", served.before.hub, "--include-inherited"];
    const roles = await az.json(...assignment, "list", ...scope, "--query", "[].roleDefinitionName");
    expect(roles).toEqual(expect.arrayContaining(["Reader", "Azure AI Administrator"]));
  });
});

describe("az role assignment create", () => {
  test("grants a role by its GUID to an object id", async () => {
    const scope = find(served.before, "privateEndpoints/pe-stnorthwindai-blob").id;
    const principal = hubPrincipal();
    const to = ["--assignee-object-id", principal, "--assignee-principal-type", "ServicePrincipal"];
    await az.json(...assignment, "create", ...to, "--role", reader, "--scope", scope);
    expect(grantsAt(scope)).toContainEqual({ scope, principal, role: reader });
  });

  test("grants a role by its name to whom Graph finds, and once only", async () => {
    const scope = find(served.before, "privateEndpoints/pe-stnorthwindai-file").id;
    const principal = hubPrincipal();
    const creating = [...assignment, "create", "--assignee", principal, "--role", "Reader", "--scope", scope];
    const first = await az.json(...creating, "--query", "name");
    expect(await az.json(...creating, "--query", "name")).toBe(first);
    expect(grantsAt(scope).filter((grant) => grant.principal === principal)).toEqual([
      { scope, principal, role: reader },
    ]);
  });

  test("is refused for whom the directory doesn't hold", async () => {
    const nobody = "00000000-0000-4000-8000-00000000abcd";
    const creating = [...assignment, "create", "--assignee", nobody, "--role", "Reader", "--scope", served.before.hub];
    expect(await az.refusal(...creating)).toContain("Cannot find user or service principal in graph database");
  });
});

test("az ad sp show reads the caller and a managed identity from the directory", async () => {
  const { appId, objectId } = served.before.caller;
  expect(await az.json("ad", "sp", "show", "--id", appId)).toMatchObject({
    id: objectId,
    servicePrincipalType: "Application",
  });
  expect(await az.json("ad", "sp", "show", "--id", hubPrincipal())).toMatchObject({
    displayName: "hub-northwind",
    servicePrincipalType: "ManagedIdentity",
  });
});
