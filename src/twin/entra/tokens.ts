import { createHash } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { EstateDocument } from "../estate.ts";
import type { TwinClock } from "../state/timeline.ts";
import { armErrorWith } from "../wire/arm-error.ts";
import type { ArmError } from "../wire/arm-error.ts";
import { audiencesOf } from "./clouds.ts";

/** Who asks, as the token says. */
export interface Caller {
  readonly objectId: string;
  readonly appId: string;
}

/** What a client needs to log in to the twin. */
export interface Credentials {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The login of the estate's caller. The secret is derived, so that it holds over a restart of the twin. */
export function credentialsOf(estate: EstateDocument): Credentials {
  const secret = createHash("sha256").update(`twin secret of ${estate.tenantId}/${estate.caller.appId}`);
  return {
    tenantId: estate.tenantId,
    clientId: estate.caller.appId,
    clientSecret: `twin~${secret.digest("base64url")}`,
  };
}

/** A token whose signature was checked, with the seconds of the epoch between which its claims hold. */
interface CheckedToken {
  readonly caller: Caller;
  readonly from: number;
  readonly until: number;
}

/** Signs and checks the twin's access tokens. The key is derived from the tenant: tokens outlive a restart. */
export class TokenIssuer {
  readonly #estate: EstateDocument;
  readonly #clock: TwinClock;
  readonly #key: Uint8Array;
  /** By token and audiences asked for: a client sends the same one with every request, and a signature stays right. */
  readonly #checked = new Map<string, CheckedToken>();

  constructor(estate: EstateDocument, clock: TwinClock) {
    this.#estate = estate;
    this.#clock = clock;
    this.#key = createHash("sha256").update(`twin key of ${estate.tenantId.toLowerCase()}`).digest();
  }

  async issue(audience: string, issuer: string, lifetimeMs: number): Promise<string> {
    const { caller, tenantId } = this.#estate;
    const now = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({ oid: caller.objectId, appid: caller.appId, tid: tenantId, idtyp: "app", ver: "1.0" })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setSubject(caller.objectId)
      .setAudience(audience)
      .setIssuer(issuer)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + Math.floor(lifetimeMs / 1000))
      .sign(this.#key);
  }

  /** The caller behind an Authorization header for one of the audiences, or why its token is not taken. */
  async read(header: string | undefined, audiences: readonly string[]): Promise<Caller | TokenRefusal> {
    const token = /^Bearer (.+)$/i.exec(header ?? "")?.[1];
    if (token === undefined) return "missing";
    // Clients end an audience with a slash, or don't.
    const audience = audiences.map((url) => url.replace(/\/$/, "")).flatMap((url) => [url, `${url}/`]);
    const key = [token, ...audience].join(" ");
    const checked = this.#checked.get(key);
    const now = Math.floor(this.#clock.now() / 1000);
    if (checked !== undefined && checked.from <= now && now < checked.until) return checked.caller;
    try {
      const { payload } = await jwtVerify(token, this.#key, { currentDate: new Date(this.#clock.now()), audience });
      const caller = { objectId: String(payload.oid), appId: String(payload.appid) };
      this.#checked.set(key, { caller, from: payload.nbf ?? now, until: payload.exp ?? now });
      return caller;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) return "expired";
      return cause instanceof errors.JWTClaimValidationFailed && cause.claim === "aud" ? "audience" : "invalid";
    }
  }

  /** The caller behind an Authorization header; throws ARM's 401 with its WWW-Authenticate otherwise. */
  async verify(header: string | undefined, baseUrl: string): Promise<Caller> {
    const caller = await this.read(header, audiencesOf(this.#estate.cloud, baseUrl));
    if (!isRefusal(caller)) return caller;
    throw unauthorized(...ARM_REFUSALS[caller], baseUrl, this.#estate);
  }
}

/** Why a token is not taken. */
export type TokenRefusal = "missing" | "expired" | "audience" | "invalid";

/** True for a refusal, false for a caller. */
export function isRefusal(read: Caller | TokenRefusal): read is TokenRefusal {
  return typeof read === "string";
}

const ARM_REFUSALS: Readonly<Record<TokenRefusal, readonly [code: string, message: string]>> = {
  missing: [
    "AuthenticationFailed",
    "Authentication failed. The 'Authorization' header is missing or has another scheme than Bearer.",
  ],
  expired: ["ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time."],
  audience: ["InvalidAuthenticationTokenAudience", "The access token has been obtained for wrong audience."],
  invalid: ["InvalidAuthenticationToken", "The access token is invalid."],
};

function unauthorized(code: string, message: string, baseUrl: string, estate: EstateDocument): ArmError {
  const authority = `${baseUrl}/${estate.tenantId}`;
  const challenge = `Bearer authorization_uri="${authority}", error="invalid_token", error_description="${message}"`;
  return armErrorWith(401, { "WWW-Authenticate": challenge }, code, message);
}
