import { readFile } from "node:fs/promises";

import { readField, readList, readNumber, readText } from "./json-field.mjs";

/**
 * @typedef {import("./plan.mjs").Asset} Asset
 * @typedef {import("./plan.mjs").Release} Release
 * @typedef {import("./plan.mjs").ReleaseFile} ReleaseFile
 * @typedef {import("./plan.mjs").Tag} Tag
 * @typedef {{ name: string, body: string, prerelease: boolean }} Words
 * @typedef {{ method: string, type?: string, body?: string | Uint8Array<ArrayBuffer> }} Sent
 */

/** The tags and releases of one repository, over GitHub's REST API. Nothing is tried twice: the whole may be run again. */
export class Repository {
  #base;
  #token;

  /**
   * @param {string} api such as `https://api.github.com`
   * @param {string} name owner/name
   * @param {string} token
   */
  constructor(api, name, token) {
    this.#base = `${api}/repos/${name}`;
    this.#token = token;
  }

  /** @returns {Promise<Tag[]>} those that begin with v */
  async listTags() {
    const refs = await this.#list(`${this.#base}/git/matching-refs/tags/v`);
    return refs.map((ref) => ({
      name: readText(ref, "ref").replace("refs/tags/", ""),
      sha: readText(readField(ref, "object"), "sha"),
    }));
  }

  /** @returns {Promise<Release[]>} with the drafts, where the token may write */
  async listReleases() {
    const releases = await this.#list(`${this.#base}/releases?per_page=100`);
    return releases.map(readRelease);
  }

  /**
   * @param {number} id
   * @returns {Promise<Release>}
   */
  async getRelease(id) {
    return readRelease(await this.#ask(`${this.#base}/releases/${id}`));
  }

  /**
   * @param {string} tag
   * @param {string} commit
   */
  async createTag(tag, commit) {
    await this.#send("POST", `${this.#base}/git/refs`, { ref: `refs/tags/${tag}`, sha: commit });
  }

  /**
   * @param {string} tag
   * @param {string} commit
   */
  async moveTag(tag, commit) {
    await this.#send("PATCH", `${this.#base}/git/refs/tags/${tag}`, { sha: commit, force: true });
  }

  /**
   * @param {string} tag that is there
   * @param {Words} words
   * @returns {Promise<Release>}
   */
  async createDraft(tag, words) {
    return readRelease(
      await this.#send("POST", `${this.#base}/releases`, {
        tag_name: tag,
        draft: true,
        make_latest: "false",
        ...words,
      }),
    );
  }

  /** @param {Asset} asset */
  async removeAsset({ id }) {
    await this.#ask(`${this.#base}/releases/assets/${id}`, { method: "DELETE" });
  }

  /**
   * @param {Release} release
   * @param {ReleaseFile} file
   */
  async upload({ uploadUrl }, { name, path }) {
    const body = new Uint8Array(await readFile(path));
    const url = `${uploadUrl.replace(/\{.*$/, "")}?name=${encodeURIComponent(name)}`;
    await this.#ask(url, { method: "POST", type: "application/octet-stream", body });
  }

  /**
   * @param {Release} release
   * @param {Words} words
   * @param {boolean} isLatest
   */
  async publish({ id }, words, isLatest) {
    const change = { draft: false, make_latest: String(isLatest), ...words };
    await this.#send("PATCH", `${this.#base}/releases/${id}`, change);
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {Readonly<Record<string, unknown>>} body
   */
  async #send(method, url, body) {
    return this.#ask(url, { method, type: "application/json", body: JSON.stringify(body) });
  }

  /**
   * @param {string} first
   * @returns {Promise<unknown[]>} of every page
   */
  async #list(first) {
    const all = [];
    /** @type {string | undefined} */
    let url = first;
    while (url !== undefined) {
      const response = await this.#fetch(url, { method: "GET" });
      all.push(...readList(await response.json()));
      url = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    }
    return all;
  }

  /**
   * @param {string} url
   * @param {Sent} [sent]
   * @returns {Promise<unknown>}
   */
  async #ask(url, sent = { method: "GET" }) {
    const text = await (await this.#fetch(url, sent)).text();
    return text === "" ? undefined : /** @type {unknown} */ (JSON.parse(text));
  }

  /**
   * @param {string} url
   * @param {Sent} sent
   */
  async #fetch(url, { method, type, body }) {
    const response = await fetch(url, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.#token}`,
        "x-github-api-version": "2022-11-28",
        ...(type === undefined ? {} : { "content-type": type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) {
      throw new Error(`${method} ${new URL(url).pathname} was answered ${response.status}: ${await response.text()}`);
    }
    return response;
  }
}

/**
 * @param {unknown} release
 * @returns {Release}
 */
function readRelease(release) {
  return {
    id: readNumber(release, "id"),
    tag: readText(release, "tag_name"),
    isDraft: readField(release, "draft") === true,
    isPreRelease: readField(release, "prerelease") === true,
    isImmutable: readField(release, "immutable") === true,
    uploadUrl: readText(release, "upload_url"),
    assets: readList(readField(release, "assets")).map(readAsset),
  };
}

/**
 * @param {unknown} asset
 * @returns {Asset}
 */
function readAsset(asset) {
  const digest = readField(asset, "digest");
  return {
    id: readNumber(asset, "id"),
    name: readText(asset, "name"),
    digest: typeof digest === "string" && readText(asset, "state") === "uploaded" ? digest : undefined,
  };
}
