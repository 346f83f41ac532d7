import fc from "fast-check";
import type { Behaviour } from "../../src/twin/behaviour.ts";
import type { ArmDocument, EstateDocument, NameServerFacts } from "../../src/twin/estate.ts";
import { buildEstate } from "../../src/twin/estates/build/build-estate.ts";
import type { Fault } from "../../src/twin/faults.ts";
import { listAt, textAt, textsAt } from "../../src/twin/reach/json.ts";
import { anyChoices } from "./estate-choices.ts";
import type { Choices, VnetChoice } from "./estate-choices.ts";
import { recipeOf, serverOf } from "./recipe-of-choices.ts";

export interface RandomEstate {
  readonly estate: EstateDocument;
  readonly behaviour: Partial<Behaviour>;
  readonly faults: readonly Fault[];
}

const anyBehaviour: fc.Arbitrary<Partial<Behaviour>> = fc.record({
  serviceMadeRules: fc.constantFrom("onClose", "never"),
  unapprovedRule: fc.constantFrom("pending", "failed"),
  secondProvision: fc.constantFrom(202, 200, 409),
  hubStateWhileProvisioning: fc.constantFrom("Succeeded", "Updating"),
  workspacePatch: fc.constantFrom("lro", "sync"),
  registryPatch: fc.constantFrom("sync", "lro"),
  signedPollUrls: fc.boolean(),
  plantUnknownFields: fc.boolean(),
  pageSize: fc.constantFrom(50, 3),
});

const anyFault: fc.Arbitrary<Fault> = fc.record({
  on: fc.record({ nth: fc.integer({ min: 1, max: 60 }), writesOnly: fc.boolean() }),
  do: fc.constantFrom<Fault["do"][]>(
    { kind: "status", status: 429, retryAfter: 1 },
    { kind: "status", status: 500, code: "InternalServerError" },
    { kind: "status", status: 503, code: "ServerTimeout" },
    { kind: "reset" },
    { kind: "crashAfter" },
    { kind: "lostRule" },
    { kind: "failOperation", code: "InternalServerError", message: "The operation failed." },
  ),
});

/** Small, consistent and nasty: everything an estate may have, mostly in the state that is hardest to deal with. */
export const anyEstate: fc.Arbitrary<RandomEstate> = fc
  .tuple(anyChoices, anyBehaviour, fc.array(anyFault, { maxLength: 2 }))
  .map(([choices, behaviour, faults]) => ({ estate: estateOf(choices), behaviour, faults }));

/** The estate of some choices, with what its name servers know. */
export function estateOf(choices: Choices): EstateDocument {
  const estate = buildEstate(recipeOf(choices));
  const resolvers: Record<string, NameServerFacts> = {};
  choices.vnets.forEach((vnet, index) => {
    if (vnet.dns === "known") resolvers[serverOf(index)] = serverFacts(estate, vnet, index);
  });
  return { ...estate, facts: { ...estate.facts, resolvers } };
}

/** The endpoints in the server's own VNet, as it knows them: all, every other one, or none. */
function serverFacts(estate: EstateDocument, vnet: VnetChoice, index: number): NameServerFacts {
  const held = estate.resources.filter((document) => isInterfaceIn(document, index)).flatMap(namesOf);
  const known = held.filter((_, at) => vnet.answers === "right" || (vnet.answers === "half" && at % 2 === 0));
  return { answers: Object.fromEntries(known), otherwise: vnet.otherwise };
}

function isInterfaceIn({ id }: ArmDocument, index: number): boolean {
  return id.includes(`/networkInterfaces/pe-${index}-`);
}

function namesOf(nic: ArmDocument): readonly (readonly [string, readonly string[]])[] {
  return listAt(nic, "properties", "ipConfigurations").flatMap((configuration) => {
    const address = textAt(configuration, "properties", "privateIPAddress");
    const fqdns = textsAt(configuration, "properties", "privateLinkConnectionProperties", "fqdns");
    return fqdns.map((fqdn) => [fqdn, [address]] as const);
  });
}
