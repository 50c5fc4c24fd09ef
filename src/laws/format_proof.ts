/**
 * Formats a proof as text.
 *
 * @module
 */

import type { CounterExample, LawReport } from "./law_report.ts";
import type { ProofReport } from "./prove.ts";

/** Columns of the text. */
const WIDTH = 120;
/** Longest fact that is shown, in characters. */
const FACT_WIDTH = 400;

/**
 * Returns the report of {@linkcode prove} as text: the cases first, then law by law, and the limits of the proof last.
 */
export function formatProof(report: ProofReport): string {
  const { strategy, tried, isolated, run, laws, verdict, cannotSee } = report;
  const failed = laws.filter((law) => law.verdict === "failed");
  const lines = [
    `${tried}.`,
    isolated
      ? "The strategy ran in fresh processes without permission to read files or use the net."
      : "The strategy ran in this process, as a class: what it closes over was there in every run.",
    `${strategy}: ${run.bars} bars, ${run.orders} orders, ${run.fills} fills, chain ${run.chain} on ${run.engine}`,
    "",
    ...laws.flatMap(lawLines),
    "",
    verdict === "held"
      ? "No law failed."
      : `${failed.length === 1 ? "1 law" : `${failed.length} laws`} failed: ${
        failed.map(({ law, name }) => `${law} (${name})`).join(", ")
      }.`,
    ...(run.fills === 0 ? ["Nothing was traded, so this says next to nothing."] : []),
    "None of this can see:",
    ...cannotSee.flatMap((each) => wrapped("  - ", each)),
  ];
  return lines.join("\n");
}

function lawLines(report: LawReport): string[] {
  const { law, name, verdict, tried, cases, reason, leftOut, counterExample } = report;
  const head = `  ${law}  ${name.padEnd(13)}  ${verdict.padEnd(14)}  `;
  const what = verdict === "not applicable" ? reason ?? "" : verdict === "held" ? tried : `after ${cases} of: ${tried}`;
  return [
    ...wrapped(head, what),
    ...leftOut.flatMap((each) => wrapped("     left out: ", each)),
    ...(counterExample === undefined ? [] : counterExampleLines(counterExample)),
  ];
}

function counterExampleLines({ what, place, expected, found, smallest, events }: CounterExample): string[] {
  return [
    ...wrapped("     claim:     ", what),
    ...wrapped("     place:     ", place),
    ...wrapped("     expected:  ", short(expected)),
    ...wrapped("     found:     ", short(found)),
    ...wrapped("     smallest:  ", smallest),
    ...(events ?? []).map((event) => `       ${event}`),
  ];
}

function short(fact: string): string {
  return fact.length <= FACT_WIDTH ? fact : `${fact.slice(0, FACT_WIDTH)} ...`;
}

/** Wraps a text after a head; further lines are indented to the end of the head. */
function wrapped(head: string, text: string): string[] {
  const lines: string[] = [], indent = " ".repeat(head.length);
  let line = head;
  for (const word of text.split(" ")) {
    const isFirst = line === head || line === indent;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += (isFirst ? "" : " ") + word;
  }
  return [...lines, line];
}
