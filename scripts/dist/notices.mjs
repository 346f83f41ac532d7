import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { readManifest } from "./manifest.mjs";

/** Licences whose terms the notices file meets. */
const allowedLicences = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "Python-2.0",
]);

const ruler = "-".repeat(80);

/**
 * The directory of the package a module came from, or undefined for our own. It is found by its place in node_modules:
 * the nearest package.json may be a stub that only says how to read a folder.
 *
 * @param {string} moduleId
 */
export function findPackageRoot(moduleId) {
  return /^(?!\0)(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId.replaceAll("\\", "/"))?.[1];
}

/**
 * @param {string} expression an SPDX expression without WITH
 * @returns {boolean}
 */
export function isAllowedLicence(expression) {
  const alternatives = expression.replaceAll(/[()]/g, "").split(/\s+OR\s+/);
  return alternatives.some((all) => all.split(/\s+AND\s+/).every((licence) => allowedLicences.has(licence.trim())));
}

/** @param {string} directory */
async function readLicenceTexts(directory) {
  const names = (await readdir(directory)).filter((name) => /^(licen[sc]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(directory, name), "utf8")));
  return texts.map((text) => text.replaceAll("\r\n", "\n").trim());
}

/** @param {string} directory */
async function describePackage(directory) {
  const { name, version, license } = await readManifest(directory);
  const title = `${name}@${version}`;
  if (license === undefined || !isAllowedLicence(license)) {
    throw new Error(`${title} is bundled, but its licence isn't one of the allowed: ${license ?? "none named"}`);
  }
  const texts = await readLicenceTexts(directory);
  const body = texts.length > 0 ? texts.join("\n\n") : "(The package carries no licence text.)";
  return { title, text: `${title} (${license})\n\n${body}\n` };
}

/**
 * The licences of every package with a module in the bundles.
 *
 * @param {readonly string[]} moduleIds
 * @returns {Promise<string>}
 * @throws when a package names no licence, or one that isn't allowed
 */
export async function composeNotices(moduleIds) {
  const directories = new Set(moduleIds.map(findPackageRoot).filter((directory) => directory !== undefined));
  const packages = await Promise.all([...directories].map(describePackage));
  const byTitle = new Map(packages.map(({ title, text }) => [title, text]));
  const sections = [...byTitle.keys()].sort().map((title) => byTitle.get(title));
  return [
    `The bundles in this folder contain ${byTitle.size} packages, under these licences.\n`,
    ...sections,
  ].join(`${ruler}\n`);
}
