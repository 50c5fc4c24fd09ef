/**
 * Interleaved measurement: every round runs the bare loop and each backend once, so that whatever slows the machine
 * down slows all of them down. Each run's outcome is compared before its time counts.
 *
 * @module
 */

import type { EngineName } from "../engines.ts";
import { type Outcome, outcomeDifferences } from "./outcome.ts";
import type { Backend, Workload } from "./workload.ts";

/** How to measure. */
export interface MeasureOptions {
  /** Measured iterations. */
  readonly iterations: number;
  /** Iterations before them that do not count. */
  readonly warmup: number;
  /** Least time in milliseconds that an iteration gives each backend; a short run is repeated within an iteration. */
  readonly iterationMs: number;
}

/** Times of a run by iteration in milliseconds, the outcome that all runs had, and how many runs there were. */
export interface Measured {
  readonly held: true;
  readonly outcome: Outcome;
  /** Runs whose outcome was compared, warm-up included. */
  readonly runsCompared: number;
  /** Runs of each backend in an iteration, whose mean is the iteration's time. */
  readonly runsPerIteration: number;
  /** Runs of the bare loop in an iteration. */
  readonly bareLoopsPerIteration: number;
  readonly bareLoopMs: readonly number[];
  readonly backendMs: ReadonlyMap<EngineName, readonly number[]>;
}

/** Two runs that came to different ends; there are no times then. */
export interface Differing {
  readonly held: false;
  /** The backend whose run differs from the first run of all. */
  readonly backend: EngineName;
  /** The backend of that first run. */
  readonly against: EngineName;
  /** Where it was seen, as a clause. */
  readonly where: string;
  /** Values that differ, as `name: first and second`. */
  readonly differences: readonly string[];
}

/** Times of an iteration that each backend runs before anything else. */
const PRELUDE = 4;
/** For how many milliseconds the bare loop runs before it counts. */
const BARE_LOOP_WARM_MS = 20;
/** Least time of the bare loop in a round, which is enough for the clock. */
const BARE_LOOP_LEAST_MS = 0.25;

/** Measures backends beside the bare loop. */
export function measure(
  { bareLoop, bareLoopShare }: Pick<Workload, "bareLoop" | "bareLoopShare">,
  backends: readonly Backend[],
  options: MeasureOptions,
): Measured | Differing {
  const check = new OutcomeCheck(backends[0]!.name);
  let slowestMs = BARE_LOOP_LEAST_MS;
  for (const backend of backends) {
    // Short runs are compiled anew several times until they are as fast as they get.
    meanRunMs(backend, PRELUDE * options.iterationMs, check);
    if (!check.failed) slowestMs = Math.max(slowestMs, meanRunMs(backend, options.iterationMs, check));
    if (check.failed) return check.differing("before the warm-up");
  }
  const rounds = Math.max(1, Math.ceil(options.iterationMs / slowestMs));
  const repeats = repeatsFor(bareLoop, options.iterationMs / rounds);
  const bareLoopMs: number[] = [], backendMs = new Map(backends.map(({ name }): [EngineName, number[]] => [name, []]));
  for (let iteration = -options.warmup; iteration < options.iterations; iteration++) {
    const sums = backends.map(() => 0);
    let bareSum = 0;
    for (let round = 0; round < rounds; round++) {
      bareSum += timeOf(bareLoop, repeats);
      // Who comes first changes from round to round: one leaves its garbage to the next.
      for (let turn = 0; turn < backends.length; turn++) {
        const index = (turn + round + Math.max(0, iteration)) % backends.length;
        sums[index]! += runOnce(backends[index]!, check);
        if (check.failed) {
          const where = iteration < 0 ? `warm-up ${options.warmup + iteration + 1}` : `iteration ${iteration + 1}`;
          return check.differing(`in ${where}`);
        }
      }
    }
    if (iteration < 0) continue;
    bareLoopMs.push(bareSum / (rounds * repeats) * bareLoopShare);
    backends.forEach(({ name }, index) => backendMs.get(name)!.push(sums[index]! / rounds));
  }
  return {
    held: true,
    outcome: check.outcome!,
    runsCompared: check.runs,
    runsPerIteration: rounds,
    bareLoopsPerIteration: rounds * repeats,
    bareLoopMs,
    backendMs,
  };
}

/** Compares every outcome with the first one. */
class OutcomeCheck {
  outcome: Outcome | undefined;
  runs = 0;
  readonly #first: EngineName;
  #last: EngineName;
  #differences: readonly string[] = [];

  constructor(first: EngineName) {
    this.#first = first;
    this.#last = first;
  }

  /** Whether the outcome taken last differs from the first one. */
  get failed(): boolean {
    return this.#differences.length > 0;
  }

  take(backend: EngineName, outcome: Outcome): void {
    this.runs++;
    this.outcome ??= outcome;
    this.#last = backend;
    this.#differences = outcomeDifferences(this.outcome, outcome);
  }

  differing(where: string): Differing {
    return { held: false, backend: this.#last, against: this.#first, where, differences: this.#differences };
  }
}

function runOnce(backend: Backend, check: OutcomeCheck): number {
  const start = performance.now(), outcome = backend.run(), elapsed = performance.now() - start;
  check.take(backend.name, outcome());
  return elapsed;
}

/** Runs a backend for a time, at least once, and returns the mean time of a run. */
function meanRunMs(backend: Backend, limitMs: number, check: OutcomeCheck): number {
  const end = performance.now() + limitMs;
  let runs = 0, spent = 0;
  do {
    spent += runOnce(backend, check);
    runs++;
  } while (!check.failed && performance.now() < end);
  return spent / runs;
}

/** Sum of what the bare loops returned, kept so that they cannot be left out. */
let bareSink = 0;

function timeOf(bareLoop: () => number, repeats: number): number {
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) bareSink += bareLoop();
  const elapsed = performance.now() - start;
  if (bareSink === Infinity) bareSink = 0;
  return elapsed;
}

/** How often a loop has to run to last for so long, at least once, after so long was spent on warming it up. */
function repeatsFor(loop: () => number, lastMs: number): number {
  let repeats = 1, elapsed = timeOf(loop, 1);
  // A loop over few bars runs thousands of times before it is compiled for good.
  for (let spent = elapsed; spent < BARE_LOOP_WARM_MS;) {
    elapsed = timeOf(loop, repeats);
    spent += elapsed;
    if (elapsed < BARE_LOOP_LEAST_MS) repeats *= 2;
  }
  return Math.max(1, Math.ceil(Math.max(lastMs, BARE_LOOP_LEAST_MS) * repeats / elapsed));
}
