import { expect, test } from "vitest";

import { listTree } from "./tree.ts";

const sources = listTree().filter((file) => /^(src|action|scripts|__tests__)\//.test(file));

test("no file or folder is named for holding things that belong nowhere", () => {
  const forbidden = /^(utils?|helpers?|common|shared|misc|constants|manager)$/;
  const named = sources.filter((file) => file.split("/").some((part) => forbidden.test(part.replace(/\..*$/, ""))));
  expect(named).toEqual([]);
});

test("there are no barrels", () => {
  expect(sources.filter((file) => /(^|\/)index\.[cm]?[jt]s$/.test(file))).toEqual([]);
});

test("files are named in kebab case", () => {
  const code = sources.filter((file) => /\.[cm]?[jt]s$/.test(file));
  const wayward = code.filter(
    (file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.m?[jt]s$/.test(file.split("/").at(-1) ?? ""),
  );
  expect(wayward).toEqual([]);
});
