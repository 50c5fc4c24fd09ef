/**
 * Tries one mutant: plants it, compiles, runs the suite that has to notice it, and takes it out again.
 *
 * @module
 */

import { type Area, areaOf, type Mutant, type Operator } from "./mutant.ts";
import { plant, type Planted, StaleMutantError } from "./planting.ts";
import type { SuiteRun } from "./suite_run.ts";

/**
 * The verdict on a mutant: killed by its suite; killed by another test, which its list should name; survived; not
 * noticed by its suite, as it is listed to be equivalent; or an error. An error proves nothing: the mutant is stale, does
 * not compile, is equivalent and is noticed, or its suite cannot be run.
 */
export type Verdict = "killed" | "killed elsewhere" | "survived" | "equivalent" | "error";

/** A mutant that was tried. */
export interface TrialResult {
  readonly name: string;
  readonly area: Area;
  readonly operator: Operator | undefined;
  /** Files that it changes. */
  readonly files: readonly string[];
  readonly suite: readonly string[];
  readonly verdict: Verdict;
  /** How it was killed: the first test that failed, or how the run ended. */
  readonly killedBy: string | undefined;
  /** Why it is an error, or equivalent. */
  readonly reason: string | undefined;
  readonly seconds: number;
}

/** Where a mutant is tried. */
export interface TrialPlace {
  readonly folder: string;
  compile(files: readonly string[]): Promise<string | undefined>;
  suite(suite: readonly string[]): Promise<SuiteRun>;
  rest(suite: readonly string[]): Promise<SuiteRun>;
}

type Outcome = Pick<TrialResult, "verdict" | "killedBy" | "reason">;

/**
 * Tries a mutant. Never throws for what the mutant does.
 *
 * @param isStrict True if its own suite has to notice it, so that nothing else is run.
 */
export async function tryMutant(place: TrialPlace, mutant: Mutant, isStrict: boolean = false): Promise<TrialResult> {
  const start = performance.now();
  const outcome = await planted(place, mutant, isStrict);
  return {
    name: mutant.name,
    area: areaOf(mutant),
    operator: mutant.operator,
    files: [...new Set(mutant.edits.map(({ file }) => file))],
    suite: mutant.suite,
    ...outcome,
    seconds: (performance.now() - start) / 1000,
  };
}

async function planted(place: TrialPlace, mutant: Mutant, isStrict: boolean): Promise<Outcome> {
  let planted: Planted;
  try {
    planted = plant(place.folder, mutant);
  } catch (error) {
    if (!(error instanceof StaleMutantError)) throw error;
    return failed(error.message);
  }
  try {
    const objection = await place.compile(mutant.edits.map(({ file }) => file));
    if (objection !== undefined) return failed(`it does not compile:\n${lastLines(objection)}`);
    return await verdictOf(place, mutant, isStrict);
  } finally {
    planted.takeOut();
  }
}

async function verdictOf(place: TrialPlace, mutant: Mutant, isStrict: boolean): Promise<Outcome> {
  if (mutant.suite.length > 0) {
    const named = await place.suite(mutant.suite);
    if (named.outcome === "unfit") return failed(`its suite cannot be run:\n${lastLines(named.text)}`);
    const killedBy = deathOf(named);
    if (mutant.equivalent !== undefined) {
      return killedBy === undefined
        ? { verdict: "equivalent", killedBy, reason: mutant.equivalent }
        : { ...failed(`it is listed as equivalent, and is noticed by ${killedBy}`), killedBy };
    }
    if (killedBy !== undefined) return { verdict: "killed", killedBy, reason: undefined };
    if (isStrict) return { verdict: "survived", killedBy, reason: undefined };
  }
  const rest = await place.rest(mutant.suite);
  if (rest.outcome === "unfit") return failed(`the whole suite cannot be run:\n${lastLines(rest.text)}`);
  const killedBy = deathOf(rest);
  if (killedBy === undefined) return { verdict: "survived", killedBy, reason: undefined };
  return { verdict: mutant.suite.length === 0 ? "killed" : "killed elsewhere", killedBy, reason: undefined };
}

/** Returns the cause of a run's failure; undefined if all passed. */
function deathOf(run: SuiteRun): string | undefined {
  if (run.outcome === "passed") return undefined;
  return run.outcome === "failed" ? run.failure ?? "a test" : `the run ${run.outcome}`;
}

function failed(reason: string): Outcome {
  return { verdict: "error", killedBy: undefined, reason };
}

/** Returns the last lines of a text, indented, because a failure stands at the end. */
export function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-25).map((line) => `    ${line}`).join("\n");
}
