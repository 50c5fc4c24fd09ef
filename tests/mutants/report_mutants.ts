/**
 * Mutants of reports and comparisons.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const REPORT = "tests/api/report_test.ts";
const COMPARISON = "src/report/comparison_test.ts", LEVELS = "src/report/client/levels_test.ts";

/** Mutants of reports and comparisons. */
export const REPORT_MUTANTS: readonly Mutant[] = [
  {
    name: "report_last_bar_of_a_group_is_left_out",
    operator: "sign swapped",
    edits: [{
      file: "src/report/client/levels.ts",
      before: "return Math.min(until, from + (group + 1) * stride) - 1;",
      after: "return Math.min(until, from + (group + 1) * stride) + 1;",
    }],
    suite: [LEVELS],
  },
  {
    name: "report_line_forgets_its_largest_value",
    operator: "comparison turned",
    edits: [{
      file: "src/report/client/levels.ts",
      before: "if (largest < 0 || value > values[largest]!) largest = bar;",
      after: "if (largest < 0 || value <= values[largest]!) largest = bar;",
    }],
    suite: [LEVELS],
  },
  {
    name: "report_candle_closes_at_its_first_bar",
    operator: "wrong field",
    edits: [{
      file: "src/report/client/levels.ts",
      before: "close[group] = columns.close[last]!;",
      after: "close[group] = columns.close[first]!;",
    }],
    suite: [LEVELS],
  },
  {
    name: "report_negative_zero_loses_its_sign",
    operator: "check skipped",
    edits: [{
      file: "src/report/column_code.ts",
      before: "if (!(Math.abs(whole) < 2 ** 50) || whole / power !== value || Object.is(value, -0)) return false;",
      after: "if (!(Math.abs(whole) < 2 ** 50) || whole / power !== value) return false;",
    }],
    suite: ["src/report/column_code_test.ts"],
  },
  {
    name: "report_protection_rests_from_its_placement_on",
    operator: "wrong rule",
    edits: [{
      file: "src/report/order_levels.ts",
      before: "const fromUs = order.parent === null ? order.placedUs : filledUs.get(order.parent);",
      after: "const fromUs = order.placedUs;",
    }],
    suite: [REPORT],
  },
  {
    name: "report_quotes_are_not_escaped",
    operator: "check skipped",
    edits: [{
      file: "src/report/markup.ts",
      before: `return clean.replace(/[&<>"']/g, (character) => ENTITIES[character]!);`,
      after: "return clean.replace(/[&<>]/g, (character) => ENTITIES[character]!);",
    }],
    suite: ["src/report/markup_test.ts"],
  },
  {
    name: "report_return_is_in_two_intervals",
    operator: "rounding changed",
    edits: [{
      file: "src/report/return_bins.ts",
      before: "const at = Math.min(last, Math.max(first, Math.floor(value / width)));",
      after: "const at = Math.min(last, Math.max(first, Math.ceil(value / width)));",
    }],
    suite: ["src/report/return_bins_test.ts"],
  },
  {
    name: "comparison_overlooks_another_exit",
    operator: "wrong field",
    edits: [{
      file: "src/report/comparison.ts",
      before: 'const PARTS = ["closedUs", "size", "entryPrice", "exitPrice", "pnl"] as const;',
      after: 'const PARTS = ["size", "entryPrice"] as const;',
    }],
    suite: [COMPARISON],
  },
  {
    name: "comparison_correlates_dates_that_one_has",
    operator: "check skipped",
    edits: [{
      file: "src/report/correlation.ts",
      before: "if (difference === 0) {",
      after: "if (difference === difference) {",
    }],
    suite: [COMPARISON],
  },
];
