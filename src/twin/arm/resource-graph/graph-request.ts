import { z } from "zod";
import type { Json } from "../../estate.ts";
import { notServedByTwin, requestRefused } from "../../wire/graph-error.ts";
import type { GraphIncident } from "../../wire/graph-error.ts";

/** What the body of a query asks for. */
export interface GraphRequest {
  readonly query: string;
  /** GUIDs as they were written; undefined for every subscription the caller can read. */
  readonly subscriptions: readonly string[] | undefined;
  /** Rows a page, 1 to 1000. */
  readonly top: number | undefined;
  readonly skip: number | undefined;
  readonly skipToken: string | undefined;
  readonly format: "objectArray" | "table";
}

/** The body as the specification has it (2021-03-01 and later), with its limits. */
const body = z.object({
  query: z.string(),
  subscriptions: z.array(z.string()).nullish(),
  managementGroups: z.array(z.string()).nullish(),
  facets: z.array(z.unknown()).nullish(),
  options: z
    .object({
      $top: z.int().min(1).max(1000).nullish(),
      $skip: z.int().min(0).nullish(),
      $skipToken: z.string().nullish(),
      resultFormat: z.enum(["objectArray", "table"]).nullish(),
      // Only says what happens with more subscriptions than the service takes at once; no estate has as many.
      allowPartialScopes: z.boolean().nullish(),
      authorizationScopeFilter: z.string().nullish(),
    })
    .nullish(),
});

/** Reads a request. Throws 400 for one the specification does not allow, 501 for what the twin does not serve. */
export function readGraphRequest(given: Json | undefined, incident: GraphIncident): GraphRequest {
  const parsed = body.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw requestRefused(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, incident);
  }
  const { query, subscriptions, managementGroups, facets, options } = parsed.data;
  if ((managementGroups ?? []).length > 0) throw notServedByTwin("the scope managementGroups");
  if ((facets ?? []).length > 0) throw notServedByTwin("facets");
  const filter = options?.authorizationScopeFilter ?? "AtScopeAndBelow";
  if (filter !== "AtScopeAndBelow") throw notServedByTwin(`the authorizationScopeFilter ${filter}`);
  return {
    query,
    // Not confirmed: that an empty list is as good as none.
    subscriptions: (subscriptions ?? []).length === 0 ? undefined : (subscriptions ?? undefined),
    top: options?.$top ?? undefined,
    skip: options?.$skip ?? undefined,
    skipToken: options?.$skipToken ?? undefined,
    format: options?.resultFormat ?? "objectArray",
  };
}
