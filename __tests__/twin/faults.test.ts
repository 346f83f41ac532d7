import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/twin/twin.ts";
import { HUB, rule, SEARCH, STORAGE, VAULT } from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, namesOf, rowsOf, startTwin } from "./twin-client.ts";

const closing = { properties: { publicNetworkAccess: "Disabled" } };
const searchRule = {
  properties: {
    type: "PrivateEndpoint",
    destination: { serviceResourceId: SEARCH, subresourceTarget: "searchService" },
  },
};

describe("a fault", () => {
  test("meets the nth matching request, as many times as it says, and the log shows it", async () => {
    const faults: Fault[] = [
      {
        on: { path: /storageAccounts/, nth: 2 },
        do: { kind: "status", status: 503, code: "Busy", retryAfter: 7 },
        times: 2,
      },
    ];
    const client = await startTwin({}, { faults });
    const replies = [1, 2, 3, 4].map(() => client.get(STORAGE));
    expect((await Promise.all(replies)).map((reply) => reply.status)).toEqual([200, 503, 503, 200]);
    expect(client.twin.log.filter((entry) => entry.status === 503)).toHaveLength(2);
    const [second] = [await replies[1]];
    expect([second && codeOf(second), second && headerOf(second, "retry-after")]).toEqual(["Busy", "7"]);
  });

  test("can be kept to writes", async () => {
    const faults: Fault[] = [{ on: { writesOnly: true }, do: { kind: "status", status: 500 } }];
    const client = await startTwin({}, { faults });
    expect((await client.get(STORAGE)).status).toBe(200);
    expect((await client.ask("PATCH", STORAGE, closing)).status).toBe(500);
    expect(fieldOf(await client.get(STORAGE), "properties", "publicNetworkAccess")).toBe("Enabled");
  });

  test("crashAfter answers 500 and the write is there", async () => {
    const client = await startTwin({}, { faults: [{ on: { method: "PATCH" }, do: { kind: "crashAfter" } }] });
    expect((await client.ask("PATCH", STORAGE, closing)).status).toBe(500);
    expect(fieldOf(await client.get(STORAGE), "properties", "publicNetworkAccess")).toBe("Disabled");
  });

  test("reset rejects with ECONNRESET and nothing is written", async () => {
    const client = await startTwin({}, { faults: [{ on: { method: "PATCH" }, do: { kind: "reset" } }] });
    await expect(client.ask("PATCH", STORAGE, closing)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(fieldOf(await client.get(STORAGE), "properties", "publicNetworkAccess")).toBe("Enabled");
  });

  test("slow and truncate are told to what carries the response", async () => {
    const faults: Fault[] = [
      { on: { path: "/vaults/" }, do: { kind: "slow", ms: 1234 } },
      { on: { path: "/vaults/", nth: 2 }, do: { kind: "truncate" } },
    ];
    const client = await startTwin({}, { faults });
    expect((await client.get(VAULT)).status).toBe(200);
    const token = { Authorization: "Bearer none" };
    const cut = await client.send("GET", `${VAULT}?api-version=2026-02-01`, token);
    expect(cut.body.length).toBeLessThan(cut.fullLength ?? 0);
    expect(client.twin.log.filter((entry) => entry.id === VAULT)).toHaveLength(2);
  });

  test("lostRule reports success for a rule that is not there", async () => {
    const client = await startTwin({}, { faults: [{ on: { method: "PUT" }, do: { kind: "lostRule" } }] });
    const reply = await client.ask("PUT", `${HUB}/outboundRules/search-rule`, searchRule);
    expect(fieldOf(await client.get(headerOf(reply, "azure-asyncoperation") ?? ""), "status")).toBe("Succeeded");
    expect(namesOf(await client.get(`${HUB}/outboundRules`))).toEqual([]);
  });

  test("failOperation fails it with its code, stuckOperation never ends it", async () => {
    const rules = [rule("__SYS_PE_stone_blob_0a0b0c0d", STORAGE, "blob", "Required", "Inactive")];
    const failing: Fault = {
      on: { method: "POST" },
      do: { kind: "failOperation", code: "Capacity", message: "none left" },
    };
    const failed = await startTwin({ rules }, { faults: [failing] });
    const reply = await failed.ask("POST", `${HUB}/provisionManagedNetwork`);
    expect((await failed.get(headerOf(reply, "azure-asyncoperation") ?? "")).body).toEqual({
      status: "Failed",
      error: { code: "Capacity", message: "none left" },
    });
    expect(fieldOf(await failed.get(HUB), "properties", "managedNetwork", "status", "status")).toBe("Inactive");
    const stuck = await startTwin({ rules }, { faults: [{ on: { method: "POST" }, do: { kind: "stuckOperation" } }] });
    const url = headerOf(await stuck.ask("POST", `${HUB}/provisionManagedNetwork`), "azure-asyncoperation") ?? "";
    stuck.twin.advance();
    for (let polls = 0; polls < 5; polls += 1) expect(fieldOf(await stuck.get(url), "status")).toBe("InProgress");
    expect(rowsOf(await stuck.get(`${STORAGE}/privateEndpointConnections`))).toEqual([]);
  });
});
