/**
 * The report of a backend comparison, whose form is bench/backend_report.schema.json. A baseline is a report.
 *
 * @module
 */

import type { EngineName } from "../engines.ts";
import type { BackendArguments } from "./arguments.ts";
import type { Comparison } from "./baseline.ts";
import { type Machine, type Runtime, thisRuntime } from "./machine.ts";
import type { Measured } from "./measure.ts";
import type { Outcome } from "./outcome.ts";
import { quantile, statisticsOf } from "./statistics.ts";

/** Version of the report's form. */
export const REPORT_VERSION = 1;

/** Times of one thing that was measured, per run in milliseconds. */
export interface Times {
  readonly meanMs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly minMs: number;
  readonly standardDeviationMs: number;
  /** Mean of each iteration, in order. */
  readonly iterationsMs: readonly number[];
}

/** Times of a backend. */
export interface BackendTimes extends Times {
  /** Median over the iterations of the backend's time by that of the bare loop in the same iteration. */
  readonly ratioToBareLoop: number;
}

/** Settings of a measurement. */
export interface ReportSettings {
  readonly profile: string;
  readonly bars: number;
  readonly iterations: number;
  readonly warmup: number;
  readonly iterationMs: number;
}

/** Whether both engines came to the same end in every run. */
export type Parity =
  | { readonly status: "equal"; readonly runsCompared: number; readonly outcome: Outcome }
  | {
    readonly status: "not compared";
    readonly runsCompared: number;
    readonly outcome: Outcome;
    readonly reason: string;
  }
  | {
    readonly status: "different";
    /** Number of the first event after which the engines differ; null when no event of the log shows it. */
    readonly event: number | null;
    /** Description of that event, or why there is none. */
    readonly about: string;
    readonly differences: readonly string[];
  };

/** A report. */
export interface Report {
  readonly format: "cracktrader backend report";
  readonly version: typeof REPORT_VERSION;
  /** When the measurement ended, ISO 8601, UTC. */
  readonly date: string;
  readonly package: { readonly name: string; readonly version: string };
  readonly runtime: Runtime;
  readonly machine: Machine;
  readonly settings: ReportSettings;
  readonly parity: Parity;
  /** Null when the engines differ. */
  readonly bareLoop: (Times & { readonly about: string; readonly runsPerIteration: number }) | null;
  /** Those that were measured; none when the engines differ. */
  readonly backends: Partial<Readonly<Record<EngineName, BackendTimes>>>;
  /** Runs of each backend in an iteration; null when the engines differ. */
  readonly runsPerIteration: number | null;
  /** TypeScript mean by Rust mean; null with the reason when there is none. */
  readonly speedup: { readonly ratio: number } | { readonly ratio: null; readonly reason: string };
  /** Null when nothing was compared with a baseline. */
  readonly comparison: Comparison | null;
}

/** Returns the part that all reports of one call share. */
export function reportHead(
  { profile, bars, iterations, warmup, iterationMs }: BackendArguments,
  machine: Machine,
): Pick<Report, "format" | "version" | "date" | "package" | "runtime" | "machine" | "settings"> {
  return {
    format: "cracktrader backend report",
    version: REPORT_VERSION,
    date: new Date().toISOString(),
    package: packageOf(Deno.readTextFileSync(new URL("../../deno.json", import.meta.url))),
    runtime: thisRuntime(),
    machine,
    settings: { profile, bars, iterations, warmup, iterationMs },
  };
}

function packageOf(text: string): Report["package"] {
  const { name, version }: { name: string; version: string } = JSON.parse(text);
  return { name, version };
}

