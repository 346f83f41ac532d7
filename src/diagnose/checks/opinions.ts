import type { DiagnosisCheck } from "../look.ts";

/** SFH511 to SFH513. */
export const checkOpinions: DiagnosisCheck = () => [];
