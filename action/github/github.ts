import { getOctokit } from "@actions/github";
import { z } from "zod";
import type { Connection } from "./connection.ts";
import { GitHubError } from "./github-error.ts";
import { readAnswer, readTrouble } from "./read-trouble.ts";
import { isRepeatable, pauseAfter } from "./retry.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** Asks GitHub about the repository of the run. Every method throws GitHubError, and nothing else. */
export interface GitHub {
  /** `route` as the documentation writes it (`GET /repos/{owner}/{repo}/issues`); owner and repo are given. */
  send<T>(route: string, parameters: Parameters, answer: z.ZodType<T>): Promise<T>;
  /** Every page of a list. */
  list<T>(route: string, parameters: Parameters, item: z.ZodType<T>): Promise<readonly T[]>;
}

interface Answer {
  readonly status: number;
  readonly headers: { readonly link?: string | undefined };
  readonly data: unknown;
}

const pageSize = 100;
/** 5,000 comments: whoever has more has another problem. */
const mostPages = 50;

/** A client whose budget begins now. It sends to the API URL of the run, and follows neither redirects nor links. */
export function openGitHub(connection: Connection): GitHub {
  const { place, clock, limits } = connection;
  const ask = createAsk(connection, clock.now() + limits.budgetMs);
  const fill = (route: string, parameters: Parameters): Parameters =>
    route.includes("{owner}") ? { owner: place.owner, repo: place.repo, ...parameters } : parameters;
  return {
    send: async (route, parameters, answer) => check((await ask(route, fill(route, parameters))).data, answer),
    list: async <T>(route: string, parameters: Parameters, item: z.ZodType<T>) => {
      const found: T[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const { data, headers } = await ask(route, { ...fill(route, parameters), per_page: pageSize, page });
        found.push(...check(data, z.array(item)));
        // Where the next page is said to be doesn't matter, only that there is one.
        if (headers.link?.includes('rel="next"') !== true) return found;
      }
      throw new GitHubError({ is: "strange", what: `the list has more than ${mostPages * pageSize} entries` });
    },
  };
}

type Ask = (route: string, parameters: Parameters) => Promise<Answer>;

/** Asks, and asks once more where that is of use and the budget has room for it. */
function createAsk({ place, token, signal, clock, limits }: Connection, deadline: number): Ask {
  if (token === undefined || token === "") return () => Promise.reject(new GitHubError({ is: "no token" }));
  const octokit = getOctokit(token, { baseUrl: place.apiUrl, userAgent: "secure-foundry-hub" });
  const isStopped = (): boolean => signal.aborted;
  const once: Ask = async (route, parameters) => {
    if (isStopped()) throw new GitHubError({ is: "stopped" });
    const left = Math.min(limits.requestMs, deadline - clock.now());
    if (left <= 0) throw new GitHubError({ is: "slow" });
    const timeout = AbortSignal.timeout(left);
    const answer = await octokit
      .request(route, {
        ...parameters,
        headers: { "x-github-api-version": "2022-11-28" },
        request: { redirect: "manual", signal: AbortSignal.any([signal, timeout]) },
      })
      .catch((error: unknown) => {
        throw new GitHubError(isStopped() ? { is: "stopped" } : readTrouble(error, clock.now()), error);
      });
    // A body that broke off is an empty one to octokit, and a redirect a success.
    if (isStopped()) throw new GitHubError({ is: "stopped" });
    if (timeout.aborted) throw new GitHubError({ is: "slow" });
    if (answer.status >= 300) throw new GitHubError(readAnswer(answer.status, {}, answer.data, clock.now()));
    return answer;
  };
  return async (route, parameters) => {
    try {
      return await once(route, parameters);
    } catch (error) {
      const pause = error instanceof GitHubError ? pauseAfter(error.trouble, isRepeatable(route)) : undefined;
      if (pause === undefined || clock.now() + pause >= deadline) throw error;
      await clock.sleep(pause).catch((cause: unknown) => {
        throw new GitHubError({ is: "stopped" }, cause);
      });
      return once(route, parameters);
    }
  };
}

function check<T>(data: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new GitHubError({
    is: "strange",
    what: where === "" ? "not the JSON it should be" : `${where} is not as it should be`,
  });
}
