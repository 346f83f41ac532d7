import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inject } from "vitest";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { serveTwin } from "../../src/twin/serve.ts";
import { createTwin } from "../../src/twin/twin.ts";
import type { Credentials } from "../../src/twin/entra/tokens.ts";
import type { TwinOptions } from "../../src/twin/twin.ts";
import { find } from "../support/edit-estate.ts";
import type { Variables } from "../support/run-program.ts";

/** A twin that real clients reach over TLS, and whose world a test looks at. */
export interface ServedEstate {
  readonly arm: string;
  readonly metadataUrl: string;
  readonly caPem: string;
  readonly caFile: string;
  readonly credentials: Credentials;
  /** The estate as it was served first, in the form a GET answers. */
  readonly before: EstateDocument;
  /** The document now, by the end of its id. */
  now(idEnd: string): ArmDocument;
  /** The estate now, in the form a GET answers. */
  estate(): EstateDocument;
  /** Requests that arrived: method, path, status. */
  requests(): readonly {
    readonly method: string;
    readonly id: string;
    readonly query: string;
    readonly status: number;
  }[];
  /** Writes that were taken, `PATCH /subscriptions/…`. */
  writes(): readonly string[];
  close(): Promise<void>;
}

/** Clients wait as they are told, half a minute where they are not. A second is the least that all of them take. */
const impatient = { retryAfter: 1 } as const;

/** Serves an estate in this process, by the machine's clock: the clients' tokens and assertions go by it too. */
export async function serveEstate(
  estate: EstateDocument,
  options: Partial<Omit<TwinOptions, "estate" | "clock">> = {},
): Promise<ServedEstate> {
  const behaviour = { ...impatient, ...options.behaviour };
  const clock = { now: () => Date.now() };
  const served = await serveTwin((baseUrl) => createTwin({ ...options, estate, baseUrl, clock, behaviour }));
  const { twin, baseUrl, caPem } = served;
  const before = twin.estate();
  const caFile = path.join(scratchFolder(), "ca.pem");
  writeFileSync(caFile, caPem);
  return {
    ...{ arm: baseUrl, metadataUrl: `${baseUrl}/metadata/endpoints?api-version=2022-09-01`, caPem, caFile },
    credentials: twin.credentials,
    before,
    now: (idEnd) => find(twin.estate(), idEnd),
    estate: () => twin.estate(),
    requests: () => twin.log,
    writes: () => twin.log.filter((e) => e.isWrite && e.status < 300).map((e) => `${e.method} ${e.id}`),
    close: () => served.close(),
  };
}

/** A folder of its own, which goes when the run ends. */
export function scratchFolder(): string {
  return mkdtempSync(path.join(inject("scratch"), "test-"));
}

/** What a client program gets to see of this machine: next to nothing, so that no proxy or login of it leaks in. */
export function cleanEnvironment(served: ServedEstate): Variables {
  const home = scratchFolder();
  const { SYSTEMROOT } = process.env;
  return {
    ...{ PATH: "", HOME: home, USERPROFILE: home, TMPDIR: home, TEMP: home, NO_PROXY: "localhost" },
    ...{ PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1", REQUESTS_CA_BUNDLE: served.caFile },
    ...(SYSTEMROOT === undefined ? {} : { SYSTEMROOT }),
  };
}
