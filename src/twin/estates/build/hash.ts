/** 32 hex digits that depend on the text alone. Good enough to tell names apart; nothing secret rests on it. */
export function hexOf(text: string, length = 32): string {
  const seeds = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  const words = seeds.map((seed) => hashWord(text, seed));
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
  const seconds = hashWord(text, 97) % 21_600;
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [3 + Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `2026-10-14T${clock}.${String(hashWord(text, 89) % 10_000_000).padStart(7, "0")}`;
}

/** FNV-1a, with the last mixing step of MurmurHash3 so that near texts end far apart. */
function hashWord(text: string, seed: number): number {
  let hash = seed ^ 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return (hash ^ (hash >>> 16)) >>> 0;
}
