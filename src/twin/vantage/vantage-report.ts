import type { TwinRequest, TwinResponse } from "../twin.ts";
import type { ServedDoor } from "./door-listeners.ts";
import type { ServedNameServer, ServedVantage } from "./serve-vantage.ts";
import type { Standpoint } from "./standpoint.ts";

/** What is served of the network, and where. */
export interface VantageReport {
  readonly standpoint: Standpoint;
  readonly dns: readonly ServedNameServer[];
  readonly doors: readonly ServedDoor[];
}

/** The report of now, without a refresh. */
export function describeVantage(vantage: ServedVantage): VantageReport {
  return { standpoint: vantage.standpoint, dns: vantage.dns, doors: vantage.doors() };
}

/** Answers `GET /_twin/vantage`, after a refresh. undefined for any other request, or where no vantage is served. */
export function answerAboutVantage(
  vantage: ServedVantage | undefined,
  { method, url }: TwinRequest,
): Promise<TwinResponse> | undefined {
  if (vantage === undefined || method !== "GET" || url.replace(/\?.*$/, "") !== "/_twin/vantage") return undefined;
  return vantage.refresh().then(() => ({
    status: 200,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(describeVantage(vantage)),
  }));
}
