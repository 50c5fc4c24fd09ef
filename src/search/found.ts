/**
 * What a search found: the row of each trial, the best one, and a map over two parameters.
 *
 * @module
 */

import { displayBy } from "../notebook.ts";
import { inspected, targetPath } from "../host.ts";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import type { JsonValue } from "../records/json.ts";
import { quoted } from "../records/text.ts";
import type { Result } from "../results/result.ts";
import { showBy } from "../shown.ts";
import type { Params } from "../strategy/strategy.ts";
import { tableHtml, tableText } from "../table.ts";
import { type Heatmap, heatmapOf } from "./heatmap.ts";
import { type Axis, paramsText } from "./param_space.ts";
import type { ShownSearch } from "./search_page.ts";
import type { TrialRow } from "./trial_row.ts";

/** Facts of a search, for its reader. */
export interface SearchFacts {
  /** Name of the strategy. */
  readonly strategy: string;
  /** Figure by which trials are ranked. */
  readonly objective: string;
  /** Whether the highest or the lowest one is the best. */
  readonly direction: "maximize" | "minimize";
  /** Name of the method, with the version of its generator and the seed. */
  readonly method: string;
  /** The parameters with the values to try. */
  readonly axes: readonly Axis[];
  /** False if the search was paused before all trials were made. */
  readonly complete: boolean;
  /** Hash of the source columns of the feeds, before any cut. */
  readonly data: string;
}

/** Rows of the text of a search. */
const SHOWN_ROWS = 10;

/**
 * What a search found. `console.log(found)` shows the best trials.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const signals = ({ close }: ct.FeedLines, { period }: { period: number }) => {
 *   const average = ct.sma(close, period);
 *   return { entries: close.above(average), exits: close.below(average) };
 * };
 * const feed = await ct.sample("aapl");
 * const found = await ct.optimize({ signals }, feed, { params: { period: ct.range(10, 50, 10) }, commission: 0.001 });
 * const best = found.best!;
 * assertEquals([found.rows().length, found.result(best).chain], [5, best.chain]);
 * ```
 */
export class Found<T extends Params = Params> {
  /** Name of the strategy. */
  readonly strategy: string;
  /** Figure by which trials are ranked. */
  readonly objective: string;
  /** Whether the highest or the lowest one is the best. */
  readonly direction: "maximize" | "minimize";
  /** Name of the method, with the version of its generator and the seed. */
  readonly method: string;
  /** False if the search was paused before all trials were made. */
  readonly complete: boolean;
  /** Hash of the source columns of the feeds, before any cut: equal for searches on parts of the same prices. */
  readonly data: string;
  readonly #rows: readonly TrialRow<T>[];
  readonly #facts: SearchFacts;
  readonly #run: (params: Params) => Result;
  #best: TrialRow<T> | null | undefined;

