import { TwinFileError } from "../input-file.ts";
import type { EstateDocument, EstateFacts } from "../estate.ts";
import { parentOf } from "../reach/arm-id.ts";
import { findDocument, indexEstate } from "../reach/estate-index.ts";

/** Where somebody stands: outside of Azure with a public address, or in a subnet (its ARM id). */
export type Standpoint =
  { readonly kind: "public"; readonly ip: string } | { readonly kind: "vnet"; readonly subnet: string };

/** An address for documentation (RFC 5737), for an estate that tells none. */
const someAddress = "198.51.100.1";

/**
 * The standpoint that was chosen, or the estate's own (`facts.vantage`), or the public internet.
 * Throws TwinFileError for a subnet in a VNet that the estate does not have.
 */
export function standpointOf(
  estate: EstateDocument,
  chosen: EstateFacts["vantage"] = estate.facts.vantage,
): Standpoint {
  if (chosen === undefined || chosen.kind === "public") return { kind: "public", ip: chosen?.ip ?? someAddress };
  if (findDocument(indexEstate(estate), parentOf(chosen.subnet)) !== undefined) return chosen;
  throw new TwinFileError("estate file", [`facts.vantage.subnet: ${chosen.subnet} is in no VNet of the estate`]);
}

/** The VNet of a standpoint; undefined for a public one. */
export function vnetOf(standpoint: Standpoint): string | undefined {
  return standpoint.kind === "vnet" ? parentOf(standpoint.subnet) : undefined;
}
