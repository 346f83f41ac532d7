import { parseAnswers, type ParsedAnswers } from "../diagnose/answers/parse-answers.ts";
import { RunError } from "../errors.ts";
import { readBounded } from "../vantage/bounded-file.ts";

/** Thousands of answers fit in; whatever is larger is another file. */
const mostBytes = 2 * 1024 * 1024;

const fix =
  "Run the nslookup lines that diagnose prints on a machine in that network, copy the lines and what they print into a file, and give that file.";

/**
 * The answers in a file of nslookup's and dig's output, told what of it can't be used. Throws RunError SFH912 for a file that
 * can't be read, is too large, or holds no answer at all.
 */
export async function readAnswersFile(file: string, tell: (line: string) => void): Promise<ParsedAnswers["answers"]> {
  const { answers, faults } = parseAnswers(decodeText(await readBytes(file)), file);
  if (answers.length === 0) {
    const why = faults[0] ?? `${file} is empty.`;
    throw new RunError("SFH912", `The file of answers ${file} holds no answer that can be read. ${why}`, { fix });
  }
  for (const fault of faults) tell(fault);
  return answers;
}

async function readBytes(file: string): Promise<Uint8Array> {
  const bytes = await readBounded(file, mostBytes).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError("SFH912", `The file of answers ${file} can't be read: ${why}`, {
      fix: "Give the path of a file that is there.",
      cause: error,
    });
  });
  if (bytes.length <= mostBytes) return bytes;
  throw new RunError("SFH912", `The file of answers ${file} is larger than 2 MiB: it is something else.`, { fix });
}

/**
 * UTF-8, or UTF-16 where a byte order mark or every second byte says so, as PowerShell's redirection writes it. Bytes of an old
 * code page become replacement characters: labels needn't be read.
 */
export function decodeText(bytes: Uint8Array): string {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isLittle = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0);
  const encoding = isBig ? "utf-16be" : isLittle ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
