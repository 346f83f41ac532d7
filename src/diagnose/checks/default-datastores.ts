import type { DiagnosisCheck } from "../look.ts";

/** SFH506 and SFH507. */
export const checkDefaultDatastores: DiagnosisCheck = () => [];
