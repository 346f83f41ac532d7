import { isSameId } from "../snapshot/resource-id.ts";
import { finding, type Check } from "./finding.ts";

/** SFH405: everything that could not be read. The hub's own services have a code of their own (SFH310). */
export const checkUnread: Check = ({ hub, unread }) => {
  const own = [hub.storageAccount, hub.keyVault, hub.containerRegistry].filter((id) => id !== undefined);
  return unread
    .filter((u) => !own.some((id) => isSameId(id, u.id)))
    .map((u) =>
      finding("SFH405", { resourceId: u.id, subject: u.what, state: "unknown", detail: `${u.what}: ${u.why}.` }),
    );
};
