import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { runCli, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin("fresh-approved-only");
});
afterAll(async () => {
  await twin.stop();
});

const actions = z.array(z.string());
const customRole = z.strictObject({
  ...{ Name: z.string(), IsCustom: z.literal(true), Description: z.string() },
  ...{ Actions: actions.min(1), NotActions: actions, DataActions: actions, NotDataActions: actions },
  AssignableScopes: z.array(z.string().startsWith("/subscriptions/")).min(1),
});
const permissions = z.strictObject({
  schema: z.literal("secure-foundry-hub/permissions/1"),
  hub: z.string(),
  roles: z.array(
    z.strictObject({
      ...{ holder: z.string(), purpose: z.string(), definition: customRole, principalId: z.string() },
      ...{ scopes: z.array(z.string()).min(1), condition: z.string(), commands: z.array(z.string()).min(2) },
    }),
  ),
  unread: z.array(z.unknown()),
});

test("permissions --output json is the roles and nothing else on standard output, exits 0, and writes nothing", async () => {
  const { code, out } = await runCli(["permissions", "--hub", twin.hub, "--output", "json"], twin.env);
  const { roles, hub, unread } = permissions.parse(JSON.parse(out));
  expect([code, hub, unread]).toEqual([0, twin.hub, []]);
  expect(roles.map(({ holder, purpose }) => `${holder}: ${purpose}`)).toEqual([
    ...["runner: read", "runner: write", "runner: grant", "hub identity: approve"],
  ]);
  expect(await twin.writes()).toEqual([]);
});

test("permissions as text shows each role with the lines that make and assign it", async () => {
  const { code, out } = await runCli(["permissions", "--hub", twin.hub], twin.env);
  expect(code).toBe(0);
  expect(out.match(/az role definition create --role-definition @role\.json/g)).toHaveLength(4);
  expect(out).toContain("--assignee-object-id <object id of the runner>");
});

test("permissions of what is no hub is an error like any other", async () => {
  const { code, out } = await runCli(["permissions", "--hub", "/subscriptions/x", "--output", "json"], twin.env);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ schema: "secure-foundry-hub/error/1", code: "SFH912" });
});
