/**
 * Several runs side by side: `ct.compare`.
 *
 * @module
 */

import { dailyEquity } from "../analyzers/returns/daily_returns.ts";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import type { TradeRow } from "../broker/result_rows.ts";
import { inspected, targetPath } from "../host.ts";
import { isOptions } from "../options.ts";
import type { ReportOptions } from "../results/report_port.ts";
import { displayBy } from "../notebook.ts";
import { Result, RunResult } from "../results/result.ts";
import { runOf } from "../results/run_of_result.ts";
import { SavedResult } from "../results/saved_result.ts";
import { showBy } from "../shown.ts";
import { valueKind } from "../value_kind.ts";
import type { ComparedFigure, ComparedRuns, DifferingTrade } from "./compared_runs.ts";
import { returnCorrelation } from "./correlation.ts";
import { figureText } from "./figure_text.ts";
import { spanNote } from "./span_note.ts";
import { figuresOf } from "./stats_figures.ts";
import { html } from "./markup.ts";

/** The parts of a trade in which runs may differ. */
const PARTS = ["closedUs", "size", "entryPrice", "exitPrice", "pnl"] as const;
const LABEL_WIDTH = 24;

/**
 * Several runs side by side: their figures, the correlation of their returns, and the trades in which they differ.
 * `console.log(comparison)` shows it as a table.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Idle extends ct.Strategy.with({}) {}
 * class Holds extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.position.size === 0) this.buy();
 *   }
 * }
 *
 * const feed = await ct.sample("aapl");
 * const comparison: ct.Comparison = ct.compare([ct.backtest(Idle, feed), ct.backtest(Holds, feed)]);
 * assertEquals(comparison.names, ["Idle", "Holds"]);
 * assertEquals(comparison.figures.find(({ key }) => key === "trades.open")?.values, [0, 1]);
 * assertEquals(comparison.differingTrades.length, 1);
 * assertEquals(comparison.correlations[0]?.[1], null); // the returns of an idle run do not vary
 * ```
 */
export class Comparison implements ComparedRuns {
  /** Names of the runs. */
  readonly names: readonly string[];
  /** The runs. */
  readonly results: readonly Result[];
  #figures: readonly ComparedFigure[] | undefined;
  #correlations: readonly (readonly (number | null)[])[] | undefined;
  #differing: readonly DifferingTrade[] | undefined;

  static {
    showBy(Comparison.prototype, (comparison) => comparison.toString());
    displayBy(Comparison.prototype, (comparison) => {
      const text = comparison.toString();
      return { "text/plain": text, "text/html": html`<pre>${text}</pre>`.text };
    });
  }

  /** Keeps the runs. {@linkcode compare} makes comparisons. */
  constructor(names: readonly string[], results: readonly Result[]) {
    this.names = Object.freeze([...names]);
    this.results = Object.freeze([...results]);
  }

  /** Every figure of the statistics, with the values of all runs. */
  get figures(): readonly ComparedFigure[] {
    return this.#figures ??= comparedFigures(this.results);
  }

  /**
   * Correlation of the returns of each run with those of each other one, by the places of both: over the session dates
   * that both have. Null for fewer than two returns, or returns that do not vary.
   */
  get correlations(): readonly (readonly (number | null)[])[] {
    return this.#correlations ??= correlationsOf(this.results);
  }

  /** Trades that not all runs made, or that ended in another way, in the order of time. */
  get differingTrades(): readonly DifferingTrade[] {
    return this.#differing ??= differingTrades(this.results);
  }

  /** Returns figures, correlations and the number of differing trades as a table of text. */
  toString(): string {
    const widths = this.names.map((name, run) =>
      Math.max(name.length, ...this.figures.map(({ values, unit }) => figureText({ value: values[run]!, unit }).length))
    );
    const row = (label: string, cells: readonly string[]): string =>
      `${label.padEnd(LABEL_WIDTH)}${cells.map((cell, run) => `  ${cell.padStart(widths[run]!)}`).join("")}`.trimEnd();
    const blocks = [...new Set(this.figures.map(({ group }) => group))].map((group) =>
      this.figures.filter((figure) => figure.group === group).map(({ name, values, unit }) =>
        row(name, values.map((value) => figureText({ value, unit })))
      ).join("\n")
    );
    const correlations = this.names.map((name, one) =>
      row(
        `Correlation ${name}`.slice(0, LABEL_WIDTH),
        this.correlations[one]!.map((value) => figureText({ value, unit: "ratio" })),
      )
    );
    const differing = `Trades that differ: ${this.differingTrades.length}`;
    const note = spanNote(this.names, this.results), notes = note === null ? [] : [note];
    return [row("", this.names), ...blocks, correlations.join("\n"), differing, ...notes].join("\n\n");
  }

  /**
   * Returns the comparison as one HTML page, which a browser opens without a network.
   *
   * @param options Title and colours.
   * @returns The text of the page.
   * @throws {TypeError} If an option is unknown or of the wrong type.
   */
  async html(options: ReportOptions = {}): Promise<string> {
    const { comparisonPage } = await import("./comparison_page.ts");
    return await comparisonPage(this, options);
  }

