import { RunError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import { known, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Answer, Sent } from "./answer.ts";
import { documentsAt, isDocument, textAt } from "./document.ts";
import type { Document } from "./document.ts";
import { describe, readFailure } from "./refusals.ts";
import type { SendOnce } from "./requests.ts";
import { nextWaitMs, retryCause } from "./retry.ts";
import { apiVersionOf } from "./versions.ts";

export type Query = Readonly<Record<string, string>>;

type WriteMethod = "PUT" | "PATCH" | "POST";
type Refused = typeof readFailure;

/** No list read here has that many pages: one that goes on is a loop with ever new links. */
const maxPages = 1_000;

/** Azure Resource Manager with raw documents. Ids are used as given. */
export interface Arm {
  /** The origin requests go to: the only host a token is ever sent to. */
  readonly origin: string;
  /** One document; retried by cause with the run's clock. */
  read(id: ResourceId, query?: Query): Promise<Read<Document>>;
  /** All pages of a list; `refused` says what an answer other than 200 means. */
  list(id: ResourceId, query?: Query, refused?: Refused): Promise<Read<readonly Document[]>>;
  /** A POST that only asks and answers one document: retried like a read. `refused` as for a list. */
  ask(id: ResourceId, body: unknown, refused?: Refused): Promise<Read<Document>>;
  /** A POST that only asks, and may be answered later: retried like a read, whatever its status. */
  askLong(id: ResourceId, body: unknown): Promise<Answer>;
  /** One GET of an absolute URL on this host, retried, whatever its status. */
  follow(url: URL): Promise<Answer>;
  /**
   * A write, sent once, but for a 429: that one was not carried out, and is sent again after the server's delay. A 503
   * may have been carried out whatever delay it names, so it is never sent again here.
   */
  send(method: WriteMethod, id: ResourceId, body: unknown): Promise<Sent>;
  /** A write, sent once whatever is answered: for one that must not come later than what it was judged on. */
  sendNow(method: WriteMethod, id: ResourceId, body: unknown): Promise<Sent>;
  /** The URL, where it is on this host over https; throws RunError SFH913 otherwise. */
  urlOf(link: string): URL;
}

export function createArm(options: {
  readonly origin: string;
  readonly sendOnce: SendOnce;
  readonly clock: Clock;
}): Arm {
  const { sendOnce, clock } = options;
  const base = new URL(options.origin);
  const urlFor = (id: ResourceId, query: Query = {}): URL => {
    // OData filters want %20: not every provider reads "+" as a space.
    const search = new URLSearchParams({ "api-version": apiVersionOf(id), ...query }).toString().replaceAll("+", "%20");
    return new URL(`${base.origin}${encodePath(id)}?${search}`);
  };
  const follow = async (url: URL): Promise<Answer> =>
    answered(await patiently(() => sendOnce("GET", url), clock), url, "GET");
  const askLong = async (id: ResourceId, body: unknown): Promise<Answer> => {
    const url = urlFor(id);
    return answered(await patiently(() => sendOnce("POST", url, body), clock), url, "POST");
  };

  return {
    origin: base.origin,
    follow,
    askLong,
    urlOf: (link) => urlOnHost(link, base),
    async read(id, query) {
      const url = urlFor(id, query);
      return documentIn(await follow(url), "GET", url);
    },
    async ask(id, body, refused) {
      return documentIn(await askLong(id, body), "POST", urlFor(id), refused);
    },
    list: async (id, query, refused = readFailure) => readPages(urlFor(id, query), { follow, base, refused }),
    async send(method, id, body) {
      const url = urlFor(id);
      return patiently(() => sendOnce(method, url, body), clock, isNotCarriedOut);
    },
    sendNow: async (method, id, body) => sendOnce(method, urlFor(id), body),
  };
}

function documentIn(answer: Answer, method: string, url: URL, refused: Refused = readFailure): Read<Document> {
  if (answer.status !== 200) return refused(answer, { method, path: url.pathname });
  return isDocument(answer.body) ? known(answer.body) : brokenBody(url, answer);
}

/** Of a write. 503 is left out: a gateway answers it for what the service behind it may still do. */
export function isNotCarriedOut(sent: Sent): boolean {
  return sent.is === "answer" && sent.answer.status === 429;
}

interface Paging {
  readonly follow: (url: URL) => Promise<Answer>;
  readonly base: URL;
  readonly refused: Refused;
}

/** A list that can't be read to its end is unknown as a whole: a part of it would pass for all of it. */
async function readPages(first: URL, { follow, base, refused }: Paging): Promise<Read<readonly Document[]>> {
  const found: Document[] = [];
  const seen = new Set<string>();
  let next: URL | undefined = first;
  while (next !== undefined) {
    if (seen.has(next.href)) return unknown(`the pages of ${first.pathname} lead back to one read before`);
    if (seen.size === maxPages) return unknown(`${first.pathname} goes on after ${String(maxPages)} pages`);
    seen.add(next.href);
    const answer: Answer = await follow(next);
    if (answer.status !== 200) return refused(answer, { method: "GET", path: next.pathname });
    if (!isDocument(answer.body)) return brokenBody(next, answer);
    found.push(...documentsAt(answer.body, "value"));
    const link: string = textAt(answer.body, "nextLink");
    next = link === "" ? undefined : urlOnHost(link, base);
  }
  return known(found);
}

/** Sends until the answer stands or patience is over; a lost answer is then returned, throttling thrown. */
async function patiently(
  send: () => Promise<Sent>,
  clock: Clock,
  mayRetry: (sent: Sent) => boolean = () => true,
): Promise<Sent> {
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    const sent = await send();
    const cause = retryCause(sent);
    if (cause === undefined || !mayRetry(sent)) return sent;
    const wait = nextWaitMs(sent, cause, attempt, waitedMs);
    if (wait === undefined && cause === "throttled") throw throttled(sent, waitedMs);
    if (wait === undefined) return sent;
    await clock.sleep(wait);
    waitedMs += wait;
  }
}

