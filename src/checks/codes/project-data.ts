import { entry, troubleshoot, type CodeEntry } from "./entry.ts";

/** SFH5xx: what projects keep in storage. */
export const projectDataCodes = {
  SFH501: entry(
    "error",
    "workspaceblobstore is missing in a project",
    "Uploads, prompt flow and evaluation have nowhere to go.",
    "The service makes it, late when storage is private; apply waits for it when it can still come.",
    troubleshoot,
  ),
  SFH502: entry(
    "error",
    "workspaceblobstore points elsewhere",
    "It isn't the hub's storage account, or isn't the project's own container.",
    "Find out who changed it; datastores are never written by this program.",
    troubleshoot,
  ),
  SFH503: entry(
    "error",
    "Datastores use account keys which the storage account refuses",
    "systemDatastoresAuthMode is accesskey and allowSharedKeyAccess is false: no default datastore can work or be made.",
    "az ml workspace update --system-datastores-auth-mode identity, or allow keys again.",
    "Disable local authentication (shared key) for hub storage",
  ),
  SFH504: entry(
    "warning",
    "The connection to workspaceblobstore is missing in a project",
    "The datastore is there, but the studio shows connections.",
    "Refresh the project's settings in the portal; the service makes it.",
    troubleshoot,
  ),
  SFH505: entry(
    "error",
    "A project's datastores can't be read",
    "Whether its workspaceblobstore is there is unknown.",
    "Give the caller Reader on the project.",
    troubleshoot,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
