import type { Report } from "../report.ts";
import { count, describeDuration, describeNext, describeVerdict } from "../words.ts";
import { code, escape } from "./escape.ts";
import { headed, type Section } from "./section.ts";

/** How it ended, for which hub, and by which config: a forgotten checkout looks like an empty one. */
export function verdictSection(report: Report, config?: string): Section {
  const { hub, run, command, verdict } = report;
  const text = [
    `## secure-foundry-hub ${command}: ${verdict}`,
    `**${escape(describeVerdict(report))}**`,
    `${code(hub.id)}, ${escape(hub.location)}; ${count(run.requests, "request")} in ${describeDuration(run.durationMs)}${config === undefined ? "" : `; ${escape(config)}`}`,
  ].join("\n\n");
  return { name: "verdict", importance: 100, forms: [text] };
}

/** What ended a step or the run. */
export function errorSection({ errors }: Report): Section {
  const items = errors.map(({ code: name, message, fix, correlationId }) => {
    const id = correlationId === "" ? "" : ` (correlation id ${code(correlationId)})`;
    return `- **${name}** ${escape(message)}${fix === "" ? "" : ` Fix: ${escape(fix)}`}${id}`;
  });
  const few = [...items.slice(0, 5), ...(items.length > 5 ? [`- and ${items.length - 5} more`] : [])];
  return {
    name: "errors",
    importance: 80,
    forms: [items, few].map((lines) => headed("Errors", lines.join("\n"))),
  };
}

/** What to do now. */
export function nextSection(report: Report, whole: string): Section {
  return {
    name: "next",
    importance: 95,
    forms: [headed("What to do next", [escape(describeNext(report)), whole].filter((l) => l !== "").join("\n\n"))],
  };
}
