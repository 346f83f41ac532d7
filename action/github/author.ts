import { z } from "zod";
import type { GitHub } from "./github.ts";

/** Who wrote a comment or an issue; null once the account is gone. */
export const author = z.looseObject({ login: z.string(), type: z.string() }).nullable();
export type Author = z.infer<typeof author>;

/** Tokens that act for a person. Every other one, the job's own first of all, is an app's. */
const personalToken = /^(ghp|gho|ghu|github_pat)_/;

/** Tells what we wrote from what others did: a person who quotes a marker must not be edited. */
export type IsOwn = (author: Author) => boolean;

/** An app's token can't ask who it is, but everything it writes is a bot's; a person's can, and is one login. */
export async function learnOwn(github: GitHub, token: string | undefined): Promise<IsOwn> {
  if (!personalToken.test(token ?? "")) return (who) => who?.type === "Bot";
  const { login } = await github.send("GET /user", {}, z.looseObject({ login: z.string() }));
  return (who) => who?.login === login;
}
