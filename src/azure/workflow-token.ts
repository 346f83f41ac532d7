import { z } from "zod";

/** What a workflow's token says of itself: what Entra compares, letter by letter. */
export interface WorkflowToken {
  readonly subject: string;
  readonly issuer: string;
  readonly audience: string;
  /** The same subject in GitHub's other form, with or without numeric ids; undefined where there is none. */
  readonly otherSubject: string | undefined;
}

const id = z.union([z.string(), z.number()]).transform(String);

const claims = z.object({
  sub: z.string(),
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string()).transform((all) => all.join(" "))]),
  repository_owner_id: id.optional(),
  repository_id: id.optional(),
});

/** Reads the claims of a token without checking it; the token itself goes nowhere. Undefined for anything that isn't one. */
export function readWorkflowToken(token: string): WorkflowToken | undefined {
  const parsed = claims.safeParse(payloadOf(token));
  if (!parsed.success) return undefined;
  const { sub, iss, aud, repository_owner_id: owner, repository_id: repository } = parsed.data;
  return { subject: sub, issuer: iss, audience: aud, otherSubject: otherForm(sub, owner, repository) };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** `repo:OWNER/REPO:…` and `repo:OWNER@ID/REPO@ID:…` (repositories made or renamed since July 2026) are the same job. */
function otherForm(subject: string, owner: string | undefined, repository: string | undefined): string | undefined {
  const withIds = /^repo:([^/:@]+)@\d+\/([^/:@]+)@\d+(:.*)$/.exec(subject);
  if (withIds !== null) return `repo:${withIds[1] ?? ""}/${withIds[2] ?? ""}${withIds[3] ?? ""}`;
  const byName = /^repo:([^/:@]+)\/([^/:@]+)(:.*)$/.exec(subject);
  if (byName === null || owner === undefined || repository === undefined) return undefined;
  return `repo:${byName[1] ?? ""}@${owner}/${byName[2] ?? ""}@${repository}${byName[3] ?? ""}`;
}
