/**
 * `prove`: checks every law that applies to a strategy on the user's own feeds.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import { tryBatching } from "./strategy/batching_of_run.ts";
import { tryCheckpoint } from "./strategy/checkpoint_of_run.ts";
import { tryConservation } from "./strategy/conservation_of_run.ts";
import { tryDeterminism } from "./strategy/determinism_of_run.ts";
import { type LawNumber, type LawReport, notApplicable, type Verdict } from "./law_report.ts";
import type { CodeModule } from "./process/module_graph.ts";
import type { StrategyModule } from "./process/process_runner.ts";
import { tryFlows } from "./strategy/flows_of_run.ts";
import { tryLookAhead } from "./strategy/look_ahead_of_run.ts";
import { tryMetamorphic } from "./strategy/metamorphic_of_run.ts";
import { tryParity } from "./strategy/parity_of_run.ts";
import { tryReplay } from "./strategy/replay_of_run.ts";
import { measureStartDates, type StartDates } from "./strategy/start_date_of_run.ts";
import { takenWhole } from "../run/run_input.ts";
import { type ProveOptions, TriedRun } from "./strategy/tried_run.ts";

/** The report of {@linkcode prove}: plain data, so that it can be written as JSON. */
export interface ProofReport {
  /** Name of the strategy. */
  readonly strategy: string;
  /** The cases that were tried, in a sentence. The verdict covers nothing else. */
  readonly tried: string;
  /** True if the strategy ran in processes that got code and bars and have no permission. */
  readonly isolated: boolean;
  /**
   * The modules of the strategy outside of this package, its own first, with their sizes: what it knows beside its bars
   * is in them. Empty for a class, whose modules are not known.
   */
  readonly code: readonly CodeModule[];
  /** Addresses of other copies of this package that the modules import; the running copy took their place. */
  readonly replaced: readonly string[];
  /**
   * Names of the samples of this package that the modules load themselves, by `ct.sample`: no law cuts those prices.
   * Empty for a class, where it is not known.
   */
  readonly samples: readonly string[];
  /**
   * The feeds, each with its number of bars and the times of its first and last bar, in microseconds since the epoch.
   */
  readonly feeds: readonly {
    /** Name of the feed. */
    readonly name: string;
    /** Number of bars. */
    readonly bars: number;
    /** Time at which the first bar is known; null without bars. */
    readonly firstUs: number | null;
    /** Time at which the last bar is known; null without bars. */
    readonly lastUs: number | null;
  }[];
  /** Figures of the run: its steps, orders, fills and state chain. */
  readonly run: {
    /** Engine of the run. */
    readonly engine: string;
    /** Number of steps. */
    readonly bars: number;
    /** Number of orders. */
    readonly orders: number;
    /** Number of fills. */
    readonly fills: number;
    /** State chain at the end. */
    readonly chain: string;
  };
  /** Reports of the laws, by number. */
  readonly laws: readonly LawReport[];
  /** From which bar on the run does the same when its data begin later: a measurement, which cannot fail. */
  readonly startDates: StartDates;
  /**
   * `"failed"` if any law failed. `"not applicable"` if none did and the strategy depends on the clock, on random numbers
   * or on the machine's time zone or language, so that most laws could not be tried.
   */
  readonly verdict: Verdict;
  /** Faults that no law can detect. */
  readonly cannotSee: readonly string[];
}

/** Faults that no run over the same data can detect. */
export const CANNOT_SEE: readonly string[] = [
  "stamps: whether a time in the data is when the bar was known; one day too early looks like foresight and passes",
  "adjustment: prices that were adjusted for later splits and dividends know of them",
  "survivorship: instruments that are in the data because they lasted",
  "fitting: parameters and rules that were chosen on the same data, and prices or decisions written into the code",
  "pretence: a strategy that does otherwise while it is proved; the proof is of the runs with the state chain above, so " +
  "compare it with that of your own run",
];

type RunLaw = (run: TriedRun) => Promise<LawReport>;

