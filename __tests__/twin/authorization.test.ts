import { describe, expect, test } from "vitest";
import type { Json } from "../../src/twin/estate.ts";
import {
  APPROVER,
  CALLER,
  GROUP,
  HUB,
  HUB_PRINCIPAL,
  OWNER,
  PROJECT_PRINCIPAL,
  READER,
  SEARCH,
  STORAGE,
  SUBSCRIPTION,
  assignment,
  roleId,
} from "./small-estate.ts";
import { codeOf, fieldOf, messageOf, movableClock, namesOf, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const ROOT = `/subscriptions/${SUBSCRIPTION}`;
const NAME = "bbbbbbbb-0000-4000-8000-000000000001";
const OTHER = "bbbbbbbb-0000-4000-8000-000000000002";
const NOBODY = "cccccccc-0000-4000-8000-000000000001";
const MINUTE = 60_000;

function grant(principalId: string, role = READER, more: Readonly<Record<string, string>> = {}): Json {
  return { properties: { roleDefinitionId: roleId(role), principalId, ...more } };
}

function assign(client: TwinClient, name: string, body: Json, scope = STORAGE): Promise<Reply> {
  return client.ask("PUT", `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, body);
}

function list(client: TwinClient, scope: string, filter: string): Promise<Reply> {
  const query = `$filter=${encodeURIComponent(filter)}&api-version=2022-04-01`;
  return client.get(`${scope}/providers/Microsoft.Authorization/roleAssignments?${query}`);
}

describe("assigning a role", () => {
  test("is a 201, and a 201 again for the same", async () => {
    const client = await startTwin();
    const first = await assign(client, NAME, grant(PROJECT_PRINCIPAL));
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      name: NAME,
      properties: { scope: STORAGE, createdBy: null, updatedBy: CALLER },
    });
    expect((await assign(client, NAME, grant(PROJECT_PRINCIPAL))).status).toBe(201);
  });

  test("under another name is a conflict that does not say which one is there", async () => {
    const client = await startTwin();
    await assign(client, NAME, grant(PROJECT_PRINCIPAL));
    const reply = await assign(client, OTHER, grant(PROJECT_PRINCIPAL.toUpperCase()));
    expect([reply.status, codeOf(reply), messageOf(reply)]).toEqual([
      409,
      "RoleAssignmentExists",
      "The role assignment already exists.",
    ]);
  });

  test("under the same name for somebody else is not permitted", async () => {
    const client = await startTwin();
    await assign(client, NAME, grant(PROJECT_PRINCIPAL));
    const reply = await assign(client, NAME, grant(HUB_PRINCIPAL));
    expect([reply.status, codeOf(reply)]).toEqual([400, "RoleAssignmentUpdateNotPermitted"]);
  });

  test("to a principal nobody has seen needs its type", async () => {
    const client = await startTwin();
    const reply = await assign(client, NAME, grant(NOBODY));
    expect([reply.status, codeOf(reply)]).toEqual([400, "PrincipalNotFound"]);
    expect(messageOf(reply)).toContain(NOBODY.replaceAll("-", ""));
    expect((await assign(client, NAME, grant(NOBODY, READER, { principalType: "ServicePrincipal" }))).status).toBe(201);
  });

  test("on something that is not there, or of a role nobody knows, is refused", async () => {
    const client = await startTwin();
    expect((await assign(client, NAME, grant(PROJECT_PRINCIPAL), `${STORAGE}x`)).status).toBe(404);
    expect(codeOf(await assign(client, NAME, grant(PROJECT_PRINCIPAL, OTHER)))).toBe("RoleDefinitionDoesNotExist");
    expect(codeOf(await assign(client, "reader", grant(PROJECT_PRINCIPAL)))).toBe("InvalidRoleAssignmentId");
  });

  test("by the clock shows in lists after its replication and acts after its propagation", async () => {
    const clock = movableClock();
    const client = await startTwin(
      { more: [assignment(1, GROUP, CALLER, OWNER)], without: [assignment(1, ROOT, CALLER, OWNER).id] },
      {
        clock,
        pace: { kind: "clock" },
        behaviour: { roleAssignmentReplication: MINUTE, roleAssignmentPropagation: 5 * MINUTE },
      },
    );
    await assign(client, NAME, grant(PROJECT_PRINCIPAL));
    expect(namesOf(await list(client, STORAGE, `principalId eq '${PROJECT_PRINCIPAL}'`))).toEqual([]);
    clock.pass(MINUTE);
    expect(namesOf(await list(client, STORAGE, `principalId eq '${PROJECT_PRINCIPAL}'`))).toEqual([NAME]);
  });
});

test("a new role acts only after its propagation, for the hub's identity too", async () => {
  const clock = movableClock();
  const client = await startTwin(
    { network: "Active", without: [assignment(2, GROUP, HUB_PRINCIPAL, READER).id] },
    { clock, pace: { kind: "clock" }, behaviour: { roleAssignmentPropagation: 5 * MINUTE } },
  );
  await assign(client, NAME, grant(HUB_PRINCIPAL, APPROVER), SEARCH);
  const destination = { serviceResourceId: SEARCH, subresourceTarget: "searchService" };
  const put = (): Promise<Reply> =>
    client.ask("PUT", `${HUB}/outboundRules/search-rule`, { properties: { type: "PrivateEndpoint", destination } });
  expect((await put()).status).toBe(400);
  clock.pass(5 * MINUTE);
  expect((await put()).status).toBe(202);
});

describe("listing role assignments", () => {
  const at = (number: number): string => assignment(number, GROUP, CALLER, READER).name ?? "";

  test("gives those at, above and below; with atScope() only at and above", async () => {
    const client = await startTwin({ more: [assignment(7, STORAGE, PROJECT_PRINCIPAL, READER)] });
    expect(namesOf(await list(client, GROUP, ""))).toEqual([at(1), at(2), at(7)]);
    expect(namesOf(await list(client, GROUP, "atScope()"))).toEqual([at(1), at(2)]);
  });

  test("takes a principal with and without atScope(), and no other filter", async () => {
    const client = await startTwin({ more: [assignment(7, STORAGE, PROJECT_PRINCIPAL, READER)] });
    const project = `assignedTo('${PROJECT_PRINCIPAL}')`;
    expect(namesOf(await list(client, GROUP, project))).toEqual([at(7)]);
    expect(namesOf(await list(client, GROUP, `atScope() and ${project}`))).toEqual([]);
    expect((await list(client, GROUP, "roleName eq 'x'")).status).toBe(400);
  });

  test("forgets a deleted one", async () => {
    const client = await startTwin();
    await assign(client, NAME, grant(PROJECT_PRINCIPAL));
    const id = `${STORAGE}/providers/Microsoft.Authorization/roleAssignments/${NAME}`;
    const reply = await client.ask("DELETE", id);
    expect([reply.status, fieldOf(reply, "name")]).toEqual([200, NAME]);
    expect((await client.ask("DELETE", id)).status).toBe(204);
  });
});
