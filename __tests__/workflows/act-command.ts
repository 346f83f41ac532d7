import path from "node:path";
import { root } from "../repository/tree.ts";
import type { Variables } from "../support/run-program.ts";

/** One run of act. */
export interface ActRun {
  readonly program: string;
  /** A folder of its own, for its home and its cache. */
  readonly scratch: string;
  /** The clone it runs in, and the workflow's file there. */
  readonly workspace: string;
  readonly file: string;
  readonly event: { readonly name: string; readonly file: string };
  /** Arguments that say where repositories are. */
  readonly repositories: readonly string[];
  /** Labels of runners that this machine is to be. */
  readonly labels: readonly string[];
  readonly secrets: Variables;
  readonly vars: Variables;
  /** Variables that act makes its context of; they win over a workflow's. */
  readonly context: Variables;
  /** Variables of the machine; a workflow's win over them. */
  readonly machine: Variables;
  /** Stops it by hand once a step prints this. */
  readonly stopAt: string | undefined;
}

/** The home of a run: what is left behind is known by it. */
export function homeOf({ scratch }: ActRun): string {
  return path.join(scratch, "home");
}

export function argumentsOf(run: ActRun): readonly string[] {
  const each = (option: string, values: Variables): readonly string[] =>
    Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
  return [
    run.event.name,
    ...["--workflows", run.file, "--eventpath", run.event.file, "--actor", "octocat", "--defaultbranch", "main"],
    ...["--json", "--no-cache-server", "--action-offline-mode", "--action-cache-path", path.join(run.scratch, "cache")],
    // In this process's place: no container.
    ...run.labels.flatMap((label) => ["--platform", `${label}=-self-hosted`]),
    ...run.repositories,
    ...each("--secret", run.secrets),
    ...each("--var", run.vars),
    ...each("--env", run.context),
  ];
}

/** All that a step sees of this machine: act hands its own environment on. */
export function environmentOf(run: ActRun): Variables {
  const home = homeOf(run);
  // act runs JavaScript actions on the first node there is.
  const programs = [path.join(root, "node_modules/node/bin"), process.env.PATH ?? ""];
  return {
    ...run.machine,
    ...{ PATH: programs.join(path.delimiter), HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    ...{ NO_COLOR: "1", NO_PROXY: "localhost,127.0.0.1", ACT_DISABLE_VERSION_CHECK: "1" },
  };
}
