import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

/** A stand-in for actions/download-artifact: its inputs, output and refusals, with a folder for a store. */

const variable = (name: string): string => process.env[name] ?? "";
const input = (name: string): string => variable(`INPUT_${name.toUpperCase()}`).trim();

function fail(message: string): never {
  console.log(`::error::Unable to download artifact(s): ${message}`);
  process.exit(1);
}

for (const unserved of ["artifact-ids"]) if (input(unserved) !== "") fail(`the stand-in doesn't serve ${unserved}`);
if (input("skip-decompress") === "true") fail("the stand-in doesn't serve skip-decompress");

// Without a token the action can ask for its own run's only, whatever run-id says.
const runId = input("github-token") === "" ? variable("GITHUB_RUN_ID") : input("run-id");
const store = path.join(variable("SFH_ARTIFACTS"), runId);
const kept = existsSync(store) ? readdirSync(store).sort() : [];
const name = input("name");
const pattern = input("pattern");
if (name !== "" && !kept.includes(name)) fail(`Artifact not found for name: ${name}`);
const names = kept.filter((one) => (name === "" ? pattern === "" || path.matchesGlob(one, pattern) : one === name));

const target = path.resolve(input("path") || variable("GITHUB_WORKSPACE"));
for (const one of names) {
  const isAtTop = name !== "" || input("merge-multiple") === "true" || names.length === 1;
  const folder = isAtTop ? target : path.join(target, one);
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(store, one), folder, { recursive: true });
}
console.log(`Total of ${names.length} artifact(s) downloaded`);
appendFileSync(variable("GITHUB_OUTPUT"), `download-path=${target}\n`);
