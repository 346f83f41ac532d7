import type { DiagnosisCheck } from "../look.ts";

/** SFH706 and SFH707. */
export const checkPac: DiagnosisCheck = () => [];
