/**
 * The result of a run.
 *
 * @module
 */

import type { DiagnosticRow } from "./journal.ts";
import type { FillRow, OrderRow, RefusalRow, RoundTripRow } from "./result_rows.ts";
import type { Stats } from "./stats.ts";
import { renderSummary, type SummaryContext } from "./summary.ts";

/** The resolved configuration: what was given and what was inferred, enough to repeat the run. */
export interface ResolvedConfiguration {
  /** Name of the set of rules. */
  readonly profile: string;
  /** The choice of each rule. */
  readonly rules: Readonly<Record<string, string>>;
  /** Cash at the start. */
  readonly cash: number;
  /** Least amount of money, as a fraction. */
  readonly moneyUnit: string;
  /** Parameters of the strategy. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The grids of each feed, as fractions. */
  readonly instruments: readonly {
    /** Name of the feed. */
    readonly name: string;
    /** Unit of prices. */
    readonly resolution: string;
    /** Grid of order prices. */
    readonly tick: string;
    /** Least size. */
    readonly lot: string;
    /** Value of a point. */
    readonly multiplier: string;
  }[];
  /** The configuration as the core took it, lane by lane. */
  readonly lanes: readonly number[];
}

/** What a {@linkcode Result} is made of. */
export interface ResultFields {
  readonly strategy: string;
  readonly timeUs: Float64Array;
  readonly equity: Float64Array;
  readonly cash: Float64Array;
  readonly orders: readonly OrderRow[];
  readonly fills: readonly FillRow[];
  readonly roundTrips: readonly RoundTripRow[];
  readonly refusals: readonly RefusalRow[];
  readonly diagnostics: readonly DiagnosticRow[];
  readonly engine: { readonly backend: string; readonly reason: string };
  readonly crossings: number;
  readonly chain: string;
  readonly events: number;
  readonly configuration: ResolvedConfiguration;
  readonly stats: Stats;
  readonly summaryContext: SummaryContext;
}

/** The result of a run: curves as typed arrays, rows as plain objects, statistics, and the proof of what ran. */
export class Result {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Time of each step in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
  /** Cash at the end of each step. */
  readonly cash: Float64Array;
  /** Every order: asked and used values, and how it ended. */
  readonly orders: readonly OrderRow[];
  /** Every fill, with the rule that set its price. */
  readonly fills: readonly FillRow[];
  /** Every round trip. */
  readonly roundTrips: readonly RoundTripRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Every diagnostic of the core. */
  readonly diagnostics: readonly DiagnosticRow[];
  /** Which engine ran, and why that one. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Calls into the engine. */
  readonly crossings: number;
  /** The state chain after the last event, as 16 hexadecimal digits: equal for equal runs, on either engine. */
  readonly chain: string;
  /** Events that the core took in. */
  readonly events: number;
  /** The configuration with everything that was inferred. */
  readonly configuration: ResolvedConfiguration;
  /** Statistics. */
  readonly stats: Stats;
  readonly #context: SummaryContext;

  constructor(fields: ResultFields) {
    this.strategy = fields.strategy;
    this.timeUs = fields.timeUs;
    this.equity = fields.equity;
    this.cash = fields.cash;
    this.orders = fields.orders;
    this.fills = fields.fills;
    this.roundTrips = fields.roundTrips;
    this.refusals = fields.refusals;
    this.diagnostics = fields.diagnostics;
    this.engine = fields.engine;
    this.crossings = fields.crossings;
    this.chain = fields.chain;
    this.events = fields.events;
    this.configuration = fields.configuration;
    this.stats = fields.stats;
    this.#context = fields.summaryContext;
  }

  /** Fall of the equity from its highest value so far, as a fraction of it, at the end of each step. */
  get drawdown(): Float64Array {
    const drawdown = new Float64Array(this.equity.length);
    let peak = -Infinity;
    for (let step = 0; step < drawdown.length; step++) {
      const equity = this.equity[step]!;
      if (equity > peak) peak = equity;
      drawdown[step] = peak > 0 ? (peak - equity) / peak : 0;
    }
    return drawdown;
  }

  /** The statistics as text. */
  summary(): string {
    return renderSummary(this.stats, this.#context);
  }
}
