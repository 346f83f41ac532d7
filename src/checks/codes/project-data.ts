import { entry, troubleshoot, type CodeEntry } from "./entry.ts";

/** SFH5xx: what projects keep in storage. */
export const projectDataCodes = {
  SFH501: entry(
    "error",
    "workspaceblobstore is missing in a project",
    "Uploads, prompt flow and evaluation have nowhere to go.",
    "The service makes it, late when storage is private; apply waits for it when it can still come, and diagnose with --wait MINUTES (input wait-minutes).",
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
    "The service makes it: refresh the project's settings in the portal, and look again with diagnose --wait MINUTES (input wait-minutes).",
    troubleshoot,
  ),
  SFH505: entry(
    "error",
    "A project's datastores can't be read",
    "Whether its workspaceblobstore is there is unknown.",
    "Give the caller Reader on the project.",
    troubleshoot,
  ),
  SFH506: entry(
    "warning",
    "A default datastore is missing in a project",
    "workspaceartifactstore holds models and metrics, workspacefilestore and workspaceworkingdirectory hold files, notebooks and prompt flow.",
    "The service makes it, late when storage is private: refresh the project's settings in the portal, and look again with --wait MINUTES (input wait-minutes).",
    troubleshoot,
  ),
  SFH507: entry(
    "error",
    "workspaceworkingdirectory is no file share",
    "Notebooks, compute instances and prompt flow keep their files there, on a file share. On storage with a hierarchical namespace (Data Lake Storage Gen2) it is made on blobs.",
    "What is published is to make a new hub, on storage without a hierarchical namespace: a storage account can't be changed back.",
    "Azure ML: prompt flow, troubleshoot guidance",
  ),
  SFH511: entry(
    "error",
    "The service's own diagnosis finds an error",
    "The workspace's diagnose operation looks from the service's side, where nobody else can.",
    "Follow what it says.",
    "Azure ML: how to use workspace diagnostics",
  ),
  SFH512: entry(
    "warning",
    "The service's own diagnosis warns",
    "The workspace's diagnose operation looks from the service's side, where nobody else can.",
    "Follow what it says.",
    "Azure ML: how to use workspace diagnostics",
  ),
  SFH513: entry(
    "note",
    "The service's own diagnosis could not be had",
    "What the service finds from its side is unknown.",
    "Give the caller Microsoft.MachineLearningServices/workspaces/diagnose/action: Reader doesn't hold it, AzureML Data Scientist does.",
    "Azure ML: how to use workspace diagnostics",
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
