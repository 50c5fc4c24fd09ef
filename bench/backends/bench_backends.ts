/**
 * The backend comparison: measure, check that the engines agree, report, compare with a baseline.
 *
 * @module
 */

import { openLibrary } from "../../src/engine/native/library.ts";
import { ENGINE_NAMES, type EngineName } from "../engines.ts";
import type { BackendArguments } from "./arguments.ts";
import {
  checkComparable,
  compareWithBaseline,
  type Comparison,
  isDoubtful,
  readBaseline,
  renderComparison,
} from "./baseline.ts";
import { describeEvent, firstDifference } from "./event_log.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { type Differing, measure } from "./measure.ts";
import { PROFILES } from "./profiles.ts";
import { differingReason, differingReport, measuredReport, renderReport, type Report, reportHead } from "./report.ts";
import type { Backend, Workload } from "./workload.ts";

/** The surroundings of a comparison, so that a test can replace them. */
export interface BackendSurroundings {
  /** Makes the work of a profile. */
  readonly workload: (profile: string, bars: number) => Workload;
  /** Why Rust cannot be had, or nothing when it can. */
  readonly rustProblem: () => string | undefined;
  /** Describes the machine. */
  readonly machine: () => Machine;
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** The profiles, the library where it is looked for, and the console. */
export const USUAL_SURROUNDINGS: BackendSurroundings = {
  workload: (profile, bars) => PROFILES[profile]!.workload(bars),
  rustProblem: () => {
    const library = openLibrary();
    return library.found ? undefined : `${library.message}. To mend it, ${library.remedy}`;
  },
  machine: thisMachine,
  print: (line) => console.log(line),
};

/** Most measurements of a comparison. */
const MEASUREMENTS_MAX = 4;

/**
 * Runs a comparison and returns the exit code: 0 when the engines agree and none is slower than allowed, else 1.
 *
 * @throws {Error} If something that was asked for cannot be had: Rust, a file, a baseline that fits.
 */
export function benchBackends(
  wanted: BackendArguments,
  surroundings: BackendSurroundings = USUAL_SURROUNDINGS,
): number {
  const { print } = surroundings, absent = rustAbsence(wanted, surroundings);
  const machine = surroundings.machine();
  const engines = enginesOf(absent);
  // The baseline is checked first, so that one that cannot be used fails before time is spent.
  const baseline = wanted.baselineJson === undefined || wanted.updateBaseline
    ? undefined
    : readBaseline(wanted.baselineJson);
  if (baseline !== undefined) {
    checkComparable(wanted.baselineJson!, baseline, { settings: wanted, engines, absent });
  }
  if (wanted.updateBaseline && !wanted.forceBaselineOverwrite) checkVacant(wanted.baselineJson!);
  if (absent !== undefined) print(`Rust is not measured: ${absent.reason}`);

  const workload = surroundings.workload(wanted.profile, wanted.bars);
  const backends = engines.map((name) => workload.backend(name));
  const reports: Report[] = [];
  let comparison: Comparison | undefined;
  do {
    const measured = measure(workload, backends, wanted);
    if (!measured.held) return tellDifference(wanted, surroundings, workload, backends, measured);
    reports.push(measuredReport(reportHead(wanted, machine), measured, workload.bareLoopName, absent?.reason));
    if (baseline === undefined) break;
    const { compare, maxSlowdownRatio } = wanted;
    comparison = compareWithBaseline(wanted.baselineJson!, baseline, reports, compare, maxSlowdownRatio);
  } while (reports.length < MEASUREMENTS_MAX && isDoubtful(comparison));

  const report: Report = { ...reports.at(-1)!, comparison: comparison ?? null };
  for (const line of renderReport(report)) print(line);
  if (comparison !== undefined) { for (const line of renderComparison(comparison)) print(line); }
  if (wanted.jsonOut !== undefined) writeReport(wanted.jsonOut, report, "report", print);
  if (wanted.updateBaseline) writeReport(wanted.baselineJson!, report, "baseline", print);
  return comparison?.results.some(({ regressed }) => regressed) ? 1 : 0;
}

/** The engines that are measured: all of them, those that need no library, or TypeScript alone where that was asked. */
function enginesOf(absent: { readonly asked: boolean } | undefined): readonly EngineName[] {
  if (absent?.asked === true) return ["typescript"];
  return ENGINE_NAMES.toReversed().filter((name) => absent === undefined || name !== "rust");
}

/** Why Rust is left out, if it is. */
function rustAbsence(
  { rust }: BackendArguments,
  { rustProblem }: BackendSurroundings,
): { readonly reason: string; readonly asked: boolean } | undefined {
  if (rust === "left out") return { reason: "--typescript-only leaves it out", asked: true };
  const problem = rustProblem();
  if (problem === undefined) return undefined;
  if (rust === "required") throw new Error(`Cannot include Rust: ${problem}`);
  return { reason: problem, asked: false };
}

/** Finds the first event at which the engines differ, tells it and reports it. */
function tellDifference(
  wanted: BackendArguments,
  { machine, print }: BackendSurroundings,
  workload: Workload,
  backends: readonly Backend[],
  differing: Differing,
): number {
  const log = workload.log();
  const of = (name: EngineName): Backend => backends.find((backend) => backend.name === name)!;
  const { against, backend } = differing;
  const event = firstDifference(of(against).chains(log), of(backend).chains(log)) ?? null;
  const about = event === null
    ? "the hash is the same after every event of the TypeScript run's log, applied one by one"
    : describeEvent(log, event);
  print(`no speedup: ${differingReason(event)}`);
  print(`  ${about}`);
  print(`  seen ${differing.where}, ${against} and ${backend}:`);
  for (const line of differing.differences) print(`  ${line}`);
  if (wanted.jsonOut !== undefined) {
    const report = differingReport(reportHead(wanted, machine()), event, about, differing.differences);
    writeReport(wanted.jsonOut, report, "report", print);
  }
  if (wanted.updateBaseline) print(`The baseline ${wanted.baselineJson} was not written`);
  return 1;
}

function checkVacant(path: string): void {
  try {
    Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new Error(`Cannot write baseline ${path}: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`Cannot write baseline ${path}: it exists; pass --force-baseline-overwrite to replace it`);
}

function writeReport(path: string, report: Report, what: string, print: (line: string) => void): void {
  try {
    Deno.writeTextFileSync(path, JSON.stringify(report, null, 2) + "\n");
  } catch (error) {
    throw new Error(`Cannot write ${what} ${path}: ${(error as Error).message}`, { cause: error });
  }
  print(`wrote ${what} ${path}`);
}
