import type { FindingCode } from "../../checks/codes.ts";

/** The same thing under the name another tool has for it. */
export interface OtherRule {
  readonly tool: "Checkov" | "PSRule for Azure" | "Azure Policy";
  readonly id: string;
  readonly title: string;
}

/** Only where a rule of another tool is about the same setting of the same resource. */
export const otherRules: Partial<Readonly<Record<FindingCode, readonly OtherRule[]>>> = {
  SFH102: [approvedOnly()],
  SFH103: [approvedOnly()],
  SFH301: [
    {
      tool: "Azure Policy",
      id: "a06d0189-92e8-4dba-b0c4-08d7669fce7d",
      title: "Configure storage accounts to disable public network access",
    },
  ],
  SFH303: [
    {
      tool: "PSRule for Azure",
      id: "Azure.ACR.Firewall (AZR-000402)",
      title: "Limit network access of container registries to only trusted clients",
    },
  ],
  SFH304: [
    {
      tool: "Checkov",
      id: "CKV_AZURE_144",
      title: "Ensure that Public Access is disabled for Machine Learning Workspace",
    },
    {
      tool: "PSRule for Azure",
      id: "Azure.ML.PublicAccess (AZR-000406)",
      title: "Disable public network access from an Azure Machine Learning workspace",
    },
  ],
};

/** It asks for one isolation mode; SFH102 is about none, SFH103 about another than the config asks for. */
function approvedOnly(): OtherRule {
  return {
    tool: "Azure Policy",
    id: "6ddb1705-c8cf-450e-aa4b-19ad6703c440",
    title: "Azure Machine Learning and AI Studio should use Allow Only Approved Outbound managed VNet mode",
  };
}
