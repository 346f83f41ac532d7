import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";

import { readField, readList, readObject, readText } from "./json-field.mjs";

/**
 * The bill of materials of what is bundled, as CycloneDX in JSON: npm's document of the whole lock file, reduced to the
 * packages that the notices name. (Asked for less, npm leaves out packages that development needs too.)
 *
 * What differs from run to run is settled. npm names the package by its folder, and stamps a time and a random serial
 * number; the number is made from the content instead.
 *
 * @param {unknown} document of npm
 * @param {string} name the package's
 * @param {string} notices of dist
 * @returns {string}
 */
export function settleSbom(document, name, notices) {
  if (typeof document !== "object" || document === null || readText(document, "bomFormat") !== "CycloneDX") {
    throw new Error("npm didn't print a CycloneDX document.");
  }
  const settled = {
    ...document,
    serialNumber: undefined,
    metadata: settleMetadata(readField(document, "metadata"), name),
    ...reduceToBundled(document, listBundled(notices)),
  };
  return `${JSON.stringify({ ...settled, serialNumber: numberOf(JSON.stringify(settled)) }, undefined, 2)}\n`;
}

/**
 * @param {string} notices
 * @returns {Set<string>} each as `name@version`
 */
function listBundled(notices) {
  return new Set([...notices.matchAll(/^(\S+@\d\S*) \(.+\)$/gm)].map(([, title = ""]) => title));
}

/**
 * @param {unknown} document
 * @param {ReadonlySet<string>} bundled
 */
function reduceToBundled(document, bundled) {
  /** @type {Map<string, unknown>} */
  const components = new Map();
  for (const component of readList(readField(document, "components"))) {
    const title = `${readText(component, "name")}@${readText(component, "version")}`;
    if (bundled.has(title)) {
      components.set(readText(component, "bom-ref"), { ...readObject(component), scope: "required" });
    }
  }
  if (components.size < bundled.size) {
    throw new Error(`${bundled.size} packages are bundled, but the lock file has only ${components.size} of them.`);
  }
  const dependencies = readList(readField(document, "dependencies")).map((dependency) => ({
    ref: readText(dependency, "ref"),
    dependsOn: readList(readField(dependency, "dependsOn")).filter((ref) => components.has(String(ref))),
  }));
  const component = readField(readField(document, "metadata"), "component");
  const root = readText(component, "bom-ref");
  return {
    components: [...components.values()],
    dependencies: dependencies.filter(({ ref }) => ref === root || components.has(ref)),
  };
}

/**
 * @param {unknown} metadata
 * @param {string} name
 */
function settleMetadata(metadata, name) {
  const component = { ...readObject(readField(metadata, "component")), name };
  return { lifecycles: readField(metadata, "lifecycles"), tools: readField(metadata, "tools"), component };
}

/**
 * A serial number that is the same for the same content.
 *
 * @param {string} content
 */
function numberOf(content) {
  const digest = createHash("sha256").update(content).digest("hex");
  // The layout of a version 8 UUID, which is for numbers of one's own making.
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return `urn:uuid:${[...parts, digest.slice(20, 32)].join("-")}`;
}

/**
 * npm's document of the lock file. Nothing is installed for it.
 *
 * @param {string} root the repository
 * @returns {Promise<unknown>}
 */
export async function readLockedPackages(root) {
  const args = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  /** @type {unknown} */
  const document = JSON.parse(stdout);
  return document;
}
