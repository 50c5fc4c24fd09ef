/**
 * The input of a figure: columns and rows of the measured part of a run. What several figures read is worked out once.
 *
 * @module
 */

import type { FillRow, TradeRow } from "../broker/result_rows.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { drawdowns, type DrawdownSpans, drawdownSpans, spanDays } from "./drawdown/drawdown.ts";
import { type HeldSides, heldSides } from "./exposure/held_sides.ts";
import type { FigureNeed } from "./figure_need.ts";
import { type MeasuredPart, measuredPart } from "./measured_part.ts";
import { type DailyEquity, dailyEquity } from "./returns/daily_returns.ts";
import type { AccountFlow } from "./returns/growth_curve.ts";
import { ReturnSeries, type SeriesColumns } from "./returns/return_series.ts";
import { seriesColumns } from "./returns/series_columns.ts";
import type { Stats, StatsInput } from "./stats.ts";
import { type TradeColumns, tradeColumns } from "./trades/trade_columns.ts";

/**
 * Columns and rows of the measured part of a run, for figures. All columns of steps have one entry for each measured step;
 * `returns`, `days` and the columns beside them have one for each session date.
 *
 * @example A figure that reads trades
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const feeds = ct.analyzer({
 *   formula: "number of feeds with a trade",
 *   unit: "count",
 *   compute: ({ trades }: ct.FigureInput) => new Set(trades.map(({ feed }) => feed)).size,
 * });
 * assertEquals(feeds.unit, "count");
 * ```
 */
export class FigureInput extends ReturnSeries {
  /** Times of the steps in microseconds since the epoch, ascending. */
  readonly timeUs: Float64Array;
  /** Session date of each step as a day number, 0001-01-01 being 1. */
  readonly sessionDay: Float64Array;
  /**
   * Value of the account at the end of each step, as it would be without the money that came from outside or went there;
   * where none did, the value itself.
   */
  readonly equity: Float64Array;
  /** Value of the account before the first step. */
  readonly equityInitial: number;
  /** Index in the run of the first measured step: the bars of rows count from the first step of the run. */
  readonly firstStep: number;
  /** Statistics of the run. */
  readonly stats: Stats;
  /** Zone of all dates. */
  readonly #zone: TimeZone;
  readonly #part: MeasuredPart;
  readonly #input: StatsInput;
  readonly #daily: DailyEquity;
  #drawdown: Float64Array | undefined;
  #spans: DrawdownSpans | undefined;
  #spanDays: Float64Array | undefined;
  #dateDrawdown: Float64Array | undefined;
  #held: HeldSides | undefined;
  #columns: TradeColumns | undefined;

  /** Keeps the parts. Only {@linkcode FigureInput.of} calls it. */
  private constructor(input: StatsInput, stats: Stats, part: MeasuredPart, daily: DailyEquity, columns: SeriesColumns) {
    super(columns);
    this.timeUs = part.timeUs;
    this.sessionDay = part.sessionDay;
    this.equity = part.growth;
    this.equityInitial = part.equityInitial;
    this.#part = part;
    this.firstStep = input.kept?.measured ?? input.measureStep;
    this.stats = stats;
    this.#zone = new TimeZone(input.timeZone);
    this.#input = input;
    this.#daily = daily;
  }

  /**
   * Returns the input of the figures of a run.
   *
   * @param input Curves and rows of the run.
   * @param stats Its statistics.
   * @returns The input.
   */
  static of(input: StatsInput, stats: Stats): FigureInput {
    const part = measuredPart(input), daily = dailyEquity(part.sessionDay, part.growth);
    return new FigureInput(input, stats, part, daily, seriesColumns(input, part, daily));
  }

  /** Returns the same input with columns of its own, so that a function that writes to them changes no other figure. */
  copy(): FigureInput {
    const { timeUs, sessionDay, equity } = this.#input;
    const columns = { timeUs: timeUs.slice(), sessionDay: sessionDay.slice(), equity: equity.slice() };
    return FigureInput.of({ ...this.#input, ...columns }, this.stats);
  }

  /** Money that came from outside or went there in the measured part, by step of the run. */
  get flows(): readonly AccountFlow[] {
    return this.#part.flows;
  }

  /** Value of the account after the last measured step, with all money. */
  get finalEquity(): number {
    return this.#part.equity.at(-1) ?? this.equityInitial;
  }

  /** Trades that opened in the measured part, open ones included. */
  get trades(): readonly TradeRow[] {
    if (this.#input.kept?.rows !== undefined) throw new RowsGoneError();
    return this.#part.trades;
  }

  /** Fills of the measured part. */
  get fills(): readonly FillRow[] {
    if (this.#input.kept?.rows !== undefined) throw new RowsGoneError();
    return this.#part.fills;
  }

  /** Drawdown of each step, `(peak - equity) / peak`; the equity before the first step is the first peak. */
  get drawdown(): Float64Array {
    return this.#drawdown ??= drawdowns(this.equity, this.equityInitial);
  }

  /** Drawdown at the last step of each session date. */
  get dateDrawdown(): Float64Array {
    return this.#dateDrawdown ??= drawdowns(this.#daily.equity, this.equityInitial);
  }

  /** Stretches under water, in order of time. */
  get drawdownSpans(): DrawdownSpans {
    return this.#spans ??= drawdownSpans(this.equity, this.equityInitial);
  }

  /** Length of each stretch under water in days. */
  get drawdownDays(): Float64Array {
    return this.#spanDays ??= spanDays(this.drawdownSpans, this.timeUs, this.#zone);
  }

  /** Session dates of the steps as day numbers, with the last equity and the number of steps of each. */
  get dates(): DailyEquity {
    return this.#daily;
  }

  /** Steps that ended with a long and with a short position: trades that opened before the measured part count too. */
  get held(): HeldSides {
    const { kept, timeUs, measureStep, trades } = this.#input;
    if (kept?.rows !== undefined) throw new RowsGoneError();
    return this.#held ??= heldSides(trades, kept?.steps ?? timeUs.length, kept?.measured ?? measureStep);
  }

  /** Columns of the closed trades, in the order in which they closed. */
  get closedTrades(): TradeColumns {
    return this.#columns ??= tradeColumns(this.trades, this.#zone);
  }

  /** Returns a moment as the clock of the run shows it, in microseconds. */
  wallTimeUs(timeUs: number): number {
    return this.#zone.wallTimeUs(timeUs);
  }

  /** Returns the years of 365.25 days from a moment to another one, by the clock of the run. */
  readonly wallYears = (fromUs: number, toUs: number): number =>
    (this.wallTimeUs(toUs) - this.wallTimeUs(fromUs)) / (365.25 * DAY_US);

  /** Returns the reason why a figure cannot be worked out that needs something; null if it can. */
  override lacks(need: FigureNeed): string | null {
    if (need !== "closed trade") return super.lacks(need);
    return this.closedTrades.pnl.length === 0 ? "there is no closed trade" : null;
  }
}

/** A figure asked for rows that the run gave to its sink. */
export class RowsGoneError extends Error {
  constructor() {
    super("it needs rows, which went to the sink of the run");
    this.name = "RowsGoneError";
  }
}
