import type { OutboundRule, RuleCategory, RuleStatus } from "../snapshot/outbound-rule.ts";
import { documentAt, idAt, textAt, textsAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

const categories: readonly RuleCategory[] = ["Required", "Recommended", "UserDefined", "Dependency"];
const statuses: readonly RuleStatus[] = ["Active", "Inactive", "Provisioning", "Failed", "Deleting"];

/** An item of the rules' list: only `name` and `properties` are usable there (id and type come back null). */
export function parseOutboundRule(document: Document): OutboundRule {
  const properties = documentAt(document, "properties");
  const common = {
    name: textAt(document, "name"),
    category: categories.find((c) => c.toLowerCase() === wordAt(properties, "category")) ?? "Unknown",
    status: statuses.find((s) => s.toLowerCase() === wordAt(properties, "status")) ?? "Unknown",
  };
  const type = wordAt(properties, "type");
  const target = idAt(properties, "destination", "serviceResourceId");
  if (type === "privateendpoint" && target !== undefined) {
    const subresource = wordAt(properties, "destination", "subresourceTarget");
    const fqdns = textsAt(properties, "fqdns");
    const sparkEnabled = valueAt(properties, "destination", "sparkEnabled") === true;
    return {
      type: "PrivateEndpoint",
      ...common,
      target,
      subresource,
      fqdns,
      sparkEnabled,
      failure: failureOf(properties),
    };
  }
  // An FQDN's destination is a plain string, a service tag's an object.
  if (type === "fqdn") return { type: "FQDN", ...common, destination: textAt(properties, "destination") };
  if (type === "servicetag") {
    return { type: "ServiceTag", ...common, destination: textAt(properties, "destination", "serviceTag") };
  }
  return { type: "Unknown", ...common, destination: "" };
}

/** `errorInformation` is set on Failed rules; its shape is not confirmed. */
function failureOf(properties: Document | undefined): string | undefined {
  const information = valueAt(properties, "errorInformation");
  if (information === undefined || information === null) return undefined;
  if (typeof information === "string") return information === "" ? undefined : information;
  const message = textAt(information, "message") || textAt(information, "error", "message");
  return message === "" ? JSON.stringify(information) : message;
}
