/**
 * Formats a proof as text.
 *
 * @module
 */

import { NOT_REPEATING } from "./strategy/not_repeating.ts";
import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import type { CounterExample, LawReport } from "./law_report.ts";
import type { ProofReport } from "./prove.ts";
import type { LineMemory } from "../lines/line_about.ts";
import type { LaterStart, LineFrom, LineMemoryFound, SameFrom } from "./strategy/start_date_of_run.ts";

/** Columns of the text. */
const WIDTH = 120;
/** Longest fact that is shown, in characters. */
const FACT_WIDTH = 400;
/** Longest line of the strategy that is shown, in characters. */
const LINE_WIDTH = 60;
/** Longest address of a module that is shown, in characters; that of a `data:` module is its whole text. */
const ADDRESS_WIDTH = 200;

/**
 * Returns the report of {@linkcode prove} as text: the cases first, then the code, law by law, the measurement of start
 * dates, and the limits of the proof last.
 */
export function formatProof(report: ProofReport): string {
  if (!isOptions(report) || !Array.isArray(report.laws) || !Array.isArray(report.code)) {
    throw new TypeError(`Cannot format ${inspected(report, 0)} as a proof: pass what await ct.prove(...) returns`);
  }
  const { strategy, tried, isolated, run, laws, cannotSee } = report;
  const lines = [
    `${tried}.`,
    isolated
      ? "The strategy ran in fresh processes that had its code and the bars, and no permission to read files or use the net."
      : "The strategy ran in this process, as a class: what it closes over was there in every run.",
    ...codeLines(report),
    `${strategy}: ${run.bars} bars, ${run.orders} orders, ${run.fills} fills, chain ${run.chain} on ${run.engine}`,
    "",
    ...laws.flatMap(lawLines),
    "",
    ...memoryLines(report),
    ...startLines(report),
    "",
    ...wrapped("", verdictOf(report)),
    ...(run.fills === 0 ? ["Nothing was traded, so this says next to nothing."] : []),
    "None of this can see:",
    ...cannotSee.flatMap((each) => wrapped("  - ", each)),
  ];
  return lines.join("\n");
}

/** Lists the modules of the strategy. What it knows beside its bars is in them, and a series of prices has a size. */
function codeLines({ code, replaced, samples }: ProofReport): string[] {
  if (code.length === 0) return [];
  const folder = code[0]!.specifier.replace(/[^/]*$/, "");
  const name = (specifier: string): string =>
    specifier.startsWith(folder) ? specifier.slice(folder.length) : short(specifier, ADDRESS_WIDTH);
  const modules = code.map(({ specifier, bytes }) => `${name(specifier)} (${bytes} bytes)`);
  return [
    ...wrapped("Its code: ", modules.join(", ")),
    ...replaced.flatMap((address) =>
      wrapped("", `Another copy of this package, ${address}, is imported there; this one took its place.`)
    ),
    ...samples.flatMap((sample) =>
      wrapped("", `It loads the prices of ct.sample("${sample}") itself. No law cuts those: it can know them whole.`)
    ),
  ];
}

function verdictOf({ verdict, laws: reports }: ProofReport): string {
  const failed = reports.filter((law) => law.verdict === "failed");
  if (verdict === "held") return "No law failed.";
  if (verdict === "failed") {
    const names = failed.map(({ law, name }) => `${law} (${name})`).join(", ");
    return `${failed.length === 1 ? "1 law" : `${failed.length} laws`} failed: ${names}.`;
  }
  // A law that lacks an engine or a venue is not open because of the strategy.
  const open = reports.filter(({ law, verdict, reason }) =>
    verdict === "not applicable" && (law === 2 || reason === NOT_REPEATING)
  ).map(({ law }) => law);
  const laws = `${open.length === 1 ? "law" : "laws"} ${open.join(", ")}`;
  return `Not proved: the strategy depends on the clock, on random numbers or on the machine, so ${laws} could not be ` +
    "tried.";
}

