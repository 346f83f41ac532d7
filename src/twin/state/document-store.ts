import type { ArmDocument } from "../estate.ts";
import { isAtOrBelow, keyOf, parseArmPath, typeOf } from "../wire/arm-path.ts";

/** One change of the estate, told after it took effect. */
export interface Change {
  readonly cause: "request" | "platform";
  readonly method?: string;
  readonly id: string;
  readonly what: string;
}

/** Why a document changes; the store adds which one. */
export type Reason = Omit<Change, "id">;

/** The documents of the estate, by id, case-blind. Every write tells its change after it took effect. */
export class DocumentStore {
  readonly #documents = new Map<string, ArmDocument>();
  /** Keys by full type, lower case: taking ids apart again for every question is what would make the twin slow. */
  readonly #types = new Map<string, Set<string>>();
  /** Keys by the collection they stand in (`<parent>/<type>/`), for the same reason. */
  readonly #collections = new Map<string, Set<string>>();
  readonly #onChange: (change: Change) => void;

  constructor(documents: readonly ArmDocument[], onChange: (change: Change) => void) {
    for (const document of documents) this.#keep(document);
    this.#onChange = onChange;
  }

  get(id: string): ArmDocument | undefined {
    return this.#documents.get(keyOf(id));
  }

  put(document: ArmDocument, reason: Reason): void {
    this.#keep(document);
    this.#onChange({ ...reason, id: document.id });
  }

  /** Takes a document away with everything below it; nothing happens when it is not there. */
  remove(id: string, reason: Reason): void {
    const document = this.get(id);
    if (document === undefined) return;
    for (const key of [...this.#documents.keys()].filter((other) => isAtOrBelow(other, id))) {
      this.#documents.delete(key);
      this.#collections.get(collectionOf(key))?.delete(key);
      for (const keys of this.#types.values()) keys.delete(key);
    }
    this.#onChange({ ...reason, id: document.id });
  }

  all(): readonly ArmDocument[] {
    return [...this.#documents.values()];
  }

  /** Direct children of one kind: `childrenOf(hub, "outboundRules")`. */
  childrenOf(parentId: string, childType: string): readonly ArmDocument[] {
    const prefix = `${keyOf(parentId)}/${childType.toLowerCase()}/`;
    return [...(this.#collections.get(prefix) ?? [])].flatMap((key) => this.#documents.get(key) ?? []);
  }

  /** All documents of a full type (`Namespace/type/child`) at or below a scope. */
  ofType(type: string, scope = ""): readonly ArmDocument[] {
    const scopeKey = keyOf(scope);
    const isBelow = (key: string): boolean => scopeKey === "" || key === scopeKey || key.startsWith(`${scopeKey}/`);
    return [...(this.#types.get(type.toLowerCase()) ?? [])].flatMap((key) =>
      isBelow(key) ? (this.#documents.get(key) ?? []) : [],
    );
  }

  #keep(document: ArmDocument): void {
    const key = keyOf(document.id);
    const isNew = !this.#documents.has(key);
    this.#documents.set(key, document);
    if (!isNew) return;
    const path = parseArmPath(document.id);
    note(this.#collections, collectionOf(key), key);
    note(this.#types, path?.provider === undefined ? "" : typeOf(path).toLowerCase(), key);
  }
}

function note(index: Map<string, Set<string>>, at: string, key: string): void {
  index.set(at, (index.get(at) ?? new Set()).add(key));
}

/** Everything of a key before its own name. */
function collectionOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}