/** The laws in the order in which they are tried. Law 2 is first, since others need runs that repeat. */
const LAWS: readonly (readonly [LawNumber, RunLaw])[] = [
  [2, tryDeterminism],
  [1, tryParity],
  [3, tryBatching],
  [4, tryReplay],
  [5, tryCheckpoint],
  [
    6,
    (_run): Promise<LawReport> => Promise.resolve(notApplicable(6, "a backtest has no venue whose reports come twice")),
  ],
  [7, tryMetamorphic],
  [8, tryLookAhead],
  [9, tryConservation],
  [11, tryFlows],
];

/**
 * Checks laws 1 to 9 and 11 on a strategy over its feeds. The run is made on both engines, repeated, driven in other ways,
 * replayed from its log and resumed from checkpoints. It is also rewritten in ways that must not matter, and made
 * without the bars after each of many cut points. Its books are summed again from the fills. At last it is measured how
 * much of the run depends on the date at which the data begin.
 *
 * The runs of a class are made in this process, where a closure can reach all data; `isolated` is then false. The runs
 * of a module are made in separate processes, on the TypeScript engine. They get the strategy's code and the bars, and
 * have no permission; imports of anything but code are refused by name. The Rust engine gets the run's log in this
 * process. This way needs permission to run Deno (`--allow-run`).
 *
 * @param strategy The class, or the module that exports it.
 * @param feeds A feed, or feeds by the names under which the strategy reads them.
 * @param given Options of the run, and the number of cases.
 * @returns The report; {@linkcode formatProof} returns it as text.
 * @throws {RangeError} If an option or the data cannot be used.
 * @throws {StrategyCodeError} If the module imports anything but code.
 * @throws {StrategyProcessError} If the module cannot be imported, or its process does not answer in time.
 * @throws {StrategyFailedError} If the strategy throws, or leaves an error that nobody catches.
 * @throws {Error} If the run fails otherwise, as the laws need a complete run.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 * import { formatProof, prove } from "@cracktrader/cracktrader/laws";
 *
 * class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *   override next(): void {
 *     if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 *
 * const proof = await prove(SmaCross, await ct.csv("fixtures/prices/aapl.csv"), { commission: 0.001, cuts: 4 });
 * console.log(formatProof(proof));
 * ```
 */
export async function prove<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  given: ProveOptions<P> = {},
): Promise<ProofReport> {
  const options = takenWhole("options", given, "{ cuts: 20 }");
  const run = await TriedRun.prepare(strategy, feeds, options), laws: LawReport[] = [];
  for (const [number, law] of LAWS) {
    options.onLaw?.(number);
    laws.push(await law(run));
  }
  const startDates = await measureStartDates(run), failed = laws.some(({ verdict }) => verdict === "failed");
  laws.sort((one, other) => one.law - other.law);
  const rows = run.base.rows!, cutLaw = laws.find(({ law }) => law === 8)!;
  const bars = Object.values(run.feeds).reduce((sum, feed) => sum + feed.length, 0);
  return {
    strategy: run.runner.strategy,
    tried: `Tested on ${cutLaw.tried === "nothing" ? "no cut point" : cutLaw.tried}; ${bars} bars in all of ${
      run.names.join(", ")
    }`,
    isolated: run.runner.isolated,
    code: run.code?.modules ?? [],
    replaced: run.code?.replaced ?? [],
    samples: run.runner.samples,
    feeds: Object.entries(run.feeds).map(([name, { length, columns: { timeUs } }]) => ({
      name,
      bars: length,
      firstUs: timeUs[0] ?? null,
      lastUs: timeUs[length - 1] ?? null,
    })),
    run: {
      engine: rows.engine.backend,
      bars: run.steps,
      orders: rows.orders.length,
      fills: rows.fills.length,
      chain: rows.chain,
    },
    laws,
    startDates,
    verdict: failed ? "failed" : run.unsteady === undefined ? "held" : "not applicable",
    cannotSee: CANNOT_SEE,
  };
}
