import { z } from "zod";

const repository = z.object({ id: z.number() });

/** Of a fork that was deleted meanwhile, GitHub says null. */
const payload = z.object({
  pull_request: z.object({
    head: z.object({ repo: repository.nullable() }),
    base: z.object({ repo: repository }),
  }),
});

/** Whether a run is for a pull request from a fork: GitHub gives those a token to read with, and no other. */
export function isForFork(event: { readonly eventName: string; readonly payload: unknown }): boolean {
  // pull_request_target runs with the rights of the repository itself.
  if (!event.eventName.startsWith("pull_request") || event.eventName === "pull_request_target") return false;
  const parsed = payload.safeParse(event.payload);
  if (!parsed.success) return false;
  const { head, base } = parsed.data.pull_request;
  return head.repo?.id !== base.repo.id;
}
