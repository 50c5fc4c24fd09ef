/**
 * Mutants of the queue model, the same ones in both cores: the recordings of backtrader know the right results.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";
import { ORACLE } from "./suites.ts";

/** A line of a file of the queue model and what becomes of it, in TypeScript and in Rust. */
interface Change {
  /** Name of the file, without its ending. */
  readonly file: string;
  readonly typescript: readonly [before: string, after: string];
  readonly rust: readonly [before: string, after: string];
}

function both(name: string, operator: Operator, { file, typescript, rust }: Change): Mutant {
  const edits = [
    { file: `src/core/queue/${file}.ts`, before: typescript[0], after: typescript[1] },
    { file: `rust/engine/src/queue/${file}.rs`, before: rust[0], after: rust[1] },
  ];
  return { name: `both_queue_${name}`, operator, edits, suite: [ORACLE] };
}

/** A statement that both cores write alike and both forget. */
function removed(name: string, file: string, typescript: string, rust: string): Mutant {
  return both(name, "statement removed", { file, typescript: [typescript, ""], rust: [rust, ""] });
}

/** Mutants of slippage, fillers, margin, leverage, interest, transfers and cheating. */
export const QUEUE_MUTANTS: readonly Mutant[] = [
  both("slips_toward_the_trader", "sign swapped", {
    file: "slippage",
    typescript: [
      "if (slippage === FLOAT_SLIPPAGE_RATE) return is_buy ? price * (1 + size) : price * (1 - size);",
      "if (slippage === FLOAT_SLIPPAGE_RATE) return is_buy ? price * (1 - size) : price * (1 - size);",
    ],
    rust: [
      "return if is_buy { price * (1.0 + size) } else { price * (1.0 - size) };",
      "return if is_buy { price * (1.0 - size) } else { price * (1.0 - size) };",
    ],
  }),
  both("slippage_fills_at_the_bound_where_it_may_not", "branch removed", {
    file: "slippage",
    typescript: ["if (!fills) return undefined;", "if (false && !fills) return undefined;"],
    rust: ["if !fills {", "if false && !fills {"],
  }),
  both("slips_out_where_it_may_not", "comparison turned", {
    file: "slippage",
    typescript: [
      "if ((slippage_switches & SLIPPAGE_SWITCH_OUT) !== 0) return { price: slipped, flags: FILL_FLAG_SLIPPED };",
      "if ((slippage_switches & SLIPPAGE_SWITCH_OUT) === 0) return { price: slipped, flags: FILL_FLAG_SLIPPED };",
    ],
    rust: ["if switches & SLIPPAGE_SWITCH_OUT != 0 {", "if switches & SLIPPAGE_SWITCH_OUT == 0 {"],
  }),
  both("slips_at_every_open", "comparison turned", {
    file: "slippage",
    typescript: [
      "return (instrument.terms.float.slippage_switches & SLIPPAGE_SWITCH_OPEN) !== 0;",
      "return (instrument.terms.float.slippage_switches & SLIPPAGE_SWITCH_OPEN) === 0;",
    ],
    rust: [
      "instrument.terms.float.slippage_switches & SLIPPAGE_SWITCH_OPEN != 0",
      "instrument.terms.float.slippage_switches & SLIPPAGE_SWITCH_OPEN == 0",
    ],
  }),
  both("filler_counts_one_end_of_the_range", "sign swapped", {
    file: "filler",
    typescript: [
      "const movements = filler_step === 0 ? 1 : wholeQuotient(range + filler_step, filler_step);",
      "const movements = filler_step === 0 ? 1 : wholeQuotient(range - filler_step, filler_step);",
    ],
    rust: [
      "let movements = if step == 0.0 { 1.0 } else { whole_quotient(range + step, step) };",
      "let movements = if step == 0.0 { 1.0 } else { whole_quotient(range - step, step) };",
    ],
  }),
  both("filler_takes_more_than_its_size", "comparison turned", {
    file: "filler",
    typescript: [
      "if (filler === FILLER_SIZE) return filler_size !== 0 && filler_size < volume ? filler_size : volume;",
      "if (filler === FILLER_SIZE) return filler_size !== 0 && filler_size >= volume ? filler_size : volume;",
    ],
    rust: [
      "return if float.filler_size != 0.0 && float.filler_size < volume { float.filler_size } else { volume };",
      "return if float.filler_size != 0.0 && float.filler_size >= volume { float.filler_size } else { volume };",
    ],
  }),
  both("filler_asks_an_old_bar", "wrong rule", {
    file: "filler",
    typescript: ["instrument.shown_most = mostOf(instrument);", "mostOf(instrument);"],
    rust: ["instrument.shown_most = most_of(instrument);", "let _ = most_of(instrument);"],
  }),
  removed(
    "late_close_has_the_time_of_no_bar",
    "filler",
    "instrument.before_us = instrument.shown_us;",
    "instrument.before_us = instrument.shown_us;",
  ),
  removed("order_forgets_what_is_left", "ledger", "order.left -= part;", "order.left -= part;"),
  removed(
    "settles_new_contracts_too",
    "ledger",
    "instrument.settle_price = price;",
    "instrument.settle_price = price;",
  ),
  both("settles_only_what_shrank", "comparison turned", {
    file: "ledger",
    typescript: [
      "if (Math.abs(intended.size) > Math.abs(opened)) {",
      "if (Math.abs(intended.size) <= Math.abs(opened)) {",
    ],
    rust: ["if intended.size.abs() > opened.abs() {", "if intended.size.abs() <= opened.abs() {"],
  }),
  removed("interest_is_told_again", "ledger", "instrument.interest = 0;", "instrument.interest = 0.0;"),
  both("interest_is_told_where_it_may_not", "comparison turned", {
    file: "ledger",
    typescript: [
      "if (change.closed !== 0 && state.rule(CONFIG_RULE_INTEREST) === INTEREST_IN_COMMISSION) {",
      "if (change.closed !== 0 && state.rule(CONFIG_RULE_INTEREST) !== INTEREST_IN_COMMISSION) {",
    ],
    rust: [
      "if change.closed != 0.0 && state.rule(CONFIG_RULE_INTEREST) == INTEREST_IN_COMMISSION {",
      "if change.closed != 0.0 && state.rule(CONFIG_RULE_INTEREST) != INTEREST_IN_COMMISSION {",
    ],
  }),
  both("long_positions_pay_no_interest_at_all", "connective swapped", {
    file: "valuation",
    typescript: [
      "if (days <= 0 || (size > 0 && !interest_long)) continue;",
      "if (days <= 0 || (size > 0 || !interest_long)) continue;",
    ],
    rust: [
      "if days <= 0.0 || (size > 0.0 && !interest_long) {",
      "if days <= 0.0 || (size > 0.0 || !interest_long) {",
    ],
  }),
  removed(
    "interest_of_a_day_is_charged_twice",
    "valuation",
    "instrument.interest_us = instrument.time_us;",
    "instrument.interest_us = instrument.time_us;",
  ),
  both("interest_is_paid_out", "sign swapped", {
    file: "valuation",
    typescript: ["state.account.cash -= sum;", "state.account.cash += sum;"],
    rust: ["state.account.cash -= sum;", "state.account.cash += sum;"],
  }),
  removed(
    "margin_position_settles_from_its_entry",
    "valuation",
    "instrument.settle_price = instrument.close;",
    "instrument.settle_price = instrument.close;",
  ),
  both("transfer_is_taken_away", "sign swapped", {
    file: "valuation",
    typescript: ["state.account.cash += paid;", "state.account.cash -= paid;"],
    rust: ["state.account.cash += paid;", "state.account.cash -= paid;"],
  }),
  removed("transfer_comes_again_each_step", "valuation", "state.transfers.length = 0;", "state.transfers.clear();"),
  both("short_that_took_cash_loses_as_the_price_falls", "sign swapped", {
    file: "valuation",
    typescript: [
      "return Math.abs(position_price * position_size + (position_price - close) * position_size);",
      "return Math.abs(position_price * position_size - (position_price - close) * position_size);",
    ],
    rust: [
      "(price * size + (price - close) * size).abs()",
      "(price * size - (price - close) * size).abs()",
    ],
  }),
  both("value_under_leverage_counts_the_profit_wrongly", "sign swapped", {
    file: "valuation",
    typescript: [
      "sum += (value - profit) / instrument.terms.float.leverage;",
      "sum += (value + profit) / instrument.terms.float.leverage;",
    ],
    rust: [
      "sum += (value - profit) / instrument.terms.float.leverage;",
      "sum += (value + profit) / instrument.terms.float.leverage;",
    ],
  }),
  both("late_close_asks_the_volume_of_the_wrong_bar", "constant inverted", {
    file: "price",
    typescript: [
      "return { ...late, executed_us: instrument.before_us, is_late: true };",
      "return { ...late, executed_us: instrument.before_us, is_late: false };",
    ],
    rust: [
      "return Some(QueuePrice { executed_us: instrument.before_us, is_late: true, ..late });",
      "return Some(QueuePrice { executed_us: instrument.before_us, is_late: false, ..late });",
    ],
  }),
  both("cheats_on_the_close_unasked", "comparison turned", {
    file: "price",
    typescript: [
      "if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) === CHEAT_ON_CLOSE_ON) {",
      "if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) !== CHEAT_ON_CLOSE_ON) {",
    ],
    rust: [
      "if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) == CHEAT_ON_CLOSE_ON {",
      "if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) != CHEAT_ON_CLOSE_ON {",
    ],
  }),
  both("cheats_on_the_open_unasked", "comparison turned", {
    file: "price",
    typescript: [
      "const any_bar = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) === CHEAT_ON_OPEN_ON;",
      "const any_bar = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) !== CHEAT_ON_OPEN_ON;",
    ],
    rust: [
      "let any_bar = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) == CHEAT_ON_OPEN_ON;",
      "let any_bar = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) != CHEAT_ON_OPEN_ON;",
    ],
  }),
  {
    name: "both_queue_group_ends_as_amid_a_step",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/queue/group.ts",
        before: "    if (state.step_open && member.tried_us === state.time_us) tried.push(other);",
        after: "    if (member.rank < order.rank) tried.push(other);",
      },
      {
        file: "rust/engine/src/queue/group.rs",
        before: "        if state.step_open && member.tried_us == state.time_us {",
        after: "        if !state.step_open && member.tried_us == state.time_us {",
      },
    ],
    suite: ["tests/api/backtrader_profile_test.ts"],
  },
];
