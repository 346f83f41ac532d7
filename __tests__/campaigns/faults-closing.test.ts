import { closingWorld } from "./campaign-world.ts";
import { describeFaults } from "./describe-faults.ts";

describeFaults("a hub to be closed", closingWorld);
