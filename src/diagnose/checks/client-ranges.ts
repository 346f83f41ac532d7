import type { DiagnosisCheck } from "../look.ts";

/** SFH312. */
export const checkClientRanges: DiagnosisCheck = () => [];
