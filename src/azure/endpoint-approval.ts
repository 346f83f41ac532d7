import { RunError } from "../errors.ts";
import type { EndpointConnectionWriter } from "../ports.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { documentAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { startedBy } from "./started.ts";

/** Approves a private endpoint connection on the service it leads to; one already approved is not written. */
export function createEndpointConnectionWriter(arm: Arm): EndpointConnectionWriter {
  return {
    async approve(connection, judged) {
      const read = await arm.read(connection);
      if (read.is !== "known") {
        const why = read.is === "absent" ? "it is gone" : read.why;
        throw new RunError("SFH915", `The private endpoint connection ${connection} can't be approved: ${why}`);
      }
      // Connections are named by whoever makes them: one taken away and made anew under the name leads to a stranger.
      const endpointId = textAt(read.value, "properties", "privateEndpoint", "id");
      if (!isSameId(endpointId, judged.endpointId)) {
        const now = endpointId === "" ? "no endpoint" : endpointId;
        const why = `it leads to ${now}, not to ${judged.endpointId} any more`;
        throw new RunError("SFH915", `The private endpoint connection ${connection} is not approved: ${why}`);
      }
      if (wordAt(read.value, "properties", "privateLinkServiceConnectionState", "status") === "approved") {
        return { is: "answered" };
      }
      const sent = await arm.send("PUT", connection, approvalBody(read.value));
      return startedBy(sent, arm, { method: "PUT", path: connection });
    },
  };
}

/** The connection as read (endpoint, group ids) with the state changed; storage spells `actionRequired` without the s. */
export function approvalBody(raw: Document): Document {
  const properties = documentAt(raw, "properties") ?? {};
  const state = documentAt(properties, "privateLinkServiceConnectionState") ?? {};
  const said = textAt(state, "description");
  const description = said === "" ? "Approved by secure-foundry-hub" : `${said} - approved by secure-foundry-hub`;
  const approved = { ...properties, privateLinkServiceConnectionState: { ...state, status: "Approved", description } };
  // Told by the service, never taken from a caller.
  return { properties: Object.fromEntries(Object.entries(approved).filter(([name]) => name !== "provisioningState")) };
}
