import { escape } from "./escape.ts";

/** A link to a page of the run; just the text where the address is none of the web's. */
export function linkTo(text: string, address: string | undefined): string {
  const href = webAddress(address);
  return href === undefined ? escape(text) : `[${escape(text)}](${href})`;
}

/** The address as it can stand in a Markdown link; undefined for anything but http and https. */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { href, protocol } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  return href.replace(/[^\w\-./:?=&%,;+~]/g, (c) =>
    c === "#" ? c : encodeURIComponent(c).replace(/[!'()*]/g, percent),
  );
}

function percent(c: string): string {
  return `%${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}
