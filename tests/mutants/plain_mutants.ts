/**
 * Mutants of plain orders. The same ones in both cores are noticed too, as the suite drives each core the general way
 * beside that of plain orders.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";

/** Plain orders on every engine beside the general way. */
const PLAIN = "src/core/plain_orders_test.ts";

/** A change of a line in one core, or the same one in each. */
interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

function both(name: string, operator: Operator, typescript: Change, rust: Change): Mutant {
  const edits = [
    { ...typescript, file: `src/core/${typescript.file}` },
    { ...rust, file: `rust/engine/src/${rust.file}` },
  ];
  return { name: `both_${name}`, operator, edits, suite: [PLAIN] };
}

function one(core: "ts" | "rust", name: string, operator: Operator, change: Change): Mutant {
  const file = `${core === "ts" ? "src/core" : "rust/engine/src"}/${change.file}`;
  return { name: `${core}_${name}`, operator, edits: [{ ...change, file }], suite: [PLAIN] };
}

/** Mutants of the question if an order is plain, of its fill, and of what is kept of it. */
export const PLAIN_MUTANTS: readonly Mutant[] = [
  both("plain_order_beside_another", "branch removed", {
    file: "exact/plain.ts",
    before:
      "if (orders.live_count !== 0 || orders.resting.length + orders.awake.length + orders.tied.length !== 0) return false;",
    after:
      "if (false && (orders.live_count !== 0 || orders.resting.length + orders.awake.length + orders.tied.length !== 0)) return false;",
  }, {
    file: "exact/plain.rs",
    before: "if orders.live_count != 0 || orders.resting.len() + orders.awake.len() + orders.tied.len() != 0 {",
    after:
      "if false && (orders.live_count != 0 || orders.resting.len() + orders.awake.len() + orders.tied.len() != 0) {",
  }),
  both("plain_order_costs_more_than_there_is", "branch removed", {
    file: "exact/plain.ts",
    before: "if (!closes && (notional === 0 || freeCash(state) < cost)) return false;",
    after: "if (false && (!closes && (notional === 0 || freeCash(state) < cost))) return false;",
  }, {
    file: "exact/plain.rs",
    before: "if !closes && (notional == 0.0 || free_cash(state) < cost) {",
    after: "if false && (!closes && (notional == 0.0 || free_cash(state) < cost)) {",
  }),
  both("plain_order_beside_money_that_waits", "branch removed", {
    file: "exact/plain.ts",
    before: "if (state.account.transfer !== 0) return false;",
    after: "if (false && state.account.transfer !== 0) return false;",
  }, {
    file: "exact/plain.rs",
    before: "if state.account.transfer != 0.0 {",
    after: "if false && state.account.transfer != 0.0 {",
  }),
  one("ts", "plain_order_turns_the_position", "branch removed", {
    file: "exact/plain.ts",
    before: "if (closes ? lots > Math.abs(size) : order.flags !== 0) return false;",
    after: "if (false && closes ? lots > Math.abs(size) : order.flags !== 0) return false;",
  }),
  one("ts", "plain_step_counts_one_event", "constant off by one", {
    file: "exact/plain.ts",
    before: "for (let event = 0; event < 2; event++) {",
    after: "for (let event = 0; event < 1; event++) {",
  }),
  one("ts", "plain_order_fills_at_the_close", "wrong field", {
    file: "exact/plain.ts",
    before:
      "const price = columns[from + COLUMN_OPEN * count]!, lots = order.quantity, size = instrument.position_size;",
    after:
      "const price = columns[from + COLUMN_CLOSE * count]!, lots = order.quantity, size = instrument.position_size;",
  }),
  one("ts", "plain_order_is_lost_the_general_way", "statement removed", {
    file: "state/order.ts",
    before: "this.#by_id.add(this.slots[this.plain]!.id, this.plain);",
    after: "",
  }),
  one("ts", "kept_order_comes_back_at_the_place_of_another", "sign swapped", {
    file: "state/order.ts",
    before: "this.terminal[this.terminal.length - 1 - (this.ended_highest - order.ended)] = slot;",
    after: "this.terminal[this.terminal.length - 1 + (this.ended_highest - order.ended)] = slot;",
  }),
  one("ts", "kept_order_forgets_its_side", "comparison turned", {
    file: "state/kept_orders.ts",
    before: "to.sign = lots < 0 ? -1 : 1;",
    after: "to.sign = lots >= 0 ? -1 : 1;",
  }),
  one("ts", "kept_order_comes_back_twice", "statement removed", {
    file: "state/order.ts",
    before: "this.kept.comeBack(place);",
    after: "",
  }),
  one("rust", "plain_order_turns_the_position", "branch removed", {
    file: "exact/plain.rs",
    before: "if if closes { lots > size.abs() } else { order.flags != 0 } {",
    after: "if false && if closes { lots > size.abs() } else { order.flags != 0 } {",
  }),
  one("rust", "plain_order_does_not_live", "statement removed", {
    file: "exact/plain.rs",
    before: "state.orders.live_count += 1;",
    after: "",
  }),
  one("rust", "plain_order_is_lost_the_general_way", "wrong field", {
    file: "state/order.rs",
    before: "self.by_id.add(self.slots[slot].id, slot as u32);",
    after: "self.by_id.add(self.slots[slot].parent, slot as u32);",
  }),
  one("rust", "kept_order_comes_back_at_the_place_of_another", "sign swapped", {
    file: "state/order.rs",
    before: "let at = self.terminal.len() - 1 - behind;",
    after: "let at = self.terminal.len() - 1 + behind;",
  }),
  one("rust", "kept_order_forgets_its_side", "comparison turned", {
    file: "state/kept_orders.rs",
    before: "sign: if kept.lots < 0.0 { -1.0 } else { 1.0 },",
    after: "sign: if kept.lots >= 0.0 { -1.0 } else { 1.0 },",
  }),
];
