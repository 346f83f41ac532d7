import type { DiagnosisCheck } from "../look.ts";

/** SFH708 and SFH709. */
export const checkBrowsers: DiagnosisCheck = () => [];
