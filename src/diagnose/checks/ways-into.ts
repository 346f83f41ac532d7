import type { DiagnosisCheck } from "../look.ts";

/** SFH803. */
export const checkWaysInto: DiagnosisCheck = () => [];
