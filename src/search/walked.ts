/**
 * What a walk-forward run left: its windows, the joined equity of the tests, and how much of the training came through.
 *
 * @module
 */

import { drawdowns } from "../analyzers/drawdown/drawdown.ts";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import { targetPath } from "../host.ts";
import { displayBy } from "../notebook.ts";
import type { JsonValue } from "../records/json.ts";
import { formatAmount, formatPercent } from "../records/number_format.ts";
import type { Result } from "../results/result.ts";
import { showBy } from "../shown.ts";
import type { Params } from "../strategy/strategy.ts";
import { tableHtml, tableText } from "../table.ts";
import type { Found } from "./found.ts";
import { paramsText } from "./param_space.ts";
import { returnFacts } from "./return_facts.ts";
import type { TrialFigures } from "./trial_figures.ts";

/** Bars of a training or of a test. */
export interface WindowSpan {
  /**
   * Moment behind which it begins, ISO 8601 in UTC: the end of the bar before its first one, and the begin of the first bar of
   * all. A run with it as `from` and with `to` has the same bars.
   */
  readonly from: string;
  /** End of the last bar, which a run with it as `to` has. */
  readonly to: string;
  /** Session date of the first bar. */
  readonly firstDate: string;
  /** Session date of the last bar. */
  readonly lastDate: string;
  /** Number of bars of the first feed. */
  readonly bars: number;
}

/** A window of a walk-forward run. */
export interface WalkWindow<T extends Params = Params> {
  /** Bars of the training. */
  readonly train: WindowSpan;
  /** Bars of the test. */
  readonly test: WindowSpan;
  /** What the search on the training found. */
  readonly found: Found<T>;
  /** Parameters of its best trial; null where none was accepted, and the account stayed in cash. */
  readonly params: Readonly<T> | null;
  /** Objective of the best trial on the training; null without one. */
  readonly inSample: number | null;
  /** Objective of the test; null if it is not defined. */
  readonly outOfSample: number | null;
  /** Figures of the test; null without one. */
  readonly figures: TrialFigures | null;
  /** State chain of the test, that of a run with these parameters, bars and cash alone; empty without one. */
  readonly chain: string;
  /** The whole result of the test; null without one. */
  readonly result: Result | null;
  /** Value of the account before the test. */
  readonly initialEquity: number;
  /** Value of the account after it. */
  readonly finalEquity: number;
  /** Times of the steps of the test, in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Value of the account at these steps. */
  readonly equity: Float64Array;
  /** Returns of the test above the risk-free rate, one for each session date. */
  readonly returns: Float64Array;
  /** Number of returns in a year; null without a test. */
  readonly periodsPerYear: number | null;
}

/** Facts of a walk-forward run. */
export interface WalkFacts {
  /** Name of the strategy. */
  readonly strategy: string;
  /** Figure by which the trainings ranked. */
  readonly objective: string;
  /** Whether trainings have one length, or all begin with the first bar. */
  readonly mode: "rolling" | "anchored";
  /** Hash of the source columns of the feeds, before any cut. */
  readonly data: string;
  /** Bars between training and test. */
  readonly purge: number;
  /** Number of windows that the bars make. */
  readonly planned: number;
}

/** What a walk-forward run left. `console.log(walked)` shows its windows. */
export class WalkForward<T extends Params = Params> {
  /** Name of the strategy. */
  readonly strategy: string;
  /** Figure by which the trainings ranked. */
  readonly objective: string;
  /** False if the run was paused, or ended by the ruin of the account. */
  readonly complete: boolean;
  /** The windows in the order of time. */
  readonly windows: readonly WalkWindow<T>[];
  /** Times of the steps of all tests. */
  readonly timeUs: Float64Array;
  /** Value of the account at these steps: each test goes on with what the one before left. */
  readonly equity: Float64Array;
  readonly #facts: WalkFacts;

