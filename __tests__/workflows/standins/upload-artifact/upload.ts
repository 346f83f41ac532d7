import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { findFiles } from "./find-files.ts";

/** A stand-in for actions/upload-artifact: its inputs, outputs, words and refusals, with a folder for a store. */

const variable = (name: string): string => process.env[name] ?? "";
const input = (name: string): string => variable(`INPUT_${name.toUpperCase()}`).trim();

function fail(message: string): never {
  console.log(`::error::${message.replaceAll("\n", "%0A")}`);
  process.exit(1);
}

const { root, files } = findFiles(input("path").split("\n"), input("include-hidden-files") === "true");

if (files.length === 0) {
  const message = `No files were found with the provided path: ${input("path")}. No artifacts will be uploaded.`;
  if (input("if-no-files-found") === "error") fail(message);
  if (input("if-no-files-found") === "warn") console.log(`::warning::${message.replaceAll("\n", "%0A")}`);
} else {
  upload();
}

function upload(): void {
  const isArchive = input("archive") !== "false";
  if (!isArchive && files.length > 1) {
    fail(`When 'archive' is set to false, only a single file can be uploaded. Found ${files.length} files to upload.`);
  }
  const name = isArchive ? input("name") : path.basename(files[0] ?? "");
  const [invalid] = /["':<>|*?\r\n\\/]/.exec(name) ?? [];
  if (invalid !== undefined) fail(`The artifact name is not valid: ${name}. Contains the character ${invalid}`);
  const folder = path.join(variable("SFH_ARTIFACTS"), variable("GITHUB_RUN_ID"), name);
  if (input("overwrite") === "true") rmSync(folder, { recursive: true, force: true });
  if (existsSync(folder)) {
    fail("Failed to CreateArtifact: (409) Conflict: an artifact with this name already exists on the workflow run");
  }
  mkdirSync(folder, { recursive: true });
  const hash = createHash("sha256");
  for (const file of files) {
    cpSync(file, path.join(folder, path.relative(root, file)));
    hash.update(readFileSync(file));
  }
  tell(name, hash.digest("hex"));
}

function tell(name: string, digest: string): void {
  // The same name gives the same id: matrix jobs upload at the same time, and there is no one to count.
  const id = createHash("sha256").update(name).digest().readUInt32BE();
  const run = `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}/actions/runs/${variable("GITHUB_RUN_ID")}`;
  const outputs = { "artifact-id": id, "artifact-digest": digest, "artifact-url": `${run}/artifacts/${id}` };
  for (const [key, value] of Object.entries(outputs)) appendFileSync(variable("GITHUB_OUTPUT"), `${key}=${value}\n`);
  console.log(`Artifact ${name} has been successfully uploaded! Artifact ID is ${id}`);
}
