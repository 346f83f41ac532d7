import { describe, expect, it } from "vitest";
import { estateNamed, find, withDocuments, withProperties, without } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { visitTwin, type AskTwin } from "../support/in-process.ts";
import { closeEverything, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const hardened = estateNamed("hardened");
const rulePuts = (run: TwinRun): readonly string[] =>
  run
    .writes()
    .filter((w) => w.method === "PUT" && w.id.includes("/outboundRules/"))
    .map((w) => w.id.split("/").at(-1) ?? "");
const rulesOf = (run: TwinRun): readonly string[] =>
  run.twin.documents().flatMap((d) => (d.id.includes("/outboundRules/") ? [d.id.split("/").at(-1) ?? ""] : []));

function connection(metadata: Readonly<Record<string, string>>, target: string, name = "extra") {
  return {
    id: `${fresh.hub}/connections/${name}`,
    name,
    type: "Microsoft.MachineLearningServices/workspaces/connections",
    properties: { authType: "AAD", category: "AzureOpenAI", target, metadata, isSharedToAll: true },
  };
}

const openAi = find(fresh, "/accounts/aoai-northwind").id;

describe("outbound private-endpoint rules", () => {
  it.each([
    ["ResourceId", { ResourceId: openAi }],
    ["resourceid", { resourceid: openAi.toLowerCase() }],
    ["RESOURCE_ID in no metadata, found by the target's host", {}],
  ])("are derived from a connection by %s", async (_how, metadata: Readonly<Record<string, string>>) => {
    const bare = without(fresh, /\/connections\/aoai-northwind$/i);
    const run = await runOnTwin(withDocuments(bare, connection(metadata, "https://aoai-northwind.openai.azure.com/")));
    const report = await run.apply();
    expect(report.verdict).toBe("private");
    expect(rulePuts(run).filter((n) => n.startsWith("aoai-northwind-account"))).toHaveLength(1);
  });

  it("are put one at a time, and what our own write made vanish is put back as it was", async () => {
    const gateway = estateNamed("application-gateway");
    const before = find(gateway, "/outboundRules/onprem-orders").properties;
    const run = await runOnTwin(gateway, { faults: [] });
    await run.apply();
    expect(
      valueAt(
        run.twin.documents().find((d) => d.id.endsWith("/outboundRules/onprem-orders")),
        "properties.fqdns",
      ),
    ).toEqual(before?.fqdns);
    expect(rulePuts(run)).not.toContain("onprem-orders");
  });

  it("that the service loses with a write of ours are restored", async () => {
    const run = await runOnTwin(fresh, {
      faults: [{ on: { method: "PUT", path: "outboundRules" }, do: { kind: "lostRule" } }],
    });
    const report = await run.apply();
    expect(report.verdict === "private" || (await run.apply()).verdict === "private").toBe(true);
    expect(rulesOf(run).filter((n) => /^(aoai|srch)-northwind/.test(n))).toHaveLength(2);
  });

  it("that somebody else removes while the run is at work are a finding, end the run, and are not put back", async () => {
    const gateway = estateNamed("application-gateway");
    const rule = find(gateway, "/outboundRules/onprem-orders").id;
    let isDone = false;
    let ask: AskTwin = async () => 0;
    const run = await runOnTwin(gateway, {
      onEvent: (event) => {
        if (isDone || event.is !== "step ended" || event.outcome.step.step.kind !== "declare-rule") return;
        isDone = true;
        void ask("DELETE", rule);
      },
    });
    ask = await visitTwin(run.twin);
    const report = await run.apply();
    const told = report.findings.filter((f) => f.code === "SFH209" || f.code === "SFH211");
    expect(told.map((f) => [f.state, f.detail.includes("onprem-orders")])).toEqual([["open", true]]);
    expect([report.verdict, report.errors.map((e) => e.code)]).toEqual(["incomplete", ["SFH916"]]);
    expect(rulePuts(run)).not.toContain("onprem-orders");
  });

  it("that are Failed on an Active network are put again, alone, keeping what they had", async () => {
    const name = "aoai-northwind-account";
    const rule = hardened.resources.find((d) => d.id.includes("/outboundRules/aoai-northwind"));
    if (rule === undefined) throw new Error(`no ${name}`);
    const failed = withProperties(hardened, rule.id, { status: "Failed" });
    const run = await runOnTwin(without(failed, /accounts\/aoai-northwind\/privateEndpointConnections\/(?!pe-)/i));
    const report = await run.apply();
    expect(rulePuts(run)).toEqual([rule.id.split("/").at(-1)]);
    expect(report.findings.find((f) => f.code === "SFH202")?.state).toBe("fixed");
    expect(report.verdict).toBe("private");
  });

  it("of the service's own are never written, even when Failed: reported, and nothing closes on them", async () => {
    const rule = fresh.resources.find((d) => /\/outboundRules\/__SYS_PE_st.*_blob_/.test(d.id));
    const hardenedRule = hardened.resources.find((d) => /\/outboundRules\/__SYS_PE_st.*_blob_/.test(d.id));
    if (rule === undefined || hardenedRule === undefined) throw new Error("no required rule");
    const broken = withProperties(hardened, hardenedRule.id, { status: "Failed" });
    const opened = withProperties(broken, "/storageAccounts/stnorthwindai", { publicNetworkAccess: "Enabled" });
    const run = await runOnTwin(opened);
    const report = await run.apply();
    expect(rulePuts(run)).toEqual([]);
    expect(report.verdict).toBe("refused");
    expect(run.writes()).toEqual([]);
  });

  it("of the config's own list lead to an Application Gateway, with its names", async () => {
    const gateway = estateNamed("application-gateway");
    const target = find(gateway, "/applicationGateways/agw-proseware-onprem").id;
    const bare = without(gateway, /\/outboundRules\/onprem-orders$/i);
    const wanted = {
      target,
      subresource: "appGwPrivateFrontendIpIPv4",
      name: "onprem-api",
      fqdns: ["orders.corp.proseware.example"],
    };
    const run = await runOnTwin(bare, { spec: closeEverything({ outboundPrivateEndpoints: [wanted] }) });
    const report = await run.apply();
    const put = run.writes().find((w) => w.id.endsWith("/outboundRules/onprem-api"));
    expect(valueAt(put?.body, "properties.fqdns")).toEqual(wanted.fqdns);
    expect(valueAt(put?.body, "properties.destination.subresourceTarget")).toBe("appGwPrivateFrontendIpIPv4");
    expect(report.verdict).toBe("private");
  });

  it("are not declared under a name that leads elsewhere", async () => {
    const gateway = estateNamed("application-gateway");
    const target = find(gateway, "/applicationGateways/agw-proseware-onprem").id;
    const bare = without(gateway, /\/outboundRules\/onprem-orders$/i);
    const taken =
      bare.resources
        .find((d) => d.id.includes("/outboundRules/Connection_"))
        ?.id.split("/")
        .at(-1) ?? "";
    const wanted = { target, subresource: "appGwPrivateFrontendIpIPv4", name: taken };
    const run = await runOnTwin(bare, { spec: closeEverything({ outboundPrivateEndpoints: [wanted] }) });
    const refused = (await run.apply()).steps.filter((s) => s.state === "refused");
    expect(refused.map((s) => s.reason).join()).toContain("leads somewhere else");
    expect(rulePuts(run)).not.toContain(taken);
  });

  it("are not declared where the hub's identity can't approve; the rest of the run goes on", async () => {
    const search = find(fresh, "/searchServices/srch-northwind").id;
    const hubIdentity = String(valueAt(find(fresh, fresh.hub), "identity.principalId"));
    const noRole = {
      ...fresh,
      resources: fresh.resources.filter(
        (d) =>
          !(
            d.id.startsWith(search) &&
            d.id.includes("/roleAssignments/") &&
            valueAt(d, "properties.principalId") === hubIdentity
          ),
      ),
    };
    const run = await runOnTwin(noRole);
    const report = await run.apply();
    expect(report.verdict).toBe("refused");
    expect(report.steps.filter((s) => s.state === "refused").map((s) => s.resourceId)).toEqual([search]);
    expect(report.steps.find((s) => s.state === "refused")?.reason).toContain("b556d68e-0be0-4f35-a333-ad7ee1ce17ea");
    expect(rulePuts(run).some((n) => n.startsWith("srch"))).toBe(false);
    expect(report.findings.filter((f) => ["SFH301", "SFH302", "SFH303"].includes(f.code)).map((f) => f.state)).toEqual([
      "fixed",
      "fixed",
      "fixed",
    ]);
  });

  it("whose connection stays Pending are approved only when it is provably this hub's, and a look-alike never is", async () => {
    const alike = estateNamed("pending-look-alike");
    const strangers = alike.resources.filter(
      (d) =>
        d.id.includes("privateEndpointConnections") &&
        valueAt(d, "properties.privateLinkServiceConnectionState.status") === "Pending",
    );
    const run = await runOnTwin(alike);
    await run.apply();
    const now = run.twin.documents().filter((d) => strangers.some((s) => s.id === d.id));
    expect(now.map((d) => valueAt(d, "properties.privateLinkServiceConnectionState.status"))).toEqual(["Pending"]);
    expect(run.writes().filter((w) => w.id.includes("/privateEndpointConnections/"))).toEqual([]);
  });
});
