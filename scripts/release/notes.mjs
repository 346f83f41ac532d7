/**
 * What CHANGELOG.md says of a version: the text under its `## X.Y.Z`, undefined where there is none.
 *
 * @param {string} changelog
 * @param {string} version
 */
export function readNotes(changelog, version) {
  const section = changelog
    .replaceAll("\r\n", "\n")
    .split(/^(?=## )/m)
    .find((part) => part.startsWith(`## ${version}\n`));
  const notes = section?.slice(section.indexOf("\n")).trim();
  return notes === "" ? undefined : notes;
}
