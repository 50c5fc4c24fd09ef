/**
 * Mutants of fills: the path inside a bar, slippage, the share of a bar's volume.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";
import { FUZZ, PARITY } from "./suites.ts";

/** What comes first inside a bar, on every engine. */
const PATHS_OF_BARS = "tests/api/paths_test.ts";

/** Slippage, and shares of the volume of a bar, on every engine. */
const SHARES = "tests/api/slippage_and_volume_test.ts";

/** A change of a line in one core, or the same one in each. */
interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const TYPESCRIPT = "src/core/exact", RUST = "rust/engine/src/exact";

function both(name: string, operator: Operator, typescript: Change, rust: Change, suite: string): Mutant {
  const edits = [
    { ...typescript, file: `${TYPESCRIPT}/${typescript.file}` },
    { ...rust, file: `${RUST}/${rust.file}` },
  ];
  return { name: `both_${name}`, operator, edits, suite: [suite] };
}

function one(core: "ts" | "rust", name: string, operator: Operator, change: Change, suite: string): Mutant {
  const file = `${core === "ts" ? TYPESCRIPT : RUST}/${change.file}`;
  return { name: `${core}_${name}`, operator, edits: [{ ...change, file }], suite: [suite] };
}

/** Mutants of the path inside a bar. */
export const FILLS_MUTANTS: readonly Mutant[] = [
  both("fok_takes_a_part_of_the_volume", "check skipped", {
    file: "fill.ts",
    before: "if (limited && order.validity === VALIDITY_FOK && left > instrument.volume_left) {",
    after: "if (limited && order.validity === VALIDITY_FOK && left > EXACT_MAX) {",
  }, {
    file: "fill.rs",
    before: "if limited && order.validity == VALIDITY_FOK && left > state.instruments[id].volume_left {",
    after: "if limited && order.validity == VALIDITY_FOK && left > EXACT_MAX {",
  }, SHARES),
  both("fok_that_opens_gives_another_reason", "connective swapped", {
    file: "fill.ts",
    before: "if (closing > 0 || part === PART_ALL) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_WHOLE);",
    after: "if (closing > 0 && part === PART_ALL) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_WHOLE);",
  }, {
    file: "fill.rs",
    before: "if closing > 0.0 || part == Part::All {",
    after: "if closing > 0.0 && part == Part::All {",
  }, SHARES),
  both("adverse_path_helps_the_position", "comparison turned", {
    file: "path.ts",
    before: "if (rule === PATH_ADVERSE && position_size !== 0) return position_size < 0;",
    after: "if (rule === PATH_ADVERSE && position_size !== 0) return position_size >= 0;",
  }, {
    file: "path.rs",
    before: "return position_size < 0.0;",
    after: "return position_size >= 0.0;",
  }, PARITY),
  both("path_goes_to_the_farther_extreme", "comparison turned", {
    file: "path.ts",
    before: "return high - open < open - low;",
    after: "return high - open >= open - low;",
  }, {
    file: "path.rs",
    before: "high - open < open - low",
    after: "high - open >= open - low",
  }, PATHS_OF_BARS),
  both("path_of_equal_extremes_rises", "comparison turned", {
    file: "path.ts",
    before: "return high - open < open - low;",
    after: "return high - open <= open - low;",
  }, {
    file: "path.rs",
    before: "high - open < open - low",
    after: "high - open <= open - low",
  }, PATHS_OF_BARS),
  both("path_forgets_the_order_of_legs", "comparison turned", {
    file: "path.ts",
    before: "if (one.leg !== other.leg) return one.leg < other.leg;",
    after: "if (one.leg !== other.leg) return one.leg >= other.leg;",
  }, {
    file: "path.rs",
    before: "return one.leg < other.leg;",
    after: "return one.leg >= other.leg;",
  }, PATHS_OF_BARS),
  both("path_passes_a_touched_limit", "wrong rule", {
    file: "path.ts",
    before: "if (price === level) return !past;",
    after: "if (price === level) return past || !past;",
  }, {
    file: "path.rs",
    before: "return !past;",
    after: "return past || !past;",
  }, FUZZ),
  both("path_misses_what_the_price_of_an_entry_passed", "check skipped", {
    file: "path.ts",
    before:
      "if (passedByEntry(state, order)) return { leg: path.leg, price: path.price, past: false, at_entry: true };",
    after: "",
  }, {
    file: "path.rs",
    before: "if passed_by_entry(state, order) {",
    after: "if passed_by_entry(state, order) && path.leg == LEGS {",
  }, PATHS_OF_BARS),
  both("path_meets_a_stop_before_what_the_entry_passed", "wrong rule", {
    file: "path.ts",
    before: "if (one.at_entry !== other.at_entry) return one.at_entry;",
    after: "if (one.at_entry !== other.at_entry) return !one.at_entry;",
  }, {
    file: "path.rs",
    before: "return one.at_entry;",
    after: "return !one.at_entry;",
  }, PATHS_OF_BARS),
  one("ts", "path_begins_anew_after_each_fill", "statement removed", {
    file: "path.ts",
    before: "path.leg = leg;",
    after: "",
  }, PATHS_OF_BARS),
  one("rust", "path_begins_anew_after_each_fill", "statement removed", {
    file: "path.rs",
    before: "path.leg = leg;",
    after: "",
  }, PATHS_OF_BARS),
  one("rust", "path_of_two_goes_by_rank_alone", "comparison turned", {
    file: "path.rs",
    before: "false => moment.leg < leg,",
    after: "false => moment.leg >= leg,",
  }, PATHS_OF_BARS),
  one("ts", "path_turns_the_way_of_a_leg", "comparison turned", {
    file: "path.ts",
    before:
      "return path.prices[one.leg + 1]! > path.prices[one.leg]! ? one.price < other.price : one.price > other.price;",
    after:
      "return path.prices[one.leg + 1]! <= path.prices[one.leg]! ? one.price < other.price : one.price > other.price;",
  }, FUZZ),
  both("impact_grows_with_the_share_alone", "wrong rule", {
    file: "slippage.ts",
    before: "return Math.ceil(slippage_impact * share * share);",
    after: "return Math.ceil(slippage_impact * share);",
  }, {
    file: "slippage.rs",
    before: "let rate = slippage_impact * share * share;",
    after: "let rate = slippage_impact * share;",
  }, FUZZ),
  both("impact_of_what_opens_leaves_out_what_closed", "check skipped", {
    file: "slippage.ts",
    before: "if (order.filled === 0 || order.executed_us !== state.time_us) {",
    after: "if (order.filled === 0 || order.filled > 0) {",
  }, {
    file: "slippage.rs",
    before: "if order.filled == 0.0 || order.executed_us != state.time_us {",
    after: "if order.filled == 0.0 || order.filled > 0.0 {",
  }, SHARES),
  both("limit_slips_past_itself", "wrong rule", {
    file: "slippage.ts",
    before:
      "const passes = order.is_buy ? moved > order.limit : moved < order.limit, wanted = passes ? order.limit : moved;",
    after: "const passes = order.is_buy ? moved > order.limit : moved < order.limit, wanted = passes ? moved : moved;",
  }, {
    file: "slippage.rs",
    before: "let wanted = if passes { order.limit } else { moved };",
    after: "let wanted = if passes { moved } else { moved };",
  }, FUZZ),
  both("orders_do_not_share_the_volume", "sign swapped", {
    file: "fill.ts",
    before: "if (instrument.terms.volume_limit_numerator !== 0) instrument.volume_left -= lots;",
    after: "if (instrument.terms.volume_limit_numerator !== 0) instrument.volume_left += lots;",
  }, {
    file: "fill.rs",
    before: "state.instruments[id as usize].volume_left -= lots;",
    after: "state.instruments[id as usize].volume_left += lots;",
  }, FUZZ),
  both("partial_exit_ends_its_group", "wrong rule", {
    file: "fill.ts",
    before: "else if (!in_part) endGroup(state, slot);",
    after: "else if (in_part || !in_part) endGroup(state, slot);",
  }, {
    file: "fill.rs",
    before: "} else if !in_part {",
    after: "} else if in_part || !in_part {",
  }, SHARES),
  both("target_in_part_leaves_its_lots_to_the_stop", "check skipped", {
    file: "fill.ts",
    before: "if (order.entry_share > 0) shrinkGroup(state, slot, Math.abs(execution.quantity));",
    after: "if (order.entry_share > 0 && !in_part) shrinkGroup(state, slot, Math.abs(execution.quantity));",
  }, {
    file: "fill.rs",
    before: "shrink_group(state, slot, execution.quantity.abs());",
    after: "if !in_part { shrink_group(state, slot, execution.quantity.abs()); }",
  }, SHARES),
  both("spread_is_forgotten", "wrong rule", {
    file: "slippage.ts",
    before: "const steps = slippage_steps + instrument.spread;",
    after: "const steps = slippage_steps + 0 * instrument.spread;",
  }, {
    file: "slippage.rs",
    before: "let steps = slippage_steps + instrument.spread;",
    after: "let steps = slippage_steps + 0.0 * instrument.spread;",
  }, SHARES),
  both("spread_comes_ahead_of_its_bar", "wrong rule", {
    file: "spread.ts",
    before: "matchAhead(state);",
    after: "void matchAhead;",
  }, {
    file: "spread.rs",
    before: "match_ahead(state);",
    after: "let _ = match_ahead;",
  }, SHARES),
  both("spread_is_taken_where_none_was_declared", "wrong rule", {
    file: "spread.ts",
    before:
      "if ((instrument.terms.slippage_flags & SLIPPAGE_FLAG_SPREAD) === 0) return refuse(REASON_NOT_SUPPORTED, NO_LANE);",
    after: "if (instrument.id < 0 * SLIPPAGE_FLAG_SPREAD) return refuse(REASON_NOT_SUPPORTED, NO_LANE);",
  }, {
    file: "spread.rs",
    before: "_ if flags & SLIPPAGE_FLAG_SPREAD == 0 => Some((REASON_NOT_SUPPORTED, NO_LANE)),",
    after: "_ if flags & SLIPPAGE_FLAG_SPREAD > u32::MAX / 2 => Some((REASON_NOT_SUPPORTED, NO_LANE)),",
  }, FUZZ),
  both("share_is_of_the_last_part_alone", "wrong rule", {
    file: "tied.ts",
    before: "let left = opened;",
    after: "let left = newly;",
  }, {
    file: "tied.rs",
    before: "let mut left = opened;",
    after: "let mut left = newly;",
  }, SHARES),
  both("cancelled_target_gives_its_share_away", "wrong rule", {
    file: "tied.ts",
    before: "if (order.entry_share > 0) leaveShare(state, order);",
    after: "void leaveShare;",
  }, {
    file: "tied.rs",
    before: "leave_share(state, slot);",
    after: "let _ = leave_share;",
  }, SHARES),
  both("share_below_a_lot_wakes", "check skipped", {
    file: "tied.ts",
    before: "if (order.quantity === 0) continue;",
    after: "if (order.quantity < 0) continue;",
  }, {
    file: "tied.rs",
    before: "if order.quantity == 0.0 {",
    after: "if order.quantity < 0.0 {",
  }, SHARES),
  both("trail_on_a_path_ignores_the_open", "wrong rule", {
    file: "path.ts",
    before: "for (const { instrument, price } of paths) trailTo(state, instrument, price);",
    after: "",
  }, {
    file: "path.rs",
    before: "trail_to(state, path.instrument, path.price);",
    after: "let _ = path;",
  }, PATHS_OF_BARS),
  both("trail_on_a_path_goes_back", "wrong rule", {
    file: "path.ts",
    before: "if (is_buy ? moved < level : moved > level) level = moved;",
    after: "if (is_buy ? moved >= level : moved <= level) level = moved;",
  }, {
    file: "path.rs",
    before: "if if is_buy { moved < level } else { moved > level } {",
    after: "if if is_buy { moved >= level } else { moved <= level } {",
  }, PATHS_OF_BARS),
  both("trail_on_a_path_skips_its_corners", "wrong rule", {
    file: "path.ts",
    before:
      "for (let passed = path.leg; passed < leg; passed++) trailTo(state, path.instrument, path.prices[passed + 1]!);",
    after: "",
  }, {
    file: "path.rs",
    before: "trail_to(state, path.instrument, path.prices[passed + 1]);",
    after: "let _ = passed;",
  }, FUZZ),
  both("entry_outlives_its_protection", "wrong rule", {
    file: "fill.ts",
    before: "if (limited && order.protective && (trip_closed || !in_part)) {",
    after: "if (limited && order.protective && trip_closed && !in_part && false) {",
  }, {
    file: "fill.rs",
    before: "if limited && protective && (trip_closed || !in_part) {",
    after: "if limited && protective && trip_closed && !in_part && false {",
  }, FUZZ),
  both("one_price_with_a_trailed_trigger_is_certain", "check skipped", {
    file: "rival.ts",
    before:
      "return one.above !== late.above || (one.price !== late.price && isNear(one.price, late.price, late.above));",
    after: "return one.above !== late.above || isNear(one.price, late.price, late.above);",
  }, {
    file: "rival.rs",
    before: "one.above != late.above || (one.price != late.price && is_near(one.price, late.price, late.above))",
    after: "one.above != late.above || is_near(one.price, late.price, late.above)",
  }, PARITY),
  both("trail_begins_anew_before_the_first_bar", "check skipped", {
    file: "trail.ts",
    before: "if (stop === 0 && order.active && instrument.close !== 0) {",
    after: "if (stop === 0 && order.active) {",
  }, {
    file: "trail.rs",
    before: "if stop == 0.0 && order.active && instrument.close != 0.0 {",
    after: "if stop == 0.0 && order.active {",
  }, FUZZ),
  both("trail_stays_where_the_open_made_it", "wrong rule", {
    file: "trail.ts",
    before: "order.stop = reached ? opened : moved;",
    after: "order.stop = opened;",
  }, {
    file: "trail.rs",
    before: "order.stop = if reached { opened } else { moved };",
    after: "order.stop = opened;",
  }, PARITY),
  both("basket_counts_what_no_amount_holds", "check skipped", {
    file: "basket.ts",
    before: "if (Math.abs(filled) > EXACT_MAX) continue;",
    after: "if (Number.isNaN(filled)) continue;",
  }, {
    file: "basket.rs",
    before: "if filled.abs() > EXACT_MAX {",
    after: "if filled.is_nan() {",
  }, FUZZ),
];
