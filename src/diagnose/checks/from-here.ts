import type { DiagnosisCheck } from "../look.ts";

/** SFH701 to SFH703. */
export const checkFromHere: DiagnosisCheck = () => [];
