import type { Conditions } from "./rules/conditions.ts";
import { isWriteRequest } from "./state/request-log.ts";
import { parseArmPath } from "./wire/arm-path.ts";
import type { ArmPath } from "./wire/arm-path.ts";

/** A request as a transport hands it over. */
export interface TwinRequest {
  readonly method: string;
  /** Absolute, or a path with its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request taken apart. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** The path taken apart; undefined for one that is not the resource manager's. */
  readonly armPath: ArmPath | undefined;
  readonly search: string;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  readonly isWrite: boolean;
  readonly conditions: Conditions;
  readonly authorization: string | undefined;
}

/** Takes a request apart; `baseUrl` completes a URL that is only a path. */
export function readRequest(request: TwinRequest, baseUrl: string): Asked {
  // Joined, not resolved: a path may begin with two slashes.
  const url = request.url.startsWith("/") ? new URL(`${baseUrl}${request.url}`) : new URL(request.url, baseUrl);
  const method = request.method.toUpperCase();
  const path = decodePath(url.pathname);
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const [ifMatch, ifNoneMatch] = [headers.get("if-match"), headers.get("if-none-match")];
  return {
    ...{ method, path, armPath: parseArmPath(path), search: url.search, query: url.searchParams, body: request.body },
    isWrite: isWriteRequest(method, path),
    conditions: {
      ...(ifMatch === undefined ? {} : { ifMatch }),
      ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    },
    authorization: headers.get("authorization"),
  };
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
