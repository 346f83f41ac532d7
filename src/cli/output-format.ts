import { Option } from "commander";

/** What goes to standard output. */
export type OutputFormat = "text" | "json" | "markdown" | "sarif";

/** What a report is written as. */
export const reportFormats = ["text", "json", "markdown", "sarif"] as const satisfies readonly OutputFormat[];

/** What everything else is written as. */
export const plainFormats = ["text", "json"] as const satisfies readonly OutputFormat[];

export function outputOption(formats: readonly OutputFormat[]): Option {
  return new Option("--output <format>", "what to write to standard output").choices(formats).default("text");
}

/** What the arguments ask for, known or not: an error may come before they are taken apart. */
export function formatAskedFor(args: readonly string[]): string {
  const prefix = "--output=";
  const asked = args.map((arg, i) => {
    if (arg.startsWith(prefix)) return arg.slice(prefix.length);
    return arg === "--output" ? (args[i + 1] ?? "") : undefined;
  });
  return asked.findLast((format) => format !== undefined) ?? "text";
}
