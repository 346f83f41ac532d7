/**
 * Text from Azure and from the config as one line of SARIF plain text: no control or invisible characters, and nothing
 * that a viewer could take for a link, a placeholder, a tag or a mention. What is longer than `limit` characters is cut.
 */
export function plainText(text: string, limit = longest): string {
  const plain = text
    // Never removed but spread: two halves of a word that was hidden must not grow together.
    .replace(/[\p{C}\p{Z}\s]+/gu, " ")
    .replace(/\](?=\()/g, "] ")
    .replace(/\{(?=\d+\})/g, "{ ")
    .replace(/<(?=[a-z/!?])/gi, "< ")
    .replace(/(^|\W)@(?=\w)/g, "$1@ ")
    .trim();
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1).replace(/\p{Cs}$/u, "")}…`;
}

/** Twice what a screen holds; ten thousand of them stay below what GitHub takes. */
const longest = 4_000;

/** The text with a full stop where it has no end of its own. */
export function sentence(text: string): string {
  return text === "" || /[.!?…]$/.test(text) ? text : `${text}.`;
}
