/**
 * The ledger of trials: how many were made on some prices, over all searches and sessions.
 *
 * A search that forgets what was tried before believes its best too much. A ledger is a file of JSON Lines to which
 * searches add; the same code, parameters and window count once.
 *
 * @module
 */

import { FileError } from "../checkpoint/atomic_file.ts";
import { inspected } from "../host.ts";
import { Result } from "../results/result.ts";
import { runOf } from "../results/run_of_result.ts";
import type { Params } from "../strategy/strategy.ts";
import { LineFile } from "./line_file.ts";
import { runFacts } from "./make_trial.ts";
import { type ReturnFacts, returnFacts, TIME_PARTS } from "./return_facts.ts";
import { sourceHash, textHash, valuesText } from "./search_key.ts";

/** Format of the file. A change of it is another number. */
const HEADER = { format: "cracktrader ledger 1" };

/** The window of a trial in its prices: times of its first and last measured step, in microseconds since the epoch. */
export interface LedgerWindow {
  /** End of the first measured bar. */
  readonly fromUs: number;
  /** End of the last bar. */
  readonly toUs: number;
}

/** A trial in a ledger. */
export interface LedgerRow {
  /** Hash of the source columns of the prices, before any cut. */
  readonly data: string;
  /** The window of the trial. */
  readonly window: LedgerWindow;
  /** Name of the strategy. */
  readonly strategy: string;
  /** Hash of the text of its class or function; of signals that were recorded by hand, their state chain. */
  readonly code: string;
  /** Hash of the options of the run: costs, cash, rules. */
  readonly options: string;
  /** Parameters that were tried. */
  readonly params: Params;
  /** Sharpe ratio of a period, not annualised; null where the returns do not vary. */
  readonly sharpe: number | null;
  /** Number of returns. */
  readonly count: number;
  /** Skewness of the returns. */
  readonly skewness: number;
  /** Kurtosis of the returns, 3 for a normal distribution. */
  readonly kurtosis: number;
  /** Sums of the returns by 64 equal parts of the time, from which correlations between trials follow. */
  readonly parts: readonly number[];
}

/** Returns the row of a trial. */
export function ledgerRow(
  facts: Omit<LedgerRow, "sharpe" | "count" | "skewness" | "kurtosis" | "parts">,
  { sharpe, count, skewness, kurtosis, parts }: ReturnFacts,
): LedgerRow {
  return { ...facts, sharpe, count, skewness, kurtosis, parts: parts.slice(0, TIME_PARTS) };
}

/**
 * A ledger of trials; {@linkcode ledger} opens one.
 */
export class Ledger {
  /** Path of the file. */
  readonly path: string;
  readonly #file: LineFile;
  readonly #rows: LedgerRow[] = [];
  readonly #keys = new Set<string>();

  /** Reads the file, if it is there. {@linkcode ledger} calls it. */
  constructor(path: string | URL) {
    this.#file = new LineFile(path);
    this.path = this.#file.path;
    const [header, ...rows] = this.#file.read("trial of a ledger");
    if (header !== undefined && (header as Partial<typeof HEADER> | null)?.format !== HEADER.format) {
      throw new FileError(this.path, "what lies there is no ledger of this version; pass another path");
    }
    for (const [at, row] of rows.entries()) {
      if (!isRow(row)) throw new FileError(this.path, `its line ${at + 2} is no trial; restore a copy`);
      this.#keep(row);
    }
  }

  /** Returns the trials of some prices, or of all; the same code, options, parameters and window stand once. */
  rows(data?: string): readonly LedgerRow[] {
    return data === undefined ? [...this.#rows] : this.#rows.filter((row) => row.data === data);
  }

  /**
   * Records a run that was made by hand, so that it counts as a trial.
   *
   * @param result The result of a run.
   * @returns Whether it is new.
   * @throws {TypeError} If it is no result of this program.
   * @throws {FileError} If the file cannot be written.
   */
  record(result: Result): boolean {
    if (!(result instanceof Result)) {
      throw new TypeError(`Cannot record ${inspected(result, 0)} in a ledger: pass the result of a run`);
    }
    const run = runOf(result), facts = returnFacts(run.series().excessReturns), { params } = result.configuration;
    // All signals are run by one class, so only what they did tells them apart.
    const isSignals = "signals" in result.strategy;
    return this.add([ledgerRow({
      ...{ data: sourceHash(result.feeds), ...runFacts(result), strategy: result.strategyName },
      code: isSignals ? result.chain : textHash(`${result.strategyName}\n${sourceOf(result)}`),
      params: JSON.parse(valuesText(params)) as Params,
    }, facts)]) === 1;
  }

  /**
   * Adds trials that the ledger does not have, synced to the disk. Only the process of the caller writes; workers hand
   * their trials to it.
   *
   * @param rows The trials.
   * @returns How many were new.
   */
  add(rows: readonly LedgerRow[]): number {
    const fresh = rows.filter((row) => this.#keep(row));
    if (fresh.length === 0) return 0;
    this.#file.add(HEADER, fresh);
    return fresh.length;
  }

  #keep(row: LedgerRow): boolean {
    const { data, window, strategy, code, options, params } = row;
    const key = valuesText({ data, window, strategy, code, options, params });
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    this.#rows.push(row);
    return true;
  }
}

/**
 * Opens the ledger of trials in a file, which need not be there yet. `optimize` and `walkForward` add to it by their option
 * `ledger`, and `record` adds a run that was made by hand.
 *
 * @param path Path or `file:` URL of the file.
 * @returns The ledger.
 * @throws {TypeError} If it is no path.
 * @throws {FileError} If the file cannot be read, or is no ledger.
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
 * const ledger = ct.ledger(await Deno.makeTempDir() + "/trials.jsonl");
 * const feed = await ct.sample("aapl");
 * assertEquals(ledger.record(ct.backtest(Hold, feed)), true);
 * assertEquals(ledger.record(ct.backtest(Hold, feed)), false);
 * assertEquals(ledger.rows().length, 1);
 * ```
 */
export function ledger(path: string | URL): Ledger {
  if (path instanceof URL || typeof path === "string" && path !== "") return new Ledger(path);
  throw new TypeError(`Cannot open the ledger ${inspected(path, 0)}: pass the path of a file`);
}

function sourceOf(result: Result): string {
  return Function.prototype.toString.call(result.strategy.constructor);
}

function isRow(value: unknown): value is LedgerRow {
  const row = value as Partial<LedgerRow> | null;
  return typeof row?.data === "string" && typeof row.count === "number" && Array.isArray(row.parts);
}
