import { RunError } from "../errors.ts";
import type { SubscriptionReader } from "../ports.ts";
import type { Arm } from "./arm.ts";
import { wordAt } from "./document.ts";

export function createSubscriptionReader(arm: Arm): SubscriptionReader {
  return {
    async readable() {
      const listed = await arm.list("/subscriptions");
      if (listed.is === "known") return listed.value.map((document) => wordAt(document, "subscriptionId"));
      const why = listed.is === "unknown" ? listed.why : "Azure answered 404";
      throw new RunError("SFH908", `The subscriptions the caller can read can't be listed: ${why}`);
    },
  };
}
