import { z } from "zod";
import { jobsOf, type Job } from "./document.ts";
import { calledBy, isOurs } from "./own-action.ts";
import { job, workflow, type Rule } from "./rule.ts";

const levels = ["none", "read", "write"] as const;
const permissionsSchema = z.record(z.string(), z.enum(levels));

type Permissions = z.infer<typeof permissionsSchema>;

/** What a job names; nothing where it names nothing, or by one word for all. */
function permissionsOf({ permissions }: Job): Permissions {
  return permissionsSchema.safeParse(permissions).data ?? {};
}

/** Whether a job asks GitHub for a token of its own to show elsewhere. */
function signsIn({ steps }: Job): boolean {
  return steps.some((step) => {
    const signer = /^(azure\/login|actions\/attest[\w-]*)@/.test(step.uses ?? "");
    return signer || (isOurs(step) && step.with?.["client-id"] !== undefined);
  });
}

/** The most that any of some jobs asks for, of each. */
function addUp(all: readonly Permissions[]): Map<string, string> {
  const most = new Map<string, string>();
  for (const level of levels) {
    for (const [name] of all.flatMap((one) => Object.entries(one)).filter(([, asked]) => asked === level)) {
      most.set(name, level);
    }
  }
  return most;
}

const show = (permissions: Iterable<readonly [string, string]>): string =>
  [...permissions]
    .map(([name, level]) => `${name}: ${level}`)
    .sort()
    .join(", ");

export const permissionRules: readonly Rule[] = [
  {
    name: "a workflow starts from no permissions",
    find: (document) => {
      if (document.kind !== "workflow") return [];
      return JSON.stringify(document.workflow.permissions) === "{}" ? [] : ["permissions: {} is missing at the top"];
    },
    bad: [
      workflow("on: push\njobs: {}"),
      workflow("on: push\npermissions: read-all\njobs: {}"),
      workflow("on: push\npermissions: { contents: read }\njobs: {}"),
    ],
    good: [workflow("on: push\npermissions: {}\njobs: {}")],
  },
  {
    name: "a job names what it needs, one by one",
    find: (document) =>
      jobsOf(document).flatMap(([id, { permissions }]) =>
        permissionsSchema.safeParse(permissions).success ? [] : [`${id} names no permissions`],
      ),
    bad: [job("steps: []"), job("permissions: write-all"), job("permissions: { contents: all }")],
    good: [job("permissions: {}"), job("permissions: { contents: read, id-token: write }")],
  },
  {
    name: "a job may ask for an OIDC token exactly where it signs in with one",
    find: (document) =>
      jobsOf(document).flatMap(([id, one]) => {
        const may = permissionsOf(one)["id-token"] === "write";
        if (one.uses !== undefined || may === signsIn(one)) return [];
        return [may ? `${id} signs in nowhere with its id-token` : `${id} signs in without id-token: write`];
      }),
    bad: [
      job("permissions: { contents: read }", "steps: [{ uses: $/, with: { mode: plan, client-id: x } }]"),
      job("permissions: { id-token: read }", "steps: [{ uses: azure/login@v3 }]"),
      job("permissions: {}", "steps: [{ uses: actions/attest@v4 }]"),
      job("permissions: { id-token: write }", "steps: [{ run: make }]"),
      job("permissions: { id-token: write }", "steps: [{ uses: ./, with: { mode: plan } }]"),
    ],
    good: [
      job(
        "permissions: { id-token: write }",
        "steps: [{ uses: a/secure-foundry-hub/action@x, with: { client-id: x } }]",
      ),
      job("permissions: { contents: read }", "steps: [{ uses: ./, with: { mode: plan } }]"),
    ],
  },
  {
    name: "a job that calls a workflow grants what is asked for there, and no more",
    find: (document, all) =>
      jobsOf(document).flatMap(([id, one]) => {
        if (one.uses === undefined) return [];
        const called = calledBy(one, all);
        if (called === undefined) return [`${id} calls ${one.uses}, which is no workflow of this repository`];
        const asked = show(addUp(jobsOf(called).map(([, its]) => permissionsOf(its))));
        const granted = show(Object.entries(permissionsOf(one)));
        return asked === granted ? [] : [`${id} grants "${granted}", but ${called.file} asks for "${asked}"`];
      }),
    bad: [
      calling("permissions: { contents: read }"),
      calling("permissions: { contents: read, id-token: write, actions: write }"),
      calling("permissions: { contents: write, id-token: write }"),
      job("permissions: {}", "uses: $/.github/workflows/gone.yml"),
    ],
    good: [calling("permissions: { id-token: write, contents: read }")],
  },
];

/** A job with these permissions that calls a workflow of two jobs. */
function calling(permissions: string): Readonly<Record<string, string>> {
  return {
    ...job(permissions, "uses: $/.github/workflows/called.yml"),
    ".github/workflows/called.yml": [
      "on: workflow_call",
      "permissions: {}",
      "jobs:",
      "  a: { permissions: { contents: read } }",
      "  b: { permissions: { contents: none, id-token: write } }",
    ].join("\n"),
  };
}
