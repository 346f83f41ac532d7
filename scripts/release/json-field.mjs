/**
 * Reads fields of parsed JSON. It stands in for a schema library: the job that may write to the repository installs no
 * packages.
 */

/**
 * @param {unknown} node
 * @param {string} name
 * @returns {unknown} undefined where there is no such field
 */
export function readField(node, name) {
  return typeof node === "object" && node !== null ? new Map(Object.entries(node)).get(name) : undefined;
}

/**
 * @param {unknown} node
 * @param {string} name
 * @returns {string}
 */
export function readText(node, name) {
  const value = readField(node, name);
  if (typeof value !== "string") {
    throw new Error(`"${name}" should be a text, and is ${JSON.stringify(value)}.`);
  }
  return value;
}

/**
 * @param {unknown} node
 * @param {string} name
 * @returns {number}
 */
export function readNumber(node, name) {
  const value = readField(node, name);
  if (typeof value !== "number") {
    throw new Error(`"${name}" should be a number, and is ${JSON.stringify(value)}.`);
  }
  return value;
}

/**
 * @param {unknown} node
 * @returns {readonly unknown[]}
 */
export function readList(node) {
  if (!Array.isArray(node)) {
    throw new Error(`A list was expected, and not ${JSON.stringify(node)}.`);
  }
  return node;
}

/**
 * @param {unknown} node
 * @returns {object}
 */
export function readObject(node) {
  if (typeof node !== "object" || node === null) {
    throw new Error(`An object was expected, and not ${JSON.stringify(node)}.`);
  }
  return node;
}
