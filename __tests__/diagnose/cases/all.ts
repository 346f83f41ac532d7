import { aroundCases } from "./around.ts";
import { azureDnsCases } from "./azure-dns.ts";
import type { BrokenCase } from "./broken-case.ts";
import { customDnsCases } from "./custom-dns.ts";
import { fromHereCases } from "./from-here.ts";
import { pacCases } from "./pac.ts";
import { selectedNetworkCases } from "./selected-networks.ts";
import { storageCases } from "./storage.ts";

/** Every case there is; a part of the diagnosis keeps its own in a file here. */
export const brokenCases: readonly BrokenCase[] = [
  ...azureDnsCases,
  ...customDnsCases,
  ...fromHereCases,
  ...pacCases,
  ...aroundCases,
  ...storageCases,
  ...selectedNetworkCases,
];
