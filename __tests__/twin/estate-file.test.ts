import { describe, expect, test } from "vitest";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { TwinFileError } from "../../src/twin/input-file.ts";
import { HUB, smallEstate, STORAGE, VNET } from "./small-estate.ts";

function problemsOf(text: string): readonly string[] {
  try {
    parseEstate(text);
  } catch (cause) {
    if (cause instanceof TwinFileError) return cause.problems;
    throw cause;
  }
  return [];
}

describe("parseEstate", () => {
  const good = smallEstate();

  test("takes an estate that holds together, unknown fields of documents included", () => {
    const text = JSON.stringify({
      ...good,
      resources: good.resources.map((row) => ({ ...row, odd: { a: [1, null] } })),
    });
    expect(parseEstate(text).resources[0]).toMatchObject({ odd: { a: [1, null] } });
  });

  test("says that a text is not JSON", () => {
    expect(problemsOf("{")[0]).toContain("(file): not JSON");
    expect(problemsOf("[]")[0]).toMatch(/^\(file\): /);
    expect(problemsOf("not\njson").join()).not.toContain("\n");
  });

  test("names the field of another schema", () => {
    expect(problemsOf(JSON.stringify({ ...good, schema: "secure-foundry-hub/estate/9" }))[0]).toMatch(/^schema: /);
  });

  test("finds an id that is there twice in another casing", () => {
    const twice = { ...good, resources: [...good.resources, { id: STORAGE.toUpperCase() }] };
    expect(problemsOf(JSON.stringify(twice)).join()).toMatch(
      /resources\.\d+\.id: .* is there twice, first as resources\.\d+\.id/,
    );
  });

  test("finds a malformed id and a child without its parent", () => {
    const orphan = { id: `${STORAGE}x/privateEndpointConnections/c` };
    const faulty = { ...good, resources: [...good.resources, { id: "storage1" }, orphan] };
    const problems = problemsOf(JSON.stringify(faulty));
    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(/not an ARM resource id.*its parent .* is missing/s);
  });

  test("finds a hub that is not among the resources", () => {
    expect(problemsOf(JSON.stringify({ ...good, hub: `${HUB}x` }))[0]).toMatch(/^hub: /);
  });

  test("finds a standpoint in a VNet that is not among the resources", () => {
    const standing = (subnet: string): string =>
      JSON.stringify({ ...good, facts: { ...good.facts, vantage: { kind: "vnet", subnet } } });
    expect(problemsOf(standing(`${VNET.toUpperCase()}/subnets/snet1`))).toEqual([]);
    expect(problemsOf(standing(`${VNET}x/subnets/snet1`))[0]).toMatch(/^facts\.vantage\.subnet: /);
    expect(problemsOf(standing("snet1"))[0]).toMatch(/^facts\.vantage\.subnet: /);
  });
});
