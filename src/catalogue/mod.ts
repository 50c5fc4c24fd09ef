/**
 * A catalogue of prices: a folder of Parquet files by symbol, timeframe and month, which is imported into, read from,
 * checked, and compared with newer downloads.
 *
 * {@linkcode catalogue} opens one, {@linkcode diffBars} compares two series of bars, and {@linkcode diffRuns} compares two
 * runs of one strategy over them.
 *
 * @module
 */

export { Catalogue, catalogue, type ImportOptions, type ReadOptions, type SeriesEntry } from "./catalogue.ts";
export type { CheckOptions, CheckReport, SeriesCheck } from "./check_series.ts";
export type { ImportReport } from "./import_bars.ts";
export { diffBars, type FactChange, type RowChange, type RowDiff, type ValueChange } from "./row_diff.ts";
export type { Revision } from "./series_index.ts";
export {
  type ComparedRun,
  type DecisionChange,
  diffRuns,
  type EquityChange,
  type RowCounts,
  type RunDiff,
} from "./run_diff.ts";
export { FileError } from "../checkpoint/atomic_file.ts";

// The types that the declarations above name, so that this entry point is understood without the main module.
export type { BadRowPolicy } from "../feeds/bad_rows.ts";
export type { Bars } from "../feeds/bars.ts";
export type { BarSize } from "../feeds/resample/bar_size.ts";
export type { Calendar, CalendarParts } from "../feeds/calendar/calendar.ts";
export type { RoundTheClockName } from "../feeds/calendar/round_the_clock.ts";
export type { BreakHours } from "../feeds/calendar/session_clock.ts";
export type { CalendarOption } from "../feeds/calendar/given_calendar.ts";
export type { CalendarName, ExchangeName } from "../feeds/calendar/named_calendar.ts";
export type { SessionRow } from "../feeds/calendar/session_row.ts";
export type { SessionTable } from "../feeds/calendar/session_table.ts";
export type { SessionBreak, SessionSource, SessionTimes, TradingSession } from "../feeds/calendar/trading_session.ts";
export type { ColumnRole } from "../feeds/column_names.ts";
export type { BarColumns, FeedData, FeedStamp } from "../feeds/feed_data.ts";
export type { FeedOptions } from "../feeds/feed_options.ts";
export type { SessionOptions } from "../feeds/session_hours.ts";
export type { SliceOptions } from "../feeds/slice.ts";
export type { Moment } from "../feeds/time/moment_text.ts";
export type { DateOrder } from "../feeds/time/date_order.ts";
export type {
  AskedOrder,
  FillReason,
  FillRow,
  OrderRole,
  OrderRow,
  OrderSide,
  TradeRow,
} from "../broker/result_rows.ts";
export type { OrderState, OrderType } from "../strategy/order_view.ts";
export type { CsvOptions } from "../feeds/csv/csv_options.ts";
export type { ColumnNames } from "../feeds/csv/column_plan.ts";
export type { ParquetColumns, ParquetOptions } from "../parquet/parquet_options.ts";
export type { FillBound, FillField } from "../broker/fill_price_source.ts";
