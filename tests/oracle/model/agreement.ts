/**
 * Random runs on the engines and in the model: whether all agree, and what came to pass in them.
 *
 * @module
 */

import { Judge, ModelEnded, type PlayedEngine } from "./judge.ts";
import type { Plan } from "./plan.ts";
import { randomPlan } from "./random_plan.ts";
import { RunTally } from "./run_tally.ts";
import { shrink } from "./shrink.ts";

/** Seeds of one seed's cases: those of two seeds have none in common. */
const SEEDS_OF_SEED = 1_000_000;

/** Runs that fail are shrunk up to this number; more of them only cost time. */
const FAILURES_SHOWN = 3;

/** What to run. */
export interface AgreementOptions {
  readonly seed: number;
  readonly cases: number;
  readonly engines: readonly PlayedEngine[];
  /** The number of a case to run alone. */
  readonly only?: number | undefined;
}

/** What came of it. */
export interface AgreementReport {
  readonly agreed: number;
  readonly cases: number;
  /** Lines about runs that differ, and about what came to pass. */
  readonly lines: readonly string[];
  /** What never came to pass though it should have. */
  readonly lacking: readonly string[];
}

/** Plays random plans on the engines, asks the model about each, and shrinks those that differ. */
export async function compareWithModel(options: AgreementOptions): Promise<AgreementReport> {
  await using judge = new Judge(options.engines);
  const lines: string[] = [], tally = new RunTally();
  const first = options.only ?? 0, cases = options.only === undefined ? options.cases : 1;
  let differing = 0;
  for (let at = first; at < first + cases; at++) {
    const plan = randomPlan(options.seed * SEEDS_OF_SEED + at), { difference, outcome } = await judge.judge(plan);
    tally.add(outcome);
    if (difference === undefined) continue;
    if (differing++ < FAILURES_SHOWN) lines.push(...await described(judge, plan, at, difference));
  }
  return { agreed: cases - differing, cases, lines: [...lines, ...tally.lines()], lacking: tally.lacking() };
}

/** Lines about a run that differs: the first difference, and the smallest plan that has one of the kind. */
async function described(judge: Judge, plan: Plan, at: number, difference: string): Promise<string[]> {
  const kind = kindOf(difference);
  const smallest = await shrink(plan, async (smaller) => {
    try {
      const found = (await judge.judge(smaller)).difference;
      return found !== undefined && kindOf(found) === kind;
    } catch (error) {
      // A plan that lost an option may be one that the call refuses.
      if (error instanceof ModelEnded) throw error;
      return false;
    }
  });
  const { difference: shown, outcome } = await judge.judge(smallest), { feeds, acts, ...rest } = smallest;
  return [
    `case ${at}: ${difference}`,
    `  shrunk: ${shown}`,
    `  ${JSON.stringify(rest)}`,
    ...feeds.map((feed) => `  ${JSON.stringify(feed)}`),
    ...acts.map((act) => `  ${JSON.stringify(act)}`),
    ...outcome.fills.map((fill) => `  fill ${JSON.stringify(fill)}`),
    ...outcome.orders.map((order) => `  order ${JSON.stringify(order)}`),
  ];
}

/** Engine, part and field of a difference, without its numbers. */
function kindOf(difference: string): string {
  return difference.replaceAll(/\d+/g, "").slice(0, 30);
}
