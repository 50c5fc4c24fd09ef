/**
 * The parts that a result is made of.
 *
 * @module
 */

import type { BarWithoutVolume } from "../broker/bar_without_volume.ts";
import type { FlatAt } from "../broker/flat_at.ts";
import type { FillOptions } from "../broker/fill_terms.ts";
import type { Commission } from "../broker/commission_terms.ts";
import type { BacktraderTerms } from "../broker/backtrader_terms.ts";
import type { Margin } from "../broker/margin_terms.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import type { CashFlowRow, JournalRows, PaymentRow, SplitRow } from "../broker/result_rows.ts";
import type { FigureUnit } from "../analyzers/figure.ts";
import type { RunFigures } from "../analyzers/figures.ts";
import type { Stats } from "../analyzers/stats.ts";
import type { FeedFacts } from "./feed_facts.ts";
import type { SummaryContext } from "./summary.ts";

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
    /** Lowest price that is counted, where prices may be zero and below; absent elsewhere. */
    readonly pricesFrom?: string;
    /** Treatment of bars without volume. */
    readonly barWithoutVolume: BarWithoutVolume;
    /** Commission in the form in which it was given, with rates and amounts as the core has them; 0 for none. */
    readonly commission: Commission;
    /** Slippage as a fraction of the price. */
    readonly slippage: number;
    /** Further terms of fills that change something, as they were given; absent without any. */
    readonly fills?: FillOptions;
    /** Margin with rates and amounts as the core has them; absent without one. */
    readonly margin?: Margin;
    /** How a position is paid; absent if it is paid in full. */
    readonly settlement?: "futures";
    /** Fee of a liquidation as a fraction of the notional; absent for none. */
    readonly liquidationFee?: number;
    /** When the position is closed; absent if it stays open. */
    readonly flatAt?: FlatAt;
    /** Terms of backtrader; absent without any. */
    readonly backtrader?: BacktraderTerms;
  }[];
  /** The configuration as the core reads it, lane by lane. */
  readonly lanes: readonly number[];
}

/** Parts of a result that a run may not keep. */
export type KeptPart = "rows" | "tables" | "explanations" | "report" | "document" | "marks";

/** The parts that make a {@linkcode RunResult}. Amounts are in the account's currency. */
export interface ResultFields {
  /** Version of the package that made a saved result; this one's by default. */
  readonly package?: string;
  /** Name of the strategy class. */
  readonly strategyName: string;
  /** The feeds of the run. */
  readonly feedFacts: readonly FeedFacts[];
  /** Time of each step in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
  /** Makes the value at each step as it would be without the money that came or went; the equity itself by default. */
  readonly growth?: () => Float64Array;
  /** Cash at the end of each step. */
  readonly cash: Float64Array;
  /** Cash at the start. */
  readonly cashInitial: number;
  /** Makes the rows, which costs time and memory. */
  readonly rows: () => JournalRows;
  /** Money that came from outside or went there; absent for none. */
  readonly cashFlows?: readonly CashFlowRow[];
  /** Payments without a fill; absent for none. */
  readonly payments?: readonly PaymentRow[];
  /** Splits; absent for none. */
  readonly splits?: readonly SplitRow[];
  /** Engine of the run, and the reason for the choice. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Calls into the Rust library. */
  readonly crossings: number;
  /** State chain as 16 hexadecimal digits. */
  readonly chain: string;
  /** Mark hash over all steps as 16 hexadecimal digits. */
  readonly markHash: string;
  /** True where orders are matched on finer bars than those of the curves, and the mark hash is of their steps. */
  readonly hasFinerMarks?: boolean;
  /** Units of money in one unit of the currency. */
  readonly moneyUnits: number;
  /** Events that the core applied. */
  readonly events: number;
  /** Configuration with all inferred values. */
  readonly configuration: ResolvedConfiguration;
  /** Makes the statistics; it may ask for the rows. */
  readonly stats: (rows: () => JournalRows) => Stats;
  /** Makes the figures from the rows and the statistics. */
  readonly figures: (rows: JournalRows, stats: Stats) => RunFigures;
  /** Unit of each figure of the user, by name. */
  readonly ownUnits: Readonly<Record<string, FigureUnit>>;
  /** Text of each parameter of a saved result, by its name; made of the parameters by default. */
  readonly paramTexts?: Readonly<Record<string, string>>;
  /** Reason and remedy of each part that the run did not keep, for messages. */
  readonly missing?: Readonly<Partial<Record<KeptPart, string>>>;
  /** Parts of the summary beside the statistics. */
  readonly summaryContext: Omit<SummaryContext, "params">;
}
