import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { EnvironmentName } from "../azure/cloud-endpoints.ts";
import { RunError } from "../errors.ts";
import type { SavedPlan } from "../plan/saved-plan.ts";
import { isResourceId, isSameId, type ResourceId } from "../snapshot/resource-id.ts";
import { defaultConfigFile, noConfig, type ConfigPlaces } from "../spec/config-places.ts";
import { defaultSpec, hubSpecSchema, type AcceptedLoss, type HubSpec } from "../spec/hub-spec.ts";
import { describeIssue, parseConfig, type Config } from "../spec/parse-spec.ts";
import { pathInRepository } from "./repository-path.ts";

/** What flags, inputs and variables say; undefined where they say nothing. */
export interface Choices {
  readonly hub?: string | undefined;
  readonly subscription?: string | undefined;
  readonly resourceGroup?: string | undefined;
  readonly name?: string | undefined;
  readonly config?: string | undefined;
  readonly environment?: EnvironmentName | undefined;
  /** `CODE@RESOURCE=ORIGIN` each. */
  readonly accept?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** The hub a capsule is of: taken where nothing else names one. */
  readonly capsuleHub?: ResourceId | undefined;
}

/** Everything that decides what a run does, and to which hub. */
export interface Settings {
  readonly hub: ResourceId;
  readonly spec: HubSpec;
  readonly environment: EnvironmentName | undefined;
  /** Undefined: there is none, and the defaults count. */
  readonly configFile: string | undefined;
  /** Where in the config file things stand. */
  readonly places: ConfigPlaces;
}

/** The settings of a saved plan. Throws RunError SFH912 where the choices ask for something else than it says. */
export function settingsOfPlan(choices: Choices, { hub, spec }: SavedPlan, file: string): Settings {
  const named = partsOf(choices) ?? choices.hub;
  const isOther = named !== undefined && !isSameId(named.trim(), hub);
  const other = isOther ? `the hub ${named}` : choices.config !== undefined ? "a config file" : undefined;
  if (other !== undefined || (choices.accept ?? []).length > 0 || choices.reason !== undefined) {
    throw new RunError("SFH912", `A saved plan is to be carried out, and ${other ?? "a loss is accepted"} besides.`, {
      fix: `Leave that out: hub, config and accepted losses are those of ${file}. To change them, plan again.`,
    });
  }
  return { hub, spec, environment: choices.environment, configFile: `as saved in the plan ${file}`, places: noConfig };
}

/** Reads the config file and puts the choices over it. Throws RunError SFH912 for whatever can't be meant. */
export async function readSettings(choices: Choices): Promise<Settings> {
  const configFile = choices.config ?? (existsSync(defaultConfigFile) ? defaultConfigFile : undefined);
  const config = await readConfig(configFile);
  const spec = withAccepted(config.spec, choices);
  return { hub: chooseHub(choices, spec), spec, environment: choices.environment, configFile, places: config.places };
}

async function readConfig(name: string | undefined): Promise<Config> {
  if (name === undefined) return { spec: defaultSpec(), places: noConfig };
  try {
    const text = await readFile(name, "utf8");
    return parseConfig(text, { given: name, inRepository: await pathInRepository(name) });
  } catch (error) {
    if (error instanceof RunError) throw error;
    throw new RunError(
      "SFH912",
      `The config file ${name} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        fix: `Give the path of a config file, or leave it out: ${defaultConfigFile} is read where it is there.`,
        cause: error,
      },
    );
  }
}

function chooseHub(choices: Choices, spec: HubSpec): ResourceId {
  const hub = (partsOf(choices) ?? choices.hub ?? spec.hub ?? choices.capsuleHub)?.trim();
  if (hub === undefined) {
    throw new RunError("SFH912", "No hub is named.", {
      fix: "Give the hub's id (--hub; the input hub), or its subscription, resource group and name, or hub: in the config file.",
    });
  }
  if (isResourceId(hub)) return hub.replace(/\/+$/, "");
  const [prefix = ""] = /^https?:\/\/[^/]+/i.exec(hub) ?? [];
  if (prefix !== "") {
    throw new RunError("SFH912", `"${hub}" is not the id of a resource: it begins with ${prefix}.`, {
      fix: `Leave ${prefix} out: an id begins with /subscriptions/.`,
    });
  }
  throw new RunError("SFH912", `"${hub}" is not the id of a resource.`, {
    fix: "An id looks like /subscriptions/<guid>/resourceGroups/<group>/providers/Microsoft.MachineLearningServices/workspaces/<hub>; the portal shows it under Properties.",
  });
}

/** The hub by its parts; undefined where none of them is given. */
function partsOf({ subscription, resourceGroup, name }: Choices): ResourceId | undefined {
  const parts = { subscription, "resource group": resourceGroup, name };
  const missing = Object.entries(parts).flatMap(([part, value]) => (value === undefined ? [part] : []));
  if (missing.length === 3) return undefined;
  if (missing.length > 0) {
    throw new RunError("SFH912", `The hub is named by half: ${missing.join(" and ")} missing.`, {
      fix: "Give subscription, resource group and name, all three, or the hub's id.",
    });
  }
  return `/subscriptions/${subscription ?? ""}/resourceGroups/${resourceGroup ?? ""}/providers/Microsoft.MachineLearningServices/workspaces/${name ?? ""}`;
}

function withAccepted(spec: HubSpec, { accept = [], reason }: Choices): HubSpec {
  if (accept.length === 0 && reason !== undefined) {
    throw new RunError("SFH912", "A reason is given, and no loss that is accepted.", {
      fix: "Add --accept CODE@RESOURCE=ORIGIN, or leave --reason out.",
    });
  }
  if (accept.length === 0) return spec;
  if (reason === undefined) {
    throw new RunError("SFH912", "A loss is accepted without a reason.", {
      fix: "Add --reason TEXT: the report keeps it.",
    });
  }
  return { ...spec, accept: [...spec.accept, ...accept.map((text) => parseAccepted(text, reason))] };
}

function parseAccepted(text: string, reason: string): AcceptedLoss {
  const [, code = "", resource = "", origin = ""] = /^([^@=]*)@([^=]*)=(.*)$/.exec(text) ?? [];
  const parsed = hubSpecSchema.shape.accept
    .unwrap()
    .element.safeParse({ code: code.toUpperCase(), resource, origin, reason });
  if (parsed.success) return parsed.data;
  const faults = code === "" ? ["is not CODE@RESOURCE=ORIGIN"] : parsed.error.issues.map(describeIssue);
  throw new RunError("SFH912", `--accept "${text}": ${faults.join("; ")}`, {
    fix: "Write CODE@RESOURCE=ORIGIN as the refusal shows it: which loss, the id of the service, then who loses its way (an IP range, a network's id, an identity's object id).",
  });
}