function throttled(sent: Sent, waitedMs: number): RunError {
  const said = sent.is === "answer" ? describe(sent.answer) : "";
  return new RunError("SFH901", `Azure kept throttling for ${Math.round(waitedMs / 1_000)} s: ${said}`, {
    fix: "Run again later, or at another time than other jobs of the same principal.",
    status: 429,
  });
}

/** The answer, or the RunError for one that never came whole. */
function answered(sent: Sent, url: URL, method: string): Answer {
  if (sent.is === "answer") return sent.answer;
  const code = sent.cause === undefined ? "SFH908" : "SFH907";
  throw new RunError(code, `${method} ${url.host}${url.pathname} brought no whole answer: ${sent.why}`, {
    fix: "Check the way to Azure from here (DNS, proxy, firewall), then run again: nothing is lost by it.",
    ...(sent.cause === undefined ? {} : { cause: sent.cause }),
  });
}

function brokenBody(url: URL, answer: Answer): never {
  throw new RunError("SFH908", `${url.host}${url.pathname} answered 200 without a document.`, {
    status: answer.status,
    ...(answer.correlationId === undefined ? {} : { correlationId: answer.correlationId }),
  });
}

/** A next page or poll URL is followed only on the host asked: the token goes with it. */
function urlOnHost(link: string, base: URL): URL {
  const url = URL.canParse(link, base.href) ? new URL(link, base) : undefined;
  if (url?.origin === base.origin) return url;
  throw new RunError(
    "SFH913",
    `Azure sent a link to ${url?.origin ?? "no URL at all"} instead of ${base.origin}; it was not followed.`,
    {
      fix: "Check for a proxy that rewrites Azure's answers. The token was not sent.",
    },
  );
}

/** Keeps an id as it is, but for what a path can't hold ("?", "#", spaces in names). */
function encodePath(id: ResourceId): string {
  if (/^[\w\-.~/]*$/.test(id)) return id;
  return id
    .split("/")
    .map((part) => encodeURIComponent(decodePart(part)))
    .join("/");
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
