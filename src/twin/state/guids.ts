import { hash } from "node:crypto";

/** GUIDs that are the same in every run of the same twin, so that what it did can be compared. */
export class Guids {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  next(): string {
    this.#count += 1;
    return guidOf(`${this.#seed}/${String(this.#count)}`);
  }
}

/** A GUID made from a text. */
export function guidOf(text: string): string {
  const hex = hexOf(text, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The first hex digits of a text's SHA-256. */
export function hexOf(text: string, digits: number): string {
  return hash("sha256", text, "hex").slice(0, digits);
}
