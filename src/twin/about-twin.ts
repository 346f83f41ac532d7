import { wireForm } from "./arm/wire-form.ts";
import type { ArmDocument, EstateDocument } from "./estate.ts";
import { computeReach } from "./reach/reach.ts";
import type { Asked } from "./request.ts";
import { countRequests } from "./state/request-log.ts";
import type { LogEntry } from "./state/request-log.ts";
import type { World } from "./state/world.ts";
import { answer, ok } from "./wire/answer.ts";
import type { Answer } from "./wire/answer.ts";
import { objectAt, parseJson, valueAt } from "./wire/json-fields.ts";

/** The line between the twin and whoever asks it. */
export interface Power {
  isOn: boolean;
}

/** What the twin tells of itself. */
export interface TwinRecord {
  readonly world: World;
  readonly log: readonly LogEntry[];
  readonly power: Power;
}

const ABOUT = /^\/_twin(\/|$)/;

/** True for a request that is about the twin, not to the Azure it stands for: no fault meets it, no log shows it. */
export function isAboutTwin({ path }: Asked): boolean {
  return ABOUT.test(path);
}

/** Answers `/_twin/log`, `/_twin/counts`, `/_twin/estate`, `/_twin/reach` and `/_twin/power`. */
export function answerAboutTwin({ world, log, power }: TwinRecord, asked: Asked): Answer {
  switch (`${asked.method} ${asked.path}`) {
    case "GET /_twin/log":
      return ok(parseJson(JSON.stringify(log)) ?? []);
    case "GET /_twin/counts":
      return ok(countRequests(log));
    case "GET /_twin/estate":
      return ok(objectAt(parseJson(JSON.stringify(estateNow(world)))));
    case "GET /_twin/reach":
      return ok(parseJson(JSON.stringify(computeReach(estateNow(world)))) ?? []);
    case "GET /_twin/power":
      return ok({ on: power.isOn });
    case "POST /_twin/power":
      return switchPower(power, asked);
    default:
      return answer(404, { error: { code: "NotFound", message: `Nothing is served at ${asked.path}.` } });
  }
}

function switchPower(power: Power, { body }: Asked): Answer {
  const on = valueAt(readBody(body), "on");
  if (typeof on !== "boolean") {
    return answer(400, { error: { code: "BadRequest", message: 'The body has to be {"on": true} or {"on": false}.' } });
  }
  power.isOn = on;
  return ok({ on });
}

function readBody(text: string | undefined): ReturnType<typeof parseJson> {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The estate as it is now, in the form a GET answers: a twin can be served from it again. */
export function estateNow(world: World): EstateDocument {
  return { ...world.estate, resources: world.documents.all().map((document) => composed(world, document)) };
}

/** A document as a GET answers it, but under its full id: a rule's wire id is no address. */
function composed(world: World, document: ArmDocument): ArmDocument {
  return { ...wireForm(world, document), id: document.id };
}
