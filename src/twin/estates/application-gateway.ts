import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { approverGrants } from "./build/usual-grants.ts";
import { withGrants, withHub } from "./build/variation.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** The hub reaches a database on premises through an application gateway, by a rule that is there already. */
export function applicationGateway(): EstateDocument {
  const usual = usualRecipe("proseware", "eastus2");
  const names = usualNames("proseware");
  const gateway = "agw-proseware-onprem";
  const withRule = withHub(usual, (hub) => ({
    ...hub,
    rules: [
      ...(hub.rules ?? []),
      {
        name: "onprem-orders",
        service: gateway,
        subresource: "appGwPrivateFrontendIpIPv4",
        category: "UserDefined",
        fqdns: ["orders.corp.proseware.example"],
      },
    ],
  }));
  return buildEstate({
    ...withGrants(withRule, approverGrants(names.hub, gateway)),
    description:
      "fresh-approved-only with an outbound rule to an application gateway in front of a service on premises.",
    services: [...usual.services, { kind: "gateway", name: gateway, group: names.networkGroup }],
  });
}
