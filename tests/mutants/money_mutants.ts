/**
 * Mutants of money in and out, and of baskets. The same ones in both cores are noticed by what was worked out by hand.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";
import { FUZZ, PARITY } from "./suites.ts";

/** Money in and out through `backtest`, on every engine. */
const CASH_FLOWS = "tests/api/cash_flows_test.ts";

/** A line in one language and in the other, before and after. */
interface Lines {
  readonly ts: readonly [before: string, after: string];
  readonly rust: readonly [before: string, after: string];
}

function both(name: string, operator: Operator, file: string, { ts, rust }: Lines, suite: string = PARITY): Mutant {
  const edits = [
    { file: `src/core/${file}.ts`, before: ts[0], after: ts[1] },
    { file: `rust/engine/src/${file}.rs`, before: rust[0], after: rust[1] },
  ];
  return { name: `both_${name}`, operator, edits, suite: [suite] };
}

function edge(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file, before, after }], suite: [CASH_FLOWS] };
}

/** Mutants of transfers, cash flows, growth and baskets. */
export const MONEY_MUTANTS: readonly Mutant[] = [
  both("transfer_is_not_moved", "wrong rule", "exact/transfer", {
    ts: ["if (paid === 0) return;", "if (true || paid === 0) return;"],
    rust: ["if paid == 0.0 {", "if true || paid == 0.0 {"],
  }),
  both("withdrawal_forgets_what_is_spoken_for", "wrong field", "exact/transfer", {
    ts: [
      "const paid = event.float(TRANSFER_AMOUNT), { account } = state, free = freeCash(state) + account.transfer;",
      "const paid = event.float(TRANSFER_AMOUNT), { account } = state, free = freeCash(state);",
    ],
    rust: ["let free = free_cash(state) + account.transfer;", "let free = free_cash(state);"],
  }),
  both("transfer_is_paid_again", "statement removed", "exact/transfer", {
    ts: ["account.transfer = 0;", ""],
    rust: ["state.account.transfer = 0.0;", ""],
  }),
  both("horizon_passes_a_transfer", "wrong rule", "exact/horizon", {
    ts: [
      "if (state.account.transfer !== 0 || couldPassLimit(state, loaded)) return nextTime(state, loaded, columns);",
      "if (couldPassLimit(state, loaded)) return nextTime(state, loaded, columns);",
    ],
    rust: [
      "if state.account.transfer != 0.0 || could_pass_limit(state, loaded) {",
      "if could_pass_limit(state, loaded) {",
    ],
  }, FUZZ),
  both("basket_values_a_leg_at_its_last_close", "wrong rule", "exact/basket", {
    ts: ["value = next;", "void next;"],
    rust: ["value = next;", "let _ = next;"],
  }),
  both("transfer_that_waited_passes_the_limit", "check skipped", "exact/transfer", {
    ts: [
      "if (Math.abs(account.cash + paid) > EXACT_MAX || Math.abs(account.external + paid) > EXACT_MAX) {",
      "if (Math.abs(account.cash + paid) > Infinity) {",
    ],
    rust: [
      "if (account.cash + paid).abs() > EXACT_MAX || (account.external + paid).abs() > EXACT_MAX {",
      "if (account.cash + paid).abs() > f64::INFINITY {",
    ],
  }, FUZZ),
  both("basket_leg_loses_its_budget", "wrong rule", "exact/basket", {
    ts: ["order.fraction = 0;", "if (meets(order, state.instrumentOf(order))) order.fraction = 0;"],
    rust: [
      "order.fraction = 0.0;",
      "if state.instruments[order.instrument as usize].has_bar { order.fraction = 0.0; }",
    ],
  }),
  both("basket_openings_take_all_the_cash", "wrong rule", "exact/basket", {
    ts: ["if (total <= free) order.share = free;", "if (total <= free || free > 0) order.share = free;"],
    rust: ["if total <= free {", "if total <= free || free > 0.0 {"],
  }),
  both("basket_forgets_a_leg_to_come", "wrong rule", "exact/basket", {
    ts: ["if (!fills && instrument.close === 0) return order.cash;", "if (!fills) return 0;"],
    rust: ["if !fills && instrument.close == 0.0 {", "if !fills { return 0.0; } if instrument.close == 0.0 {"],
  }),
  both("basket_counts_closing_lots_as_opening", "wrong field", "exact/basket", {
    ts: ["const opens = held > 0 ? target - held : target;", "const opens = held > Infinity ? target - held : target;"],
    rust: [
      "let opens = if held > 0.0 { target - held } else { target };",
      "let opens = if held > f64::INFINITY { target - held } else { target };",
    ],
  }, FUZZ),
  both("value_is_rounded_on_the_way", "wrong rule", "exact/size", {
    ts: [
      "const value = sum + (lostBySum(cash, others, first) + lostBySum(first, own, sum));",
      "const value = sum + lostBySum(cash, others, first) * 0;",
    ],
    rust: [
      "let value = sum + (lost_by_sum(cash, others, first) + lost_by_sum(first, own, sum));",
      "let value = sum + lost_by_sum(cash, others, first) * 0.0;",
    ],
  }, FUZZ),
  both("basket_has_an_instrument_twice", "check skipped", "exact/intent", {
    ts: [
      "return is_leg && !is_second ? undefined : refuse(REASON_BASKET, WORD_LANE + PLACE_BASKET, basket);",
      "return is_leg || is_second ? undefined : refuse(REASON_BASKET, WORD_LANE + PLACE_BASKET, basket);",
    ],
    rust: [
      "refuse_if(!is_leg || is_second, REASON_BASKET, WORD_LANE + PLACE_BASKET, f64::from(basket))",
      "refuse_if(!is_leg && !is_second, REASON_BASKET, WORD_LANE + PLACE_BASKET, f64::from(basket))",
    ],
  }, FUZZ),
  edge(
    "cash_flow_comes_a_step_late",
    "wrong rule",
    "src/run/cash_flows.ts",
    'if (moment.kind === "time") return firstAfter(timeUs, moment.timeUs, true);',
    'if (moment.kind === "time") return firstAfter(timeUs, moment.timeUs, true) + 1;',
  ),
  edge(
    "deposits_are_returns",
    "wrong rule",
    "src/analyzers/returns/growth_curve.ts",
    "const base = this.#before + flow;",
    "const base = this.#before;",
  ),
  edge(
    "run_goes_ahead_past_a_cash_flow",
    "wrong rule",
    "src/run/driver.ts",
    "const before = this.#beforeNext, event = (this.#accountEvents?.nextStep ?? NEVER) - 1;",
    "const before = this.#beforeNext, event = NEVER;",
  ),
];
