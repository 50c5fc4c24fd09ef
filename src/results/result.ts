/**
 * The result of a run: curves, rows, statistics, and the evidence that identifies the run.
 *
 * @module
 */

import { inspected, targetPath } from "../host.ts";
import { displayBy } from "../notebook.ts";
import { takenOptions } from "../options.ts";
import { showBy } from "../shown.ts";
import { MarkHash } from "../core/state/mark_hash.ts";
import { isoTime } from "../records/iso_time.ts";
import { hashText, quoted } from "../records/text.ts";
import { drawdowns } from "../analyzers/drawdown/drawdown.ts";
import type {
  CashFlowRow,
  DiagnosticRow,
  FillRow,
  JournalRows,
  OrderRow,
  PaymentRow,
  RefusalRow,
  SplitRow,
  TradeRow,
} from "../broker/result_rows.ts";
import type { FigureInput } from "../analyzers/figure_input.ts";
import type { FigureValues, RollingFigureName, RunFigures } from "../analyzers/figures.ts";
import { type RollingFigure, rollingFigure } from "../analyzers/rolling.ts";
import { type Explainable, explainRun } from "../explain/explain.ts";
import type { ExplainedRun } from "../explain/explained_run.ts";
import type { Explanation } from "../explain/explanation.ts";
import type { Stats } from "../analyzers/stats.ts";
import { type ResultTables, resultTables } from "../analyzers/tables.ts";
import type { Bars } from "../feeds/bars.ts";
import type { Strategy } from "../strategy/strategy.ts";
import type { FeedFacts } from "./feed_facts.ts";
import { frozen } from "./frozen.ts";
import { type ResultLine, resultLine, resultLines } from "./result_line.ts";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import { makeReport, type ReportOptions } from "./report_port.ts";
import { rowNotes } from "./row_notes.ts";
import { CSV_ROWS, csvHeader, csvOfRows, type CsvTable } from "./csv_text.ts";
import { type ExportOptions, type ResultDocument, resultDocument } from "./result_document.ts";
import type { KeptPart, ResolvedConfiguration, ResultFields } from "./result_fields.ts";
import { resultHtml } from "./result_display.ts";
import { ROW_COLUMNS } from "./row_columns.ts";
import { keepColumns } from "./run_columns.ts";
import { type ShownParams, shownParams } from "./shown_params.ts";
import { rowList } from "./row_list.ts";
import { type OwnFigure, renderSummary } from "./summary.ts";

/**
 * What a run left, made just now as {@linkcode Result} or read back as `SavedResult`: curves as typed arrays, rows as
 * plain objects, statistics, and the evidence that identifies the run. `console.log(result)` shows its summary.
 *
 * All arrays of steps have one entry for each step: each distinct time of the feeds. Prices are in the units of the
 * feed's prices, sizes in units of the instrument, amounts in the account's currency. Times are microseconds since the
 * epoch, UTC. Rows and statistics are made when a getter is first read, and kept. Rows and tables are frozen. The array
 * of a curve is a copy that is made once: what is written to it stays in it, and changes no figure, hash, report or text.
 */
export abstract class RunResult {
  /** Name of the strategy class. */
  readonly strategyName: string;
  /** Facts of each feed of the run, in its order. */
  readonly feedFacts: readonly FeedFacts[];
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
  /** Made once, as a strategy can change a Map among its parameters. */
  #params: ShownParams | undefined;
  #rows: JournalRows | undefined;
  #stats: Stats | undefined;
  #figures: RunFigures | undefined;

  static {
    showBy(RunResult.prototype, (result) => result.summary());
    displayBy(RunResult.prototype, (result) => {
      const { strategyName, feedFacts, stats, chain } = result, summary = result.summary();
      const title = `${strategyName} on ${feedFacts.map(({ name }) => name).join(", ")}`;
      return { "text/plain": summary, "text/html": resultHtml(title, stats, chain, summary) };
    });
  }

  /** Keeps the parts of a finished run. Only a run calls it. */
  constructor(fields: ResultFields) {
    this.strategyName = fields.strategyName;
    this.feedFacts = frozen(fields.feedFacts);
    this.engine = frozen(fields.engine);
    this.crossings = fields.crossings;
    this.chain = fields.chain;
    this.events = fields.events;
    this.configuration = frozen(fields.configuration);
    this.#fields = fields;
    keepColumns(this, fields);
  }

