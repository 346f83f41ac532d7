/** What an origin is, told by the words that every report names it with. */
export type OriginKind =
  "managed network" | "customer network" | "trusted services" | "internet" | "runner" | "other" | "let in by a rule";

export const kinds: readonly { readonly kind: OriginKind; readonly words: RegExp; readonly group: string }[] = [
  { kind: "internet", words: /^the public internet$/, group: "the public internet" },
  { kind: "managed network", words: /^compute in the managed network of /, group: "compute in the managed network" },
  { kind: "customer network", words: /^clients in /, group: "customer networks" },
  { kind: "trusted services", words: /^trusted Microsoft services$/, group: "trusted Microsoft services" },
  { kind: "runner", words: /^this runner$/, group: "this runner" },
  {
    kind: "let in by a rule",
    words: /^(subnet|the allow-listed range|the resource instance) /,
    group: "subnets, ranges and instances let in by a rule",
  },
];

export function kindOfOrigin(from: string): OriginKind {
  return kinds.find(({ words }) => words.test(from))?.kind ?? "other";
}

/** The name all origins of a kind go by where they are drawn as one. */
export function groupOfOrigin(from: string): string {
  return kinds.find(({ words }) => words.test(from))?.group ?? "others who use the services";
}
