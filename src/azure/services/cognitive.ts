import type { Cloud, CloudName } from "../../snapshot/cloud.ts";
import { documentAt, textAt, wordAt } from "../document.ts";
import type { Document } from "../document.ts";
import {
  accessStateOf,
  bypassOf,
  defaultActionOf,
  door,
  hostOf,
  ipRangesOf,
  letsAzureServicesIn,
  subnetsOf,
} from "../service-parts.ts";
import type { ServiceParts } from "../service-parts.ts";

interface Suffixes {
  readonly cognitive: string;
  readonly openAi: string;
  /** Only the public cloud's is known. */
  readonly aiServices: string | undefined;
}

const suffixes: Readonly<Record<CloudName, Suffixes>> = {
  AzureCloud: {
    cognitive: "cognitiveservices.azure.com",
    openAi: "openai.azure.com",
    aiServices: "services.ai.azure.com",
  },
  AzureUSGovernment: { cognitive: "cognitiveservices.azure.us", openAi: "openai.azure.us", aiServices: undefined },
  AzureChinaCloud: { cognitive: "cognitiveservices.azure.cn", openAi: "openai.azure.cn", aiServices: undefined },
};

/** An AI services, OpenAI or other Cognitive Services account. An absent bypass is taken for none: not confirmed. */
export function readCognitive(document: Document, cloud: Cloud): ServiceParts {
  const properties = documentAt(document, "properties");
  const rules = documentAt(properties, "networkAcls");
  return {
    publicAccess: {
      state: accessStateOf(properties),
      defaultAction: defaultActionOf(rules),
      ipRanges: ipRangesOf(rules),
      subnets: subnetsOf(rules),
      resourceInstances: [],
      letsTrustedServicesIn: letsAzureServicesIn(bypassOf(rules, "None")),
    },
    doors: [door("account", cognitiveHosts(document, cloud))],
  };
}

/** Its endpoint, and for AIServices the same custom subdomain under each of its families' hosts. */
export function cognitiveHosts(document: Document, cloud: Cloud): readonly string[] {
  const { cognitive, openAi, aiServices } = suffixes[cloud.kind];
  const told = hostOf(textAt(document, "properties", "endpoint"));
  const name = wordAt(document, "properties", "customSubDomainName");
  if (name === "") return told === "" ? [] : [told];
  const kind = wordAt(document, "kind");
  const families = kind === "aiservices" ? [cognitive, openAi, aiServices] : kind === "openai" ? [openAi] : [cognitive];
  return [told, ...families.flatMap((family) => (family === undefined ? [] : `${name}.${family}`))];
}