  /** Time of each step in microseconds since the epoch, UTC, ascending. The array is one copy for all readers. */
  get timeUs(): Float64Array {
    return this.#shown.timeUs ??= this.#fields.timeUs.slice();
  }

  /** Value of the account at the end of each step, in the account's currency. The array is one copy for all readers. */
  get equity(): Float64Array {
    return this.#shown.equity ??= this.#fields.equity.slice();
  }

  /** Cash at the end of each step, in the account's currency. The array is one copy for all readers. */
  get cash(): Float64Array {
    return this.#shown.cash ??= this.#fields.cash.slice();
  }

  /** Rejects a question about a part that the run did not keep. */
  protected checkKept(part: KeptPart, what: string): void {
    const reason = this.#fields.missing?.[part];
    if (reason !== undefined) throw new TypeError(`Cannot give ${what} of this run: ${reason}`);
  }

  /** All rows that the run kept. */
  protected get allRows(): JournalRows {
    return this.#all;
  }

  get #shownParams(): ShownParams {
    const { configuration, paramTexts } = this.#fields;
    if (this.#params !== undefined) return this.#params;
    const { plain, texts } = shownParams(configuration.params);
    return this.#params = { plain, texts: paramTexts ?? texts };
  }

  /** All rows of the journal, decoded on the first read: few runs read them, and decoding costs time and memory. */
  get #all(): JournalRows {
    return this.#rows ??= this.#shownRows(this.#fields.rows());
  }

  #shownRows({ orders, fills, trades, refusals, diagnostics }: JournalRows): JournalRows {
    const feeds = this.feedFacts;
    return {
      orders: rowList("orders", orders, feeds),
      fills: rowList("fills", fills, feeds),
      trades: rowList("trades", trades, feeds),
      refusals: rowList("refusals", refusals, feeds),
      diagnostics: rowList("diagnostics", diagnostics, feeds),
    };
  }

  /** Every order: its requested and its final terms, its state and its reason. Refused orders are included. */
  get orders(): readonly OrderRow[] {
    this.checkKept("rows", "the orders");
    return this.#all.orders;
  }

  /** Every fill, with the rule that set its price, such as `"open"` or `"stopGap"`. */
  get fills(): readonly FillRow[] {
    this.checkKept("rows", "the fills");
    return this.#all.fills;
  }

  /** Every trade, open ones included. */
  get trades(): readonly TradeRow[] {
    this.checkKept("rows", "the trades");
    return this.#all.trades;
  }

  /** Every refusal of an order or of a request, with its reason and the amounts. */
  get refusals(): readonly RefusalRow[] {
    this.checkKept("rows", "the refusals");
    return this.#all.refusals;
  }

  /** Every diagnostic of the core, such as a `close` without a position. */
  get diagnostics(): readonly DiagnosticRow[] {
    this.checkKept("rows", "the diagnostics");
    return this.#all.diagnostics;
  }

  /**
   * Money that came from outside or went there: that of the option `cashFlows`, and what the strategy moved. Refused
   * withdrawals are rows of `refusals`.
   */
  get cashFlows(): readonly CashFlowRow[] {
    return this.#fields.cashFlows ?? [];
  }

  /** Payments without a fill: funding, the cost of borrowing, interest and dividends, in order. */
  get payments(): readonly PaymentRow[] {
    return this.#fields.payments ?? [];
  }

  /** Splits of the feeds, in order, with the position before and after. */
  get splits(): readonly SplitRow[] {
    return this.#fields.splits ?? [];
  }

  /**
   * Statistics of the run.
   *
   * @throws {RangeError} If the option `periodsPerYear` is not a finite number above zero.
   */
  get stats(): Stats {
    return this.#stats ??= frozen(this.#fields.stats(() => this.#all));
  }

  get #runFigures(): RunFigures {
    return this.#figures ??= this.#fields.figures(this.#all, this.stats);
  }

  /**
   * All figures by name, those of the option `figures` too. A figure that is not defined is null, and
   * {@linkcode RunResult.figureReasons} says why. `ct.figures` has the formula, the unit and the source of each.
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
  abstract get tables(): ResultTables;

  /**
   * Returns a figure over a window that moves along the session dates.
   *
   * @param name Name of a figure of returns, such as `"sharpe"`, `"beta"` or `"volatility"`.
   * @param window Number of returns in a window, a whole number from 1 on.
   */
  abstract rolling(name: RollingFigureName, window: number): RollingFigure;

  /**
   * Returns the lines that the strategy keeps in its fields, with their values: each line once, under its first field.
   */
  abstract lines(): readonly ResultLine[];

  /**
   * Returns a line that the strategy keeps in one of its fields, with its values.
   *
   * @param field The field: `"sma"`, `"macd.signal"` for a line of an object, `"averages[1]"` for one of an array.
   * @throws {RangeError} If no field of that name holds a line; the message lists those that do.
   */
  abstract line(field: string): ResultLine;

  /**
   * Explains an order, a fill or a trade in sentences, from the rows and the bars of the run.
   *
   * @param subject A row of orders, fills or trades, or the id of an order.
   */
  abstract explain(subject: Explainable): Explanation;

  /**
   * Returns the report of the run as one HTML page.
   *
   * @param options Title and colours.
   */
  abstract html(options?: ReportOptions): Promise<string>;

  /**
   * Writes the report of the run to a file.
   *
   * @param path Path or `file:` URL.
   * @param options Title and colours.
   */
  abstract writeHtml(path: string | URL, options?: ReportOptions): Promise<void>;

  /**
   * Drawdown of each step, `(peak - equity) / peak`, as a fraction. The initial cash is the first peak. Money that came from
   * outside or went there makes none and hides none: the equity is that of the account without it, as for
   * `stats.maxDrawdown`.
   */
  get drawdown(): Float64Array {
    const { growth, equity, cashInitial } = this.#fields;
    return drawdowns(growth === undefined ? equity : growth(), cashInitial);
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
    this.checkKept("marks", "the mark hash at a step");
    const { timeUs, equity, cash: cashes, moneyUnits: units } = this.#fields;
    if (this.#fields.hasFinerMarks === true) {
      throw new RangeError(
        "Cannot hash the marks up to a step of a run with fillOn: its mark hash is of the steps of the finer bars, whose " +
          "marks are not kept; compare markHash() or the chain",
      );
    }
    if (!Number.isInteger(step) || step < 0 || step >= timeUs.length) {
      throw new RangeError(
        `Cannot hash the marks up to step ${inspected(step, 0)}: there are ${timeUs.length}, from 0 on`,
      );
    }
    const hash = new MarkHash(), doubles = this.configuration.rules["NUMBERS"] === "DOUBLES";
    for (let at = 0; at <= step; at++) {
      const cash = doubles ? cashes[at]! : Math.round(cashes[at]! * units);
      const value = doubles ? equity[at]! : Math.round(equity[at]! * units);
      if (!doubles && Math.max(Math.abs(cash), Math.abs(value)) >= 2 ** 51) {
        throw new RangeError(`Cannot hash the marks up to step ${step}: step ${at} holds more than 2^51 money units`);
      }
      // Adding zero keeps -0 out, which doubles keep.
      hash.add(doubles ? cash : cash + 0, doubles ? value : value + 0);
    }
    const { low, high } = hash.sum();
    return hashText(low, high);
  }

  /** Mark hash of the curves as they are; null without a step, or for amounts too large to count money units. */
  protected get curveHash(): string | null {
    try {
      return this.markHash(this.#fields.timeUs.length - 1);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /**
   * Returns the statistics as text for a terminal of 80 columns.
   *
   * @returns Lines without a line break at the end.
   * @throws {RangeError} If the option `periodsPerYear` is not a finite number above zero.
   */
  summary(): string {
    const { summaryContext } = this.#fields, { texts: params } = this.#shownParams;
    return renderSummary(this.stats, { ...summaryContext, params, ownFigures: this.#ownFigures(), notes: this.notes });
  }

  /** Sentences on decisions of the readers and the run, and on what its rows show. */
  get notes(): readonly string[] {
    const { equity, missing } = this.#fields, steps = missing?.marks === undefined ? equity : undefined;
    const notes = rowNotes(this.#all, this.stats, steps, this.configuration.onRuin);
    return [...notes, ...this.#fields.summaryContext.notes];
  }

  /** Returns the figures of the user for the summary; a run without any works no figure out. */
  #ownFigures(): OwnFigure[] {
    return Object.entries(this.#fields.ownUnits).map(([name, unit]) => {
      return { name, unit, value: this.figures[name] ?? null, reason: this.figureReasons[name] ?? null };
    });
  }

  /**
   * Returns rows or curves as CSV, to be written to a file: `Deno.writeTextFileSync("trades.csv", result.toCsv("trades"))`.
   *
   * The first line has the names of the columns, which are those of the rows. Times are in microseconds, and beside
   * them as ISO 8601 text in UTC. A number reads back as the same double, and an empty cell is a null. Lines end with a
   * line feed; quotes are those of RFC 4180. No value is changed, so a text such as `=1+1` stays as it is.
   *
   * @param table `"trades"`, `"orders"`, `"fills"`, `"refusals"`, or `"equity"`: time, equity, cash and drawdown of each
   * step.
   * @throws {RangeError} If there is no such table.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Idle extends ct.Strategy.with({}) {}
   *
   * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 11.5] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
   * assertEquals(ct.backtest(Idle, feed, { cash: 1000 }).toCsv("equity").split("\n").slice(0, 2), [
   *   "bar,time,timeUs,equity,cash,drawdown",
   *   "0,2024-01-02T23:59:59.999999Z,1704239999999999,1000,1000,0",
   * ]);
   * ```
   */
  toCsv(table: CsvTable): string {
    if (table !== "equity") this.checkKept("rows", "its rows as CSV");
    if (table === "equity") {
      const { timeUs, equity, cash } = this.#fields, { drawdown } = this;
      // A line at once, since a run may have millions; none of these cells needs a quote.
      const lines = Array.from(
        timeUs,
        (time, at) => `${at},${isoTime(time)},${time},${equity[at]! + 0},${cash[at]! + 0},${drawdown[at]! + 0}\n`,
      );
      return csvHeader("equity") + lines.join("");
    }
    if (!CSV_ROWS.includes(table)) {
      throw new RangeError(`Cannot write ${inspected(table, 0)} as CSV: there are ${quoted([...CSV_ROWS, "equity"])}`);
    }
    return csvOfRows(ROW_COLUMNS[table], this.#all[table]);
  }

  /**
   * Returns the whole result as plain data of the form of {@linkcode RESULT_SCHEMA}, so that `JSON.stringify(result)`
   * keeps it; `ct.readResult` reads it.
   */
  toJSON(): ResultDocument {
    return this.export();
  }

  /**
   * Returns the whole result as plain data, with the lines of the strategy if they are asked for.
   *
   * @throws {TypeError} If an option is unknown or of the wrong type.
   */
  export(options: ExportOptions = {}): ResultDocument {
    this.checkKept("document", "the document");
    const { lines = false } = takenOptions(options, ["lines"], {
      noObject: (shown) => `Cannot export a result with ${shown}: pass an object, such as { lines: true }`,
      unknown: (name) => `Cannot export a result with option "${name}": the option is lines`,
    });
    if (typeof lines !== "boolean") {
      throw new TypeError(`Cannot use lines ${inspected(lines, 0)} of export: pass true or false`);
    }
    const told = lines ? this.lines() : undefined;
    const { stats, curveHash } = this, figures = this.#runFigures, params = this.#shownParams;
    return resultDocument({ fields: this.#fields, rows: this.#all, stats, figures, params, curveHash, lines: told });
  }

  /** Returns the {@linkcode RunResult.summary}, so that a result in a template shows it. */
  toString(): string {
    return this.summary();
  }
}

/** What a run keeps beside the fields of its result, for what is made on request. */
export interface BehindResult {
  /** Makes the input of figures from the rows and the statistics. */
  readonly figureInput: (rows: JournalRows, stats: Stats) => FigureInput;
  /** Makes the facts from which orders, fills and trades are explained. */
  readonly explained: (rows: JournalRows) => ExplainedRun;
}

/**
 * The result of a run: all of {@linkcode RunResult}, and the strategy, its lines and its feeds beside it.
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
 * assertEquals([result.strategyName, result.strategy.position.size], ["OneBar", 0]);
 * ```
 */
export class Result<S extends Strategy = Strategy> extends RunResult {
  /**
   * The strategy of the run, whose own fields can be read: what it counted, kept or found. It places no further order,
   * and nothing that is written to it changes this result.
   */
  readonly strategy: S;
  /** The bars of the run by the names of the feeds, as they were given. */
  readonly feeds: Readonly<Record<string, Bars>>;

  readonly #behind: BehindResult;
  #tables: ResultTables | undefined;
  #explained: ExplainedRun | undefined;

  /** Keeps the parts of a finished run. Only a run calls it. */
  constructor(fields: ResultFields, strategy: S, feeds: Readonly<Record<string, Bars>>, behind: BehindResult) {
    super(fields);
    this.strategy = strategy;
    this.feeds = Object.freeze({ ...feeds });
    this.#behind = behind;
  }

  /** Input of the figures; its columns are those of the run and not copies. */
  get #figureInput(): FigureInput {
    return this.#behind.figureInput(this.allRows, this.stats);
  }

  /** Tables: returns by month, year, weekday and hour, drawdowns, and trades in groups. */
  override get tables(): ResultTables {
    this.checkKept("tables", "the tables");
    return this.#tables ??= frozen(resultTables(this.#figureInput));
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
  override rolling(name: RollingFigureName, window: number): RollingFigure {
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
  override explain(subject: Explainable): Explanation {
    this.checkKept("explanations", "explanations");
    return explainRun(this.#explained ??= this.#behind.explained(this.allRows), subject);
  }

  /** Returns the lines that the strategy keeps in its fields, each once, as they are when it is called. */
  override lines(): readonly ResultLine[] {
    return resultLines(this.strategy);
  }

  /**
   * Returns a line that the strategy keeps in one of its fields.
   *
   * @throws {RangeError} If no field of that name holds a line; the message lists those that do.
   *
   * @example The average on the bars on which the run bought
   * ```ts
   * import { assert, assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
   *   average = ct.sma(this.data.close, this.params.period);
   *
   *   override next(): void {
   *     if (this.position.size === 0 && this.data.close.now > this.average.now) this.buy();
   *   }
   * }
   *
   * const result = ct.backtest(AboveAverage, await ct.sample("aapl"));
   * const { name, values } = result.line("average"), [trade] = result.trades;
   * assertEquals(name, "sma(close, 20)");
   * assert(values[trade!.openedBar - 1]! < result.feeds["aapl"]!.columns.close[trade!.openedBar - 1]!);
   * ```
   */
  override line(field: string): ResultLine {
    return resultLine(this.strategy, field);
  }

  /**
   * Returns the report of the run as one HTML page, which a browser opens without a network: prices with fills, equity,
   * drawdown, figures with their formulas, and every trade, order and refusal. Its scripts are loaded when it is called.
   *
   * @param options Title and colours.
   * @returns The text of the page.
   * @throws {TypeError} If an option is unknown or of the wrong type.
   *
   * @example
   * ```ts
   * import { assert } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Idle extends ct.Strategy.with({}) {}
   *
   * const result = ct.backtest(Idle, await ct.sample("aapl"));
   * assert((await result.html({ title: "An idle year" })).startsWith("<!doctype html>"));
   * ```
   */
  override async html(options: ReportOptions = {}): Promise<string> {
    this.checkKept("report", "the report");
    return await makeReport(this, options);
  }

  /**
   * Writes the report of {@linkcode Result.html} to a file, which has its old or its new content as a whole at any time.
   *
   * @param path Path or `file:` URL.
   * @param options Title and colours.
   * @throws {TypeError} If the path is none, or an option is unknown or of the wrong type.
   * @throws {FileError} If the file cannot be written; it names the file.
   */
  override async writeHtml(path: string | URL, options: ReportOptions = {}): Promise<void> {
    // Before the page is made, which takes a while.
    const target = targetPath(path);
    writeWhole(target, new TextEncoder().encode(await this.html(options)));
  }
}
