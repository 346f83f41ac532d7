import { describe, expect, test } from "vitest";
import { z } from "zod";

import { readLockedPackages, settleSbom } from "../../scripts/release/sbom.mjs";
import { readTreeFile, root } from "../repository/tree.ts";

const named = z.object({ name: z.string(), version: z.string() });
const sbomSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
  metadata: z.strictObject({ lifecycles: z.unknown(), tools: z.unknown(), component: named }),
  components: z.array(named.extend({ scope: z.literal("required"), "bom-ref": z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

describe("the bill of materials", () => {
  const manifest = named.parse(JSON.parse(readTreeFile("package.json")));
  const notices = readTreeFile("dist/THIRD-PARTY-NOTICES.txt");

  test("has exactly the packages in the bundles, each in its version, and who needs whom", async () => {
    const text = settleSbom(await readLockedPackages(root), manifest.name, notices);
    const { metadata, components, dependencies } = sbomSchema.parse(JSON.parse(text));
    expect(metadata.component).toMatchObject(manifest);
    const [, count = "none"] = /contain (\d+) packages/.exec(notices) ?? [];
    expect(new Set(components.map(({ name, version }) => `${name}@${version}`)).size).toBe(Number(count));
    for (const { name, version } of components) expect(notices).toContain(`\n${name}@${version} (`);
    const refs = new Set([
      ...components.map((component) => component["bom-ref"]),
      `${manifest.name}@${manifest.version}`,
    ]);
    for (const { ref, dependsOn } of dependencies)
      expect([...refs]).toEqual(expect.arrayContaining([ref, ...dependsOn]));
  });

  test("is the same twice, though npm's document isn't", async () => {
    const [one, another] = await Promise.all([readLockedPackages(root), readLockedPackages(root)]);
    expect(one).not.toEqual(another);
    expect(settleSbom(one, manifest.name, notices)).toBe(settleSbom(another, manifest.name, notices));
  });
});

const component = (name: string): unknown => ({ name, version: "1.0.0", "bom-ref": `${name}@1.0.0` });
const document = {
  bomFormat: "CycloneDX",
  metadata: { timestamp: "now", component: component("folder") },
  components: [component("yaml"), component("vitest")],
  dependencies: [
    { ref: "folder@1.0.0", dependsOn: ["yaml@1.0.0", "vitest@1.0.0"] },
    { ref: "vitest@1.0.0", dependsOn: [] },
  ],
};

test("what isn't bundled is in neither list", () => {
  const settled = settleSbom(document, "x", "yaml@1.0.0 (ISC)\n");
  expect(settled).toContain("yaml@1.0.0");
  expect(settled).not.toContain("vitest");
});

test("another content has another serial number", () => {
  const numbers = ["x", "y"].map((name) => /urn:uuid:\S+/.exec(settleSbom(document, name, "yaml@1.0.0 (ISC)\n"))?.[0]);
  expect(new Set(numbers).size).toBe(2);
});

test.each([
  ["a bundled package that the lock file doesn't have", document, "zod@1.0.0 (MIT)\n", /1 packages are bundled/],
  ["another kind of document", { bomFormat: "SPDX" }, "", /CycloneDX/],
  ["no document", undefined, "", /CycloneDX/],
])("%s is an error", (_what, given, notices, said) => {
  expect(() => settleSbom(given, "x", notices)).toThrow(said);
});
