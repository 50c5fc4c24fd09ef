/**
 * The laws as functions. A law must hold for every run of a strategy, or for every event log. Its report has the
 * verdict (held, failed or not applicable), the number of cases, and the smallest case that breaks it.
 *
 * {@linkcode prove} checks all laws that apply to a strategy, {@linkcode proveLog} all that apply to an event log.
 *
 * @module
 */

export { formatStress, stress } from "./stress.ts";
export type { SmallestMarket, StressedMarket, StressOptions, StressReport } from "./stress.ts";
export type { MarketKind } from "./stress_market.ts";
export { batchingOfLog } from "./log/batching_of_log.ts";
export { batchingOfRun } from "./strategy/batching_of_run.ts";
export { checkpointOfLog } from "./log/checkpoint_of_log.ts";
export { checkpointOfRun } from "./strategy/checkpoint_of_run.ts";
export { conservationOfLog } from "./log/conservation_of_log.ts";
export { flowsOfRun } from "./strategy/flows_of_run.ts";
export { conservationOfRun } from "./strategy/conservation_of_run.ts";
export { determinismOfLog } from "./log/determinism_of_log.ts";
export { determinismOfRun } from "./strategy/determinism_of_run.ts";
export { type EventLog, eventLogOf } from "./log/event_log.ts";
export { formatProof } from "./format_proof.ts";
export { idempotencyOfLog } from "./log/idempotency_of_log.ts";
export { type CounterExample, LAW_NAMES, type LawNumber, type LawReport, type Verdict } from "./law_report.ts";
export type { LogLawOptions } from "./log/log_trial.ts";
export { lookAheadOfLog } from "./log/look_ahead_of_log.ts";
export { lookAheadOfRun } from "./strategy/look_ahead_of_run.ts";
export { metamorphicOfLog } from "./log/metamorphic_of_log.ts";
export { metamorphicOfRun } from "./strategy/metamorphic_of_run.ts";
export { parityOfLog } from "./log/parity_of_log.ts";
export { parityOfRun } from "./strategy/parity_of_run.ts";
export type { EngineName } from "../engine/backends.ts";
export { type CodeModule, StrategyCodeError } from "./process/module_graph.ts";
export { type StrategyModule, StrategyProcessError } from "./process/process_runner.ts";
export { CANNOT_SEE, type ProofReport, prove } from "./prove.ts";
export { proveLog } from "./log/prove_log.ts";
export { replayOfLog } from "./log/replay_of_log.ts";
export { replayOfRun } from "./strategy/replay_of_run.ts";
export {
  type LaterStart,
  type LineFrom,
  type LineMemoryFound,
  type SameFrom,
  type StartDates,
  startDatesOfRun,
  type StartDifference,
} from "./strategy/start_date_of_run.ts";
export { StrategyFailedError } from "./strategy/strategy_failed_error.ts";
export type { ProveOptions } from "./strategy/tried_run.ts";

// The types that the declarations above name, so that this entry point is understood without the main module.
export type { OrderCounts, RefusalCount } from "../analyzers/order_counts.ts";
export type * from "../analyzers/public_types.ts";
export type { Stats, TradeCounts } from "../analyzers/stats.ts";
export type { BarWithoutVolume } from "../broker/bar_without_volume.ts";
export type { Commission, CommissionSchedule, CommissionTierOption } from "../broker/commission_terms.ts";
export type { InstrumentOptions } from "../broker/instrument_spec.ts";
export type { OnRuin } from "../broker/on_ruin.ts";
export type { FillReason, FillRow, OrderSide, TradeRow } from "../broker/result_rows.ts";
export type { EngineChoice } from "../engine/choice.ts";
export type { Timer, TimerDeclarations, TimerOptions } from "../strategy/timer.ts";
export type { WakeDeclarations } from "../strategy/wake.ts";
export type { FlatAt } from "../broker/flat_at.ts";
export type { Bars } from "../feeds/bars.ts";
export type { SessionTable } from "../feeds/calendar/session_table.ts";
export type { BarSize } from "../feeds/resample/bar_size.ts";
export type { SliceOptions } from "../feeds/slice.ts";
export type { Moment } from "../feeds/time/moment_text.ts";
export type { BarColumns, FeedData, FeedStamp } from "../feeds/feed_data.ts";
export type { ClockView } from "../lines/clock.ts";
export type { FeedLines, ResampleOptions } from "../lines/feed_lines.ts";
export type { Line } from "../lines/line.ts";
export type { LineAbout, LineMemory, LinePlot } from "../lines/line_about.ts";
export type { LogCategory, LogEntry, LogFields, LogLevel, LogValue } from "../logs/log_entry.ts";
export type { Logger } from "../logs/logger.ts";
export type { JsonObject, JsonValue } from "../records/json.ts";
export type { ReplayLogSource } from "../replay/log_source.ts";
export type { ReplayLogStart } from "../replay/replay_log_writer.ts";
export type { RunLog } from "../replay/run_log.ts";
export type { RecordedColumns } from "../replay/column_events.ts";
export type { RunRecorder } from "../replay/run_recorder.ts";
export type { BacktestOptions, CheckpointOptions } from "../run/backtest_options.ts";
export type { Profile, RuleChoices } from "../run/configuration.ts";
export type { BenchmarkOption } from "../run/figure_feeds.ts";
export type { MeasureFrom } from "../run/measure_from.ts";
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
} from "../strategy/order_options.ts";
export type { BrokerView, OrderState, OrderType, OrderView, PositionView, TradeView } from "../strategy/order_view.ts";
export type { Params, Strategy, StrategyClass, StrategyContext } from "../strategy/strategy.ts";
export type { AccountStats } from "../analyzers/account_stats.ts";
export type { BacktraderFiller, BacktraderSlippage, BacktraderTerms } from "../broker/backtrader_terms.ts";
export type { CashFlow } from "../run/cash_flows.ts";
export type { Dividend, FundingRate, Split } from "../broker/accrual_terms.ts";
export type { FillBound, FillField } from "../broker/fill_price_source.ts";
export type { InterestRates } from "../run/interest_rates.ts";
export type { IntrabarPath } from "../run/intrabar_path.ts";
export type { Margin, Settlement } from "../broker/margin_terms.ts";
export type { Sizer, SizerContext, SizerSize } from "../strategy/sizers.ts";
export type { ValidDistance, Validity } from "../strategy/valid_distance.ts";
