import type { Job, Permissions } from "./workflow-file.ts";

/** Whether permissions let a job ask for identity tokens; undefined where nothing is said. */
export function grantsTokens(permissions: Permissions | undefined): boolean | undefined {
  if (permissions === undefined) return undefined;
  return typeof permissions === "string" ? permissions === "write-all" : permissions["id-token"] === "write";
}

/** Where a job stands between the workflow it is in and the job that called that one. */
export interface Standing {
  readonly job: Job;
  readonly workflow: Permissions | undefined;
  /** What the calling job may; undefined where the workflow was started by an event: then tokens must be asked for. */
  readonly caller: boolean | undefined;
}

/** Whether a job gets what it needs to ask for tokens. Throws where it wants more than its caller has, as GitHub does. */
export function mayAskForTokens({ job, workflow, caller }: Standing): boolean {
  const own = grantsTokens(job.permissions ?? workflow) ?? caller ?? false;
  if (own && caller === false) {
    throw new Error("The nested job is requesting 'id-token: write', but is only allowed 'id-token: none'.");
  }
  return own;
}

/** The end of a URL that tells the token service a job's environment: `&environment=…`, or nothing. */
export function environmentQuery({ environment }: Job): string {
  const name = typeof environment === "object" ? environment.name : (environment ?? "");
  if (name === "") return "";
  // An expression is known only when the job starts.
  return `&environment=${name.includes("${{") ? name : encodeURIComponent(name)}`;
}