  /**
   * Writes the page to a file, which has its old or its new content as a whole at any time.
   *
   * @param path Path or `file:` URL.
   * @param options Title and colours.
   * @throws {TypeError} If the path is none, or an option is unknown or of the wrong type.
   * @throws {FileError} If the file cannot be written; it names the file.
   */
  async writeHtml(path: string | URL, options: ReportOptions = {}): Promise<void> {
    // Before the page is made, which takes a while.
    const target = targetPath(path);
    writeWhole(target, new TextEncoder().encode(await this.html(options)));
  }
}

/**
 * Compares runs: figures side by side, equity together, trades that differ, and the correlation of returns.
 *
 * @param results Results in an array, or by names of one's own.
 * @returns The comparison.
 * @throws {TypeError} If something is no result.
 * @throws {RangeError} If there are fewer than two results.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Cross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 *
 * const feed = await ct.sample("aapl");
 * const runs = [10, 20].map((fast) => ct.backtest(Cross, feed, { params: { fast } }));
 * console.log(`${ct.compare(runs)}`);
 * ```
 */
export function compare(results: readonly Result[] | Readonly<Record<string, Result>>): Comparison {
  if (!Array.isArray(results) && (!isOptions(results) || results instanceof RunResult)) {
    throw new TypeError(`Cannot compare ${kindOf(results)}: pass an array of results, or results by name`);
  }
  const runs: readonly unknown[] = Array.isArray(results) ? results : Object.values(results);
  const wrong = runs.findIndex((run) => !(run instanceof Result));
  if (wrong >= 0) {
    const place = Array.isArray(results) ? `at place ${wrong}` : inspected(Object.keys(results)[wrong]);
    throw new TypeError(`Cannot compare ${kindOf(runs[wrong])} ${place}: ${wrongReason(runs[wrong])}`);
  }
  if (runs.length < 2) {
    throw new RangeError(`Cannot compare ${runs.length === 0 ? "no result" : "one result alone"}: pass two at least`);
  }
  const taken = runs as readonly Result[];
  return new Comparison(Array.isArray(results) ? namesOf(taken) : Object.keys(results), taken);
}

function kindOf(value: unknown): string {
  if (value instanceof SavedResult) return "a saved result";
  return value instanceof Result ? "a result" : valueKind(value);
}

/** Returns why something cannot be compared, with a remedy. */
function wrongReason(value: unknown): string {
  if (value instanceof SavedResult) {
    return "the session dates and the measured steps of its run were not saved; run it again to compare it";
  }
  return value instanceof Promise ? "await it" : "it is no result of a run";
}

/** Returns a name for each run: that of its strategy, with the parameters in which runs of it differ. */
function namesOf(results: readonly Result[]): string[] {
  const texts = results.map(({ configuration }) =>
    Object.fromEntries(
      Object.entries(configuration.params).map((
        [name, value],
      ) => [name, typeof value === "string" ? value : inspected(value)]),
    )
  );
  const names = results.map(({ strategyName: strategy }, run) => {
    const same = results.flatMap((other, at) => other.strategyName === strategy ? [texts[at]!] : []);
    const parts = Object.keys(texts[run]!).filter((name) => same.some((other) => other[name] !== texts[run]![name]));
    return parts.length === 0
      ? strategy
      : `${strategy} ${parts.map((name) => `${name} ${texts[run]![name]}`).join(", ")}`;
  });
  return names.map((name, run) => names.filter((other) => other === name).length === 1 ? name : `${name} (${run + 1})`);
}

function comparedFigures(results: readonly Result[]): ComparedFigure[] {
  const all = results.map(figuresOf);
  return all[0]!.map(({ key, name, group, unit, formula }) => {
    const values = all.map((figures) => figures.find((figure) => figure.key === key)?.value ?? null);
    return { key, name, group, unit, formula, values };
  });
}

function correlationsOf(results: readonly Result[]): (number | null)[][] {
  const daily = results.map((result) => {
    const { sessionDay, equity, measureStep } = runOf(result);
    return dailyEquity(sessionDay.subarray(measureStep), equity.subarray(measureStep));
  });
  return daily.map((one) => daily.map((other) => returnCorrelation(one, other)));
}

function differingTrades(results: readonly Result[]): DifferingTrade[] {
  const found = new Map<string, DifferingTrade & { readonly trades: (TradeRow | null)[] }>();
  results.forEach(({ trades }, run) => {
    const seen = new Map<string, number>();
    for (const trade of trades) {
      const { feed, long, openedUs } = trade, place = `${openedUs} ${long} ${feed}`;
      // A position may be opened twice at one moment, as when a flip is closed at once.
      const turn = seen.get(place) ?? 0, key = `${turn} ${place}`;
      seen.set(place, turn + 1);
      const row = found.get(key) ?? { feed, long, openedUs, trades: results.map(() => null) };
      row.trades[run] = trade;
      found.set(key, row);
    }
  });
  const differs = ({ trades }: DifferingTrade): boolean =>
    trades.some((trade) => trade === null || PARTS.some((part) => trade[part] !== trades[0]?.[part]));
  return [...found.values()].filter(differs).sort((a, b) => a.openedUs - b.openedUs);
}