  static {
    showBy(Found.prototype, (found) => found.text());
    displayBy(Found.prototype, (found) => ({ "text/plain": found.text(), "text/html": tableHtml(found.#table()) }));
  }

  /** Keeps the rows. Only a search calls it. */
  constructor(facts: SearchFacts, rows: readonly TrialRow<T>[], run: (params: Params) => Result) {
    this.strategy = facts.strategy;
    this.objective = facts.objective;
    this.direction = facts.direction;
    this.method = facts.method;
    this.complete = facts.complete;
    this.data = facts.data;
    this.#facts = facts;
    this.#rows = Object.freeze([...rows]);
    this.#run = run;
  }

  /** The best trial that was accepted, the first of equal ones; null if there is none with an objective. */
  get best(): TrialRow<T> | null {
    return this.#best ??= this.ranked()[0] ?? null;
  }

  /** Returns the rows of all trials, in their order: failed ones and those that were turned down too. */
  rows(): readonly TrialRow<T>[] {
    return this.#rows;
  }

  /** Returns the accepted trials that have an objective, the best first; equal ones in the order of the trials. */
  ranked(): readonly TrialRow<T>[] {
    const sign = this.direction === "maximize" ? -1 : 1;
    return this.#rows.filter(({ accepted, objective }) => accepted && objective !== null).toSorted((a, b) =>
      sign * (a.objective! - b.objective!) || a.trial - b.trial
    );
  }

  /** The parameters that were searched, each with its values. */
  get axes(): readonly Axis[] {
    return this.#facts.axes;
  }

  /**
   * Runs a trial alone, for its whole result: rows, report, explanations.
   *
   * @param row A row of this search, or parameters.
   * @returns The result. Its chain is that of the row.
   * @throws {Error} If the run has another chain than the row, as that of a strategy that reads the clock or random
   * numbers.
   * @throws {StrategyError} If the trial failed, for the reason in its row.
   */
  result(row: TrialRow<T> | Readonly<T>): Result {
    const known = this.#rows.find((each) => each === row), params = known?.params ?? row;
    const result = this.#run(params as Params);
    if (known === undefined || known.error !== null || known.chain === result.chain) return result;
    throw new Error(
      `Cannot repeat trial ${known.trial} (${paramsText(known.params)}): its chain was ${known.chain}, and now it is ` +
        `${result.chain}; a strategy that depends on the clock, on random numbers or on a run before has no trial to repeat`,
    );
  }

  /**
   * Returns the objective over two parameters: for each pair of values the best accepted trial, whatever the others are.
   *
   * @param x Name of the parameter of the columns.
   * @param y Name of the parameter of the rows.
   * @throws {RangeError} If one of them was not searched, or both are the same.
   */
  heatmap(x: keyof T & string, y: keyof T & string): Heatmap {
    const axisOf = (name: string): Axis => {
      const axis = this.axes.find((each) => each.name === name);
      if (axis !== undefined) return axis;
      throw new RangeError(
        `Cannot make a map over ${inspected(name, 0)}: parameters of the search are ${
          quoted(this.axes.map(({ name }) => name))
        }`,
      );
    };
    const [columns, rows] = [axisOf(x), axisOf(y)];
    if (x === y) throw new RangeError(`Cannot make a map over ${x} and ${y}: pass two different parameters`);
    return heatmapOf(this.ranked(), columns, rows, this.objective);
  }

  /** Returns the best trials as a table, with what became of the others. */
  text(): string {
    const failed = this.#rows.filter(({ error }) => error !== null);
    const turned = this.#rows.filter(({ accepted, error }) => !accepted && error === null).length;
    const lines = [tableText(this.#table())];
    const counts = [`${this.#rows.length} trials of ${this.strategy}`, this.method];
    if (!this.complete) counts.push("paused before its end");
    if (turned > 0) counts.push(`${turned} turned down by accept`);
    if (failed.length > 0) counts.push(`${failed.length} failed`);
    lines.push(`${counts.join("; ")}.`);
    if (failed.length > 0) lines.push(`First failure, ${paramsText(failed[0]!.params)}: ${failed[0]!.error}`);
    if (this.best !== null) {
      lines.push(
        `The best of ${this.#rows.length} is the luckiest, too: ct.evidence(found) tells how much of it may be luck.`,
      );
    }
    return lines.join("\n");
  }

  /** Returns the facts of the search and its rows as plain data for JSON. */
  toJSON(): JsonValue {
    const { strategy, objective, direction, method, complete, data } = this;
    return JSON.parse(JSON.stringify({
      ...{ strategy, objective, direction, method, complete, data },
      params: Object.fromEntries(this.axes.map(({ name, values }) => [name, values])),
      best: this.best?.trial ?? null,
      rows: this.#rows.map(({ returns: _returns, ...row }) => row),
    })) as JsonValue;
  }

  /**
   * Returns the search as one HTML page: the best trials, and a map over the first two parameters.
   *
   * @param options Title of the page.
   */
  async html(options: { readonly title?: string } = {}): Promise<string> {
    const { searchPage } = await import("./search_page.ts");
    return searchPage(this as unknown as ShownSearch, options.title);
  }

  /**
   * Writes the page of the search to a file.
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
    const names = this.#facts.axes.map(({ name }) => name);
    const columns = [...names, this.objective, "returnFraction", "maxDrawdown", "tradesClosed", "chain"];
    const seen = columns.filter((name, at) => columns.indexOf(name) === at);
    const rows = this.ranked().slice(0, SHOWN_ROWS).map((row) =>
      seen.map((name) => {
        if (name === "chain") return row.chain;
        const value = names.includes(name) ? row.params[name] : row.figures?.[name] ?? null;
        return typeof value === "number" ? String(Number(value.toPrecision(6))) : value === null ? "-" : String(value);
      })
    );
    return { title: "", columns: seen.map((name) => ({ name, isNumber: name !== "chain" })), rows };
  }
}
