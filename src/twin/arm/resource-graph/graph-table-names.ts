/** Tables of Resource Graph that the twin knows by name only. Source: Microsoft's list of tables and resource types. */
export const OTHER_TABLES: ReadonlySet<string> = new Set([
  ...["advisorresources", "aksresources", "alertsmanagementresources", "appserviceresources", "awsresources"],
  ...["azurebusinesscontinuityresources", "azuredevopsplatformresources", "batchresources", "capabilityresources"],
  ...["chaosresources", "communitygalleryresources", "computeresources", "deploymentresources"],
  ...["desktopvirtualizationresources", "dnsresources", "edgeorderresources", "elasticsanresources"],
  ...["extendedlocationresources", "extensibilityresourcechanges", "featureresources", "guestconfigurationresources"],
  ...["healthresourcechanges", "healthresources", "impactreportresources", "insightresources", "iotsecurityresources"],
  ...["kubernetesconfigurationresources", "kustoresources", "maintenanceresourcechanges", "maintenanceresources"],
  ...["managedserviceresources", "migrateresources", "networkresourcechanges", "networkresources"],
  ...["orbitalresources", "patchassessmentresources", "patchinstallationresources", "policyresources"],
  ...["quotaresourcechanges", "recoveryservicesresources", "resourcechanges", "resourcecontainerchanges"],
  ...["securityresources", "servicefabricresources", "servicehealthresources", "spotresources", "tagresources"],
  "workloadmonitorresources",
]);
