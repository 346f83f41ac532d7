/** Which of a capsule's writes belong together, and what was there before them. */
import { describe, expect, it } from "vitest";
import { findUndoChains } from "../../src/plan/undo-chain.ts";
import type { KeptWrite } from "../../src/ports.ts";
import type { AccessSettings } from "../../src/snapshot/access-settings.ts";

const open = { publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Allow" } };
const shut = { publicNetworkAccess: "Disabled", networkAcls: { defaultAction: "Deny" } };
const listed = { publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Deny", ipRules: [{ value: "1" }] } };

function write(kind: string, prior: AccessSettings, written: AccessSettings, resourceId = "/a"): KeptWrite {
  return { at: 0, hub: "/hub", cloud: "AzureCloud", stepId: kind, kind, resourceId, prior, written };
}

const close = (prior: AccessSettings, resourceId = "/a"): KeptWrite =>
  write("close-public-access", prior, shut, resourceId);
const reopen = (written: AccessSettings): KeptWrite => write("reopen-public-access", shut, written);

describe("what was there before", () => {
  it.each<[string, KeptWrite[], AccessSettings]>([
    ["one closing", [close(open)], open],
    ["a closing that was kept twice, since the first was never sent", [close(open), close(open)], open],
    ["a closing that was kept twice, since the first came to pass", [close(open), close(shut)], open],
    ["a closing and its opening", [close(open), reopen(open)], open],
    ["there, back, and there again", [close(open), reopen(open), close(open)], open],
    ["two closings with somebody else's change between them", [close(open), close(listed)], listed],
    ["a closing after somebody else's change, and its opening", [close(open), close(listed), reopen(listed)], listed],
  ])("%s", (_what, writes, prior) => {
    expect(findUndoChains(writes).map((c) => c.prior)).toEqual([prior]);
  });

  it("is what each property was, where a later write touched fewer", () => {
    const first = write("close-public-access", { publicNetworkAccess: "Enabled" }, { publicNetworkAccess: "Disabled" });
    const second = close({ publicNetworkAccess: "Disabled", networkAcls: { defaultAction: "Allow" } });
    expect(findUndoChains([first, second])[0]?.prior).toEqual(open);
  });

  it("is nothing where there was nothing", () => {
    const chain = findUndoChains([close({ publicNetworkAccess: "Enabled" })])[0];
    expect([chain?.prior, chain?.names]).toEqual([
      { publicNetworkAccess: "Enabled" },
      ["publicNetworkAccess", "networkAcls"],
    ]);
  });
});

it("the last written comes first, its door before its bypass; what can't be put back doesn't come", () => {
  const letIn = write("let-trusted-services-in", open, open, "/B");
  const writes = [close(open), letIn, close(open, "/b"), write("declare-rule", {}, {}), close(open, "/c")];
  expect(findUndoChains(writes).map((c) => [c.resourceId.toLowerCase(), c.part])).toEqual([
    ["/c", "door"],
    ["/b", "door"],
    ["/b", "bypass"],
    ["/a", "door"],
  ]);
});
