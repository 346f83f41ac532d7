import { z } from "zod";

const repository = z.object({ id: z.number() });

/** Of a fork that was deleted meanwhile, GitHub says null. */
const pullRequest = z.object({
  // pull_request_target runs with the rights of the repository itself.
  eventName: z.string().regex(/^pull_request(?!_target)/),
  payload: z.object({
    pull_request: z.object({
      head: z.object({ repo: repository.nullable() }),
      base: z.object({ repo: repository }),
    }),
  }),
});

/**
 * Whether a run is for a pull request from a fork: GitHub gives those a token to read with, and no other. `event` is the
 * context of @actions/github, whose fields are only there where the runner has set them.
 */
export function isForFork(event: unknown): boolean {
  const parsed = pullRequest.safeParse(event);
  if (!parsed.success) return false;
  const { head, base } = parsed.data.payload.pull_request;
  return head.repo?.id !== base.repo.id;
}
