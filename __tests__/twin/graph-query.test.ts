import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/twin/estate.ts";
import { QueryError } from "../../src/twin/graph/query-error.ts";
import type { QueryFault } from "../../src/twin/graph/query-error.ts";
import { QueryReader } from "../../src/twin/graph/query-reader.ts";
import { runQuery } from "../../src/twin/graph/run-query.ts";
import type { Table } from "../../src/twin/graph/table.ts";

const reader = new QueryReader();

const fruit: Table = {
  columns: [
    { name: "name", type: "string" },
    { name: "size", type: "long" },
    { name: "tags", type: "dynamic" },
    { name: "properties", type: "dynamic" },
  ],
  rows: [
    ["Fig", 3, { env: "prod", "cost-center": "a" }, { mode: "Open", ports: [443, 80], isOn: true, net: { count: 2 } }],
    ["apple pie", 1, null, { mode: "closed" }],
    ["Apple", 2, { env: "dev" }, { mode: "Open", ports: [], net: null }],
    ["", 2, { env: "prod" }, {}],
  ],
};

/** Rows by the names of their columns. */
function run(text: string, table = fruit): readonly Json[] {
  const { columns, rows } = runQuery(reader.read(text), table);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
}

/** The first column of the rows. */
function firstOf(text: string): readonly Json[] {
  return runQuery(reader.read(text), fruit).rows.map(([first]) => first ?? null);
}

function namesWhere(predicate: string): readonly Json[] {
  return firstOf(`where ${predicate} | project name`);
}

function faultOf(work: () => unknown): QueryFault | undefined {
  try {
    work();
  } catch (cause) {
    if (cause instanceof QueryError) return cause.fault;
    throw cause;
  }
  return undefined;
}

describe("where keeps the rows for which", () => {
  test.each<readonly [string, readonly string[]]>([
    ["name == 'Apple'", ["Apple"]],
    ["name =~ 'APPLE'", ["Apple"]],
    ["name != 'Apple'", ["Fig", "apple pie", ""]],
    ["name !~ 'fig'", ["apple pie", "Apple", ""]],
    ['name in ("Fig", "apple")', ["Fig"]],
    ["name in~ ('FIG', 'apple')", ["Fig", "Apple"]],
    ["name !in ('Fig')", ["apple pie", "Apple", ""]],
    ["name !in~ ('fig', 'APPLE')", ["apple pie", ""]],
    ["name has 'apple'", ["apple pie", "Apple"]],
    ["name has 'app'", []],
    ["name contains 'PP'", ["apple pie", "Apple"]],
    ["name !contains 'pp'", ["Fig", ""]],
    ["name startswith 'F'", ["Fig"]],
    ["name endswith 'pie'", ["apple pie"]],
    ["size > 1 and size <= 2", ["Apple", ""]],
    ["size < 2 or size >= 3", ["Fig", "apple pie"]],
    ["not(size == 2)", ["Fig", "apple pie"]],
    ["name == '' or size == 3 and tags.env == 'prod'", ["Fig", ""]],
    ["(name == '' or size == 3) and tags.env == 'dev'", []],
    ["properties.isOn", ["Fig"]],
    ["properties.isOn == true", ["Fig"]],
    ["properties.net.count == 2", ["Fig"]],
    ["properties['net'].['count'] == 2", ["Fig"]],
    ["tags['cost-center'] == 'a'", ["Fig"]],
    ["properties.ports[-1] == 80", ["Fig"]],
    ["properties has 'closed'", ["apple pie"]],
    ["isnotempty(tags.env)", ["Fig", "Apple", ""]],
    ["isempty(name)", [""]],
    ["isnull(properties.net)", ["apple pie", "Apple", ""]],
    ["isnotnull(tags)", ["Fig", "Apple", ""]],
    ["array_length(properties.ports) == 0", ["Apple"]],
    ["size == -1", []],
    ["tolower(properties.mode) == 'open' // and nothing else", ["Fig", "Apple"]],
    ["name == @'Fig'", ["Fig"]],
    ["properties.constructor == 'x'", []],
    ["isnull(properties.toString)", ["Fig", "apple pie", "Apple", ""]],
  ])("%s", (predicate, names) => {
    expect(namesWhere(predicate)).toEqual(names);
  });

  test("a null is different from everything but a null, and two nulls are neither equal nor different", () => {
    expect(namesWhere("properties.mode != 'Open'")).toEqual(["apple pie", ""]);
    expect(namesWhere("tags.x == properties.x")).toEqual([]);
    expect(namesWhere("tags.x != properties.x")).toEqual([]);
  });
});

