/** Estates of one network and few services: a counterexample, where there is one, nearly always fits into so little. */
import fc from "fast-check";
import { anyChoices, type Choices } from "./estate-choices.ts";
import { anyTwists, twist } from "./estate-twists.ts";
import { anyNearlyGoodChoices } from "./nearly-good-estates.ts";
import { estateOf, type RandomEstate } from "./random-estates.ts";

const anySize = fc.record({
  networks: fc.constantFrom(0, 1, 1),
  hasSearch: fc.constantFrom(false, false, false, true),
  hasRegistry: fc.boolean(),
  hasNeighbour: fc.constantFrom(false, false, false, true),
});

function small(choices: Choices, size: typeof anySize extends fc.Arbitrary<infer T> ? T : never): Choices {
  const { search } = choices.connected;
  return {
    ...choices,
    projects: Math.min(choices.projects, 1),
    vnets: choices.vnets.slice(0, size.networks),
    connected: size.hasSearch && search !== undefined ? { search } : {},
    registry: size.hasRegistry ? choices.registry : undefined,
    neighbour: size.hasNeighbour ? choices.neighbour : undefined,
  };
}

/** Mostly nearly good, so that plans go far; some with something that is hard to see. */
export const anySmallEstate: fc.Arbitrary<RandomEstate> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: anyNearlyGoodChoices }, { weight: 1, arbitrary: anyChoices }),
    anySize,
    fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: anyTwists }),
    fc.constantFrom("onClose" as const, "never" as const),
  )
  .map(([choices, size, twists, serviceMadeRules]) => ({
    estate: twist(estateOf(small(choices, size)), twists),
    behaviour: { serviceMadeRules },
    faults: [],
  }));