/** The bars that the values of a line depend on. */
const MEMORIES: Readonly<Record<LineMemory, (minPeriod: number) => string>> = {
  window: (minPeriod) => minPeriod === 1 ? "its own bar" : `the last ${minPeriod} bars`,
  fading: () => "all bars before, with a weight that fades",
  unbounded: () => "all bars before",
};

function memoryLines({ startDates: { lines } }: ProofReport): string[] {
  if (lines.length === 0) return [];
  const shown = lines.map(({ line }) => short(line, LINE_WIDTH)),
    width = Math.max(...shown.map(({ length }) => length));
  return [
    "Its lines, and the bars that each depends on by its declaration:",
    ...lines.flatMap(({ memory, minPeriod, contradiction }, at) => [
      ...wrapped(`  ${shown[at]!.padEnd(width)}  `, MEMORIES[memory](minPeriod)),
      ...(contradiction === null ? [] : wrapped("     not so: ", contradictionText(contradiction))),
    ]),
    "",
  ];
}

function contradictionText({ startBar, ...difference }: LineMemoryFound["contradiction"] & object): string {
  return `in a run that begins ${startBar === 1 ? "1 bar" : `${startBar} bars`} later it is another one` +
    `${differenceText(difference)}; declare memory: "fading" or "unbounded"`;
}

function startLines({ startDates: { reason, starts } }: ProofReport): string[] {
  if (reason !== null) return wrapped("Start date: not measured, as ", `${reason}.`);
  return [
    "Start date (a measurement, which cannot fail): from which bar on a run that begins later does the same",
    ...starts.flatMap((start) => {
      const { bars, orders, failure } = start, head = `  ${bars === 1 ? "1 bar" : `${bars} bars`} later:  `;
      if (failure !== null) return wrapped(head, `the run fails: ${failure}`);
      return wrapped(head, `${linesText(start)}; ${ordersText(orders)}`);
    }),
  ];
}

function linesText({ lines }: LaterStart): string {
  if (lines.length === 0) return "no declared lines";
  const others = lines.filter(({ bar }) => bar === null);
  const same = `the same lines from bar ${Math.max(...lines.map(({ bar }) => bar ?? 0))} on`;
  if (others.length === 0) return same;
  const names = others.map((line) => `${line.line}${lineText(line)}`).join(", ");
  return others.length === lines.length ? `never the same lines: ${names}` : `${same}, but never ${names}`;
}

function lineText({ difference, size, warmBars }: LineFrom): string {
  if (difference === null) return warmBars === 0 ? ", which has no value in that run" : "";
  const first = size.first === null ? "" : `, ${sizeText(size.first)} off`;
  const last = size.last === null ? "" : `, and ${sizeText(size.last)} off at the last bar`;
  return differenceText(difference) + first + last;
}

/** Writes a fraction to two digits, with as many zeros as it takes to see how small it is. */
function sizeText(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(2))} %`;
}

function ordersText({ bar, difference, compared }: LaterStart["orders"]): string {
  const same = bar === null
    ? "never the same orders"
    : `the same orders from bar ${bar} on (${compared === 1 ? "1 order" : `${compared} orders`})`;
  return same + differenceText(difference);
}

function differenceText(difference: SameFrom["difference"]): string {
  if (difference === null) return "";
  const { bar, expected, found } = difference;
  return `, at bar ${bar} first ${found} in place of ${expected}`;
}

function lawLines(report: LawReport): string[] {
  const { law, name, verdict, tried, cases, reason, leftOut, counterExample } = report;
  const head = `${String(law).padStart(3)}  ${name.padEnd(13)}  ${verdict.padEnd(14)}  `;
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

function short(fact: string, width: number = FACT_WIDTH): string {
  return fact.length <= width ? fact : `${fact.slice(0, width)} ...`;
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
