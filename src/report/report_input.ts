/**
 * The input of a report: everything that its page shows, as plain data.
 *
 * The page is made from this alone, so that it does not depend on how a result keeps its parts.
 *
 * @module
 */

import type { TradeGroupRow } from "../analyzers/trades/trade_groups.ts";
import type { FigureUnit } from "../analyzers/figure.ts";
import type { OrderChange } from "../broker/journal_story.ts";
import type { FillRow, OrderRow, RefusalRow, TradeRow } from "../broker/result_rows.ts";
import type { LinePlot } from "../lines/line_about.ts";

/** Prices and volumes of one feed, one entry for each bar. */
export interface ReportFeed {
  /** Name of the feed. */
  readonly name: string;
  /** Decimals of its prices. */
  readonly decimals: number;
  /** IANA name of its time zone. */
  readonly zone: string;
  /** True if a bar is a day or longer, so that its moment is told as a date. */
  readonly dated: boolean;
  /** Moment at which each bar is known, microseconds since the epoch, UTC. */
  readonly timeUs: Float64Array;
  /** First price of each bar. */
  readonly open: Float64Array;
  /** Highest price of each bar. */
  readonly high: Float64Array;
  /** Lowest price of each bar. */
  readonly low: Float64Array;
  /** Last price of each bar. */
  readonly close: Float64Array;
  /** Volume of each bar. */
  readonly volume: Float64Array;
}

/** A line of the strategy. */
export interface ReportLine {
  /** Path of its field in the strategy, such as `average` or `bands.upper`. */
  readonly field: string;
  /** Name of the line, such as `sma(close, 20)`. */
  readonly name: string;
  /** Name of the feed on whose chart it is drawn. */
  readonly feed: string;
  /** Place on the chart. */
  readonly plot: LinePlot;
  /** Values; NaN where there is none. */
  readonly values: Float64Array;
  /** Moment at which each value is known. */
  readonly timeUs: Float64Array;
}

/** Curves of the account, one entry for each step. */
export interface ReportCurves {
  /** Moments of the steps. */
  readonly timeUs: Float64Array;
  /** Value of the account. */
  readonly equity: Float64Array;
  /** Cash. */
  readonly cash: Float64Array;
  /** Cash at the start, the first peak of drawdowns. */
  readonly cashInitial: number;
  /** Value as it would be without the money that came from outside or went there; absent where none did. */
  readonly growth?: Float64Array;
  /** The account that it is compared with. */
  readonly benchmark?: { readonly name: string; readonly values: Float64Array };
}

/** The unit in which a figure is told: `"times"` is a ratio that counts, as turnover does. */
export type ReportUnit = FigureUnit | "times";

/** One figure of a run. */
export interface ReportFigure {
  /** Key of the figure, such as `sharpe`. */
  readonly key: string;
  /** Name for people. */
  readonly name: string;
  /** Group under which it stands. */
  readonly group: string;
  /** Value; null if it is not defined. */
  readonly value: number | null;
  /** Unit. */
  readonly unit: ReportUnit;
  /** Formula in words. */
  readonly formula: string;
  /** Reason of a value that is null. */
  readonly reason?: string;
  /** Words behind its value, as in the summary. */
  readonly remark?: string;
}

/** Return of one month. */
export interface MonthReturn {
  /** Year. */
  readonly year: number;
  /** Month, 1 to 12. */
  readonly month: number;
  /** Return as a fraction; null if it is not defined. */
  readonly value: number | null;
}

/** Returns of a year: its months, and the whole. */
export interface YearReturn {
  /** Year. */
  readonly year: number;
  /** Return as a fraction; null if it is not defined. */
  readonly value: number | null;
}

/** One stretch below a peak. */
export interface DrawdownRow {
  /** Moment of the last step at the peak, as text. */
  readonly start: string;
  /** Moment of the lowest value. */
  readonly valley: string;
  /** Moment at which the peak was reached again; null if it was not. */
  readonly recovered: string | null;
  /** Largest `(peak - equity) / peak`. */
  readonly depth: number;
  /** Days from the peak to its recovery, or to the last step. */
  readonly days: number;
}

/** A name and a value as text. */
export interface NamedText {
  /** Name. */
  readonly name: string;
  /** Value. */
  readonly text: string;
}

/** Everything that a report shows. */
export interface ReportInput {
  /** Title of the page. */
  readonly title: string;
  /** Name of the strategy. */
  readonly strategy: string;
  /** Parameters of the strategy. */
  readonly params: readonly NamedText[];
  /** Configuration of the run. */
  readonly configuration: readonly { readonly name: string; readonly entries: readonly NamedText[] }[];
  /** State chain; empty without one. */
  readonly chain: string;
  /** Mark hash. */
  readonly markHash: string;
  /** Engine of the run, and the reason for the choice. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Version of the package. */
  readonly version: string;
  /** Sentences on decisions of the run. */
  readonly notes: readonly string[];
  /** First and last moment of the measured part as text; null without a step. */
  readonly period: { readonly start: string; readonly end: string } | null;
  /** IANA name of the zone of the account's dates. */
  readonly zone: string;
  /** True if steps are days. */
  readonly dated: boolean;
  /** The feeds. */
  readonly feeds: readonly ReportFeed[];
  /** Lines of the strategy. */
  readonly lines: readonly ReportLine[];
  /** Curves of the account. */
  readonly curves: ReportCurves;
  /** Figures in the order of the page. */
  readonly figures: readonly ReportFigure[];
  /** Every order. */
  readonly orders: readonly OrderRow[];
  /** Every fill. */
  readonly fills: readonly FillRow[];
  /** Every trade. */
  readonly trades: readonly TradeRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Every change of a living order. */
  readonly changes: readonly OrderChange[];
  /** Returns of the months. */
  readonly months: readonly MonthReturn[];
  /** Returns of the years. */
  readonly years: readonly YearReturn[];
  /** Largest drawdowns, the deepest first. */
  readonly drawdowns: readonly DrawdownRow[];
  /** Closed trades in groups: each way to group them by its name, without those that have no group. */
  readonly groups: readonly { readonly name: string; readonly rows: readonly TradeGroupRow[] }[];
}
