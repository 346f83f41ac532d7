/** The estate fresh-approved-only, with its resources at hand. */
import { subscriptionsOf } from "../support/caller-rights.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";

export const fresh = estateNamed("fresh-approved-only");
export const [subscription = ""] = subscriptionsOf(fresh);

const idOf = (end: string): string => find(fresh, end).id;
export const storage = idOf("/storageAccounts/stnorthwindai");
export const vault = idOf("/vaults/kv-northwind-ai");
export const registry = idOf("/registries/crnorthwindai");
export const search = idOf("/searchServices/srch-northwind");
export const blobEndpoint = idOf("/privateEndpoints/pe-stnorthwindai-blob");
export const group = storage.split("/providers/")[0] ?? "";

/** The estate with a hub that answers the public internet. */
export const openHub = withProperties(fresh, "/workspaces/hub-northwind", { publicNetworkAccess: "Enabled" });
