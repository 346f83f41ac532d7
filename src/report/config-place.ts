/** Which key or list item of the config a finding, a step or an error is about. */
import type { FindingCode } from "../checks/codes.ts";
import type { FilePlace, RunErrorCode } from "../errors.ts";
import { idKey, isSameId, nameOf, typeOf } from "../snapshot/resource-id.ts";
import type { ConfigPath, ConfigPlaces } from "../spec/config-places.ts";
import type { AcceptedLoss, HubSpec } from "../spec/hub-spec.ts";
import { acceptanceOf } from "./acceptance.ts";
import type { Report, ReportAcceptance, ReportError, ReportFinding, ReportStep } from "./report.ts";

/** The config a report rests on: what it says, with what was accepted on the command line after it, and where it says so. */
export interface ReportConfig {
  readonly spec: HubSpec;
  readonly places: ConfigPlaces;
}

/** The keys of codes that are about one key, whatever resource they name. */
const keys: Partial<Readonly<Record<FindingCode | RunErrorCode, ConfigPath>>> = {
  SFH102: ["isolationMode"],
  SFH103: ["isolationMode"],
  SFH104: ["managedNetwork", "includeSpark"],
  SFH301: ["publicAccess", "storage"],
  SFH302: ["publicAccess", "keyVault"],
  SFH303: ["publicAccess", "containerRegistry"],
  SFH304: ["publicAccess", "hub"],
  SFH305: ["trustedServices"],
  SFH306: ["publicAccess", "containerRegistry"],
  SFH307: ["publicAccess", "containerRegistry"],
  SFH914: ["budgetMinutes"],
};

/** By resource type, lower case. */
const roles: Readonly<Record<string, keyof HubSpec["publicAccess"]>> = {
  "microsoft.storage/storageaccounts": "storage",
  "microsoft.keyvault/vaults": "keyVault",
  "microsoft.containerregistry/registries": "containerRegistry",
  "microsoft.machinelearningservices/workspaces": "hub",
};

/** Where the config says what the finding is about; undefined where it says nothing of it and doesn't name the hub. */
export function placeOfFinding(
  report: Report,
  found: ReportFinding,
  { spec, places }: ReportConfig,
): FilePlace | undefined {
  return placeAt(places, pathOfFinding(report, found, spec));
}

/** The same of a step. */
export function placeOfStep(step: ReportStep, { spec, places }: ReportConfig): FilePlace | undefined {
  return placeAt(places, pathOfStep(step, spec));
}

/** The same of an error of the run. */
export function placeOfError(error: ReportError, { places }: ReportConfig): FilePlace | undefined {
  return placeAt(places, keys[error.code]);
}

/** A key that is left out is looked for where it would be added; failing that, what is said is said of the hub. */
function placeAt(places: ConfigPlaces, path: ConfigPath | undefined): FilePlace | undefined {
  const { file } = places;
  if (path !== undefined && places.has(path.slice(0, 1))) return { file, line: places.lineOf(path) };
  return places.has(["hub"]) ? { file, line: places.lineOf(["hub"]) } : undefined;
}

function pathOfFinding(report: Report, found: ReportFinding, spec: HubSpec): ConfigPath | undefined {
  const { code, resourceId } = found;
  if (code === "SFH406") return acceptPath(spec, (loss) => isUnmatched(loss, found));
  if (found.state === "accepted") {
    const kept = acceptanceOf(report, found);
    return acceptPath(spec, (loss) => kept !== undefined && isKept(loss, kept));
  }
  // A service of the hub's own that can't be read.
  if (code === "SFH310") return rolePath(resourceId);
  if (code === "SFH312") return rangePath(spec, found);
  return keys[code] ?? (isAboutTarget(code) ? endpointPath(spec, resourceId) : undefined);
}

/** What is said of the service that a rule leads to. */
function isAboutTarget(code: FindingCode): boolean {
  return code.startsWith("SFH2") || ["SFH308", "SFH309", "SFH402", "SFH405"].includes(code);
}

function pathOfStep(step: ReportStep, spec: HubSpec): ConfigPath | undefined {
  switch (step.kind) {
    case "declare-rule":
      return endpointPath(spec, step.resourceId);
    case "close-public-access":
    case "let-trusted-services-in":
    case "reopen-public-access":
    case "restore-bypass":
      return rolePath(step.resourceId);
    default:
      return undefined;
  }
}

/** Only of the hub's own services: a connected one may be of any of these types. */
function rolePath(serviceId: string): ConfigPath | undefined {
  const role = roles[typeOf(serviceId)];
  return role === undefined ? undefined : ["publicAccess", role];
}

function endpointPath(spec: HubSpec, target: string): ConfigPath | undefined {
  const index = spec.outboundPrivateEndpoints.findIndex((endpoint) => isSameId(endpoint.target, target));
  return index < 0 ? undefined : ["outboundPrivateEndpoints", index];
}

function acceptPath(spec: HubSpec, isMeant: (loss: AcceptedLoss) => boolean): ConfigPath {
  const index = spec.accept.findIndex(isMeant);
  return index < 0 ? ["accept"] : ["accept", index];
}

/** The range that isn't let in; one given outside the config, or this machine, has no place in it. */
function rangePath({ clientRanges }: HubSpec, { detail, resourceId }: ReportFinding): ConfigPath | undefined {
  const index = clientRanges.findIndex((range) => detail.startsWith(`Client range ${range} `));
  return index < 0 ? rolePath(resourceId) : ["clientRanges", index];
}

/** The origin may be written as its id or as its name. */
function isKept(loss: AcceptedLoss, { code, resource, origin }: ReportAcceptance): boolean {
  const names = [idKey(origin), idKey(nameOf(origin))];
  return loss.code === code && isSameId(loss.resource, resource) && names.includes(idKey(loss.origin));
}

function isUnmatched(loss: AcceptedLoss, { resourceId, detail }: ReportFinding): boolean {
  return isSameId(loss.resource, resourceId) && detail.includes(`${loss.code}, origin ${loss.origin} on `);
}
