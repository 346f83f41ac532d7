import type { ManagedNetworkWriter } from "../ports.ts";
import type { Arm } from "./arm.ts";
import { operationAt } from "./operations.ts";
import { startedBy } from "./started.ts";

/** Rules one by one and provisioning; never the workspace's own `managedNetwork`, whose echo Azure refuses. */
export function createManagedNetworkWriter(arm: Arm): ManagedNetworkWriter {
  return {
    async declareRule(hub, rule) {
      const path = `${hub}/outboundRules/${rule.name}`;
      const body = {
        properties: {
          type: "PrivateEndpoint",
          category: "UserDefined",
          destination: {
            serviceResourceId: rule.target,
            subresourceTarget: rule.subresource,
            sparkEnabled: rule.sparkEnabled,
          },
          ...(rule.fqdns.length === 0 ? {} : { fqdns: rule.fqdns }),
        },
      };
      return startedBy(await arm.send("PUT", path, body), arm, { method: "PUT", path });
    },
    async provision(hub, { includeSpark }) {
      const path = `${hub}/provisionManagedNetwork`;
      return startedBy(await arm.send("POST", path, { includeSpark }), arm, { method: "POST", path });
    },
    operation: (url) => operationAt(arm, url),
  };
}
