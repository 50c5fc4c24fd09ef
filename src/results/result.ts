/**
 * The result of a run: curves, rows, statistics, and the evidence that identifies the run.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { showBy } from "../shown.ts";
import { MarkHash } from "../core/state/mark_hash.ts";
import { hashText } from "../records/text.ts";
import { drawdowns } from "../analyzers/drawdown/drawdown.ts";
import { parseRational } from "../broker/rational.ts";
import type { BarWithoutVolume } from "../broker/bar_without_volume.ts";
import type { Commission } from "../broker/instrument_spec.ts";
import type { FlatAt } from "../broker/flat_at.ts";
import type { DiagnosticRow, JournalRows } from "../broker/journal.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import type { JournalStory } from "../broker/journal_story.ts";
import type { FillRow, OrderRow, RefusalRow, TradeRow } from "../broker/result_rows.ts";
import type { Figure } from "../analyzers/figure.ts";
import type { FigureInput } from "../analyzers/figure_input.ts";
import { type FigureValues, type RollingFigureName, type RunFigures, runFigures } from "../analyzers/figures.ts";
import { type RollingFigure, rollingFigure } from "../analyzers/rolling.ts";
import { type Explainable, explainRun } from "../explain/explain.ts";
import type { ExplainedRun, PlacedTerms } from "../explain/explained_run.ts";
import type { Explanation } from "../explain/explanation.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { Stats } from "../analyzers/stats.ts";
import { type ResultTables, resultTables } from "../analyzers/tables.ts";
import { rowNotes } from "./row_notes.ts";
import { type OwnFigure, renderSummary, type SummaryContext } from "./summary.ts";

/** The resolved configuration: all options, given or inferred. It is enough to repeat the run. */
export interface ResolvedConfiguration {
  /** Name of the rule profile. */
  readonly profile: string;
  /** Choice of each rule, by the name of the rule. */
  readonly rules: Readonly<Record<string, string>>;
  /** Cash at the start, in the account's currency. */
  readonly cash: number;
  /** Least amount of money in the account's currency, as a fraction such as `1/1000000`. */
  readonly moneyUnit: string;
  /** Parameters of the strategy. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What the run does once the account is worth nothing or less. */
  readonly onRuin: OnRuin;
  /** Terms of each feed; its grids as fractions. */
  readonly instruments: readonly {
    /** Name of the feed. */
    readonly name: string;
    /** Unit of prices. */
    readonly resolution: string;
    /** Declared grid of order prices; null if none is declared. */
    readonly tick: string | null;
    /** Least size and step of sizes, in units. */
    readonly lot: string;
    /** Value of one point of price for one unit. */
    readonly multiplier: string;
    /** Treatment of bars without volume. */
    readonly barWithoutVolume: BarWithoutVolume;
    /** Commission in the form in which it was given, with rates and amounts as the core has them; 0 for none. */
    readonly commission: Commission;
    /** Slippage as a fraction of the price. */
    readonly slippage: number;
    /** When the position is closed; absent if it stays open. */
    readonly flatAt?: FlatAt;
  }[];
  /** The configuration as the core reads it, lane by lane. */
  readonly lanes: readonly number[];
}

/** The parts that make a {@linkcode Result}. Amounts are in the account's currency. */
export interface ResultFields {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Time of each step in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
  /** Cash at the end of each step. */
  readonly cash: Float64Array;
  /** Cash at the start. */
  readonly cashInitial: number;
  /** Makes the rows, which costs time and memory. */
  readonly rows: () => JournalRows;
  /** Engine of the run, and the reason for the choice. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Calls into the Rust library. */
  readonly crossings: number;
  /** State chain as 16 hexadecimal digits. */
  readonly chain: string;
  /** Mark hash over all steps as 16 hexadecimal digits. */
  readonly markHash: string;
  /** Units of money in one unit of the currency. */
  readonly moneyUnits: number;
  /** Events that the core applied. */
  readonly events: number;
  /** Configuration with all inferred values. */
  readonly configuration: ResolvedConfiguration;
  /** Bars of each feed by its name, with every price on the grid. */
  readonly feeds: Readonly<Record<string, FeedData>>;
  /** Reads what the records tell beside the rows. */
  readonly story: () => JournalStory;
  /** Returns the terms of an order on the grid, as they were placed. */
  readonly placedTerms: (order: OrderRow) => PlacedTerms;
  /** Makes the statistics from the rows. */
  readonly stats: (rows: JournalRows) => Stats;
  /** Makes the input of the figures from the rows and the statistics. */
  readonly figureInput: (rows: JournalRows, stats: Stats) => FigureInput;
  /** Figures of the user by name. */
  readonly ownFigures: Readonly<Record<string, Figure>>;
  /** Parts of the summary beside the statistics. */
  readonly summaryContext: SummaryContext;
}

