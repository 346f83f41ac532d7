/** The one write that opens a public door: judged, kept and sent like a closing. */
import { describe, expect, it } from "vitest";
import type { Keep, Started, World } from "../../src/ports.ts";
import type { AccessSettings } from "../../src/snapshot/access-settings.ts";
import type { Fault, Twin } from "../../src/twin/twin.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { connectTwin, type ConnectedTwin } from "../support/in-process.ts";
import { networkSettings } from "../support/network-settings.ts";
import { runErrorOf } from "../support/run-error.ts";

const hardened = estateNamed("hardened");
const storage = find(hardened, "/storageAccounts/stnorthwindai").id;
const wanted = { publicNetworkAccess: "Enabled", networkAcls: { bypass: "AzureServices", defaultAction: "Allow" } };
const unkept: Keep = async () => undefined;

async function connected(fault?: Fault["do"]): Promise<ConnectedTwin> {
  return connectTwin(hardened, { faults: fault === undefined ? [] : [{ on: { method: "PATCH" }, do: fault }] });
}

async function settingsOf(world: World): Promise<AccessSettings> {
  const read = await world.services.service(storage, "storage");
  return read.is === "known" ? read.value.settings : {};
}

async function putBack(world: World, keep: Keep = unkept, judged: AccessSettings = {}): Promise<Started> {
  const judgedOn = { ...(await settingsOf(world)), ...judged };
  return world.publicAccess.putBack(storage, "storage", { wanted, judgedOn }, keep);
}

const accessIn = (twin: Twin): unknown =>
  networkSettings(twin.documents()).get(storage.toLowerCase())?.publicNetworkAccess;
const patches = (twin: Twin): number => twin.log.filter((entry) => entry.method === "PATCH").length;

describe("putting settings back", () => {
  it("sends them, and nothing else, once what they replace is kept", async () => {
    const { world, twin } = await connected();
    const before = await settingsOf(world);
    const kept: unknown[] = [];
    const started = await putBack(world, async (change) => {
      kept.push(change, patches(twin));
    });
    expect(started.is).toBe("answered");
    expect(kept).toEqual([{ prior: before, written: wanted }, 0]);
    expect(accessIn(twin)).toBe("Enabled");
  });

  it("sends nothing where that can't be kept", async () => {
    const { world, twin } = await connected();
    const full = putBack(world, () => Promise.reject(new Error("full")));
    await expect(full).rejects.toThrow("full");
    expect([accessIn(twin), patches(twin)]).toEqual(["Disabled", 0]);
  });

  it.each<[string, AccessSettings]>([
    ["the access", { publicNetworkAccess: "Enabled" }],
    ["a rule", { networkAcls: { defaultAction: "Deny", bypass: "AzureServices", ipRules: [{ value: "1.1.1.1" }] } }],
    ["the bypass", { networkAcls: { defaultAction: "Deny", bypass: "None" } }],
  ])("sends nothing where it was judged on other settings: %s", async (_what, judged) => {
    const { world, twin } = await connected();
    expect(await putBack(world, unkept, judged)).toMatchObject({ is: "not sent", retryAfterMs: 0 });
    expect(patches(twin)).toBe(0);
  });

  it.each<[string, Fault["do"], Started["is"]]>([
    ["throttled", { kind: "status", status: 429, retryAfter: 20 }, "not sent"],
    ["told of another operation", { kind: "status", status: 409, code: "Conflict" }, "not sent"],
    ["answered 500", { kind: "status", status: 500, code: "InternalServerError" }, "unclear"],
    ["left without an answer", { kind: "reset" }, "unclear"],
  ])("is sent once where it is %s", async (_how, fault, is) => {
    const { world, twin } = await connected(fault);
    expect((await putBack(world)).is).toBe(is);
    expect(patches(twin)).toBe(1);
  });

  it("never writes a connected service", async () => {
    const { world } = await connected();
    const error = await runErrorOf(() =>
      world.publicAccess.putBack(storage, "connected", { wanted, judgedOn: {} }, unkept),
    );
    expect(error.code).toBe("SFH908");
  });
});
