import { RunError } from "../../errors.ts";
import { readBounded } from "../bounded-file.ts";

/** Browsers take no greater one. */
const greatest = 1024 * 1024;

/**
 * The text of a PAC: UTF-8, UTF-16 with its mark, or else Latin-1, as browsers read it. Throws RunError SFH912 for what
 * can't be read, is too large, or holds something else than text.
 */
export async function readPac(file: string): Promise<string> {
  const bytes = await readBounded(file, greatest).catch((error: unknown) => {
    throw unfit(file, `can't be read: ${reasonOf(error)}`, error);
  });
  if (bytes.length > greatest) throw unfit(file, "is larger than 1 MB, and browsers take no greater one");
  const text = decode(bytes);
  if (text.includes("\0")) throw unfit(file, "is no text");
  if (text.trim() === "") throw unfit(file, "is empty");
  return text;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EISDIR: "it is a folder",
    EACCES: "this user may not read it",
  };
  return (
    (typeof code === "string" ? words[code] : undefined) ?? (error instanceof Error ? error.message : String(error))
  );
}

function unfit(file: string, what: string, cause?: unknown): RunError {
  return new RunError("SFH912", `The PAC ${file} ${what}.`, {
    fix: "Give the file of a proxy auto-config: a script with a function FindProxyForURL.",
    cause,
  });
}
