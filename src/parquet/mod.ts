/**
 * Prices in Parquet files: {@linkcode parquet} reads the files of pandas, polars, DuckDB and other programs, and
 * {@linkcode writeParquet} writes bars, from which equal bars are read.
 *
 * The packages behind it (hyparquet, hyparquet-writer, hyparquet-compressors) are loaded when a file is first read or
 * written. They are plain JavaScript and need no permission.
 *
 * @module
 */

export { parquet } from "./parquet.ts";
export type { ParquetColumns, ParquetOptions } from "./parquet_options.ts";
export { writeParquet, type WriteParquetOptions } from "./write_parquet.ts";

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
export { FileError } from "../checkpoint/atomic_file.ts";
