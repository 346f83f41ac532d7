import type { DiagnosisCheck } from "../look.ts";

/** SFH605 from what others asked and SFH611. */
export const checkCustomServers: DiagnosisCheck = () => [];
