/**
 * Mutants of rows, tags and saved results.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

/** Mutants of rows, tags and saved results. */
export const RESULTS_MUTANTS: readonly Mutant[] = [
  {
    name: "results_mfe_counts_prices_that_are_not_certain",
    operator: "connective swapped",
    edits: [
      {
        file: "src/broker/excursion.ts",
        before: 'const isCertain = to === "close" && fromWay === (isLong ? "up" : "down");',
        after: 'const isCertain = to === "close" || fromWay === (isLong ? "up" : "down");',
      },
    ],
    suite: ["tests/api/trade_rows_test.ts"],
  },
  {
    name: "results_mae_looks_beyond_a_stop",
    operator: "wrong rule",
    edits: [
      {
        file: "src/broker/excursion.ts",
        before: 'if (isWhole || toWay !== (isLong ? "down" : "up")) this.#lookAt((isLong ? low : high)[row]!);',
        after: "this.#lookAt((isLong ? low : high)[row]!);",
      },
    ],
    suite: ["tests/api/trade_rows_test.ts"],
  },
  {
    name: "results_excursion_forgets_the_closed_part",
    operator: "statement removed",
    edits: [{ file: "src/broker/excursion.ts", before: "this.#closedProfit += facts.pnl;", after: "" }],
    suite: ["tests/api/trade_rows_test.ts"],
  },
  {
    name: "results_slippage_of_a_stop_is_taken_from_the_open",
    operator: "wrong field",
    edits: [
      {
        file: "src/broker/fill_slippage.ts",
        before:
          "if (isAtTrigger || rule === FILL_RULE_STOP || rule === FILL_RULE_TOUCH) return stop === 0 ? undefined : stop;",
        after: "if (isAtTrigger || rule === FILL_RULE_STOP || rule === FILL_RULE_TOUCH) return open;",
      },
    ],
    suite: ["tests/api/trade_rows_test.ts"],
  },
  {
    name: "results_protection_has_no_tag",
    operator: "wrong field",
    edits: [
      {
        file: "src/broker/order_desk.ts",
        before: "const own = { asked: each.asked, step, placedUs, parent: order.id, tag, share };",
        after: "const own = { asked: each.asked, step, placedUs, parent: order.id, tag: 0, share };",
      },
    ],
    suite: ["tests/api/tags_test.ts"],
  },
  {
    name: "results_tags_are_lost_on_restore",
    operator: "stale state after restore",
    edits: [
      {
        file: "src/broker/journal.ts",
        before: "tags: this.orders.tags.from(1),",
        after: "tags: this.orders.tags.from(2),",
      },
    ],
    suite: ["tests/api/tags_test.ts"],
  },
  {
    name: "results_saved_curve_is_not_compared",
    operator: "check skipped",
    edits: [
      {
        file: "src/results/saved_result.ts",
        before:
          'if (found !== saved) throw damaged("curve", `has the mark hash ${found}, and curve.markHash is ${saved}`);',
        after: "",
      },
    ],
    suite: ["src/results/saved_result_test.ts"],
  },
  {
    name: "results_unknown_members_are_read",
    operator: "check skipped",
    edits: [
      {
        file: "src/results/json_shape.ts",
        before: 'if (known === false) return { place: inside(name), problem: "is none that there is" };',
        after: "",
      },
    ],
    suite: ["src/results/saved_result_test.ts"],
  },
  {
    name: "results_rows_can_be_written_to",
    operator: "statement removed",
    edits: [{ file: "src/results/row_list.ts", before: "Object.freeze(row);", after: "" }],
    suite: ["tests/api/result_strategy_test.ts"],
  },
];
