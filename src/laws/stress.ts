/**
 * `stress`: the laws on a strategy over many random markets, and the smallest market on which one fails.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import { inspected } from "../host.ts";
import { takenWhole } from "../run/run_input.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { LawNumber } from "./law_report.ts";
import type { StrategyModule } from "./process/process_runner.ts";
import { type ProofReport, prove } from "./prove.ts";
import { StrategyFailedError } from "./strategy/strategy_failed_error.ts";
import type { ProveOptions } from "./strategy/tried_run.ts";
import { MARKET_KINDS, marketBars, marketCsv, type MarketKind, type MarketRow, marketRows } from "./stress_market.ts";

/** Options of {@linkcode stress}: those of a proof, and the markets. */
export interface StressOptions<P extends Params = Params> extends Omit<ProveOptions<P>, "onLaw" | "from" | "to"> {
  /** Number of markets, from 1 on. Default: 16, two of each kind. */
  readonly markets?: number;
  /** Names of the strategy's feeds, each of which gets a market of its own. Default: one feed, `"market"`. */
  readonly feeds?: readonly string[];
  /** Is told the number of each market, from 1 on, before it is tried. Default: nobody is told. */
  readonly onMarket?: (market: number, kind: MarketKind) => void;
}

/** What came of one market. */
export interface StressedMarket {
  /** Number of the market, from 0 on. */
  readonly market: number;
  /** Its kind. */
  readonly kind: MarketKind;
  /** Number of bars of its first feed. */
  readonly bars: number;
  /** `"failed"` if a law failed or the strategy threw. */
  readonly verdict: ProofReport["verdict"];
  /** The laws that failed. */
  readonly laws: readonly LawNumber[];
  /** The message of the strategy's error, if it threw. */
  readonly error: string | null;
}

/** The smallest market on which a strategy fails. */
export interface SmallestMarket extends StressedMarket {
  /** The files of its feeds, as CSV by the name of the feed. */
  readonly files: Readonly<Record<string, string>>;
}

/** The report of {@linkcode stress}. */
export interface StressReport {
  /** Name of the strategy; empty if it failed on every market. */
  readonly strategy: string;
  /** Seed of the markets. */
  readonly seed: number;
  /** All markets, in their order. */
  readonly markets: readonly StressedMarket[];
  /** `"failed"` if any market did; `"not applicable"` if none did, and the strategy depends on more than its bars. */
  readonly verdict: ProofReport["verdict"];
  /** The failing market with the fewest bars, without the bars that are not needed for it; null if none failed. */
  readonly smallest: SmallestMarket | null;
}

const MARKETS_DEFAULT = 16;
/** Cut points of each market. */
const CUTS_DEFAULT = 3;
/** Most proofs in the search for the smallest market. */
const SHRINKS = 40;

/**
 * Checks all laws on a strategy over random markets: walks, trends, gaps, halts, flat ones, single bars, extremes and
 * minutes of sessions. A market on which a law fails, or on which the strategy throws, is shrunk to the bars that it needs.
 *
 * @param strategy The class, or the module that exports it.
 * @param given Number of markets, seed, options of the runs.
 * @returns The verdict of each market, and the smallest one that fails, as CSV.
 * @throws {RangeError} If an option cannot be used.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { stress } from "@cracktrader/cracktrader/laws";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 1 });
 *   }
 * }
 *
 * const { verdict, markets } = await stress(Hold, { markets: 2, cash: 1_000_000, cuts: 1 });
 * assertEquals([verdict, markets.map(({ kind }) => kind)], ["held", ["walk", "trend"]]);
 * ```
 */
export async function stress<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  given: StressOptions<P> = {},
): Promise<StressReport> {
  const { markets = MARKETS_DEFAULT, feeds = ["market"], onMarket, ...options } = takenWhole(
    "options",
    given,
    "{ markets: 16 }",
  );
  if (!(Number.isSafeInteger(markets) && markets > 0)) {
    throw new RangeError(`Cannot stress on ${inspected(markets, 0)} markets: pass a whole number from 1 on`);
  }
  if (!Array.isArray(feeds) || feeds.length === 0) {
    throw new RangeError(`Cannot stress with feeds ${inspected(feeds, 0)}: pass the names of one at least`);
  }
  const seed = options.seed ?? 1, tried: { readonly market: StressedMarket; readonly rows: Rows }[] = [];
  let name = "";
  const tryOn = async (rows: Rows): Promise<Outcome> => {
    const outcome = await outcomeOf(strategy, rows, { cuts: CUTS_DEFAULT, ...options } as ProveOptions<P>);
    if (outcome.strategy !== "") name = outcome.strategy;
    return outcome;
  };
  for (let number = 0; number < markets; number++) {
    const kind = MARKET_KINDS[number % MARKET_KINDS.length]!;
    onMarket?.(number + 1, kind);
    const rows = new Map(feeds.map((feed, at) => [feed, marketRows(kind, seed, number * feeds.length + at)]));
    const { strategy: _strategy, ...outcome } = await tryOn(rows);
    tried.push({ rows, market: { market: number, kind, bars: [...rows.values()][0]!.length, ...outcome } });
  }
  const failed = tried.filter(({ market }) => market.verdict === "failed");
  const least = failed.toSorted((one, other) => one.market.bars - other.market.bars)[0];
  const open = tried.some(({ market }) => market.verdict === "not applicable");
  return {
    strategy: name,
    seed,
    markets: tried.map(({ market }) => market),
    verdict: failed.length > 0 ? "failed" : open ? "not applicable" : "held",
    smallest: least === undefined ? null : await shrunk(least.market, least.rows, tryOn),
  };
}

