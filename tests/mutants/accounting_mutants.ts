/**
 * Mutants of what falls due without an order, of splits and of trading that ends: in both cores at once, which the auditor
 * and the cases worked out by hand have to find, and in the options of a run.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";
import { FUZZ, PARITY } from "./suites.ts";

/** Runs to whose account all of it happens, worked out by hand. */
const ACCOUNT_EVENTS = "tests/api/account_events_test.ts";

/** The same change of a line in each core, in a file of the exact model. */
function both(
  name: string,
  operator: Operator,
  file: string,
  typescript: readonly [before: string, after: string],
  rust: readonly [before: string, after: string],
  suite: string = PARITY,
): Mutant {
  const edits = [
    { file: `src/core/exact/${file}.ts`, before: typescript[0], after: typescript[1] },
    { file: `rust/engine/src/exact/${file}.rs`, before: rust[0], after: rust[1] },
  ];
  return { name: `both_${name}`, operator, edits, suite: [suite] };
}

/** A change of a line of what a run makes of its options, or of what comes of it. */
function edge(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file: `src/${file}`, before, after }], suite: [ACCOUNT_EVENTS] };
}

/** Mutants of rates, dividends, splits, and of trading that ends. */
export const ACCOUNTING_MUTANTS: readonly Mutant[] = [
  both("commission_counts_from_the_lowest_price", "wrong rule", "commission", [
    "return rated(Math.abs(price - price_zero), lots, scale, rate, ROUND_HALF_EVEN);",
    "return rated(Math.abs(price - 0 * price_zero), lots, scale, rate, ROUND_HALF_EVEN);",
  ], [
    "rated((price - terms.price_zero).abs(), lots, &terms.scale, rate, ROUND_HALF_EVEN)",
    "rated((price - 0.0 * terms.price_zero).abs(), lots, &terms.scale, rate, ROUND_HALF_EVEN)",
  ]),
  both(
    "tiers_count_from_the_lowest_price",
    "wrong rule",
    "commission",
    [
      "const counted = price_zero === 0 ? notional : amount(Math.abs(price - price_zero), lots, scale);",
      "const counted = price_zero !== -1 ? notional : amount(Math.abs(price - price_zero), lots, scale);",
    ],
    [
      "if terms.price_zero == 0.0 { notional } else { amount((price - terms.price_zero).abs(), lots, &terms.scale) };",
      "if terms.price_zero != -1.0 { notional } else { amount((price - terms.price_zero).abs(), lots, &terms.scale) };",
    ],
    FUZZ,
  ),
  both("size_by_money_where_prices_tell_no_worth", "check skipped", "intent", [
    "if ((whole || (said === 1 && quantity === 0)) && instrument.terms.price_zero !== 0) {",
    "if ((whole || (said === 1 && quantity === 0)) && instrument.terms.price_zero === -1) {",
  ], [
    "(whole || (said == 1 && quantity == 0.0)) && instrument.terms.price_zero != 0.0,",
    "(whole || (said == 1 && quantity == 0.0)) && instrument.terms.price_zero == -1.0,",
  ]),
  both("split_leaves_orders", "statement removed", "split", [
    "cancelOrders(state, instrument, REASON_BEFORE_SPLIT);",
    "",
  ], ["cancel_orders(state, id, REASON_BEFORE_SPLIT);", ""]),
  both("split_pays_no_odd_lots", "comparison turned", "split", [
    "if (odd > 0 && !closeLots(state, instrument, odd, FILL_RULE_SPLIT)) return;",
    "if (odd <= 0 && !closeLots(state, instrument, odd, FILL_RULE_SPLIT)) return;",
  ], [
    "if odd > 0.0 && !close_lots(state, id, odd, FILL_RULE_SPLIT) {",
    "if odd <= 0.0 && !close_lots(state, id, odd, FILL_RULE_SPLIT) {",
  ]),
  both("split_turns_a_short", "comparison turned", "split", [
    "instrument.position_size = before < 0 ? 0 - lots : lots;",
    "instrument.position_size = before >= 0 ? 0 - lots : lots;",
  ], [
    "let after = if before < 0.0 { 0.0 - lots } else { lots };",
    "let after = if before >= 0.0 { 0.0 - lots } else { lots };",
  ]),
  both("split_keeps_the_last_close", "statement removed", "split", ["instrument.close = close;", ""], [
    "instrument.close = close;",
    "",
  ]),
  both(
    "split_leaves_the_mark",
    "wrong rule",
    "split",
    [
      "if (lots > 0) markInstrument(state, instrument);",
      "if (lots < 0) markInstrument(state, instrument);",
    ],
    ["mark_instrument(state, id);", "if lots < 0.0 { mark_instrument(state, id) }"],
    FUZZ,
  ),
  both("ended_trading_goes_on", "constant inverted", "split", [
    "instrument.halted = true;",
    "instrument.halted = false;",
  ], [
    "instrument.halted = true;",
    "instrument.halted = false;",
  ]),
  both("ended_trading_leaves_orders", "statement removed", "split", [
    "cancelOrders(state, instrument, REASON_FEED_ENDED);",
    "",
  ], ["cancel_orders(state, id, REASON_FEED_ENDED);", ""]),
  both("borrowing_is_earned", "comparison turned", "accrual", [
    "book(state, REASON_BORROW, instrument.id, rate > 0 ? -borrow : borrow);",
    "book(state, REASON_BORROW, instrument.id, rate <= 0 ? -borrow : borrow);",
  ], [
    "book(state, REASON_BORROW, id, if rate > 0.0 { -borrow } else { borrow });",
    "book(state, REASON_BORROW, id, if rate <= 0.0 { -borrow } else { borrow });",
  ]),
  both("long_positions_borrow", "comparison turned", "accrual", [
    "const borrow = instrument.position_size < 0 ? dueOn(instrument, rate) : 0;",
    "const borrow = instrument.position_size >= 0 ? dueOn(instrument, rate) : 0;",
  ], [
    "let borrow = if instrument.position_size < 0.0 { due_on(instrument, rate) } else { 0.0 };",
    "let borrow = if instrument.position_size >= 0.0 { due_on(instrument, rate) } else { 0.0 };",
  ]),
  both("interest_of_a_debt_on_cash", "comparison turned", "accrual", [
    "const { cash } = state.account, rate = cash > 0 ? interest_rate : loan_rate;",
    "const { cash } = state.account, rate = cash <= 0 ? interest_rate : loan_rate;",
  ], [
    "let rate = if cash > 0.0 { interest_rate } else { loan_rate };",
    "let rate = if cash <= 0.0 { interest_rate } else { loan_rate };",
  ]),
  both("waiting_rate_is_added_to_one_due_at_once", "comparison turned", "accrual", [
    "const at_once = event.word(FUNDING_DUE) === DUE_AT_ONCE;",
    "const at_once = event.word(FUNDING_DUE) !== DUE_AT_ONCE;",
  ], [
    "let at_once = event.word(FUNDING_DUE) == DUE_AT_ONCE;",
    "let at_once = event.word(FUNDING_DUE) != DUE_AT_ONCE;",
  ]),
  edge(
    "dues_of_the_first_date",
    "sign swapped",
    "run/account_events.ts",
    "const days = this.#day === 0 || day <= since ? 0 : day - since;",
    "const days = this.#day === 0 || day <= since ? 0 : day + since;",
  ),
  edge(
    "feed_ends_with_its_last_bar",
    "wrong rule",
    "run/account_events.ts",
    "if (length > 0) this.#addEnd(coming, id, firstAfter(timeUs, columns.timeUs[length - 1]!, false), timeUs.length);",
    "if (length > 0) this.#addEnd(coming, id, firstAfter(timeUs, columns.timeUs[length - 1]!, true), timeUs.length);",
  ),
  edge(
    "feed_of_blocks_ends_again",
    "check skipped",
    "run/account_events.ts",
    "if (!dues.closesAtEnd || dues.ended || step >= steps) return;",
    "if (!dues.closesAtEnd || step >= steps) return;",
  ),
  edge(
    "feed_that_waits_never_ends",
    "wrong rule",
    "run/blocks/merged_blocks.ts",
    "return this.#feeds.map(({ ended }) => ended);",
    "return this.#feeds.map(() => false);",
  ),
  edge(
    "rows_before_the_first_bar",
    "connective swapped",
    "run/account_events.ts",
    "if (begun || at >= sessionDay[0]!) add(firstAfter(sessionDay, at, true), write);",
    "if (begun && at >= sessionDay[0]!) add(firstAfter(sessionDay, at, true), write);",
  ),
  edge(
    "view_keeps_the_lots_of_before",
    "statement removed",
    "broker/account_view.ts",
    "this.#instruments[id]!.position_size = after;",
    "",
  ),
  edge(
    "payments_without_their_feed",
    "comparison turned",
    "broker/journal.ts",
    'const feed = kind === "interest" ? null : this.#specs[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]!.name;',
    'const feed = kind !== "interest" ? null : this.#specs[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]!.name;',
  ),
  edge(
    "trade_keeps_its_price",
    "wrong field",
    "broker/average_price.ts",
    "this.#price = this.#price * before / after;",
    "this.#price = this.#price * before / before;",
  ),
];
