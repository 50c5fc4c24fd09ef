/**
 * Mutants of explanations and of golden runs.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

/** Explanations held against rows and bars, number by number. */
const EXPLAIN = "tests/api/explain_test.ts";
/** Golden runs in a test. */
const GOLDEN = "src/golden/golden_run_test.ts";

/** Mutants of explanations and of golden runs. */
export const EXPLANATION_MUTANTS: readonly Mutant[] = [
  {
    name: "explain_limit_looks_at_the_other_end",
    operator: "wrong field",
    edits: [
      {
        file: "src/explain/waiting.ts",
        before: 'const isHigh = side === "sell", extreme = isHigh ? bar.high : bar.low;',
        after: 'const isHigh = side === "sell", extreme = isHigh ? bar.low : bar.high;',
      },
    ],
    suite: [EXPLAIN],
  },
  {
    name: "explain_bar_from_the_placement_on_is_not_met",
    operator: "wrong rule",
    edits: [
      {
        file: "src/explain/waiting.ts",
        before: "if (bar.beginUs < order.meetsFromUs) {",
        after: "if (bar.timeUs > order.meetsFromUs) {",
      },
    ],
    suite: [EXPLAIN],
  },
  {
    name: "explain_budget_is_rounded_to_the_nearest",
    operator: "wrong rule",
    edits: [
      {
        file: "src/explain/fill_size.ts",
        before:
          "const share = fraction ?? 1, value = valueAt(facts, at), budget = cash ?? shareOf(facts, value, share);",
        after: "const share = fraction ?? 1, value = valueAt(facts, at), budget = cash ?? facts.money(value * share);",
      },
    ],
    suite: [EXPLAIN],
  },
  {
    name: "explain_cash_before_is_that_after",
    operator: "wrong field",
    edits: [
      {
        file: "src/explain/explained_run.ts",
        before: "const cash = at === 0 ? this.run.cashInitial : this.after(at - 1).cash;",
        after: "const cash = at === 0 ? this.run.cashInitial : this.after(at).cash;",
      },
    ],
    suite: [EXPLAIN],
  },
  {
    name: "explain_nearest_is_the_farthest",
    operator: "wrong rule",
    edits: [
      {
        file: "src/explain/explain_order.ts",
        before: "const nearest = rest.reduce((one, other) => other.wait.miss! < one.wait.miss! ? other : one);",
        after: "const nearest = rest.reduce((one, other) => other.wait.miss! > one.wait.miss! ? other : one);",
      },
    ],
    suite: [EXPLAIN],
  },
  {
    name: "explain_commission_is_added",
    operator: "wrong rule",
    edits: [
      {
        file: "src/explain/explain_trade.ts",
        before: "const net = facts.money(gross - commission),",
        after: "const net = facts.money(gross + commission),",
      },
    ],
    suite: [EXPLAIN],
  },
  {
    name: "explain_replacements_are_forgotten",
    operator: "statement removed",
    edits: [{ file: "src/broker/journal.ts", before: "if (order.alive) this.#log.append(notice, step);", after: "" }],
    suite: [EXPLAIN],
  },
  {
    name: "golden_equity_loses_its_sum",
    operator: "wrong rule",
    edits: [
      {
        file: "src/golden/equity_text.ts",
        before: "for (let left = Number(times); left > 0; left--) values.push(value += Number(change));",
        after: "for (let left = Number(times); left > 0; left--) values.push(value + Number(change));",
      },
    ],
    suite: [GOLDEN],
  },
  {
    name: "golden_first_bar_is_the_last",
    operator: "wrong rule",
    edits: [
      {
        file: "src/golden/compare_golden.ts",
        before: "const firstBar = bars.length === 0 ? null : Math.min(...bars);",
        after: "const firstBar = bars.length === 0 ? null : Math.max(...bars);",
      },
    ],
    suite: [GOLDEN],
  },
  {
    name: "golden_ids_shift_every_row",
    operator: "wrong rule",
    edits: [
      {
        file: "src/golden/compare_golden.ts",
        before: "const numberOf = (id: GoldenValue | undefined): GoldenValue => numbers.get(id) ?? id ?? null;",
        after: "const numberOf = (id: GoldenValue | undefined): GoldenValue => id ?? numbers.get(id) ?? null;",
      },
    ],
    suite: [GOLDEN],
  },
  {
    name: "golden_hashes_are_not_compared",
    operator: "wrong rule",
    edits: [
      {
        file: "src/golden/compare_golden.ts",
        before: "const hashes = accepted.chain !== found.chain || accepted.markHash !== found.markHash;",
        after: "const hashes = accepted.markHash !== found.markHash;",
      },
    ],
    suite: [GOLDEN],
  },
  {
    name: "golden_difference_ends_well",
    operator: "wrong rule",
    edits: [
      {
        file: "src/cli/golden.ts",
        before: "const CODES = { equal: 0, differs: 1, missing: 2 } as const;",
        after: "const CODES = { equal: 0, differs: 0, missing: 2 } as const;",
      },
    ],
    suite: ["src/cli/golden_test.ts"],
  },
];
