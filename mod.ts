/**
 * Cracktrader: a trading engine with provable results.
 *
 * A strategy runs against a deterministic core, which turns an event log into an output log. Two engines, one in
 * TypeScript and one in Rust, emit the same bytes. Importing this module has no effect: it opens no library, asks for
 * no permission and reads no environment.
 *
 * @example A crossover of two averages with a stop
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *
 *   override next(): void {
 *     if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 *
 * const result = ct.backtest(SmaCross, await ct.csv("fixtures/prices/aapl.csv"), { cash: 10_000, commission: 0.001 });
 * console.log(result.summary());
 * ```
 *
 * @module
 */

export {
  bars,
  type BarsInput,
  type BarsOptions,
  type FileColumns,
  type NumberColumn,
  type PriceColumns,
  type TimeColumn,
} from "./src/feeds/read_columns.ts";
export { Bars } from "./src/feeds/bars.ts";
export type { BarColumns, FeedData, FeedStamp } from "./src/feeds/feed_data.ts";
export type { ColumnRole } from "./src/feeds/column_names.ts";
export type { ColumnNames } from "./src/feeds/csv/column_plan.ts";
export type { BadRowPolicy } from "./src/feeds/bad_rows.ts";
export type { FeedOptions } from "./src/feeds/feed_options.ts";
export type { SessionOptions } from "./src/feeds/session_hours.ts";
export type { BarSize } from "./src/feeds/resample/bar_size.ts";
export type { SliceOptions } from "./src/feeds/slice.ts";
export type { Moment } from "./src/feeds/time/moment_text.ts";
export { Calendar, type CalendarParts } from "./src/feeds/calendar/calendar.ts";
export * as calendars from "./src/feeds/calendar/calendars.ts";
export type { CalendarOption } from "./src/feeds/calendar/given_calendar.ts";
export { calendar, type CalendarName, type ExchangeName } from "./src/feeds/calendar/named_calendar.ts";
export type { RoundTheClockName } from "./src/feeds/calendar/round_the_clock.ts";
export type { BreakHours } from "./src/feeds/calendar/session_clock.ts";
export type { SessionRow } from "./src/feeds/calendar/session_row.ts";
export type { SessionsOptions } from "./src/feeds/calendar/session_rows.ts";
export type { SessionTable } from "./src/feeds/calendar/session_table.ts";
export type {
  SessionBreak,
  SessionSource,
  SessionTimes,
  TradingSession,
} from "./src/feeds/calendar/trading_session.ts";
export type { WeeklyOptions } from "./src/feeds/calendar/weekly_calendar.ts";
export type { DateOrder } from "./src/feeds/time/date_order.ts";
export { formatTimeframe } from "./src/feeds/time/timeframe.ts";
export { csv, parseCsv } from "./src/feeds/csv/csv.ts";
export { sample, type SampleName } from "./src/feeds/sample.ts";
export type { CsvOptions } from "./src/feeds/csv/csv_options.ts";
export { consoleLogger, type ConsoleLoggerOptions } from "./src/logs/console_logger.ts";
export { jsonLinesLogger } from "./src/logs/json_lines_logger.ts";
export type { LogCategory, LogEntry, LogFields, LogLevel, LogValue } from "./src/logs/log_entry.ts";
export type { LogFilter, Logger } from "./src/logs/logger.ts";
export { defineIndicator } from "./src/indicators/own_indicator.ts";
export type {
  Indicator,
  IndicatorDefinition,
  IndicatorLines,
  IndicatorParams,
  NumbersOf,
  OutputValues,
} from "./src/indicators/define_indicator.ts";
export type { Column, Segment } from "./src/lines/column.ts";
export { indicator, type IndicatorOptions, type ValuesOf } from "./src/indicators/indicator.ts";
export * from "./src/indicators/mod.ts";
export type { Clock, ClockView } from "./src/lines/clock.ts";
export { FeedLines, type ResampleOptions } from "./src/lines/feed_lines.ts";
export { Line, type LineOptions } from "./src/lines/line.ts";
export type { LineAbout, LineMemory, LinePlot } from "./src/lines/line_about.ts";
export type {
  CloseOptions,
  GroupRequest,
  OrderOptions,
  OrderTerms,
  PriceDistance,
  ReplaceOptions,
  SaidSize,
  SizedOrderOptions,
  SizeOption,
  TargetOptions,
  TargetShare,
  TargetWeightsOptions,
  Trail,
  TrailingDistance,
} from "./src/strategy/order_options.ts";
export type { BacktraderFiller, BacktraderSlippage, BacktraderTerms } from "./src/broker/backtrader_terms.ts";
export type { ValidDistance, Validity } from "./src/strategy/valid_distance.ts";
export type {
  BrokerView,
  OrderState,
  OrderType,
  OrderView,
  PositionView,
  TradeView,
} from "./src/strategy/order_view.ts";
export {
  type ExtendedBase,
  type FeedNames,
  type Params,
  Strategy,
  type StrategyBase,
  type StrategyClass,
  type StrategyContext,
  type StrategyOf,
  type Widened,
} from "./src/strategy/strategy.ts";
export { Timer, type TimerDeclarations, type TimerOptions } from "./src/strategy/timer.ts";
export type { WakeDeclarations } from "./src/strategy/wake.ts";
export { StrategyError } from "./src/strategy/strategy_error.ts";
export type { EngineName } from "./src/engine/backends.ts";
export type { EngineChoice } from "./src/engine/choice.ts";
export { backtest } from "./src/run/backtest.ts";
export { type BandRow, Bands, bands, type BandsOptions } from "./src/run/bands.ts";
export type { BacktestOptions, CheckpointOptions } from "./src/run/backtest_options.ts";
export type { IntrabarPath } from "./src/run/intrabar_path.ts";
export {
  fromSignals,
  type SignalsOfFeed,
  type SignalsOfFeeds,
  type SignalsOptions,
} from "./src/signals/from_signals.ts";
export type { CloseFraction, LevelColumn, SignalColumn, Signals } from "./src/signals/signals.ts";
export { run } from "./src/run/blocks/run.ts";
export type { SystemSignal } from "./src/host.ts";
export { exchange } from "./src/session/exchange.ts";
export { registerExchange } from "./src/session/open_sessions.ts";
export { Store } from "./src/session/store.ts";
export { Feed } from "./src/session/feed.ts";
export { Broker } from "./src/session/broker.ts";
export type { BrokerOptions, TakenBrokerOptions } from "./src/session/broker_options.ts";
export {
  auditLive,
  type AuditLiveOptions,
  type AuditParts,
  type AuditRow,
  type LiveAudit,
} from "./src/session/live_audit.ts";
export { type LiveFill, liveFills } from "./src/session/live_fills.ts";
export type { AlertOptions } from "./src/session/alerts.ts";
export type { FeedRequest } from "./src/session/feed_request.ts";
export type { HistoryCache } from "./src/session/history_cache.ts";
export type { HistoryRequest } from "./src/session/history_request.ts";
export type { PageOption } from "./src/session/page/page_options.ts";
export type { LimitStatus, RiskLimits } from "./src/session/risk_limits.ts";
export type { ExchangeOptions, Mode } from "./src/session/exchange_options.ts";
export type {
  ExchangeSession,
  FeedStatus,
  HowToStop,
  KillReport,
  LiveRun,
  RunPage,
  RunStatus,
  SessionBroker,
  SessionFeed,
  SessionRunOptions,
  SessionStore,
} from "./src/session/session_parts.ts";
export { type Recording, recordingOfJournal } from "./src/journal/recording_of_journal.ts";
export { SessionError, type SessionErrorCode } from "./src/journal/session_error.ts";
export type { LIVE_FEED } from "./src/feeds/live_feed.ts";
export type {
  Capabilities,
  Credentials,
  FillCursor,
  InstrumentTerms,
  Outcome,
  Venue,
  VenueBalances,
  VenueBar,
  VenueContext,
  VenueEvent,
  VenueFactory,
  VenueFill,
  VenueOrder,
  VenueOrderRef,
  VenueOrderRequest,
  WatchRequest,
} from "./src/venue/venue.ts";
export type { VenueClock } from "./src/venue/venue_clock.ts";
export { diff } from "./src/diff/diff.ts";
export type { AttributedFills, ChangedFill, DiffOptions, DiffStep, RulesDiff, RuleSettings } from "./src/diff/diff.ts";
export { WaitingFeedsError } from "./src/lines/waiting_feeds_error.ts";
export { termsOf } from "./src/results/terms_of.ts";
export type { InferredTerms } from "./src/results/terms_of.ts";
export type { RunFeed } from "./src/run/blocks/run_feeds.ts";
export type { RunOptions, RunProgress } from "./src/run/blocks/run_options.ts";
export type { RowSink } from "./src/run/blocks/row_sink.ts";
export { BarStream, stream } from "./src/feeds/stream/bar_stream.ts";
export type { BarItem, BarObject, BarSource, StreamOptions } from "./src/feeds/stream/bar_stream.ts";
export type { InterestRates } from "./src/run/interest_rates.ts";
export type { CashFlow } from "./src/run/cash_flows.ts";
export type { MeasureFrom } from "./src/run/measure_from.ts";
export { FileError } from "./src/checkpoint/atomic_file.ts";
export { CheckpointError, type CheckpointErrorCode } from "./src/checkpoint/checkpoint_error.ts";
export type { JsonObject, JsonValue } from "./src/records/json.ts";
export type { ReplayLogSink } from "./src/replay/log_sink.ts";
export type { ReplayLogStart, ReplayLogWriter, ReplayLogWriterOptions } from "./src/replay/replay_log_writer.ts";
export type { RunLog } from "./src/replay/run_log.ts";
export type { RecordedColumns } from "./src/replay/column_events.ts";
export type { RunRecorder } from "./src/replay/run_recorder.ts";
export type { Profile, RuleChoices } from "./src/run/configuration.ts";
export type { Commission, CommissionSchedule, CommissionTierOption } from "./src/broker/commission_terms.ts";
export type { InstrumentOptions } from "./src/broker/instrument_spec.ts";
export { type FillOptions } from "./src/broker/fill_terms.ts";
export type { Margin, Settlement } from "./src/broker/margin_terms.ts";
export type { BarWithoutVolume } from "./src/broker/bar_without_volume.ts";
export type { Dividend, FundingRate, Split } from "./src/broker/accrual_terms.ts";
export type { FlatAt } from "./src/broker/flat_at.ts";
export type { OnRuin } from "./src/broker/on_ruin.ts";
export type { Explainable } from "./src/explain/explain.ts";
export type { Explanation, ExplanationStep, ExplanationTopic } from "./src/explain/explanation.ts";
export type { FeedFacts } from "./src/results/feed_facts.ts";
export type { CsvTable } from "./src/results/csv_text.ts";
export { Result, RunResult } from "./src/results/result.ts";
export type { ReportOptions } from "./src/results/report_port.ts";
import "./src/report/ct_report.ts";
export { compare, Comparison } from "./src/report/comparison.ts";
export type { ComparedFigure, ComparedRuns, DifferingTrade } from "./src/report/compared_runs.ts";
export type { ReportUnit } from "./src/report/report_input.ts";
export type { CurveDocument, ExportOptions, LineDocument, ResultDocument } from "./src/results/result_document.ts";
export { RESULT_SCHEMA } from "./src/results/result_schema.ts";
export { readResult, SavedResult } from "./src/results/saved_result.ts";
export type { OwnFigure, SummaryContext, SummaryTerms } from "./src/results/summary.ts";
export type { KeptPart, ResolvedConfiguration, ResultFields } from "./src/results/result_fields.ts";
export { ResultLine, type ResultLineFacts } from "./src/results/result_line.ts";
export type { FillBound, FillField } from "./src/broker/fill_price_source.ts";
export type {
  AskedOrder,
  CashFlowRow,
  DiagnosticRow,
  FillReason,
  FillRow,
  JournalRows,
  OrderRole,
  OrderRow,
  OrderSide,
  PaymentKind,
  PaymentRow,
  RefusalRow,
  SplitRow,
  TradeRow,
} from "./src/broker/result_rows.ts";
export { analyzer } from "./src/analyzers/figure.ts";
export { sizers } from "./src/strategy/sizers.ts";
export type {
  KellySizerOptions,
  RiskSizerOptions,
  Sizer,
  SizerContext,
  Sizers,
  SizerSize,
  VolatilitySizerOptions,
} from "./src/strategy/sizers.ts";
export { figures } from "./src/analyzers/figures.ts";
export type * from "./src/analyzers/public_types.ts";
export type { OrderCounts, RefusalCount } from "./src/analyzers/order_counts.ts";
export type { AccountStats } from "./src/analyzers/account_stats.ts";
export type { Stats, TradeCounts } from "./src/analyzers/stats.ts";
export type { BenchmarkOption } from "./src/run/figure_feeds.ts";
export { prove } from "./src/laws/ct_prove.ts";
export { formatProof } from "./src/laws/format_proof.ts";
export type { CounterExample, LawNumber, LawReport, Verdict } from "./src/laws/law_report.ts";
export type { CodeModule } from "./src/laws/process/module_graph.ts";
export type { StrategyModule } from "./src/laws/process/process_runner.ts";
export type { ProofReport } from "./src/laws/prove.ts";
export type {
  LaterStart,
  LineFrom,
  LineMemoryFound,
  SameFrom,
  StartDates,
  StartDifference,
} from "./src/laws/strategy/start_date_of_run.ts";
export type { ProveOptions } from "./src/laws/strategy/tried_run.ts";
export type { Executor, ExecutorFactory, SearchBars, SearchWork, TrialJob } from "./src/search/executor.ts";
export { optimize } from "./src/search/optimize.ts";
export { range } from "./src/search/range.ts";
export { Found } from "./src/search/found.ts";
export type { Heatmap } from "./src/search/heatmap.ts";
export { Ledger, ledger, type LedgerRow, type LedgerWindow } from "./src/search/ledger.ts";
export type { Axis } from "./src/search/param_space.ts";
export type { ReturnFacts } from "./src/search/return_facts.ts";
export type { Sampler } from "./src/search/sampler.ts";
export type {
  OptimizeOptions,
  SearchedParams,
  SearchOptions,
  SearchProgress,
  TrialOptions,
} from "./src/search/search_options.ts";
export type { SearchFacts } from "./src/search/found.ts";
export type { ModuleSubject, SignalsSubject } from "./src/search/subject.ts";
export type { KeptFigureName, TrialFigures } from "./src/search/trial_figures.ts";
export type { RunFacts, TrialOutcome, TrialRow } from "./src/search/trial_row.ts";
export { evidence, type EvidenceOptions } from "./src/search/evidence/evidence.ts";
export { Evidence, type EvidenceNumbers, type TrialCounts } from "./src/search/evidence/evidence_text.ts";
export type { Neighbours } from "./src/search/evidence/neighbours.ts";
export type { Overfitting } from "./src/search/evidence/overfitting.ts";
export type { Band, DrawnReturns, TradeOrder } from "./src/search/evidence/resampling.ts";
export type { PriceChanges, Rerun, StartRun, StartRuns } from "./src/search/evidence/reruns.ts";
export { walkForward, type WalkForwardOptions, type WalkProgress } from "./src/search/walk_forward.ts";
export { type WalkFacts, WalkForward, type WalkWindow, type WindowSpan } from "./src/search/walked.ts";
export type { WindowLength } from "./src/search/windows.ts";