/** Rows of each feed. */
type Rows = ReadonlyMap<string, readonly MarketRow[]>;

interface Outcome extends Pick<StressedMarket, "verdict" | "laws" | "error"> {
  readonly strategy: string;
}

async function outcomeOf<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  rows: Rows,
  options: ProveOptions<P>,
): Promise<Outcome> {
  const feeds: Readonly<Record<string, Bars>> = Object.fromEntries(
    [...rows].map(([name, each]) => [name, marketBars(each, name)]),
  );
  try {
    const { strategy: name, verdict, laws } = await prove(strategy, feeds, options);
    return {
      ...{ strategy: name, verdict, error: null },
      laws: laws.filter((law) => law.verdict === "failed").map(({ law }) => law),
    };
  } catch (error) {
    if (!(error instanceof StrategyFailedError)) throw error;
    return { strategy: "", verdict: "failed", laws: [], error: error.message };
  }
}

/** Leaves out bars as long as the same laws fail, or the strategy still throws: halves first, then single ones. */
async function shrunk(
  market: StressedMarket,
  rows: Rows,
  tryOn: (rows: Rows) => Promise<Outcome>,
): Promise<SmallestMarket> {
  const count = Math.min(...Array.from(rows.values(), ({ length }) => length));
  let kept = Array.from({ length: count }, (_none, at) => at), best = pick(rows, kept), found: Outcome | undefined;
  let left = SHRINKS;
  const fails = async (tried: Rows): Promise<boolean> => {
    left--;
    const outcome = await tryOn(tried);
    const same = market.error === null ? outcome.laws.some((law) => market.laws.includes(law)) : outcome.error !== null;
    if (same) found = outcome;
    return same;
  };
  // Feeds of different lengths are cut to the shortest only if the failure stays.
  if (!await fails(best)) return { ...market, files: filesOf(rows) };
  for (let part = Math.ceil(kept.length / 2); part >= 1 && left > 0;) {
    let shorter = false;
    for (let from = 0; from < kept.length && left > 0;) {
      const without = kept.toSpliced(from, part), smaller = pick(rows, without);
      if (without.length > 0 && await fails(smaller)) {
        [kept, best, shorter] = [without, smaller, true];
      } else from += part;
    }
    if (part === 1 && !shorter) break;
    part = part === 1 ? 1 : Math.ceil(part / 2);
  }
  const { laws, error } = found!;
  return { ...market, bars: kept.length, laws, error, files: filesOf(best) };
}

function pick(rows: Rows, kept: readonly number[]): Rows {
  return new Map(Array.from(rows, ([name, each]) => [name, kept.map((at) => each[at]!)]));
}

function filesOf(rows: Rows): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(rows, ([name, each]) => [name, marketCsv(each)]));
}

/** Returns the report of {@linkcode stress} as text. */
export function formatStress({ strategy, seed, markets, verdict, smallest }: StressReport): string {
  const count = (wanted: ProofReport["verdict"]): number => markets.filter((each) => each.verdict === wanted).length;
  const lines = [
    `${strategy === "" ? "The strategy" : strategy} on ${markets.length} random markets of seed ${seed}: on ${
      count("held")
    } of them every law held, on ${count("failed")} one failed or the strategy threw, and on ${
      count("not applicable")
    } laws could not be tried.`,
    ...markets.filter((each) => each.verdict === "failed").map(({ market, kind, bars, laws, error }) =>
      `  market ${market} (${kind}, ${bars} bars): ${error ?? `law ${laws.join(", ")} failed`}`
    ),
  ];
  if (smallest !== null) {
    lines.push(
      `The smallest has ${smallest.bars} ${smallest.bars === 1 ? "bar" : "bars"} of market ${smallest.market}: ${
        smallest.error ?? `law ${smallest.laws.join(", ")} failed`
      }`,
    );
  }
  if (verdict === "held") lines.push("No law failed.");
  return lines.join("\n");
}
