/** 32 hex digits that depend on the text alone. Good enough to tell names apart; nothing secret rests on it. */
export function hexOf(text: string, length = 32): string {
  const [first, second] = hashText(text);
  const words = [first, second, mix(first ^ 0x51_ed_27_0b), mix(second ^ 0x1b_87_35_93)];
  return words
    .map((word) => word.toString(16).padStart(8, "0"))
    .join("")
    .slice(0, length);
}

/** A version 4 GUID in form, the same for the same text. */
export function guidOf(text: string): string {
  const hex = hexOf(text);
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4] ?? "8";
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}

/** A time of one morning, with the seven digits that Azure writes: no zone, the caller adds `Z` or `+00:00`. */
export function timeOf(text: string): string {
  const [first, second] = hashText(text);
  const seconds = first % 21_600;
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [3 + Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `2026-10-14T${clock}.${String(second % 10_000_000).padStart(7, "0")}`;
}

/** Two FNV-1a hashes with different seeds, mixed so that near texts end far apart. */
function hashText(text: string): readonly [number, number] {
  let first = 2_166_136_261;
  let second = 1_779_033_703;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 16_777_619);
    second = Math.imul(second ^ code, 0x85_eb_ca_6b);
  }
  return [mix(first), mix(second ^ (first >>> 9))];
}

/** The last step of MurmurHash3. */
function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 2_246_822_507);
  const twice = Math.imul(once ^ (once >>> 13), 3_266_489_909);
  return (twice ^ (twice >>> 16)) >>> 0;
}
