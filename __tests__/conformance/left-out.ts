/** Recorded interactions that the twin is not held against, or answers otherwise, and why. */
export interface LeftOut {
  readonly recording: string;
  /** Indexes in the recording. */
  readonly interactions: readonly number[];
  readonly what: "not served" | "its beginning is not recorded or not served";
  readonly reason: string;
}

const orphans = "its beginning is not recorded or not served";

/** `docs/twin-coverage.md` lists these; a test finds any that is missing here or no longer true. */
export const leftOut: readonly LeftOut[] = [
  {
    ...{ recording: "acr/public-network-access-disabled.yaml", interactions: [1], what: "not served" },
    reason: "Creating a registry: the runbook begins where services are deployed.",
  },
  {
    ...{ recording: "acr/public-network-access-disabled.yaml", interactions: [2], what: orphans },
    reason: "A poll of that creation.",
  },
  {
    recording: "machinelearning/managed-network-outbound-rules.list-show-remove.json",
    ...{ interactions: [26, 27, 28, 29], what: "not served" },
    reason: "Deleting a workspace and its services: the runbook deletes nothing.",
  },
  {
    recording: "machinelearning/managed-network-outbound-rules.list-show-remove.json",
    ...{ interactions: [30], what: orphans },
    reason: "A poll of that deletion.",
  },
  {
    ...{ recording: "machinelearning/workspace-diagnose.json", interactions: [2], what: orphans },
    reason: "A stray poll of another operation: the recorded client polls in the background.",
  },
  {
    ...{ recording: "network/private-endpoint-and-dns-zone-group.yaml", interactions: [0, 5], what: "not served" },
    reason: "Creating a virtual network and changing a subnet: networks are the customer's.",
  },
  {
    ...{ recording: "network/private-endpoint-and-dns-zone-group.yaml", interactions: [1, 2, 6], what: orphans },
    reason: "Polls of those.",
  },
  {
    recording: "privatedns/test_PutLink_LinkExistsIfNoneMatchFailure_ExpectError.yaml",
    ...{ interactions: [6], what: "not served" },
    reason: "Creating a virtual network: networks are the customer's.",
  },
  {
    recording: "privatedns/test_PutLink_LinkExistsIfNoneMatchFailure_ExpectError.yaml",
    ...{ interactions: [7, 8], what: orphans },
    reason: "Polls of that.",
  },
  {
    ...{ recording: "storage/update-public-network-access.yaml", interactions: [1, 2], what: "not served" },
    reason: "Checking a name and creating an account: the runbook begins where services are deployed.",
  },
  {
    ...{ recording: "storage/update-public-network-access.yaml", interactions: [3, 4], what: orphans },
    reason: "Polls of that creation.",
  },
];
