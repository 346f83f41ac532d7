import { describe, expect, it } from "vitest";

import { judgeGrants, parseDenials } from "../../src/azure/role-documents.ts";
import { assignmentName } from "../../src/azure/role-grants.ts";
import { known, unknown } from "../../src/snapshot/read.ts";

const endpoint = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/pe";
const search = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Search/searchServices/srch";
const read = { actions: ["*/read"], notActions: [] };
const nothing = { unconditional: [], conditional: [], denials: known([]) };

describe("what an identity may do", () => {
  it("is what its roles grant, less what is denied", () => {
    const denial = { actions: ["*"], notActions: [], applies: "yes" as const };
    expect(judgeGrants({ ...nothing, unconditional: [read], denials: known([denial]) }, endpoint)).toEqual({
      is: "known",
      value: { allows: [read], denies: [denial] },
    });
  });

  it("is unknown where an asked action is held only under a condition", () => {
    expect(judgeGrants({ ...nothing, conditional: [read] }, endpoint).is).toBe("unknown");
  });

  it("is known where the condition is about something else", () => {
    const blobs = { actions: ["Microsoft.Storage/storageAccounts/blobServices/containers/read"], notActions: [] };
    expect(judgeGrants({ ...nothing, unconditional: [read], conditional: [blobs] }, endpoint).is).toBe("known");
  });

  it("is unknown where deny assignments can't be read and there is something to deny", () => {
    expect(judgeGrants({ ...nothing, unconditional: [read], denials: unknown("403") }, endpoint).is).toBe("unknown");
    expect(judgeGrants({ ...nothing, denials: unknown("403") }, endpoint)).toEqual({
      is: "known",
      value: { allows: [], denies: [] },
    });
  });

  it("is unknown where a group is denied what the identity is granted", () => {
    const denial = { actions: ["Microsoft.Search/*/read"], notActions: [], applies: "perhaps" as const };
    expect(judgeGrants({ ...nothing, unconditional: [read], denials: known([denial]) }, search).is).toBe("unknown");
    expect(judgeGrants({ ...nothing, unconditional: [read], denials: known([denial]) }, endpoint).is).toBe("known");
  });
});

describe("a deny assignment", () => {
  const applies = (properties: object) =>
    parseDenials({ properties: { permissions: [{ actions: ["*"] }], ...properties } }, "AB", endpoint)[0]?.applies;

  it("reaches whom it names, everybody, and perhaps a group's members", () => {
    expect(applies({ principals: [{ id: "ab" }] })).toBe("yes");
    expect(applies({ principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }] })).toBe(
      "yes",
    );
    expect(applies({ principals: [{ id: "g", type: "Group" }] })).toBe("perhaps");
    expect(applies({ principals: [{ id: "other", type: "User" }] })).toBe("no");
  });

  it("spares whom it excludes, and children where it says so", () => {
    expect(applies({ principals: [{ id: "ab" }], excludePrincipals: [{ id: "AB" }] })).toBe("no");
    expect(applies({ principals: [{ id: "ab" }], doNotApplyToChildScopes: true, scope: "/subscriptions/s" })).toBe(
      "no",
    );
    expect(applies({ principals: [{ id: "ab" }], doNotApplyToChildScopes: true, scope: endpoint.toUpperCase() })).toBe(
      "yes",
    );
  });
});

describe("the id of a role assignment", () => {
  it("is a version 5 UUID, the same whatever casing names scope and principal", () => {
    const name = assignmentName(endpoint, "AB");
    expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(assignmentName(endpoint.toUpperCase(), "ab")).toBe(name);
  });

  it("differs by scope and by principal", () => {
    expect(
      new Set([assignmentName(endpoint, "a"), assignmentName(endpoint, "b"), assignmentName(search, "a")]).size,
    ).toBe(3);
  });
});