  static {
    showBy(WalkForward.prototype, (walked) => walked.text());
    displayBy(WalkForward.prototype, (walked) => ({
      "text/plain": walked.text(),
      "text/html": tableHtml(walked.#table()),
    }));
  }

  /** Joins the windows. Only {@linkcode walkForward} calls it. */
  constructor(facts: WalkFacts, windows: readonly WalkWindow<T>[]) {
    this.strategy = facts.strategy;
    this.objective = facts.objective;
    this.complete = windows.length === facts.planned;
    this.windows = Object.freeze([...windows]);
    this.timeUs = joined(windows.map(({ timeUs }) => timeUs));
    this.equity = joined(windows.map(({ equity }) => equity));
    this.#facts = facts;
  }

  /** Value of the account before the first test; 0 without a window. */
  get initialEquity(): number {
    return this.windows[0]?.initialEquity ?? 0;
  }

  /** Value of the account after the last test; 0 without a window. */
  get finalEquity(): number {
    return this.windows.at(-1)?.finalEquity ?? 0;
  }

  /** Return over all tests, a fraction; null without a window. */
  get returnFraction(): number | null {
    return this.windows.length === 0 ? null : this.finalEquity / this.initialEquity - 1;
  }

  /** Sharpe ratio of a year over the returns of all tests; null if they do not vary. */
  get sharpe(): number | null {
    const { sharpe } = returnFacts(joined(this.windows.map(({ returns }) => returns)));
    const periods = this.windows.find(({ periodsPerYear }) => periodsPerYear !== null)?.periodsPerYear;
    return sharpe === null || periods === undefined || periods === null ? null : sharpe * Math.sqrt(periods);
  }

  /** Largest drawdown of the joined equity, a fraction; null without a window. */
  get maxDrawdown(): number | null {
    if (this.windows.length === 0) return null;
    return drawdowns(this.equity, this.initialEquity).reduce((most, each) => Math.max(most, each), 0);
  }

  /**
   * Walk-forward efficiency: growth of a year over the tests, by the mean growth of a year that the chosen parameters had on
   * their trainings. Null where that mean is not above zero, or no time passes.
   *
   * Source: R. Pardo, "The Evaluation and Optimization of Trading Strategies" (2008).
   */
  get efficiency(): number | null {
    const rates = this.windows.flatMap(({ found }) => {
      const cagr = found.best?.figures?.cagr ?? null;
      return cagr === null ? [] : [cagr];
    });
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const days = this.windows.reduce((sum, { timeUs }) => sum + (timeUs.at(-1)! - timeUs[0]!) / DAY_US, 0);
    if (!(mean > 0) || !(days > 0) || !(this.finalEquity > 0)) return null;
    return ((this.finalEquity / this.initialEquity) ** (365.25 / days) - 1) / mean;
  }

  /** Returns the windows as a table, with the joined figures below. */
  text(): string {
    const { sharpe, maxDrawdown, efficiency, returnFraction } = this,
      ratio = (value: number | null): string => value === null ? "-" : String(Number(value.toPrecision(3)));
    const { planned, mode, purge } = this.#facts;
    const lines = [tableText(this.#table())];
    if (returnFraction !== null && maxDrawdown !== null) {
      lines.push(
        `Out of sample: ${formatAmount(this.initialEquity)} -> ${formatAmount(this.finalEquity)} (${
          formatPercent(returnFraction)
        }), Sharpe ${ratio(sharpe)}, largest drawdown ${formatPercent(maxDrawdown)}, efficiency ${ratio(efficiency)}.`,
      );
    }
    const paused = this.complete ? "" : `; ended after ${this.windows.length} of them`;
    lines.push(
      `${planned} windows of ${this.strategy}, ${mode}${purge === 0 ? "" : `, purge ${purge} bars`}${paused}.`,
    );
    return lines.join("\n");
  }

  /** Returns windows and figures as plain data for JSON. */
  toJSON(): JsonValue {
    const {
      strategy,
      objective,
      complete,
      initialEquity,
      finalEquity,
      returnFraction,
      sharpe,
      maxDrawdown,
      efficiency,
    } = this;
    return JSON.parse(JSON.stringify({
      ...{ strategy, objective, complete, mode: this.#facts.mode, purge: this.#facts.purge, data: this.#facts.data },
      ...{ initialEquity, finalEquity, returnFraction, sharpe, maxDrawdown, efficiency },
      windows: this.windows.map((
        { train, test, params, inSample, outOfSample, figures, chain, initialEquity, finalEquity },
      ) => ({
        ...{ train, test, params, inSample, outOfSample, figures, chain, initialEquity, finalEquity },
      })),
      timeUs: [...this.timeUs],
      equity: [...this.equity],
    })) as JsonValue;
  }

  /**
   * Returns the run as one HTML page: the joined equity, and the windows with their parameters.
   *
   * @param options Title of the page.
   */
  async html(options: { readonly title?: string } = {}): Promise<string> {
    const { walkPage } = await import("./walk_page.ts");
    return walkPage(this, this.#table(), this.text().split("\n").slice(-2), options.title);
  }

  /**
   * Writes the page to a file.
   *
   * @param path Path or `file:` URL.
   * @param options Title of the page.
   * @throws {FileError} If it cannot be written.
   */
  async writeHtml(path: string | URL, options: { readonly title?: string } = {}): Promise<void> {
    const target = targetPath(path);
    writeWhole(target, new TextEncoder().encode(await this.html(options)));
  }

  #table(): Parameters<typeof tableText>[0] {
    const names = ["test begins", "ends", "parameters", `${this.objective} trained`, "tested", "final equity", "chain"];
    const shown = (value: number | null): string => value === null ? "-" : String(Number(value.toPrecision(4)));
    return {
      title: "",
      columns: names.map((name, at) => ({ name, isNumber: at >= 3 && at <= 5 })),
      rows: this.windows.map(({ test, params, inSample, outOfSample, finalEquity, chain }) => [
        ...[test.firstDate, test.lastDate, params === null ? "none accepted" : paramsText(params)],
        ...[shown(inSample), shown(outOfSample), formatAmount(finalEquity), chain],
      ]),
    };
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
