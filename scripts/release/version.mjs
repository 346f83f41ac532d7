/**
 * A version as Semantic Versioning 2.0.0 has it, without build metadata: a tag can't tell two builds apart.
 *
 * @typedef {{ text: string, numbers: readonly [number, number, number], preRelease: readonly string[] }} Version
 */

const number = "0|[1-9]\\d{0,8}";
const identifier = `(?:${number}|\\d*[a-zA-Z-][\\da-zA-Z-]*)`;
const pattern = new RegExp(`^(${number})\\.(${number})\\.(${number})(?:-(${identifier}(?:\\.${identifier})*))?$`);

/**
 * @param {string} text `1.2.3` or `1.2.3-rc.1`
 * @returns {Version | undefined} undefined where it isn't one, also with a `v` in front
 */
export function parseVersion(text) {
  const [whole, major, minor, patch, preRelease] = pattern.exec(text) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  return {
    text,
    numbers: [Number(major), Number(minor), Number(patch)],
    preRelease: preRelease === undefined ? [] : preRelease.split("."),
  };
}

/**
 * The version that a tag stands for, or undefined: `v1` stands for none.
 *
 * @param {string} tag
 */
export function parseTag(tag) {
  return tag.startsWith("v") ? parseVersion(tag.slice(1)) : undefined;
}

/** @param {Version} version */
export function tagOf(version) {
  return `v${version.text}`;
}

/** @param {Version} version */
export function isPreRelease(version) {
  return version.preRelease.length > 0;
}

/**
 * The tag that moves from release to release of a major. Before 1.0.0 a minor may break, so nothing moves.
 *
 * @param {Version} version
 */
export function majorTagOf(version) {
  return version.numbers[0] === 0 ? undefined : `v${version.numbers[0]}`;
}

/**
 * Negative where a comes before b in precedence.
 *
 * @param {Version} a
 * @param {Version} b
 */
export function compareVersions(a, b) {
  const differences = a.numbers.map((part, index) => part - (b.numbers[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? comparePreReleases(a.preRelease, b.preRelease);
}

/**
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 */
function comparePreReleases(a, b) {
  if (a.length === 0 || b.length === 0) {
    return b.length - a.length;
  }
  for (const [index, part] of a.entries()) {
    const other = b[index];
    const difference = other === undefined ? 1 : compareIdentifiers(part, other);
    if (difference !== 0) {
      return difference;
    }
  }
  return a.length - b.length;
}

/**
 * Numbers by value, and before words; words by their characters.
 *
 * @param {string} a
 * @param {string} b
 */
function compareIdentifiers(a, b) {
  const [isNumber, isOtherNumber] = [a, b].map((text) => /^\d+$/.test(text));
  if (isNumber && isOtherNumber) {
    return Number(a) - Number(b);
  }
  if (isNumber !== isOtherNumber) {
    return isNumber ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}
