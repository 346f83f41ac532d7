import { indent } from "./layout.ts";
import { pageOf, type Page, type TextOptions } from "./page.ts";
import type { Palette } from "./palette.ts";
import { findAcceptable } from "./refusals.ts";
import type { Report, ReportStep } from "./report.ts";
import { describeConsequence, describeDuration, describeStep } from "./words.ts";

/** The steps, each with what came of it and, where it is refused, why. */
export function renderSteps(report: Report, options: TextOptions = {}): readonly string[] {
  if (report.steps.length === 0) return [];
  const page = pageOf(options);
  const { palette, width } = page;
  const paint = paintState(palette);
  return [
    `${palette.bold("Steps")}  ${summariseSteps(report.steps)}`,
    ...report.steps.flatMap((step, i) => {
      const aside =
        step.state === "planned"
          ? describeConsequence(step)
          : step.state === "refused" || step.state === "skipped"
            ? ""
            : describeDuration(step.durationMs);
      const number = String(i + 1).padStart(3);
      const head = indent(
        `${describeStep(step)}${aside === "" ? "" : ` (${aside})`}`,
        14,
        width,
        `${number}  ${step.state}`,
      );
      const painted = head.map((l) => l.replace(step.state, paint(step.state)));
      return [...painted, ...renderCauses(step, page), ...renderAccount(step, page)];
    }),
  ];
}

/** A refusal's missing piece stands on a line of its own, and what to paste into the config comes last, once. */
function renderCauses({ state, reason, refusals }: ReportStep, { palette, width }: Page): readonly string[] {
  const acceptable = findAcceptable(refusals);
  const isSaid = reason === "" || state === "planned";
  const causes = refusals.length > 0 || isSaid ? refusals : [{ code: "", lost: reason, missing: "" }];
  return [
    ...causes.flatMap(({ code, lost, missing }) => [
      ...indent(code === "" ? lost : `${code} ${lost}`, 16, width, "              -"),
      ...(missing === "" ? [] : indent(missing, 25, width, "                missing:")),
    ]),
    ...(acceptable.length === 0 ? [] : ["              to accept by name, in the config:", "                accept:"]),
    ...acceptable.flatMap(({ code, resource, origin }) =>
      [`- code: ${code}`, `  resource: ${resource}`, `  origin: ${origin}`, "  reason: …"].map((l) =>
        palette.dim(`                  ${l}`),
      ),
    ),
  ];
}

/** What a closing leaves open, shuts, and of what none was seen; left out once it is done. */
function renderAccount({ account, state }: ReportStep, { palette, width }: Page): readonly string[] {
  if (state !== "planned" && state !== "refused") return [];
  return account
    .filter((line) => line.fate !== "would be lost" && line.fate !== "can't be told")
    .flatMap(({ from, to, fate, why }) => {
      const text = `${fate}: ${from}${to === "" ? "" : ` to ${to}`}${why === "" ? "" : `; ${why}`}`;
      return indent(text, 18, width, "              ·").map(palette.dim);
    });
}

function paintState(palette: Palette): (state: ReportStep["state"]) => (text: string) => string {
  const paints = {
    planned: palette.bold,
    done: palette.good,
    skipped: palette.dim,
    refused: palette.bad,
    failed: palette.bad,
    pending: palette.warn,
  };
  return (state) => paints[state];
}

function summariseSteps(steps: readonly ReportStep[]): string {
  const states: readonly ReportStep["state"][] = ["done", "planned", "pending", "skipped", "refused", "failed"];
  return states
    .map((state) => ({ state, n: steps.filter((s) => s.state === state).length }))
    .filter(({ n }) => n > 0)
    .map(({ state, n }) => `${n} ${state}`)
    .join(", ");
}
