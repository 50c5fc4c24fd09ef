/**
 * Mutants of the figures.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const ANALYZERS = "src/analyzers/";

function figureMutant(
  name: string,
  operator: Mutant["operator"],
  file: string,
  before: string,
  after: string,
  suite: string,
): Mutant {
  return {
    name,
    operator,
    edits: [{ file: ANALYZERS + file, before, after }],
    suite: [suite.startsWith("tests/") ? suite : ANALYZERS + suite],
  };
}

/** Mutants of the figures. */
export const FIGURES_MUTANTS: readonly Mutant[] = [
  figureMutant(
    "figures_value_known_before_its_time",
    "wrong rule",
    "benchmark/benchmark_values.ts",
    "known = lastUntil(timeUs, (at + 1) % SECOND_US === 0 ? at + 1 : at, known);",
    "known = lastUntil(timeUs, at - 1 + 0 * SECOND_US, known);",
    "benchmark/benchmark_figures_test.ts",
  ),
  figureMutant(
    "figures_steps_of_a_date_from_the_first",
    "sign swapped",
    "returns/daily_returns.ts",
    "if (step > 0) steps.push(step - first);",
    "if (step > 0) steps.push(step + first);",
    "returns/daily_returns_test.ts",
  ),
  figureMutant(
    "figures_rate_of_the_date_itself",
    "wrong rule",
    "returns/series_columns.ts",
    ": valuesKnown(riskFree, times.subarray(0, -1)).map((rate) => Number.isNaN(rate) ? 0 : rate),",
    ": valuesKnown(riskFree, times.subarray(1)).map((rate) => Number.isNaN(rate) ? 0 : rate),",
    "returns/return_figures_test.ts",
  ),
  figureMutant(
    "figures_alpha_without_the_rate",
    "wrong rule",
    "benchmark/benchmark_figures.ts",
    "return (meanOf(returns) - free - beta * (meanOf(benchmark) - free)) * periodsPerYear;",
    "return (meanOf(returns) - beta * meanOf(benchmark)) * periodsPerYear;",
    "benchmark/benchmark_figures_test.ts",
  ),
  figureMutant(
    "figures_shortfall_of_one_value_too_few",
    "wrong rule",
    "returns/tail_figures.ts",
    "const count = Math.floor((sorted.length - 1) * 0.05) + 1;",
    "const count = Math.max(1, Math.floor((sorted.length - 1) * 0.05));",
    "tests/oracle/statistics/statistics_test.ts",
  ),
  figureMutant(
    "figures_deviation_of_a_population",
    "wrong rule",
    "returns/moments.ts",
    "return Math.sqrt(centralSum(values, 2) / (values.length - 1));",
    "return Math.sqrt(centralSum(values, 2) / values.length);",
    "returns/moments_test.ts",
  ),
  figureMutant(
    "figures_trades_in_the_order_of_opening",
    "wrong rule",
    "trades/trade_columns.ts",
    "const rows = trades.filter(({ pnl }) => pnl !== null).toSorted((a, b) => a.closedUs! - b.closedUs! || a.id - b.id);",
    "const rows = trades.filter(({ pnl }) => pnl !== null).toSorted((a, b) => a.id - b.id);",
    "trades/trade_figures_test.ts",
  ),
  figureMutant(
    "figures_step_of_the_exit_is_held",
    "wrong rule",
    "exposure/held_sides.ts",
    "changes[closedBar ?? steps]!--;",
    "changes[Math.min(steps, (closedBar ?? steps) + 1)]!--;",
    "exposure/exposure_figures_test.ts",
  ),
  figureMutant(
    "figures_own_function_may_write_to_the_columns",
    "check skipped",
    "figures.ts",
    "const told = valueOf({ ...figure, compute }, input.copy());",
    "const told = valueOf({ ...figure, compute }, input);",
    "figures_test.ts",
  ),
  figureMutant(
    "figures_week_begins_on_sunday",
    "constant off by one",
    "returns/calendar_periods.ts",
    'if (period === "week") return Math.floor((day - 1) / 7);',
    'if (period === "week") return Math.floor((day - 0) / 7);',
    "returns/return_figures_test.ts",
  ),
  figureMutant(
    "figures_drawdown_stays_open",
    "wrong rule",
    "drawdown/drawdown_table.ts",
    "recovered: isOpen && at === depth.length - 1 ? null : textOf(end[at]!),",
    "recovered: isOpen ? null : textOf(end[at]!),",
    "drawdown/drawdown_figures_test.ts",
  ),
];
