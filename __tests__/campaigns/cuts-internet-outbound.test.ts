import { describeCuts } from "./describe-cuts.ts";
import { freshInternetOutbound } from "./fresh-estates.ts";

describeCuts("fresh-internet-outbound", freshInternetOutbound());