/**
 * The result of a run: curves as typed arrays, rows as plain objects, statistics, and the evidence that identifies it.
 * `console.log(result)` shows its summary.
 *
 * All arrays of steps have one entry for each step: each distinct time of the feeds. Prices are in the units of the
 * feed's prices, sizes in units of the instrument, amounts in the account's currency. Times are microseconds since the
 * epoch, UTC. Rows and statistics are made when a getter is first read, and kept.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class OneBar extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 10 });
 *     else this.close();
 *   }
 * }
 *
 * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11.5, 13] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
 * const result = ct.backtest(OneBar, feed, { cash: 1000 });
 *
 * assertEquals([...result.equity], [1000, 1005, 1010]);
 * assertEquals([...result.cash], [1000, 890, 1010]);
 * assertEquals(result.fills.map(({ price, rule }) => [price, rule]), [[11, "open"], [12, "open"]]);
 * assertEquals(result.trades[0]?.pnl, 10);
 * assertEquals(result.stats.returnFraction, 0.01);
 * assertEquals([result.chain.length, result.markHash().length], [16, 16]);
 * ```
 */
export class Result {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Engine of the run, and the reason for the choice. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Number of calls into the Rust library; 0 on the TypeScript engine. */
  readonly crossings: number;
  /**
   * State chain after the last event, as 16 hexadecimal digits; empty with the option `chain: false`. Equal runs have
   * equal chains, on either engine.
   */
  readonly chain: string;
  /** Number of events that the core applied. */
  readonly events: number;
  /** Configuration with all inferred values. */
  readonly configuration: ResolvedConfiguration;
  readonly #fields: ResultFields;
  /** Copies of the columns, so that one that is written to changes no figure and no hash. */
  readonly #shown: Partial<Record<"timeUs" | "equity" | "cash", Float64Array>> = {};
  #rows: JournalRows | undefined;
  #stats: Stats | undefined;
  #input: FigureInput | undefined;
  #figures: RunFigures | undefined;
  #tables: ResultTables | undefined;
  #explained: ExplainedRun | undefined;

  static {
    showBy(Result.prototype, (result) => result.summary());
  }

  /** Keeps the parts of a finished run. Only a run calls it. */
  constructor(fields: ResultFields) {
    this.strategy = fields.strategy;
    this.engine = fields.engine;
    this.crossings = fields.crossings;
    this.chain = fields.chain;
    this.events = fields.events;
    this.configuration = fields.configuration;
    this.#fields = fields;
  }

  /** Time of each step in microseconds since the epoch, UTC, ascending. */
  get timeUs(): Float64Array {
    return this.#shown.timeUs ??= this.#fields.timeUs.slice();
  }

  /** Value of the account at the end of each step, in the account's currency. */
  get equity(): Float64Array {
    return this.#shown.equity ??= this.#fields.equity.slice();
  }

  /** Cash at the end of each step, in the account's currency. */
  get cash(): Float64Array {
    return this.#shown.cash ??= this.#fields.cash.slice();
  }

