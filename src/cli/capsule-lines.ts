/** The format of a capsule file: one write a line, each with a checksum over itself. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { KeptWrite } from "../ports.ts";

const schemaName = "secure-foundry-hub/capsule/";
const schema = `${schemaName}1`;
/** How every line begins: so a piece of one can be told from anything else. */
const start = `{"schema":"${schema}",`;

/** What a whole line holds last, and a piece of one doesn't. */
const ending = /,"sum":"([0-9a-f]{64})"\}/;

const properties = z.record(z.string(), z.unknown());

const line = z.strictObject({
  schema: z.literal(schema),
  tool: z.string(),
  at: z.iso.datetime(),
  hub: z.string(),
  cloud: z.string(),
  stepId: z.string(),
  kind: z.string(),
  resourceId: z.string(),
  /** null: it wasn't there. */
  prior: properties.nullable(),
  written: properties,
  sum: z.string(),
});

/** Why a text is no capsule that can be used; the message goes on from the file's name. */
export class CapsuleFault extends Error {
  override readonly name = "CapsuleFault";
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

export interface CapsuleText {
  readonly writes: readonly KeptWrite[];
  /** The last line is a piece of one. */
  readonly isCutOff: boolean;
  /** Up to the end of the last whole line. */
  readonly wholeBytes: number;
}

/** A write as a line of the file, with its line break. */
export function capsuleLine(write: KeptWrite, tool: string): string {
  const { at, prior, written, ...about } = write;
  const body = { schema, tool, at: new Date(at).toISOString(), ...about, prior: prior ?? null, written };
  return `${withSum(JSON.stringify(body))}\n`;
}

/** The text of a JSON object with a last field more: the checksum of what it was. */
function withSum(body: string): string {
  const sum = createHash("sha256").update(body).digest("hex");
  return `${body.slice(0, -1)},"sum":"${sum}"}`;
}

function bodyOf(text: string): string {
  return `${text.slice(0, text.lastIndexOf(',"sum":"'))}}`;
}

/** Throws CapsuleFault for anything but whole lines of this version, and a piece of one at the end. */
export function readCapsule(text: string): CapsuleText {
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  const isCutOff = last !== "" && isPiece(last);
  const whole = isCutOff ? lines.slice(0, -1) : lines;
  const writes = whole.flatMap((l, i) => (l === "" && i === lines.length - 1 ? [] : [readLine(l, i + 1)]));
  return { writes, isCutOff, wholeBytes: Buffer.byteLength(text) - (isCutOff ? Buffer.byteLength(last) : 0) };
}

/** What a process leaves behind that ended while it wrote: the beginning of a line, and not its end. */
function isPiece(last: string): boolean {
  const isOurs = last.length < start.length ? start.startsWith(last) : last.startsWith(start);
  return isOurs && parseJson(last) === undefined && !ending.test(last);
}

function readLine(text: string, number: number): KeptWrite {
  const parsed = parseJson(text);
  const named = z.looseObject({ schema: z.string() }).safeParse(parsed);
  if (!named.success || !named.data.schema.startsWith(schemaName)) {
    throw number === 1 && !text.startsWith(start) ? notACapsule() : changed(number);
  }
  if (named.data.schema !== schema) {
    throw new CapsuleFault(
      `was written by another version of this program: line ${number} is ${named.data.schema}.`,
      "Use the version of the program that wrote it.",
    );
  }
  const kept = line.safeParse(parsed);
  if (!kept.success || text !== withSum(bodyOf(text))) throw changed(number);
  const { at, hub, cloud, stepId, kind, resourceId, prior, written } = kept.data;
  return { at: Date.parse(at), hub, cloud, stepId, kind, resourceId, prior: prior ?? undefined, written };
}

function notACapsule(): CapsuleFault {
  return new CapsuleFault(
    "is not a capsule.",
    "Give --capsule a new file to apply, or to rollback the one apply wrote.",
  );
}

function changed(number: number): CapsuleFault {
  return new CapsuleFault(
    `is damaged, or was changed after it was written: line ${number} isn't as it was.`,
    "Give an unchanged copy: what a changed one says was there before can't be trusted.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
