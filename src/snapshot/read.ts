/**
 * What came of reading something. Unknown is never treated as good, and never as absent:
 * a 403 on a list says nothing about what is in it.
 */
export type Read<T> =
  | { readonly is: "known"; readonly value: T }
  | { readonly is: "absent" }
  | { readonly is: "unknown"; readonly why: string };

export function known<T>(value: T): Read<T> {
  return { is: "known", value };
}

export function unknown(why: string): { readonly is: "unknown"; readonly why: string } {
  return { is: "unknown", why };
}

export const absent = { is: "absent" } as const;

/** The value, or `otherwise` where it is absent or unknown. */
export function valueOr<T>(read: Read<T>, otherwise: T): T {
  return read.is === "known" ? read.value : otherwise;
}

/** The same read of something made from the value. */
export function mapRead<A, B>(read: Read<A>, make: (value: A) => B): Read<B> {
  return read.is === "known" ? known(make(read.value)) : read;
}
