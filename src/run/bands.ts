/**
 * `bands`: runs a strategy under each path inside the bars, and tells what hangs on them.
 *
 * @module
 */

import type { FillRow } from "../broker/result_rows.ts";
import type { Bars } from "../feeds/bars.ts";
import { formatAmount, formatPercent } from "../records/number_format.ts";
import type { Result } from "../results/result.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import { backtest } from "./backtest.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { checkedPath, INTRABAR_PATHS, type IntrabarPath } from "./intrabar_path.ts";

/** Options of a backtest that a run under several paths does not have, with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  path: "every path is tried; paths says which",
  checkpoint: "each path would write the same file",
  resume: "a checkpoint belongs to one path",
  replayLog: "each path would write the same log",
};

/** Options of {@linkcode bands}: those of a backtest but `path`, checkpoints and the replay log, and the paths. */
export interface BandsOptions<P extends Params = Params>
  extends Omit<BacktestOptions<P>, "path" | "checkpoint" | "resume" | "replayLog"> {
  /**
   * Paths to try, each once, the first being the one that the others are held against. Default: all five, with
   * `"worst-case"` first.
   */
  readonly paths?: readonly IntrabarPath[];
}

/** What came of one path. */
export interface BandRow {
  /** The path. */
  readonly path: IntrabarPath;
  /** Value of the account at the end, in its currency. */
  readonly finalEquity: number;
  /** Return of the measured part, a fraction; null if the account was worth nothing before it. */
  readonly returnFraction: number | null;
  /** Number of closed trades. */
  readonly trades: number;
  /** Number of fills. */
  readonly fills: number;
  /**
   * The deciding fills: those that the run under the first path does not have, by time. A fill is the same if feed, time,
   * side, price and rule are; its size is not compared, since money that came before decides it.
   */
  readonly deciding: readonly FillRow[];
  /** Fills of the run under the first path that this one does not have. */
  readonly missing: readonly FillRow[];
  /** The whole result. */
  readonly result: Result;
}

/**
 * The outcomes of a strategy under several paths inside the bars.
 *
 * @example What hangs on the paths
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Bracket extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 10, stopLoss: 95, takeProfit: 105 });
 *   }
 * }
 *
 * const prices = { open: [100, 100], high: [101, 106], low: [99, 94], close: [100, 100] };
 * const bands = await ct.bands(Bracket, ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices }));
 * assertEquals([bands.lowest.finalEquity, bands.highest.finalEquity], [9950, 10_050]);
 * assertEquals(bands.highest.path, "open-high-low-close");
 * assert(bands.text().startsWith("Paths tried"));
 * ```
 */
export class Bands {
  /** The paths that were tried, in their order. */
  readonly rows: readonly BandRow[];

  /** Takes the rows of at least one path. */
  constructor(rows: readonly BandRow[]) {
    if (rows.length === 0) throw new RangeError("Cannot make bands of no path: pass one row at least");
    this.rows = Object.freeze([...rows]);
  }

  /** The path with the lowest final equity, the first of equal ones. */
  get lowest(): BandRow {
    return this.rows.reduce((least, row) => row.finalEquity < least.finalEquity ? row : least);
  }

  /** The path with the highest final equity, the first of equal ones. */
  get highest(): BandRow {
    return this.rows.reduce((most, row) => row.finalEquity > most.finalEquity ? row : most);
  }

  /** Difference between the highest and the lowest final equity, in the account's currency. */
  get width(): number {
    return this.highest.finalEquity - this.lowest.finalEquity;
  }

  /** Returns the paths as a table, each with the first fill that decides it. */
  text(): string {
    const cells = this.rows.map(({ path, finalEquity, returnFraction, trades, deciding }) => [
      path,
      formatAmount(finalEquity),
      returnFraction === null ? "-" : formatPercent(returnFraction),
      String(trades),
      String(deciding.length),
    ]);
    const lines = tableOf([["Paths tried", "final equity", "return", "trades", "fills that differ"], ...cells]);
    const first = this.rows[0]!.path;
    const decided = this.rows.slice(1).map(({ path, deciding, missing }) => {
      if (deciding.length + missing.length === 0) return `${path}: every fill as under ${first}.`;
      const here = firstOf(deciding), there = firstOf(missing);
      return `${path}: first ${here ?? "no fill"}; under ${first} ${there ?? "no fill"}.`;
    });
    const { lowest, highest } = this;
    const range = lowest.finalEquity === highest.finalEquity
      ? `The final equity is ${formatAmount(lowest.finalEquity)} on every path.`
      : `The final equity is from ${formatAmount(lowest.finalEquity)} (${lowest.path}) to ` +
        `${formatAmount(highest.finalEquity)} (${highest.path}).`;
    return [...lines, "", ...decided, ...(decided.length === 0 ? [] : [""]), range].join("\n");
  }
}

