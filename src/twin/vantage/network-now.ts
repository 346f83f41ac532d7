import type { ArmDocument, EstateDocument } from "../estate.ts";
import { indexEstate } from "../reach/estate-index.ts";
import { viewNetwork } from "../reach/network-view.ts";
import type { NetworkView } from "../reach/network-view.ts";

/** What is asked of a twin: its documents as they are now. */
export interface LivingEstate {
  documents(): readonly ArmDocument[];
  estate(): EstateDocument;
  /** By the clock, lets due platform events happen. */
  keepTime(): void;
}

/** The network of a living estate. It is worked out again only where a document has changed since. */
export class NetworkNow {
  readonly #living: LivingEstate;
  #documents: readonly ArmDocument[];
  #view: NetworkView;

  constructor(living: LivingEstate) {
    this.#living = living;
    this.#documents = living.documents();
    this.#view = viewNetwork(indexEstate(living.estate()));
  }

  view(): NetworkView {
    this.#living.keepTime();
    const documents = this.#living.documents();
    // A document is never changed in place: it is replaced.
    const isSame =
      documents.length === this.#documents.length && documents.every((it, at) => it === this.#documents[at]);
    if (!isSame) {
      this.#documents = documents;
      this.#view = viewNetwork(indexEstate(this.#living.estate()));
    }
    return this.#view;
  }
}