describe("columns", () => {
  test("are named after what they are, unless they are given a name", () => {
    const text =
      "take 1 | project name, mode = properties.mode, properties.net.count, tostring(properties.isOn), toupper(name)";
    expect(run(text)).toEqual([
      { name: "Fig", mode: "Open", properties_net_count: 2, properties_isOn: "true", Column1: "FIG" },
    ]);
  });

  test("are added at the end or take the place of their namesake, and all see the row as it was", () => {
    const [row] = run("take 1 | extend size = strcat(name, '-', size), old = size | project-away tags, properties");
    expect(row).toEqual({ name: "Fig", size: "Fig-3", old: 3 });
    expect(Object.keys(row ?? {})).toEqual(["name", "size", "old"]);
  });

  test("can be called anything, even what a prototype has", () => {
    const [row] = run("take 1 | project __proto__ = name, constructor = size");
    expect(Object.entries(row ?? {})).toEqual([
      ["__proto__", "Fig"],
      ["constructor", 3],
    ]);
  });

  test("hold what functions make of them", () => {
    const text = `where size == 3 | project part = split('/a/b', '/')[2], only = split('a,b', ',', 1),
      chosen = iff(size > 2, 'big', 'small'), first = coalesce(tags.none, tags.env, 'x'), text = tostring(tags)`;
    expect(run(text)).toEqual([
      { part: "b", only: ["b"], chosen: "big", first: "prod", text: '{"env":"prod","cost-center":"a"}' },
    ]);
  });
});

describe("rows", () => {
  test("are sorted downwards unless asked otherwise, by several keys", () => {
    expect(run("order by size | project size")).toEqual([{ size: 3 }, { size: 2 }, { size: 2 }, { size: 1 }]);
    expect(firstOf("sort by size asc, name desc | project name")).toEqual(["apple pie", "Apple", "", "Fig"]);
  });

  test("without a key to sort by are first going up and last going down, or where they are told", () => {
    const order = (how: string): readonly Json[] =>
      firstOf(`extend key = array_length(properties.ports) | order by key ${how} | project key`);
    expect(order("asc")).toEqual([null, null, 0, 2]);
    expect(order("desc")).toEqual([2, 0, null, null]);
    expect(order("asc nulls last")).toEqual([0, 2, null, null]);
    expect(order("desc nulls first")).toEqual([null, null, 2, 0]);
  });

  test("are limited by take, limit and top", () => {
    expect(run("take 2")).toHaveLength(2);
    expect(run("limit 0")).toEqual([]);
    expect(run("top 1 by name desc | project name")).toEqual([{ name: "apple pie" }]);
  });

  test("are counted, whole or in groups", () => {
    expect(run("where size == 2 | count")).toEqual([{ Count: 2 }]);
    expect(run("summarize count()")).toEqual([{ count_: 4 }]);
    expect(run("where size == 9 | summarize n = count()")).toEqual([{ n: 0 }]);
    expect(run("summarize n = count() by tostring(properties.mode) | order by n, properties_mode asc")).toEqual([
      { properties_mode: "Open", n: 2 },
      { properties_mode: "", n: 1 },
      { properties_mode: "closed", n: 1 },
    ]);
    expect(run("summarize by size | order by size asc")).toEqual([{ size: 1 }, { size: 2 }, { size: 3 }]);
    expect(run("distinct env = tostring(tags.env) | count")).toEqual([{ Count: 3 }]);
  });
});

describe("a query is refused as invalid", () => {
  test.each([
    ["for a column that is not there", "where nome == 'x'"],
    ["for a column with other casing", "where Name == 'x'"],
    ["for a column that a step before took away", "project size | where name == 'x'"],
    ["for taking away what is not there", "project-away nome"],
    ["for a key that has to be cast first", "order by properties.mode"],
    ["for a group that has to be cast first", "summarize count() by tags.env"],
    ["for a distinct that has to be cast first", "distinct tags"],
    ["for a field of a text", "project name.first"],
    ["for a predicate that is a text", "where name"],
    ["for a function with too many parameters", "where tolower(name, name) == 'x'"],
  ])("%s", (_, text) => {
    expect(faultOf(() => run(text))?.kind).toBe("invalid");
  });
});