/**
 * Runs a strategy under each path inside the bars. A bar does not say which of its extremes came first, so a result under
 * one path is one of several; this tells how far they lie apart, and which fills decide it.
 *
 * @param strategy A class that extends {@linkcode Strategy}.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Those of a backtest, and the paths; see {@linkcode BandsOptions}.
 * @returns The outcome of each path. Between two paths other work of the process has its turn.
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option or the data cannot be used, or no path is left.
 * @throws {StrategyError} If the strategy throws; it names strategy, bar and time.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Dips extends ct.Strategy.with({ percent: 3 }) {
 *   override next(): void {
 *     const { now } = this.data.close, distance = now * this.params.percent / 100;
 *     if (this.position.size === 0) this.buy({ stopLoss: now - distance, takeProfit: now + distance });
 *   }
 * }
 *
 * const bands = await ct.bands(Dips, await ct.sample("aapl"), { commission: 0.001 });
 * console.log(bands.text());
 * ```
 */
export async function bands<P extends Params, F extends string>(
  strategy: StrategyClass<P, F>,
  feeds: Bars | Readonly<Record<NoInfer<F>, Bars>>,
  options: BandsOptions<P> = {},
): Promise<Bands> {
  const { paths = INTRABAR_PATHS, ...shared } = options, rows: BandRow[] = [];
  for (const [name, reason] of Object.entries(WITHOUT)) {
    if (Object.hasOwn(shared, name)) throw new RangeError(`Cannot use ${name} of bands: ${reason}`);
  }
  for (const path of checkedPaths(paths)) {
    const result: Result = backtest<P, F>(strategy, feeds, { ...shared, path });
    rows.push(rowOf(path, result, rows[0]));
    await new Promise<void>((resolve) => setTimeout(resolve));
  }
  return new Bands(rows);
}

function checkedPaths(paths: unknown): readonly IntrabarPath[] {
  if (!Array.isArray(paths)) throw new TypeError("Cannot use paths of bands: pass a list of paths");
  const checked = paths.map(checkedPath), twice = checked.find((path, at) => checked.indexOf(path) !== at);
  if (checked.length === 0) throw new RangeError("Cannot use paths of bands: pass one path at least");
  if (twice !== undefined) throw new RangeError(`Cannot use paths of bands: "${twice}" stands there twice`);
  return checked;
}

function rowOf(path: IntrabarPath, result: Result, first: BandRow | undefined): BandRow {
  const { finalEquity, returnFraction, trades: { closed: trades } } = result.stats, fills = [...result.fills];
  const base = first === undefined ? fills : [...first.result.fills];
  return Object.freeze({
    ...{ path, finalEquity, returnFraction, trades, fills: fills.length },
    ...{ deciding: without(fills, base), missing: without(base, fills), result },
  });
}

/** Returns the fills of which another list has none, or fewer. */
function without(fills: readonly FillRow[], others: readonly FillRow[]): readonly FillRow[] {
  const counts = new Map<string, number>();
  for (const fill of others) counts.set(keyOf(fill), (counts.get(keyOf(fill)) ?? 0) + 1);
  return Object.freeze(fills.filter((fill) => {
    const key = keyOf(fill), count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count <= 0;
  }));
}

function keyOf({ feed, timeUs, side, price, rule }: FillRow): string {
  return JSON.stringify([feed, timeUs, side, price, rule]);
}

/** Returns the first of some fills in words. */
function firstOf(fills: readonly FillRow[]): string | undefined {
  const [fill] = fills;
  if (fill === undefined) return undefined;
  const { side, size, feed, price, date, rule } = fill;
  return `${side} of ${size} ${feed} at ${price} on ${date} (${rule})`;
}

/** Returns rows of cells as aligned lines: the first column to the left, the others to the right. */
function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_cell, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row.map((cell, at) => at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)).join("  ").trimEnd()
  );
}
