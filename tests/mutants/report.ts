/**
 * The report of a campaign, as lines and as JSON.
 *
 * @module
 */

import { type Area, AREAS } from "./mutant.ts";
import type { TrialResult, Verdict } from "./trial.ts";

/** Whether the tests bite: every mutant was killed, but for those that are equivalent. */
export function allKilled(results: readonly TrialResult[]): boolean {
  return results.length > 0 && results.every(({ verdict }) => verdict !== "survived" && verdict !== "error");
}

/** The line of a mutant that was tried. */
export function lineOf(result: TrialResult): string {
  const { verdict, name, seconds, killedBy, reason } = result;
  const shown = verdict === "survived" || verdict === "error" ? verdict.toUpperCase() : verdict;
  const why = verdict === "error" ? `\n    ${reason}` : killedBy !== undefined ? `: ${killedBy}` : "";
  const equivalent = verdict === "equivalent" ? `: ${reason}` : "";
  return `${shown.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${name}${why}${equivalent}`;
}

/** The end of the report: a row for each area, what is to be mended, and the verdict. */
export function summaryOf(results: readonly TrialResult[], seconds: number): string[] {
  const lines = ["", `${"area".padEnd(16)} mutants  killed  elsewhere  equivalent  survived  errors`];
  for (const area of areasOf(results)) {
    const counts = countsOf(results.filter((result) => result.area === area));
    lines.push(
      area.padEnd(16) + String(counts.all).padStart(8) + String(counts.killed).padStart(8) +
        String(counts["killed elsewhere"]).padStart(11) + String(counts.equivalent).padStart(12) +
        String(counts.survived).padStart(10) + String(counts.error).padStart(8),
    );
  }
  for (const { verdict, name, suite, killedBy } of results) {
    if (verdict === "killed elsewhere") lines.push(`not killed by ${suite.join(", ")}: ${name}, but by ${killedBy}`);
    if (verdict === "survived") {
      lines.push(`survived: ${name}; write the test that kills it, or say why it is equivalent`);
    }
    if (verdict === "error") lines.push(`error: ${name}`);
  }
  const { all, killed, "killed elsewhere": elsewhere, equivalent } = countsOf(results);
  const rest = equivalent > 0 ? `, ${equivalent} equivalent` : "";
  lines.push(`${killed + elsewhere} of ${all} killed${rest}, in ${Math.round(seconds)} s`);
  return lines;
}

/** The report as data. */
export function reportJson(results: readonly TrialResult[], seconds: number, seed: number | undefined): string {
  const areas = Object.fromEntries(
    areasOf(results).map((area) => [area, countsOf(results.filter((result) => result.area === area))]),
  );
  const report = { ok: allKilled(results), seconds, seed: seed ?? null, counts: countsOf(results), areas, results };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function areasOf(results: readonly TrialResult[]): Area[] {
  const known: readonly Area[] = [...AREAS, "elsewhere"];
  return known.filter((area) => results.some((result) => result.area === area));
}

type Counts = Readonly<Record<Verdict | "all", number>>;

function countsOf(results: readonly TrialResult[]): Counts {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return {
    all: results.length,
    killed: count("killed"),
    "killed elsewhere": count("killed elsewhere"),
    equivalent: count("equivalent"),
    survived: count("survived"),
    error: count("error"),
  };
}