  /** All rows of the journal, decoded on the first read: few runs read them, and decoding costs time and memory. */
  get #all(): JournalRows {
    return this.#rows ??= this.#fields.rows();
  }

  /** Every order: its requested and its final terms, its state and its reason. Refused orders are included. */
  get orders(): readonly OrderRow[] {
    return this.#all.orders;
  }

  /** Every fill, with the rule that set its price, such as `"open"` or `"stopGap"`. */
  get fills(): readonly FillRow[] {
    return this.#all.fills;
  }

  /** Every trade, open ones included. */
  get trades(): readonly TradeRow[] {
    return this.#all.trades;
  }

  /** Every refusal of an order or of a request, with its reason and the amounts. */
  get refusals(): readonly RefusalRow[] {
    return this.#all.refusals;
  }

  /** Every diagnostic of the core, such as a `close` without a position. */
  get diagnostics(): readonly DiagnosticRow[] {
    return this.#all.diagnostics;
  }

  /**
   * Statistics of the run.
   *
   * @throws {RangeError} If the option `periodsPerYear` is not a finite number above zero.
   */
  get stats(): Stats {
    return this.#stats ??= this.#fields.stats(this.#all);
  }

  /** Input of the figures; its columns are those of the run and not copies. */
  get #figureInput(): FigureInput {
    return this.#input ??= this.#fields.figureInput(this.#all, this.stats);
  }

  get #runFigures(): RunFigures {
    return this.#figures ??= runFigures(this.#figureInput, this.#fields.ownFigures);
  }

  /**
   * All figures by name, those of the option `figures` too. A figure that is not defined is null, and
   * {@linkcode Result.figureReasons} says why. `ct.figures` has the formula, the unit and the source of each.
   *
   * @throws {TypeError} If a function of your own gives something else than a number or null.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Hold extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy();
   *   }
   * }
   *
   * const result = ct.backtest(Hold, await ct.sample("aapl"));
   * const { beta, winRate } = result.figures;
   * assertEquals([beta?.toFixed(2), winRate], ["1.00", null]);
   * assertEquals(result.figureReasons["winRate"], "there is no closed trade");
   * ```
   */
  get figures(): FigureValues {
    return this.#runFigures.values;
  }

  /** Reason of each figure that is null, by its name. */
  get figureReasons(): Readonly<Record<string, string>> {
    return this.#runFigures.reasons;
  }

  /** Tables: returns by month, year, weekday and hour, drawdowns, and trades in groups. */
  get tables(): ResultTables {
    return this.#tables ??= resultTables(this.#figureInput);
  }

  /**
   * Returns a figure over a window that moves along the session dates.
   *
   * @param name Name of a figure of returns, such as `"sharpe"`, `"beta"` or `"volatility"`.
   * @param window Number of returns in a window, a whole number from 1 on.
   * @returns A value for each window; null where the figure is not defined.
   * @throws {RangeError} If the figure does not follow from returns alone, or the window is no such number.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Hold extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy();
   *   }
   * }
   *
   * const { dates, values } = ct.backtest(Hold, await ct.sample("aapl")).rolling("sharpe", 63);
   * assertEquals([dates[0], values[0]?.toFixed(2), values.length], ["2016-08-11", "3.49", 441]);
   * ```
   */
  rolling(name: RollingFigureName, window: number): RollingFigure {
    return rollingFigure(this.#figureInput, name, window);
  }

  /**
   * Explains an order, a fill or a trade in sentences, from the rows and the bars of the run: what was asked, why each
   * bar on the way did not fill it, which rule set the price, and what it did to the account.
   *
   * @param subject A row of {@linkcode Result.orders}, {@linkcode Result.fills} or {@linkcode Result.trades}, or the id
   * of an order.
   * @returns The sentences as `lines`, and their numbers as `steps`. A console shows the lines.
   * @throws {TypeError} If it is no row and no number.
   * @throws {RangeError} If this result has no such row or order.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Breakout extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ size: 1, stop: 12 });
   *   }
   * }
   *
   * const prices = { open: [10, 10, 13], high: [11, 11, 14], low: [9, 9, 12], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(Breakout, feed, { cash: 1000 });
   *
   * assertEquals(result.explain(1).steps.filter(({ what }) => what === "waited").map(({ text }) => text), [
   *   "The high 11 did not reach the trigger 12.",
   * ]);
   * assertEquals(result.explain(result.fills[0]!).steps.find(({ what }) => what === "priced")?.text,
   *   "The open 13 was at the trigger 12 or above it, so a stop fills at the open.");
   * ```
   */
  explain(subject: Explainable): Explanation {
    return explainRun(this.#explained ??= this.#explainedRun(), subject);
  }

  #explainedRun(): ExplainedRun {
    const { feeds, story, placedTerms, cashInitial, moneyUnits, timeUs } = this.#fields;
    const { rules, instruments } = this.configuration, all = Object.values(feeds);
    return {
      feeds: new Map(all.map(({ name, columns }, at) => {
        const { barWithoutVolume, slippage, multiplier } = instruments[at]!;
        return [name, {
          ...{ name, columns, slippage, needsVolume: barWithoutVolume === "no-fill" },
          pointValue: pointValueOf(multiplier),
        }];
      })),
      ...{ timeUs, rows: this.#all, story: story(), cashInitial, moneyUnits, placedTerms },
      limitFill: rules["LIMIT_FILL"] === "THROUGH" ? "through" : "touch",
      timeZone: all[0]!.timeZone,
    };
  }

  /** Drawdown of each step, `(peak - equity) / peak`, as a fraction. The initial cash is the first peak. */
  get drawdown(): Float64Array {
    return drawdowns(this.#fields.equity, this.#fields.cashInitial);
  }

  /**
   * Returns the mark hash: a hash over cash and equity of all steps, which the state chain leaves out. Equal runs have
   * equal mark hashes, on either engine.
   *
   * @param step Index of the last step in the hash; without it, the hash at the end of the run, which covers the close of
   * positions by `closeAtEnd` too.
   * @returns 16 hexadecimal digits.
   * @throws {RangeError} If there is no such step, or if its amounts are too large to count money units in doubles.
   *
   * @example Two runs that agree up to a step have the same mark hash there
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Idle extends ct.Strategy.with({}) {}
   *
   * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 11.5] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
   * const result = ct.backtest(Idle, feed);
   * assertEquals(result.markHash(1), result.markHash());
   * ```
   */
  markHash(step?: number): string {
    if (step === undefined) return this.#fields.markHash;
    const { timeUs, equity, cash: cashes, moneyUnits: units } = this.#fields;
    if (!Number.isInteger(step) || step < 0 || step >= timeUs.length) {
      throw new RangeError(
        `Cannot hash the marks up to step ${inspected(step, 0)}: there are ${timeUs.length}, from 0 on`,
      );
    }
    const hash = new MarkHash();
    for (let at = 0; at <= step; at++) {
      const cash = Math.round(cashes[at]! * units), value = Math.round(equity[at]! * units);
      if (Math.max(Math.abs(cash), Math.abs(value)) >= 2 ** 51) {
        throw new RangeError(`Cannot hash the marks up to step ${step}: step ${at} holds more than 2^51 money units`);
      }
      // Adding zero keeps -0 out.
      hash.add(cash + 0, value + 0);
    }
    const { low, high } = hash.sum();
    return hashText(low, high);
  }

  /**
   * Returns the statistics as text for a terminal of 80 columns.
   *
   * @returns Lines without a line break at the end.
   * @throws {RangeError} If the option `periodsPerYear` is not a finite number above zero.
   */
  summary(): string {
    const { summaryContext } = this.#fields, stats = this.stats;
    const notes = rowNotes(this.#all, stats, this.#fields.equity, this.configuration.onRuin);
    const ownFigures = this.#ownFigures();
    return renderSummary(stats, { ...summaryContext, ownFigures, notes: [...notes, ...summaryContext.notes] });
  }

  /** Returns the figures of the user for the summary; a run without any works no figure out. */
  #ownFigures(): OwnFigure[] {
    return Object.entries(this.#fields.ownFigures).map(([name, { unit }]) => {
      return { name, unit, value: this.figures[name] ?? null, reason: this.figureReasons[name] ?? null };
    });
  }

  /** Returns the {@linkcode Result.summary}, so that a result in a template shows it. */
  toString(): string {
    return this.summary();
  }
}

/** Returns a fraction as a number, as the terms of trade have it. */
function pointValueOf(multiplier: string): number {
  const { numerator, denominator } = parseRational(multiplier, "multiplier");
  return Number(numerator) / Number(denominator);
}
