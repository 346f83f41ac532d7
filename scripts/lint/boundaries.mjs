/**
 * The import rules of the layout, as data. `from` is matched against a file's path from the repository's root; `to`
 * against what it imports: a path from the root (`src/azure/transport.ts`), a Node module (`node:fs/promises`), or a
 * package (`npm:@azure/identity`). Type-only and dynamic imports count too.
 *
 * @typedef {{ from: RegExp, to: RegExp, because: string }} Boundary
 */

const pureCore = /^src\/(snapshot|spec|paths|plan|checks|diagnose|report|fleet)\//;

/** Computes, never touches the world. Whatever else Node offers is I/O, a clock or a process. */
const pureNodeModules = "assert|buffer|crypto|path|querystring|string_decoder|url|util";

/** @type {readonly Boundary[]} */
export const boundaries = [
  {
    from: pureCore,
    to: new RegExp(`^node:(?!(${pureNodeModules})($|/))`),
    because: "the pure core does no I/O: read before it and act after it, in a composition root or through a port",
  },
  {
    from: pureCore,
    to: /^npm:@(azure|actions)\//,
    because: "the pure core knows neither the Azure SDKs nor GitHub",
  },
  {
    from: pureCore,
    to: /^src\/(azure|vantage|apply|observe|twin|runbook|cli)\//,
    because: "the pure core is handed data and imports nothing that gets, changes or composes it",
  },
  {
    from: /^src\/azure\//,
    to: /^src\/(plan|paths|checks|diagnose|apply|runbook|report|cli|twin)\//,
    because: "src/azure only implements the ports; what to do with Azure is decided elsewhere",
  },
  {
    from: /^src\/twin\//,
    to: /^(?!src\/twin\/|node:|npm:)/,
    because: "the twin is an independent opinion of Azure: it shares nothing with the engine",
  },
  {
    from: /^src\/twin\//,
    to: /^npm:@(azure|actions)\//,
    because: "the twin is an independent opinion of Azure: a client's models would share the client's mistakes",
  },
  {
    from: /^src\/observe\//,
    to: /^(?!npm:|src\/(ports|errors)\.ts$|src\/(observe|snapshot|paths|checks|spec)\/)/,
    because: "src/observe reaches the world only through src/ports.ts, and knows only the pure core",
  },
  {
    from: /^src\/apply\//,
    to: /^(?!npm:|src\/(ports|errors)\.ts$|src\/(apply|snapshot|plan|paths|checks|spec)\/)/,
    because: "src/apply reaches the world only through src/ports.ts, and knows only the pure core",
  },
  {
    from: /^src\/(?!azure\/|cli\/)/,
    to: /^npm:@azure\//,
    because: "the Azure SDKs stay behind the ports, in src/azure",
  },
  {
    from: /^(?!action\/|__tests__\/)/,
    to: /^npm:@actions\//,
    because: "only action/ knows GitHub",
  },
  {
    from: /^src\//,
    to: /^action\//,
    because: "the engine knows nothing of the GitHub face",
  },
  {
    from: /^src\/(?!cli\/|azure\/)/,
    to: /^src\/azure\//,
    because: "only action/ and src/cli compose: take a port instead",
  },
  {
    from: /^src\/(?!cli\/|twin\/)/,
    to: /^src\/twin\//,
    because: "only action/ and src/cli compose: take ports instead",
  },
  {
    from: /^src\/(?!cli\/|vantage\/)/,
    to: /^src\/vantage\//,
    because: "only action/ and src/cli compose: take evidence, or a port that gathers it",
  },
  {
    from: /^src\/(?!cli\/)/,
    to: /^src\/cli\//,
    because: "src/cli is a composition root: nothing in the engine builds on it",
  },
  {
    from: /^src\/(?!cli\/)/,
    to: /^node:(timers($|\/)|process$)/,
    because: "clock, sleep and the process's environment are handed in by a composition root",
  },
  {
    from: /^scripts\/release(\/|\.mjs$)/,
    to: /^(?!node:|scripts\/release\/)/,
    because: "what runs with the right to publish uses nothing that is installed",
  },
];
