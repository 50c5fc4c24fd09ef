/**
 * The types of figures and tables that the public declarations name.
 *
 * @module
 */

export type { BenchmarkFigureName } from "./benchmark/benchmark_figures.ts";
export type { Benchmark, KnownValues } from "./benchmark/benchmark_values.ts";
export type { DrawdownSpans } from "./drawdown/drawdown.ts";
export type { DrawdownFigureName } from "./drawdown/drawdown_figures.ts";
export type { DrawdownRow } from "./drawdown/drawdown_table.ts";
export type { AccountFigureName } from "./exposure/exposure_figures.ts";
export type { HeldSides } from "./exposure/held_sides.ts";
export type { AnalyzerOptions, Figure, FigureOf, FigureUnit } from "./figure.ts";
export type { FigureInput } from "./figure_input.ts";
export type { FigureNeed } from "./figure_need.ts";
export type { FigureName, FigureValues, RollingFigureName, RunFigures } from "./figures.ts";
export type { DailyEquity, ReturnRatios } from "./returns/daily_returns.ts";
export type { GainFigureName } from "./returns/gain_figures.ts";
export type { AccountFlow } from "./returns/growth_curve.ts";
export type { GrowthFigureName } from "./returns/growth_figures.ts";
export type { RatioFigureName } from "./returns/ratio_figures.ts";
export type { ReturnPairs, ReturnSeries, SeriesColumns } from "./returns/return_series.ts";
export type { PeriodReturnRow, ReturnGroupRow, ReturnTables } from "./returns/return_tables.ts";
export type { TailFigureName } from "./returns/tail_figures.ts";
export type { RollingFigure } from "./rolling.ts";
export type { ResultTables } from "./tables.ts";
export type { TradeColumns, TradeExtras } from "./trades/trade_columns.ts";
export type { TradeFigureName } from "./trades/trade_figures.ts";
export type { TradeGroupRow, TradeTables } from "./trades/trade_groups.ts";