describe("a query is refused as one that can't be read", () => {
  test.each([
    ["project id, location | where where", 1, 34, "<EOF>"],
    ["", 1, 0, "<EOF>"],
    ["Resources |", 1, 11, "<EOF>"],
    ["Resources\n| where (name", 2, 13, "<EOF>"],
    ["Resources where", 1, 10, "where"],
    ["Resources | where name = 'x'", 1, 23, "="],
    ["Resources | whore name == 'x'", 1, 12, "whore"],
    ["Resources | where name == 'x", 1, 26, "'"],
    ["Resources | where name == §", 1, 26, "§"],
    ["Resources | where | take ?", 1, 18, "|"],
    ["Resources | take many", 1, 17, "many"],
  ])("%j: line %i, character %i, %j", (text, line, character, token) => {
    expect(faultOf(() => reader.read(text))).toEqual({ kind: "syntax", line, character, token });
  });
});

describe("what Kusto has and the twin does not serve is named:", () => {
  test.each([
    ["resources | join kind=inner (resourcecontainers) on subscriptionId", "join"],
    ["resources | mv-expand tags", "mv-expand"],
    ["resources | mvexpand tags", "mvexpand"],
    ["resources | parse id with * '/x/' rest", "parse"],
    ["resources | union resourcecontainers", "union"],
    ["union resources, resourcecontainers", "union"],
    ["let a = 1; resources", "let"],
    ["resources | project-rename a = b", "project-rename"],
    ["resources | summarize dcount(type)", "dcount()"],
    ["resources | summarize make_set(id) by type", "make_set()"],
    ["resources | where strlen(name) > 3", "strlen()"],
    ["resources | where a == datetime(2026-01-01)", "datetime()"],
    ["resources | where size + 1 > 2", "'+'"],
    ["resources | where size between (1 .. 2)", "'between'"],
    ["resources | where name matches regex 'x'", "'matches'"],
    ["resources | where name !has_cs 'x'", "'!has_cs'"],
    ["resources | distinct *", "'*'"],
    ["resources | project-away a*", "*"],
    ["resources | where age > 1d", "'1d'"],
    ["resources | project tags[name]", "an index that is computed"],
    ["{{/subscriptions/x}}", "a shared query"],
    ["resources; resources", "';'"],
    [`resources | where ${"(".repeat(65)}a${")".repeat(65)}`, "nesting"],
  ])("%s", (text, named) => {
    const fault = faultOf(() => reader.read(text));
    expect(fault).toMatchObject({ kind: "notServed" });
    expect(JSON.stringify(fault)).toContain(named);
  });
});

const words = ["resources", "|", "where", "project", "name", "==", "'x'", "(", ")", "[", "]", ",", ".", "by", "order"];
const moreWords = [
  "take",
  "3",
  "summarize",
  "count",
  "and",
  "or",
  "not",
  "in~",
  "!in",
  "=",
  "extend",
  "top",
  "-",
  "has",
];
const anyQuery = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.constantFrom(...words, ...moreWords), { maxLength: 25 }).map((chosen) => chosen.join(" ")),
);

describe("whatever the text,", () => {
  test("reading it and running it never throws anything but the language's own error", () => {
    fc.assert(
      fc.property(anyQuery, (text) => {
        // faultOf throws on whatever is not a QueryError.
        faultOf(() => run(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("what is said in quotes is found again, and is never taken for a part of the query", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.constantFrom("'", '"'), (text, quote) => {
        fc.pre(!/[\r\n\t]/.test(text));
        const literal = quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
        const table: Table = { columns: [{ name: "name", type: "string" }], rows: [[text], [`${text}x`]] };
        expect(run(`where name == ${literal}`, table)).toEqual([{ name: text }]);
      }),
    );
  });

  test("sorting always keeps every row, and where never adds one", () => {
    const anyRows = fc.array(fc.tuple(fc.string(), fc.nat(5), fc.constant(null), fc.constant({})), { maxLength: 12 });
    fc.assert(
      fc.property(anyRows, fc.constantFrom("asc", "desc"), (rows, way) => {
        const table: Table = { columns: fruit.columns, rows };
        const sorted = runQuery(reader.read(`order by size ${way}, name`), table).rows;
        expect(new Set(sorted)).toEqual(new Set(table.rows));
        const kept = runQuery(reader.read("where size > 2"), table).rows;
        const others = runQuery(reader.read("where not(size > 2)"), table).rows;
        expect(new Set([...kept, ...others])).toEqual(new Set(table.rows));
        expect(kept.length + others.length).toBe(rows.length);
      }),
    );
  });
});
