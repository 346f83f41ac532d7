/** Longer texts are cut in tables and sentences; the report has them whole. */
const longest = 1_500;

/** Invisible and text-turning characters, half characters: they show nothing, or something else than there is. */
const unseen = /[\p{Cs}\p{Cf}]|(?!\n)\p{Cc}/gu;

/** What GitHub makes something of in any text, Markdown or HTML. */
const referring = /[<>&@#$]|:(?=\/\/|(?!\d{1,2}:)[\w+-]+:)|www(?=\.)|GH-(?=\d)/gi;

/** What Markdown makes something of, within a line or at its beginning. */
const marking = /[\\`*_[\]|~]|^[-+=]|(?<=^\d+)[.)](?=\s|$)/g;

/**
 * Text from Azure and from the config, shown as text in a table cell or a sentence: no markup, cell, mention, issue
 * number, link, emoji or formula comes out of it. GitHub looks for mentions and the like in what Markdown has become, so
 * an escaped character doesn't keep it from it: an invisible one in the middle (U+200B) does.
 */
export function escape(text: string): string {
  return lineOf(text)
    .replace(referring, defuse)
    .replace(marking, "\\$&")
    .replace(/\s*\n\s*/g, "<br>");
}

/** The same within an HTML element, where Markdown doesn't reach. */
export function escapeInHtml(text: string): string {
  return lineOf(text).replace(/\s+/g, " ").replace(referring, defuse);
}

function lineOf(text: string): string {
  return clip(text.replace(/[\r\t\u2028\u2029]/g, " ").replace(unseen, ""), longest).trim();
}

const invisible = "&#8203;";

/** A link, an emoji or an issue is broken up where it would begin; a character becomes its entity. */
function defuse(found: string): string {
  if (/^[a-z:]/i.test(found)) return `${found}${invisible}`;
  const entity = `&#${String(found.codePointAt(0))};`;
  return found === "@" || found === "#" ? `${entity}${invisible}` : entity;
}

/** At most so many characters, with a mark where some were left out; no character is cut in half. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** An id or a value as inline code, outside tables: what is in it is neither markup nor a mention. */
export function code(text: string): string {
  const line = clip(text.replace(/\s/g, " ").replace(unseen, ""), longest);
  if (line.trim() === "") return "";
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  return longestRun === 0 && line === line.trim() ? `${fence}${line}${fence}` : `${fence} ${line.trim()} ${fence}`;
}
