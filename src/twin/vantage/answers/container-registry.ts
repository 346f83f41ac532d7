import { textAt } from "../../reach/json.ts";
import { jsonAnswer } from "./asked-service.ts";
import type { ServiceAnswers } from "./asked-service.ts";

/**
 * The registry, in the errors of the distribution API. Sources: the challenge as in Azure/acr issue 207, the refusal as
 * in docker/build-push-action issue 1214. Not confirmed: what the data endpoint answers.
 */
export const containerRegistryAnswers: ServiceAnswers = {
  greet: ({ service }) => {
    const login = textAt(service, "properties", "loginServer").toLowerCase();
    const message = "authentication required, visit https://aka.ms/acr/authorization for more information.";
    return jsonAnswer(
      401,
      { errors: [{ code: "UNAUTHORIZED", message, detail: null }] },
      {
        "Docker-Distribution-Api-Version": "registry/2.0",
        "WWW-Authenticate": `Bearer realm="https://${login}/oauth2/token",service="${login}"`,
      },
    );
  },
  refuse: ({ client }) => {
    const message = `client with IP '${client}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`;
    return jsonAnswer(403, { errors: [{ code: "DENIED", message }] });
  },
};
