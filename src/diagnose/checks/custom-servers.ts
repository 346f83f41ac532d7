import { customServers } from "../../checks/dns/expected-names.ts";
import type { Look, DiagnosisCheck } from "../look.ts";
import { contradictions, otherServersAnswers } from "./given-servers.ts";
import { silentServer } from "./silent-servers.ts";

/** SFH605 from what others were answered, and SFH611. */
export const checkCustomServers: DiagnosisCheck = (look: Look) => [
  ...customServers(look.snapshot).flatMap((server) => silentServer(look, server)),
  ...otherServersAnswers(look),
  ...contradictions(look),
];