/** The report of a measurement. `absent` says why Rust was not measured, if it was not. */
export function measuredReport(
  head: ReturnType<typeof reportHead>,
  measured: Measured,
  bareLoopName: string,
  absent: string | undefined,
): Report {
  const backends: Partial<Record<EngineName, BackendTimes>> = {};
  for (const [name, times] of measured.backendMs) {
    backends[name] = { ...timesOf(times), ratioToBareLoop: medianRatio(times, measured.bareLoopMs) };
  }
  const { typescript, rust } = backends, { runsCompared, outcome } = measured;
  return {
    ...head,
    parity: absent === undefined || measured.backendMs.size > 1
      ? { status: "equal", runsCompared, outcome }
      : { status: "not compared", runsCompared, outcome, reason: absent },
    bareLoop: {
      about: bareLoopName,
      ...timesOf(measured.bareLoopMs),
      runsPerIteration: measured.bareLoopsPerIteration,
    },
    backends,
    runsPerIteration: measured.runsPerIteration,
    speedup: typescript === undefined || rust === undefined
      ? { ratio: null, reason: absent ?? "one engine alone was measured" }
      : { ratio: typescript.meanMs / rust.meanMs },
    comparison: null,
  };
}

/** The report of engines that differ. */
export function differingReport(
  head: ReturnType<typeof reportHead>,
  event: number | null,
  about: string,
  differences: readonly string[],
): Report {
  const reason = differingReason(event);
  return {
    ...head,
    parity: { status: "different", event, about, differences },
    bareLoop: null,
    backends: {},
    runsPerIteration: null,
    speedup: { ratio: null, reason },
    comparison: null,
  };
}

/** Why there is no speedup when engines differ, as a clause. */
export function differingReason(event: number | null): string {
  return event === null ? "runs differ, though at no event of their log" : `engines differ at event ${event}`;
}

/** Lines for a person. */
export function renderReport(report: Report): string[] {
  const { settings, machine, runtime, parity, speedup } = report;
  const lines = [
    `${settings.profile}, ${settings.bars} bars, ${settings.iterations} iterations after ${settings.warmup} to warm up, ` +
    `${report.package.name} ${report.package.version}`,
    `Deno ${runtime.deno}, V8 ${runtime.v8}, ${machine.processors} x ${machine.processor}, ${machine.system} ` +
    machine.architecture,
    "",
    ["", "mean ms", "median ms", "p95 ms", "min ms", "deviation ms", "x bare loop"].map(cell).join(""),
  ];
  if (report.bareLoop !== null) lines.push(timesRow("bare loop", report.bareLoop, 1));
  for (const [name, times] of Object.entries(report.backends)) {
    lines.push(timesRow(name, times, times.ratioToBareLoop));
  }
  lines.push("");
  if (parity.status === "equal") {
    const { cash, value, position, chain } = parity.outcome, held = Object.entries(position);
    const positions = held.length === 0 ? "none" : held.map(([name, size]) => `${size} ${name}`).join(", ");
    lines.push(
      `parity: ${parity.runsCompared} runs equal, cash ${cash}, value ${value}, position ${positions}, hash ${chain}`,
    );
  } else if (parity.status === "not compared") {
    lines.push(`parity: not compared, ${parity.runsCompared} runs on one engine: ${parity.reason}`);
  }
  lines.push(
    speedup.ratio === null
      ? `no speedup: ${speedup.reason}`
      : `speedup: ${speedup.ratio.toFixed(2)} (TypeScript mean / Rust mean)`,
  );
  return lines;
}

function timesRow(name: string, times: Times, ratio: number): string {
  const { meanMs, medianMs, p95Ms, minMs, standardDeviationMs } = times;
  const numbers = [meanMs, medianMs, p95Ms, minMs, standardDeviationMs].map((value) => value.toPrecision(4));
  return [name, ...numbers, ratio.toPrecision(4)].map(cell).join("");
}

function cell(text: string, column: number): string {
  return column === 0 ? text.padEnd(11) : text.padStart(13);
}

function timesOf(iterationsMs: readonly number[]): Times {
  const { mean, median, p95, min, standardDeviation } = statisticsOf(iterationsMs);
  return {
    meanMs: mean,
    medianMs: median,
    p95Ms: p95,
    minMs: min,
    standardDeviationMs: standardDeviation,
    iterationsMs: [...iterationsMs],
  };
}

/**
 * The median of the ratios iteration by iteration. A machine that is slow for a while is so for both parts of a ratio,
 * and one bad iteration does not move a median.
 */
function medianRatio(times: readonly number[], bareLoopMs: readonly number[]): number {
  return quantile(times.map((time, iteration) => time / bareLoopMs[iteration]!).toSorted((a, b) => a - b), 0.5);
}
