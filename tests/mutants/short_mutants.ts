/**
 * Mutants of short steps. The same ones in both cores are noticed too, as the fuzz drives each core with short steps and
 * without.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";
import { FUZZ } from "./suites.ts";

/** Short steps on every engine, with results worked out by hand. */
const ADVANCE = "src/core/advance_test.ts";

/** A change of a line in one core, or the same one in each. */
interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const TYPESCRIPT = "src/core", RUST = "rust/engine/src";

function both(name: string, operator: Operator, typescript: Change, rust: Change): Mutant {
  const edits = [
    { ...typescript, file: `${TYPESCRIPT}/${typescript.file}` },
    { ...rust, file: `${RUST}/${rust.file}` },
  ];
  return { name: `both_${name}`, operator, edits, suite: [FUZZ] };
}

function one(core: "ts" | "rust", name: string, operator: Operator, change: Change, suite: string = FUZZ): Mutant {
  const file = `${core === "ts" ? TYPESCRIPT : RUST}/${change.file}`;
  return { name: `${core}_${name}`, operator, edits: [{ ...change, file }], suite: [suite] };
}

/** Mutants of the question if a step is short, and of what is done in it. */
export const SHORT_MUTANTS: readonly Mutant[] = [
  both("short_step_forgets_orders_that_sleep", "branch removed", {
    file: "exact/short.ts",
    before: "if (awake.length !== orders.resting.length - orders.resting_ended) return false;",
    after: "if (false && awake.length !== orders.resting.length - orders.resting_ended) return false;",
  }, {
    file: "exact/short.rs",
    before: "if orders.awake.len() != orders.resting.len() - orders.resting_ended {",
    after: "if false && orders.awake.len() != orders.resting.len() - orders.resting_ended {",
  }),
  both("short_step_of_many_instruments", "check skipped", {
    file: "exact/short.ts",
    before: "if (awake.length === 0 || loaded.counts.length !== 1 || orders.has_baskets) return false;",
    after: "if (awake.length === 0 || orders.has_baskets) return false;",
  }, {
    file: "exact/short.rs",
    before: "if orders.awake.is_empty() || loaded.counts.len() != 1 || orders.has_baskets {",
    after: "if orders.awake.is_empty() || orders.has_baskets {",
  }),
  both("short_step_without_volume", "branch removed", {
    file: "exact/short.ts",
    before:
      "if (instrument.terms.needs_volume && columns[COLUMN_VOLUME * loaded.counts[0]! + row] === 0) return false;",
    after:
      "if (false && instrument.terms.needs_volume && columns[COLUMN_VOLUME * loaded.counts[0]! + row] === 0) return false;",
  }, {
    file: "exact/short.rs",
    before: "if instrument.terms.needs_volume && columns[COLUMN_VOLUME * loaded.counts[0] as usize + row] == 0.0 {",
    after:
      "if false && instrument.terms.needs_volume && columns[COLUMN_VOLUME * loaded.counts[0] as usize + row] == 0.0 {",
  }),
  both("short_step_with_a_validity", "check skipped", {
    file: "exact/short.ts",
    before:
      "return order.ended === 0 && at === AT_NEXT && trigger === TRIGGER_NONE && order.validity === VALIDITY_GTC;",
    after: "return order.ended === 0 && at === AT_NEXT && trigger === TRIGGER_NONE && order.validity >= VALIDITY_GTC;",
  }, {
    file: "exact/short.rs",
    before: "order.ended == 0 && at == At::Next && trigger == Trigger::None && order.validity == VALIDITY_GTC",
    after: "order.ended == 0 && at == At::Next && trigger == Trigger::None",
  }),
  both("short_step_with_orders_at_the_close", "check skipped", {
    file: "exact/short.ts",
    before:
      "return order.ended === 0 && at === AT_NEXT && trigger === TRIGGER_NONE && order.validity === VALIDITY_GTC;",
    after: "return order.ended === 0 && at >= AT_NEXT && trigger === TRIGGER_NONE && order.validity === VALIDITY_GTC;",
  }, {
    file: "exact/short.rs",
    before: "order.ended == 0 && at == At::Next && trigger == Trigger::None && order.validity == VALIDITY_GTC",
    after: "order.ended == 0 && at != At::Open && trigger == Trigger::None && order.validity == VALIDITY_GTC",
  }),
  both("short_step_opens_before_it_closes", "constant off by one", {
    file: "exact/short.ts",
    before: "if (awake.length > 1) {",
    after: "if (awake.length > 2) {",
  }, {
    file: "exact/short.rs",
    before: "if state.orders.awake.len() > 1 {",
    after: "if state.orders.awake.len() > 2 {",
  }),
  both("short_step_takes_another_position", "wrong field", {
    file: "exact/short.ts",
    before: "instrument.position_at_step = instrument.position_size;",
    after: "instrument.position_at_step = instrument.trip_quantity_max;",
  }, {
    file: "exact/short.rs",
    before: "instrument.position_at_step = instrument.position_size;",
    after: "instrument.position_at_step = instrument.trip_quantity_max;",
  }),
  both("short_step_where_every_bar_is_hashed", "check skipped", {
    file: "advance.ts",
    before: "const may_be_short = may_be_quiet && !state.checks;",
    after: "const may_be_short = !state.checks;",
  }, {
    file: "advance.rs",
    before: "let may_be_short = may_be_quiet && !state.checks;",
    after: "let may_be_short = !state.checks;",
  }),
  both("short_step_fills_at_the_close", "wrong field", {
    file: "advance.ts",
    before: "const { slips, needs_volume } = instrument.terms, open = columns[from + COLUMN_OPEN * count]!;",
    after: "const { slips, needs_volume } = instrument.terms, open = columns[from + COLUMN_CLOSE * count]!;",
  }, {
    file: "advance.rs",
    before: "let (open, close) = (read(COLUMN_OPEN), read(COLUMN_CLOSE));",
    after: "let (open, close) = (read(COLUMN_CLOSE), read(COLUMN_CLOSE));",
  }),
  one("ts", "short_step_leaves_the_high_out", "wrong rule", {
    file: "advance.ts",
    before: "const high = !slips ? open : columns[from + COLUMN_HIGH * count]!;",
    after: "const high = slips ? open : columns[from + COLUMN_HIGH * count]!;",
  }),
  one("ts", "short_step_takes_the_high_for_the_low", "wrong field", {
    file: "advance.ts",
    before: "const low = !slips ? open : columns[from + COLUMN_LOW * count]!;",
    after: "const low = !slips ? open : columns[from + COLUMN_HIGH * count]!;",
  }),
  one("ts", "short_step_begins_before_its_orders", "wrong field", {
    file: "advance.ts",
    before:
      "showBar(state, instrument, instrument.time_us, 0, open, high, low, columns[from + COLUMN_CLOSE * count]!, volume);",
    after:
      "showBar(state, instrument, instrument.begin_us, 0, open, high, low, columns[from + COLUMN_CLOSE * count]!, volume);",
  }, ADVANCE),
  one("ts", "short_step_with_an_order_that_ended", "check skipped", {
    file: "exact/short.ts",
    before:
      "return order.ended === 0 && at === AT_NEXT && trigger === TRIGGER_NONE && order.validity === VALIDITY_GTC;",
    after: "return at === AT_NEXT && trigger === TRIGGER_NONE && order.validity === VALIDITY_GTC;",
  }, ADVANCE),
  one("ts", "short_step_before_the_first_bar", "branch removed", {
    file: "exact/short.ts",
    before: "if (instrument.bars === 0 || instrument.terms.reads_volume) return false;",
    after: "if (false && (instrument.bars === 0 || instrument.terms.reads_volume)) return false;",
  }, ADVANCE),
  one("ts", "short_step_of_an_order_behind_the_last_bar", "check skipped", {
    file: "exact/short.ts",
    before: "if (!isPlain(order) || order.placed_us > instrument.time_us) return false;",
    after: "if (!isPlain(order)) return false;",
  }, ADVANCE),
  one("ts", "short_step_forgets_the_bars_before", "sign swapped", {
    file: "advance.ts",
    before:
      "const instrument = state.instruments[0]!, count = loaded.counts[0]!, from = instrument.bars - loaded.bases[0]!;",
    after:
      "const instrument = state.instruments[0]!, count = loaded.counts[0]!, from = instrument.bars + loaded.bases[0]!;",
  }, "tests/flows_test.ts"),
  one("ts", "short_step_matches_nothing", "statement removed", {
    file: "step.ts",
    before: "model.stepShort(state);",
    after: "",
  }, ADVANCE),
  one("rust", "short_step_takes_the_low_for_the_high", "wrong field", {
    file: "advance.rs",
    before: "let high = if slips { read(COLUMN_HIGH) } else { open };",
    after: "let high = if slips { read(COLUMN_LOW) } else { open };",
  }),
  one("rust", "short_step_slips_without_a_rate", "wrong rule", {
    file: "advance.rs",
    before: "let slips = instrument.terms.slips;",
    after: "let slips = !instrument.terms.slips;",
  }),
  one("rust", "short_step_begins_before_its_orders", "wrong field", {
    file: "advance.rs",
    before: "let begin_us = instrument.time_us;",
    after: "let begin_us = instrument.begin_us;",
  }, ADVANCE),
  one("rust", "short_step_with_an_order_that_ended", "check skipped", {
    file: "exact/short.rs",
    before: "order.ended == 0 && at == At::Next && trigger == Trigger::None && order.validity == VALIDITY_GTC",
    after: "at == At::Next && trigger == Trigger::None && order.validity == VALIDITY_GTC",
  }, ADVANCE),
  one("rust", "short_step_before_the_first_bar", "branch removed", {
    file: "exact/short.rs",
    before: "if instrument.bars == 0 || instrument.terms.reads_volume {",
    after: "if false && (instrument.bars == 0 || instrument.terms.reads_volume) {",
  }, ADVANCE),
  one("rust", "short_step_of_an_order_behind_the_last_bar", "check skipped", {
    file: "exact/short.rs",
    before: "is_plain(order) && order.placed_us <= instrument.time_us",
    after: "is_plain(order)",
  }, ADVANCE),
  one("rust", "short_step_forgets_the_bars_before", "sign swapped", {
    file: "advance.rs",
    before: "let (count, from) = (loaded.counts[0] as usize, (instrument.bars - loaded.bases[0]) as usize);",
    after: "let (count, from) = (loaded.counts[0] as usize, (instrument.bars + loaded.bases[0]) as usize);",
  }, "tests/flows_test.ts"),
];
