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
  readonly #typeOf = new Map<string, string>();
  /** Keys by the collection they stand in (`<parent>/<type>/`), for the same reason. */
  readonly #collections = new Map<string, Set<string>>();
  readonly #onChange: (change: Change) => void;
  #revision = 0;

  constructor(documents: readonly ArmDocument[], onChange: (change: Change) => void) {
    for (const document of documents) this.#keep(document);
    this.#onChange = onChange;
  }

  /** Another one after every change: what was made of the documents at the same revision still holds. */
  get revision(): number {
    return this.#revision;
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
    this.#revision += 1;
    for (const key of [...this.#documents.keys()].filter((other) => isAtOrBelow(other, id))) {
      this.#documents.delete(key);
      this.#collections.get(collectionOf(key))?.delete(key);
      this.#types.get(this.typeOf(key))?.delete(key);
      this.#typeOf.delete(key);
    }
    this.#onChange({ ...reason, id: document.id });
  }

  all(): readonly ArmDocument[] {
    return [...this.#documents.values()];
  }

  /** `Namespace/type/child` of a document that is here, in lower case; "" where it names no provider. */
  typeOf(id: string): string {
    return this.#typeOf.get(keyOf(id)) ?? "";
  }

  /** Direct children of one kind: `childrenOf(hub, "outboundRules")`. */
  childrenOf(parentId: string, childType: string): readonly ArmDocument[] {
    const prefix = `${keyOf(parentId)}/${childType.toLowerCase()}/`;
    return [...(this.#collections.get(prefix) ?? [])].flatMap((key) => this.#documents.get(key) ?? []);
  }

  /** All documents of a full type (`Namespace/type/child`) at or below a scope. */
  ofType(type: string, scope = ""): readonly ArmDocument[] {
    const wanted = type.toLowerCase();
    const scopeKey = keyOf(scope);
    const isBelow = (key: string): boolean => scopeKey === "" || key === scopeKey || key.startsWith(`${scopeKey}/`);
    return [...(this.#types.get(wanted) ?? [])].filter(isBelow).flatMap((key) => this.#documents.get(key) ?? []);
  }

  #keep(document: ArmDocument): void {
    const key = keyOf(document.id);
    const isKnown = this.#documents.has(key);
    this.#revision += 1;
    this.#documents.set(key, document);
    if (isKnown) return;
    const siblings = this.#collections.get(collectionOf(key)) ?? new Set();
    this.#collections.set(collectionOf(key), siblings.add(key));
    const type = fullTypeOf(key);
    this.#typeOf.set(key, type);
    this.#types.set(type, (this.#types.get(type) ?? new Set()).add(key));
  }
}

/** `Namespace/type/child` of a key, in lower case; "" where it names no provider. */
function fullTypeOf(key: string): string {
  const path = parseArmPath(key);
  return path?.provider === undefined ? "" : typeOf(path);
}

/** Everything of a key before its own name. */
function collectionOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}
