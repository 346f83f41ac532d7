import { Agent, request } from "node:https";
import { afterEach, expect, test } from "vitest";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { serveTwin } from "../../src/twin/serve.ts";
import type { ServedTwin } from "../../src/twin/serve.ts";
import { createTwin } from "../../src/twin/twin.ts";
import type { Fault } from "../../src/twin/twin.ts";
import { listAt, parseJson, textAt, valueAt } from "../../src/twin/wire/json-fields.ts";
import { HUB, smallEstate, STORAGE } from "./small-estate.ts";
import { login } from "./twin-client.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(faults: readonly Fault[] = []): Promise<ServedTwin> {
  const served = await serveTwin((baseUrl) => createTwin({ estate: smallEstate(), baseUrl, faults }));
  open.push(() => served.close());
  return served;
}

interface Heard {
  readonly status: number;
  readonly text: string;
}

/** One request over real TLS, trusting only the given CA. */
function ask(url: string, options: { ca?: string; token?: string; agent?: Agent }): Promise<Heard> {
  const { ca, token, agent } = options;
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, ...(ca ? { ca } : {}), ...(agent ? { agent } : {}) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("answers over TLS to whoever trusts its CA, and to nobody else", async () => {
  const { baseUrl, caPem } = await serve();
  const reply = await ask(`${baseUrl}/metadata/endpoints?api-version=2022-09-01`, { ca: caPem });
  expect(textAt(parseJson(reply.text), "resourceManager")).toBe(baseUrl);
  await expect(ask(`${baseUrl}/metadata/endpoints`, {})).rejects.toMatchObject({
    code: expect.stringMatching(/CERT|ISSUER|SIGNED|SIGNATURE/) as string,
  });
});

test("serves the resource manager, its log, its counts and its estate", async () => {
  const { baseUrl, caPem: ca, twin } = await serve();
  const token = await login(twin, `${baseUrl}/.default`);
  const agent = new Agent({ keepAlive: true, ca });
  const hub = await ask(`${baseUrl}${HUB}?api-version=2025-12-01`, { ca, token, agent });
  expect([hub.status, textAt(parseJson(hub.text), "id")]).toEqual([200, HUB]);
  const log = parseJson((await ask(`${baseUrl}/_twin/log`, { ca, agent })).text);
  expect(log).toMatchObject([{ method: "POST" }, { method: "GET", id: HUB, status: 200 }]);
  const counts = parseJson((await ask(`${baseUrl}/_twin/counts`, { ca, agent })).text);
  expect(counts).toMatchObject({ total: 2, writes: 0, GET: 1 });
  const estate = (await ask(`${baseUrl}/_twin/estate`, { ca, agent })).text;
  expect(parseEstate(estate).hub).toBe(HUB);
  agent.destroy();
});

test("hangs up where a fault says so", async () => {
  const faults: readonly Fault[] = [
    { on: { path: "storageAccounts" }, do: { kind: "reset" } },
    { on: { path: "storageAccounts", nth: 2 }, do: { kind: "truncate" } },
  ];
  const { baseUrl, caPem: ca } = await serve(faults);
  const url = `${baseUrl}${STORAGE}?api-version=2025-06-01`;
  await expect(ask(url, { ca })).rejects.toMatchObject({ code: "ECONNRESET" });
  await expect(ask(url, { ca })).rejects.toMatchObject({ code: "ECONNRESET" });
  expect((await ask(url, { ca })).status).toBe(401);
});

test("an estate taken from a twin can be served again and says the same", async () => {
  const { twin } = await serve();
  const again = parseEstate(JSON.stringify(twin.estate()));
  expect(listAt(parseJson(JSON.stringify(again)), "resources")).toHaveLength(twin.documents().length);
  expect(valueAt(parseJson(JSON.stringify(again)), "facts")).toEqual(smallEstate().facts);
});
