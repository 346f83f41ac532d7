import type { HubSpec } from "../../src/spec/hub-spec.ts";
import { parseConfig } from "../../src/spec/parse-spec.ts";

/** The spec in the text of a config file, which messages and places call by the same name. */
export function specOf(text: string, fileName = "secure-foundry-hub.yml"): HubSpec {
  return parseConfig(text, { given: fileName, inRepository: fileName }).spec;
}
