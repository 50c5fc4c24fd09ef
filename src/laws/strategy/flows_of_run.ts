/**
 * Law 11, flows: a run does the same whichever way its bars come.
 *
 * The terms that the run over bars in memory inferred are handed to the others, which see the first block alone when they
 * begin. Signals are made of what the strategy asked for; a strategy that asks for more has that part left out.
 *
 * @module
 */

import { hasDoubles } from "../../run/queue_options.ts";
import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import { checkedSignals, signalsStrategy } from "../../signals/signals_strategy.ts";
import { prepareRepeated, sameAgain, sameDeeds } from "./determinism_of_run.ts";
import type { FactDifference } from "./run_facts.ts";
import { makeRun, type RunRequest } from "./run_outcome.ts";
import { signalsOfTrace } from "./signals_of_trace.ts";
import type { MadeRun, ProveOptions, TriedRun } from "./tried_run.ts";

/** A flow: another way to make the run. */
interface Flow {
  readonly name: string;
  /** The part of a request that asks for it. */
  readonly wants: NonNullable<RunRequest["wants"]>;
}

/** Most steps of which each is a block of its own. */
const SINGLE_STEPS_MAX = 2000;
/** Bars whose values lines keep; a strategy that reads further back is tried again with more. */
const KEEP = 256;
const KEEP_MOST = 100_000;
/** Most bars of a block. */
const BLOCK_MOST = 1_000_000;

/** Returns the flows in blocks that a run is compared with. */
function flowsOf({ steps }: TriedRun): readonly Flow[] {
  const single = Math.max(1, Math.ceil(steps / SINGLE_STEPS_MAX));
  return [
    { name: `in blocks of ${single}`, wants: { waiting: { blockBars: single, keep: KEEP } } },
    {
      name: "in blocks of 61, from sources that wait",
      wants: { waiting: { blockBars: 61, keep: KEEP, partBars: 37 } },
    },
    {
      name: "in one block, from sources that wait",
      wants: { waiting: { blockBars: Math.min(steps, BLOCK_MOST), keep: 1, partBars: steps } },
    },
  ];
}

/**
 * Checks law 11: the run over bars in memory, over feeds that wait in blocks of several sizes, and from signals that ask
 * for the same, with the terms of the first, have the same orders, fills, refusals and state chain.
 */
export async function flowsOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryFlows(await prepareRepeated(strategy, feeds, options));
}

/** Checks law 11 on a run that was already made. */
export async function tryFlows(run: TriedRun): Promise<LawReport> {
  if (run.unsteady !== undefined) return notApplicable(11, run.unsteady);
  if (hasDoubles(run.options)) return notApplicable(11, "the queue model takes finished bars alone");
  const { orders, refusals } = run.base.rows!;
  if (orders.length + refusals.length === 0) {
    return notApplicable(11, "the run has no order and no refusal, so that it would be the same in any flow");
  }
  const flows = flowsOf(run), trial = new LawTrial(11), signalled = overSignals(run.compared);
  const count = flows.length + (typeof signalled === "string" ? 0 : 1);
  const tried = `${count} flows of ${orders.length} orders and ${refusals.length} refusals`;
  if (typeof signalled === "string") trial.leaveOut(`the run from signals: ${signalled}`);
  else if (signalled.difference === undefined) trial.held();
  else {
    const window = await run.smallest(signalled.difference.step, async (tried) => {
      const [made] = await run.make({ feeds: run.feedsOf(tried), wants: { commits: true } });
      const other = overSignals(made!);
      return typeof other !== "string" && other.difference !== undefined;
    });
    const what = "The run from signals that say the same does what the strategy does";
    return trial.fail(tried, run.counterExample(what, signalled.difference, window));
  }
  for (const { name, wants } of flows) {
    const other = await made(run, wants), { failure } = other.outcome;
    if (failure?.isUnbuilt === true) {
      trial.leaveOut(`the run ${name}: ${failure.message}`);
      continue;
    }
    const difference = sameAgain(run.compared, other);
    if (difference === undefined) {
      trial.held();
      continue;
    }
    const window = await run.smallest(difference.step, async (tried) => {
      const feeds = run.feedsOf(tried);
      const [first] = await run.make({ feeds, wants: { commits: true } }), second = await made(run, wants, feeds);
      return sameAgain(first!, second) !== undefined;
    });
    return trial.fail(
      tried,
      run.counterExample(`The run, ${name}, does what it does over bars in memory`, difference, window),
    );
  }
  return trial.end(tried);
}

/** Makes the run in a flow; with more kept bars, if it reads further back than those that are kept. */
async function made(run: TriedRun, wants: Flow["wants"], feeds = run.feeds): Promise<MadeRun> {
  const [first] = await run.make({ feeds, wants });
  if (first!.outcome.failure?.isUnbuilt !== true) return first!;
  const waiting = { ...wants.waiting!, keep: KEEP_MOST };
  const [second] = await run.make({ feeds, wants: { ...wants, waiting } });
  return second!;
}

/** Makes a finished run again from signals that ask for the same; returns the first difference, or why there are none. */
function overSignals(
  run: MadeRun,
): { readonly difference: FactDifference | undefined } | string {
  const made = signalsOfTrace(run);
  if ("missing" in made) return made.missing;
  const feeds = new Map(
    Object.entries(run.feeds).map(([name, { length, columns }]) => [name, { name, length, timeUs: columns.timeUs }]),
  );
  const strategy = signalsStrategy("Signals", {}, checkedSignals(made.signals, feeds), feeds);
  const { params: _params, ...options } = run.options;
  const outcome = makeRun(strategy, { feeds: run.feeds, options, wants: { observed: false } });
  // Without lines there is no warm-up, so that figures may tell of more bars.
  return { difference: sameDeeds({ ...run, outcome: { ...run.outcome, trace: [] } }, { ...run, outcome }) };
}
