/**
 * Searches on more than one machine: workers take the trials of `ct.optimize` and `ct.walkForward` from a queue, BullMQ on
 * Redis. The libraries behind it are loaded when a queue is opened.
 *
 * @module
 */

export { queueExecutor, type QueueOptions } from "./queue_executor.ts";
export type { QueuePlace } from "./queue_options.ts";
export { QueueError, type QueueErrorCode } from "./queue_error.ts";
export { type ServedQueue, type ServeOptions, serveQueue } from "./serve_queue.ts";
export { BULLMQ_VERSION, REDIS_CLIENT_VERSION } from "./library.ts";
export type { Executor, ExecutorFactory, SearchBars, SearchWork, TrialJob } from "../search/executor.ts";

// The types that these are made of, as each entry of the package is documented alone.
export type { RunFacts, TrialOutcome } from "../search/trial_row.ts";
export type { ModuleSubject } from "../search/subject.ts";
export type { Bars } from "../feeds/bars.ts";
export type { BacktestOptions, CheckpointOptions } from "../run/backtest_options.ts";
export type { Params } from "../strategy/strategy.ts";
export type { SessionTable } from "../feeds/calendar/session_table.ts";
export type { MeasureFrom } from "../run/measure_from.ts";
export type { CashFlow } from "../run/cash_flows.ts";
export type { Sizer, SizerContext, SizerSize } from "../strategy/sizers.ts";
export type { EngineChoice } from "../engine/choice.ts";
export type { BenchmarkOption } from "../run/figure_feeds.ts";
export type { Profile, RuleChoices } from "../run/configuration.ts";
export type { Figure, FigureOf, FigureUnit } from "../analyzers/figure.ts";
export type { BarColumns, FeedData, FeedStamp } from "../feeds/feed_data.ts";
export type { IntrabarPath } from "../run/intrabar_path.ts";
export type { RunLog } from "../replay/run_log.ts";
export type { OnRuin } from "../broker/on_ruin.ts";
export type { ReturnFacts } from "../search/return_facts.ts";
export type { InterestRates } from "../run/interest_rates.ts";
export type { Moment } from "../feeds/time/moment_text.ts";
export type { KeptFigureName, TrialFigures } from "../search/trial_figures.ts";
export type { Logger } from "../logs/logger.ts";
export type { BarSize } from "../feeds/resample/bar_size.ts";
export type { SliceOptions } from "../feeds/slice.ts";
export type { Commission, CommissionSchedule, CommissionTierOption } from "../broker/commission_terms.ts";
export type { InstrumentOptions } from "../broker/instrument_spec.ts";
export type { BarWithoutVolume } from "../broker/bar_without_volume.ts";
export type { RecordedColumns } from "../replay/column_events.ts";
export type { RunRecorder } from "../replay/run_recorder.ts";
export type { LogCategory, LogEntry, LogFields, LogLevel, LogValue } from "../logs/log_entry.ts";
export type { ReplayLogStart } from "../replay/replay_log_writer.ts";
export type { Margin, Settlement } from "../broker/margin_terms.ts";
export type { FlatAt } from "../broker/flat_at.ts";
export type { BacktraderFiller, BacktraderSlippage, BacktraderTerms } from "../broker/backtrader_terms.ts";
export type { FigureInput } from "../analyzers/figure_input.ts";
export type { EngineName } from "../engine/backends.ts";
export type { Dividend, FundingRate, Split } from "../broker/accrual_terms.ts";
export type { DrawdownSpans } from "../analyzers/drawdown/drawdown.ts";
export type { ReturnPairs, ReturnSeries } from "../analyzers/returns/return_series.ts";
export type { DailyEquity, ReturnRatios } from "../analyzers/returns/daily_returns.ts";
export type { FeedLines, ResampleOptions } from "../lines/feed_lines.ts";
export type { JsonObject, JsonValue } from "../records/json.ts";
export type { AccountFlow } from "../analyzers/returns/growth_curve.ts";
export type { BrokerView, PositionView } from "../strategy/order_view.ts";
export type { FillReason, FillRow, OrderSide, TradeRow } from "../broker/result_rows.ts";
export type { HeldSides } from "../analyzers/exposure/held_sides.ts";
export type { Stats, TradeCounts } from "../analyzers/stats.ts";
export type { TradeColumns, TradeExtras } from "../analyzers/trades/trade_columns.ts";
export type { FigureNeed } from "../analyzers/figure_need.ts";
export type { FillBound, FillField } from "../broker/fill_price_source.ts";
export type { OrderCounts, RefusalCount } from "../analyzers/order_counts.ts";
export type { Line } from "../lines/line.ts";
export type { AccountStats } from "../analyzers/account_stats.ts";
export type { LineAbout, LineMemory, LinePlot } from "../lines/line_about.ts";
export type { ClockView } from "../lines/clock.ts";
