import type { z } from "zod";

/** A file the twin can't run on. `problems` has one line a fault, each beginning with its path in the file. */
export class TwinFileError extends Error {
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    const lines = problems.map(onOneLine);
    super(`The ${what} has ${String(lines.length)} fault(s): ${lines.slice(0, 5).join("; ")}`);
    this.name = "TwinFileError";
    this.problems = lines;
  }
}

/** What is echoed from a file may hold line breaks of its own. */
function onOneLine(text: string): string {
  return text.replace(/\r?\n|\r/g, "\\n");
}

/** Reads JSON of a form. Throws TwinFileError, naming the file by `what`, where it is no JSON or of another form. */
export function readForm<T>(what: string, form: z.ZodType<T>, text: string): T {
  const parsed = form.safeParse(readJson(what, text));
  if (parsed.success) return parsed.data;
  throw new TwinFileError(what, parsed.error.issues.flatMap(linesOf));
}

function readJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TwinFileError(what, [`(file): not JSON: ${cause instanceof Error ? cause.message : String(cause)}`]);
  }
}

/** Keys that are unknown are told one by one, each at its own place. */
function linesOf(issue: z.core.$ZodIssue): readonly string[] {
  const where = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${where === "" ? "" : `${where}.`}${key}: there is no such field`);
  }
  return [`${where || "(file)"}: ${issue.message}`];
}
