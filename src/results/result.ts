/**
 * The result of a run.
 *
 * @module
 */

import { drawdowns } from "../analyzers/drawdown.ts";
import type { DiagnosticRow, JournalRows } from "../broker/journal.ts";
import type { FillRow, OrderRow, RefusalRow, RoundTripRow } from "../broker/result_rows.ts";
import type { Stats } from "../analyzers/stats.ts";
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
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Times of the steps. */
  readonly timeUs: Float64Array;
  /** Value of the account by step. */
  readonly equity: Float64Array;
  /** Cash by step. */
  readonly cash: Float64Array;
  /** Cash at the start. */
  readonly cashInitial: number;
  /** Makes the rows. */
  readonly rows: () => JournalRows;
  /** Engine and reason. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Calls into the engine. */
  readonly crossings: number;
  /** State chain. */
  readonly chain: string;
  /** Events. */
  readonly events: number;
  /** Configuration. */
  readonly configuration: ResolvedConfiguration;
  /** Makes the statistics. */
  readonly stats: (rows: JournalRows) => Stats;
  /** What the summary says beside the statistics. */
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
  /** Which engine ran, and why that one. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Calls into the Rust library; zero on TypeScript, where there is nothing to cross. */
  readonly crossings: number;
  /** The state chain after the last event, as 16 hexadecimal digits: equal for equal runs, on either engine. */
  readonly chain: string;
  /** Events that the core took in. */
  readonly events: number;
  /** The configuration with everything that was inferred. */
  readonly configuration: ResolvedConfiguration;
  readonly #fields: ResultFields;
  #rows: JournalRows | undefined;
  #stats: Stats | undefined;

  /** Made by a run. */
  constructor(fields: ResultFields) {
    this.strategy = fields.strategy;
    this.timeUs = fields.timeUs;
    this.equity = fields.equity;
    this.cash = fields.cash;
    this.engine = fields.engine;
    this.crossings = fields.crossings;
    this.chain = fields.chain;
    this.events = fields.events;
    this.configuration = fields.configuration;
    this.#fields = fields;
  }

  /** Everything that the run's journal holds, decoded when it is first asked for. */
  get #all(): JournalRows {
    return this.#rows ??= this.#fields.rows();
  }

  /** Every order: asked and used values, and how it ended. */
  get orders(): readonly OrderRow[] {
    return this.#all.orders;
  }

  /** Every fill, with the rule that set its price. */
  get fills(): readonly FillRow[] {
    return this.#all.fills;
  }

  /** Every round trip. */
  get roundTrips(): readonly RoundTripRow[] {
    return this.#all.roundTrips;
  }

  /** Every refusal. */
  get refusals(): readonly RefusalRow[] {
    return this.#all.refusals;
  }

  /** Every diagnostic of the core. */
  get diagnostics(): readonly DiagnosticRow[] {
    return this.#all.diagnostics;
  }

  /** Statistics, computed when they are first asked for. */
  get stats(): Stats {
    return this.#stats ??= this.#fields.stats(this.#all);
  }

  /** Fall of the equity from its highest value so far, the initial cash included, as a fraction of it, by step. */
  get drawdown(): Float64Array {
    return drawdowns(this.equity, this.#fields.cashInitial);
  }

  /** The statistics as text. */
  summary(): string {
    return renderSummary(this.stats, this.#fields.summaryContext);
  }
}
