import { describeCuts } from "./describe-cuts.ts";
import { freshApprovedOnly } from "./fresh-estates.ts";

describeCuts("fresh-approved-only", freshApprovedOnly());
