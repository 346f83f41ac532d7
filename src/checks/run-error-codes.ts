import type { RunErrorCode } from "../errors.ts";

/** What each way of a run not going on means, and what to do. */
export const runErrorCodes: Readonly<Record<RunErrorCode, { readonly title: string; readonly mend: string }>> = {
  SFH403: {
    title: "The caller lacks an action",
    mend: "Give the caller a role that holds it at the scope named, and wait up to ten minutes.",
  },
  SFH901: { title: "Azure throttled the run for longer than it waits", mend: "Run again later; nothing is lost." },
  SFH902: {
    title: "A lock forbids the change",
    mend: "Remove the lock for the run, or leave the resource out in the config.",
  },
  SFH903: {
    title: "A policy forbids the change",
    mend: "Ask for an exemption from the policy named, or change the config.",
  },
  SFH904: {
    title: "A resource provider is not registered",
    mend: "az provider register --namespace <the provider named>",
  },
  SFH905: { title: "The run was cancelled", mend: "Run again: it reads the world and goes on from there." },
  SFH906: {
    title: "Sign-in failed",
    mend: "Check tenant, client and credential; in a workflow, permissions: id-token: write and the federated credential's subject.",
  },
  SFH907: {
    title: "Azure could not be reached",
    mend: "Check network and proxy, then run again: it goes on from there.",
  },
  SFH908: {
    title: "Azure gave an answer that makes no sense here",
    mend: "Run again; if it stays, report it with the correlation id.",
  },
  SFH909: {
    title: "Azure refused or failed an operation",
    mend: "Read the service's own words; run again once the cause is gone.",
  },
  SFH910: { title: "The id given is not a hub's", mend: "Give the id of a workspace of kind Hub." },
  SFH911: {
    title: "The hub doesn't exist or can't be read",
    mend: "Check the id, the tenant signed in to, and Reader on the hub.",
  },
  SFH912: { title: "Bad configuration or input", mend: "Correct what is named; docs/config.md lists every key." },
  SFH913: {
    title: "A poll URL or next page leads to another host",
    mend: "The token is never sent there. Report it: this should not happen with Azure.",
  },
  SFH914: {
    title: "A wait passed its budget",
    mend: "Run again to resume; budgetMinutes in the config sets the budget.",
  },
  SFH915: { title: "The world moved under the run", mend: "Look who else writes to this hub, then run again." },
  SFH916: {
    title: "Somebody else writes to the hub, and the run stopped writing",
    mend: "The findings say what changed. Let the other writer end, then run again: it goes on from there.",
  },
  SFH917: {
    title:
      "The saved plan doesn't fit: it was edited, is somebody else's, the hub has changed since, or a step isn't in it",
    mend: "Plan again, look at it, and apply that plan.",
  },
  SFH918: {
    title: "The step is not for a run that nobody watches",
    mend: "Let a person apply it, or allow it under `unattended` in the config.",
  },
};
