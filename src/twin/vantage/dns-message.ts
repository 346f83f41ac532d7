import { isIPv4 } from "node:net";
import { decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from "dns-packet";
import type { Answer, DecodedPacket, OptAnswer, Packet, Question } from "dns-packet";
import type { NameChain } from "../reach/name-chain.ts";

/** Short, as in records that a zone group writes: a change shows soon even to a client that caches. */
const ttl = 10;
const formErr = 1;
const nxDomain = 3;
const notImp = 4;
const refused = 5;
/** What every implementation can take without fragments. Source: the DNS flag day of 2020. */
const udpPayloadSize = 1232;

/**
 * The answer to one DNS message, without the length that TCP puts in front. undefined: there is none, because the
 * message is no query that can be read, or because the server is silent about the name.
 */
export function answerMessage(message: Buffer, resolve: (name: string) => NameChain): Buffer | undefined {
  if (message.length < 12) return undefined;
  const flags = message.readUInt16BE(2);
  const isResponse = (flags & 0x8000) !== 0;
  if (isResponse) return undefined;
  // What stands in a message of another opcode is not ours to read.
  if ((flags & 0x7800) !== 0) return encodeAnswer(message.readUInt16BE(0), (flags & 0x7800) | notImp, {});
  const query = decodeQuery(message);
  return query === undefined ? undefined : answerQuery(query, resolve);
}

function decodeQuery(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}

function answerQuery(query: DecodedPacket, resolve: (name: string) => NameChain): Buffer | undefined {
  const { id = 0, flags = 0, questions = [], additionals = [] } = query;
  const asked = (flags & RECURSION_DESIRED) | RECURSION_AVAILABLE;
  const additional = additionals.some(({ type }) => type === "OPT") ? [ednsAnswer] : [];
  const [question] = questions;
  if (question === undefined || questions.length > 1)
    return encodeAnswer(id, asked | formErr, { additionals: additional });
  const rest = { questions, additionals: additional };
  if (question.class !== "IN") return encodeAnswer(id, asked | refused, rest);
  const chain = resolve(question.name);
  if (chain.end.kind === "timeout") return undefined;
  const code = chain.end.kind === "nxdomain" ? nxDomain : 0;
  return encodeAnswer(id, asked | code, { ...rest, answers: recordsOf(question, chain) });
}

/** The first record carries the name as it was asked, in its casing: a client may compare (0x20). */
function recordsOf(question: Question, { names, end }: NameChain): Answer[] {
  const owners = [question.name, ...names.slice(1)];
  const aliases = names.slice(1).map((data, at): Answer => ({ type: "CNAME", name: owners[at] ?? "", ttl, data }));
  if (question.type === "CNAME") return aliases.slice(0, 1);
  const owner = owners.at(-1) ?? "";
  const addresses =
    question.type === "A" && end.kind === "addresses" ? end.addresses.filter((address) => isIPv4(address)) : [];
  return [...aliases, ...addresses.map((data): Answer => ({ type: "A", name: owner, ttl, data }))];
}

const ednsAnswer: OptAnswer = {
  ...{ type: "OPT", name: ".", udpPayloadSize, extendedRcode: 0, ednsVersion: 0 },
  ...{ flags: 0, flag_do: false, options: [] },
};

function encodeAnswer(id: number, flags: number, rest: Partial<Packet>): Buffer {
  return encode({ ...rest, type: "response", id, flags });
}
