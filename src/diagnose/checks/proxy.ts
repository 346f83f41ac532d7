import type { DiagnosisCheck } from "../look.ts";

/** SFH704 and SFH705. */
export const checkProxy: DiagnosisCheck = () => [];
