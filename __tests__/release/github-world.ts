import { createHash } from "node:crypto";
import { z } from "zod";

interface Asset {
  readonly id: number;
  readonly name: string;
  readonly state: "uploaded" | "starter";
  readonly digest: string | null;
}

interface Release {
  readonly id: number;
  readonly tag_name: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly immutable: boolean;
  readonly assets: readonly Asset[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Question {
  readonly method: string;
  /** From below the repository: `/releases/7`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

const refBody = z.object({ ref: z.string().startsWith("refs/tags/"), sha: z.string() });
const releaseBody = z.object({
  tag_name: z.string().optional(),
  name: z.string(),
  body: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  make_latest: z.enum(["true", "false"]),
});

const notFound: Answer = { status: 404, body: { message: "Not Found" } };
const refuse = (message: string): Answer => ({ status: 422, body: { message } });

/** One repository's tags and releases, and the rules of GitHub that a release workflow meets. */
export class GitHubWorld {
  readonly tags = new Map<string, string>();
  readonly releases: Release[] = [];
  /** Tag of the release that is shown as the latest. */
  latest: string | undefined;
  /** The repository's setting. */
  isImmutabilityOn = true;
  #nextId = 1;

  /** A release that somebody published earlier, with its tag. */
  addPublished(tag: string, commit: string): void {
    this.tags.set(tag, commit);
    const words = { tag_name: tag, name: tag, body: "", draft: false, prerelease: tag.includes("-") };
    this.releases.push({ ...words, id: this.#nextId++, immutable: true, assets: [] });
  }

  answer({ method, path, query, body }: Question): Answer {
    const json = (): unknown => JSON.parse(body.toString());
    const [, kind = "", id = ""] =
      /^\/(releases\/assets|releases|git\/refs\/tags|[^/]+\/[^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
    switch (`${method} ${kind}`) {
      case "GET git/matching-refs":
        return {
          status: 200,
          body: [...this.tags].map(([tag, sha]) => ({ ref: `refs/tags/${tag}`, object: { sha } })),
        };
      case "POST git/refs":
        return this.#createTag(refBody.parse(json()));
      case "PATCH git/refs/tags":
        return this.#moveTag(id, z.object({ sha: z.string(), force: z.literal(true) }).parse(json()).sha);
      case "POST releases":
        return path.endsWith("/assets")
          ? this.#upload(Number(id), query.get("name") ?? "", body)
          : this.#create(json());
      case "GET releases":
        return this.#read(id);
      case "PATCH releases":
        return this.#change(Number(id), releaseBody.parse(json()));
      case "DELETE releases/assets":
        return this.#remove(Number(id));
      default:
        return notFound;
    }
  }

  /** What an upload leaves that broke off: a name without a content. */
  breakUpload({ path, query }: Question): void {
    const id = Number(path.split("/")[2]);
    this.#replace(id, (release) => ({
      assets: [
        ...release.assets,
        { id: this.#nextId++, name: query.get("name") ?? "", state: "starter", digest: null },
      ],
    }));
  }

  #createTag({ ref, sha }: z.infer<typeof refBody>): Answer {
    const tag = ref.replace("refs/tags/", "");
    if (this.tags.has(tag)) return refuse("Reference already exists");
    this.tags.set(tag, sha);
    return { status: 201, body: { ref, object: { sha } } };
  }

  #moveTag(tag: string, sha: string): Answer {
    if (!this.tags.has(tag)) return refuse("Reference does not exist");
    if (this.releases.some((release) => release.tag_name === tag && release.immutable)) return refuse("Cannot update");
    this.tags.set(tag, sha);
    return { status: 200, body: {} };
  }

  #create(json: unknown): Answer {
    const { tag_name = "", make_latest, ...words } = releaseBody.parse(json);
    if (!words.draft || make_latest === "true") return refuse("An immutable release takes no files any more");
    const release = { ...words, tag_name, id: this.#nextId++, immutable: false, assets: [] };
    this.releases.unshift(release);
    return { status: 201, body: release };
  }

  #read(id: string): Answer {
    const found = this.releases.find((release) => release.id === Number(id));
    if (id === "") return { status: 200, body: this.releases };
    return found === undefined ? notFound : { status: 200, body: found };
  }

  #change(id: number, { make_latest, draft, prerelease, name, body }: z.infer<typeof releaseBody>): Answer {
    const found = this.releases.find((release) => release.id === id);
    if (found === undefined) return notFound;
    if (found.immutable) return refuse("Cannot change an immutable release");
    // GitHub would make the tag, wherever the default branch is by now.
    if (!this.tags.has(found.tag_name)) return refuse("The tag should be there");
    this.#replace(id, () => ({ name, body, draft, prerelease, immutable: this.isImmutabilityOn }));
    if (make_latest === "true") this.latest = found.tag_name;
    return { status: 200, body: {} };
  }

  #upload(id: number, name: string, content: Buffer): Answer {
    const found = this.releases.find((release) => release.id === id);
    if (found === undefined) return notFound;
    if (found.immutable) return refuse("Cannot upload to an immutable release");
    if (found.assets.some((asset) => asset.name === name)) return refuse("already_exists");
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    const asset: Asset = { id: this.#nextId++, name, state: "uploaded", digest };
    this.#replace(id, (release) => ({ assets: [...release.assets, asset] }));
    return { status: 201, body: asset };
  }

  #remove(assetId: number): Answer {
    const found = this.releases.find(({ assets }) => assets.some(({ id }) => id === assetId));
    if (found === undefined) return notFound;
    if (found.immutable) return refuse("Cannot delete from an immutable release");
    this.#replace(found.id, ({ assets }) => ({ assets: assets.filter(({ id }) => id !== assetId) }));
    return { status: 204 };
  }

  #replace(id: number, change: (release: Release) => Partial<Release>): void {
    const index = this.releases.findIndex((release) => release.id === id);
    const release = this.releases[index];
    if (release !== undefined) this.releases[index] = { ...release, ...change(release) };
  }
}
