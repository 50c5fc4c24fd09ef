/**
 * The fields of state: one table for each struct that both cores keep. `deno task generate` writes from it structs,
 * accessors, defaults, and both directions of a snapshot with their checks.
 *
 * The order of rows is the order of lanes in a snapshot, and for orders also in a page. A new field goes to the end of
 * its kind. Quantities are unsigned lots, prices steps, money in money units; in the profile with doubles they are
 * plain numbers.
 *
 * @module
 */

import { CODES, type CodeTable } from "./codes.ts";
import { LIMITS } from "./limits.ts";
import { ORDER_STATES } from "./order_states.ts";

/** The type of a field: a double, an unsigned word, an unsigned count past 2^32, a flag, words. */
export type FieldType = "f64" | "u32" | "u64" | "bool" | "words" | "terms";

/**
 * `state` is in snapshots. `fixed` is set when the struct is made, `step` is meaningless after the step that set it,
 * `derived` follows from state. None of these three is in a snapshot.
 */
export type FieldKind = "state" | "fixed" | "step" | "derived";

/** The legal values of a field. Both cores reject a snapshot with any other value. */
export interface FieldRange {
  /**
   * `always` is whole; `exact` is whole and bounded with exact numbers, any value with doubles; `never` is not whole.
   */
  readonly whole: "always" | "exact" | "never";
  readonly least: number;
  readonly most: number;
  /** Distance between neighbouring values, from `least` on. */
  readonly step: number;
}

/** One field. */
export interface StateField {
  readonly name: string;
  readonly type: FieldType;
  readonly kind: FieldKind;
  readonly range: FieldRange;
  /** Meaning, as a clause without a full stop. */
  readonly doc: string;
  /** Value in a new struct; the default is zero or an empty list. */
  readonly initial: number | boolean;
}

const EXACT_MAX = LIMITS["EXACT_MAX"]![0], TIME_US_MAX = LIMITS["TIME_US_MAX"]![0];

function whole(least: number, most: number, step: number = 1): FieldRange {
  return { whole: "always", least, most, step };
}

function codes(table: CodeTable): FieldRange {
  const numbers = Object.values(table).map(([code]) => code);
  return whole(Math.min(...numbers), Math.max(...numbers));
}

/** Returns all bits of a table of flags, which are adjacent from the lowest on. */
export function maskOf(table: CodeTable): number {
  const mask = Object.values(table).reduce((bits, [bit]) => bits | bit, 0);
  if ((mask & mask + 1) !== 0) throw new Error(`Cannot make a mask of ${mask}: a bit below the highest is missing`);
  return mask;
}

/** Ranges by name. */
const RANGES = {
  word: whole(0, 0xffff_ffff),
  wordFrom1: whole(1, 0xffff_ffff),
  flag: whole(0, 1),
  time: whole(-TIME_US_MAX, TIME_US_MAX),
  trips: whole(0, EXACT_MAX),
  /** An event makes fewer than 2^20 notices, so the count stays below 2^53 after the last event of all. */
  notices: whole(0, 2 ** 52),
  sign: whole(-1, 1, 2),
  sideOrNone: whole(-1, 1),
  producer: whole(1, LIMITS["PRODUCERS_MAX"]![0]),
  type: codes(CODES["TYPE"]!),
  validity: codes(CODES["VALIDITY"]!),
  state: codes(ORDER_STATES),
  orderFlags: whole(0, maskOf(CODES["ORDER_FLAG"]!)),
  riskFlags: whole(0, maskOf(CODES["RISK_FLAG"]!)),
  fillFlags: whole(0, maskOf(CODES["FILL_FLAG"]!)),
  /** Unsigned prices, lots and money. */
  count: { whole: "exact", least: 0, most: EXACT_MAX, step: 1 },
  /** Signed prices, lots and money. */
  amount: { whole: "exact", least: -EXACT_MAX, most: EXACT_MAX, step: 1 },
  fraction: { whole: "exact", least: 0, most: LIMITS["RATE_SCALE"]![0] * LIMITS["LEVERAGE_MAX"]![0], step: 1 },
  volume: { whole: "never", least: 0, most: Number.MAX_VALUE, step: 0 },
} as const satisfies Readonly<Record<string, FieldRange>>;

type RangeName = keyof typeof RANGES;

function field(
  name: string,
  type: FieldType,
  range: RangeName,
  doc: string,
  initial: number | boolean = 0,
  kind: FieldKind = "state",
): StateField {
  return { name, type, kind, range: RANGES[range], doc, initial };
}

function flag(name: string, doc: string, initial: boolean = false): StateField {
  return field(name, "bool", "flag", doc, initial);
}

function outside(
  kind: FieldKind,
  name: string,
  type: FieldType,
  doc: string,
  initial: number | boolean = 0,
): StateField {
  return field(name, type, "word", doc, initial, kind);
}

/** The place in the log, and the hashes. A dot leads into a part of the state. */
export const MACHINE_FIELDS: readonly StateField[] = [
  field("sequence", "u32", "word", "events offered so far, which is the sequence of the last one"),
  field("outputs.sequence", "u64", "notices", "sequence of the last notice"),
  field("time_us", "f64", "time", "time of the event at hand"),
  field("step_us", "f64", "time", "time of the last step, or of the open one; zero before the first"),
  flag("step_seen", "whether any step was opened"),
  flag("step_open", "whether the step is open"),
  flag("shut_down", "whether the run has ended"),
  field("risk_flags", "u32", "riskFlags", "risk flags"),
  field("chain.low", "u32", "word", "first lane of the state chain"),
  field("chain.high", "u32", "word", "second lane of the state chain"),
  field("mark_hash.count", "u64", "notices", "marks in the mark hash"),
  field("mark_hash.first.low", "u32", "word", "first lane of its first chain"),
  field("mark_hash.first.high", "u32", "word", "second lane of its first chain"),
  field("mark_hash.second.low", "u32", "word", "first lane of its second chain"),
  field("mark_hash.second.high", "u32", "word", "second lane of its second chain"),
  field("mark_hash.third.low", "u32", "word", "first lane of its third chain"),
  field("mark_hash.third.high", "u32", "word", "second lane of its third chain"),
  field("mark_hash.fourth.low", "u32", "word", "first lane of its fourth chain"),
  field("mark_hash.fourth.high", "u32", "word", "second lane of its fourth chain"),
  field("input_hash.low", "u32", "word", "first lane of the input hash"),
  field("input_hash.high", "u32", "word", "second lane of the input hash"),
];

/** The sums of the account, in money units. */
export const ACCOUNT_FIELDS: readonly StateField[] = [
  field("cash", "f64", "amount", "cash"),
  field("value", "f64", "amount", "cash and marked positions at the last step"),
  field("marks", "f64", "amount", "sum of the marks of all positions"),
  field("external", "f64", "amount", "cash from outside, the initial cash included, less what went out"),
  field("cost", "f64", "amount", "sum of the costs of all positions"),
  field("short_cost", "f64", "count", "sum of the costs of open shorts, unsigned"),
  field("commission", "f64", "amount", "commission paid, negative where rebates are the greater part"),
  field("realised", "f64", "amount", "profit realised"),
  field("other_profit", "f64", "amount", "profit of payments without a fill, negative for what was paid"),
  field("trips", "u64", "trips", "round trips opened so far"),
  field(
    "transfer",
    "f64",
    "amount",
    "money that comes from outside with the next step, negative for money that goes there",
  ),
  field("accruals", "u32", "word", "rates that fall due at the end of the open step"),
  field("interest_rate", "f64", "amount", "rate due on cash above zero then, in 10^-9"),
  field("loan_rate", "f64", "amount", "rate due on cash below zero then, in 10^-9"),
  field("traded", "f64", "count", "notional of all fills, at most 2^53 - 1, where a commission schedule asks for it"),
];

/** A producer of events, with its seen and missing numbers. */
export const PRODUCER_FIELDS: readonly StateField[] = [
  field("id", "u32", "producer", "its id"),
  field("highest", "u32", "word", "highest number seen"),
  field("holes", "words", "word", "missing ranges, oldest first, as pairs of first and last number"),
];

/** An instrument: the bar that it shows, the position, and the open or last round trip. */
export const INSTRUMENT_FIELDS: readonly StateField[] = [
  outside("fixed", "id", "u32", "instrument id"),
  outside("fixed", "terms", "terms", "its grid and fees, from the configuration"),
  field("time_us", "f64", "time", "end of the last bar, zero before the first"),
  field("begin_us", "f64", "time", "begin of the bar of the open step, else zero; with queue matching of the last bar"),
  field("session_day", "u32", "word", "session day of that bar"),
  field("open", "f64", "count", "open of that bar"),
  field("high", "f64", "count", "high of that bar"),
  field("low", "f64", "count", "low of that bar"),
  field("close", "f64", "count", "close of the last bar"),
  field("volume", "f64", "volume", "volume of that bar, in display units"),
  field("bars", "u32", "word", "bars seen"),
  flag("has_bar", "whether its bar of the open step has come"),
  flag("halted", "whether it is halted"),
  field("position_size", "f64", "amount", "signed lots of the position"),
  field("position_cost", "f64", "amount", "signed cost of the position without commission"),
  field("position_price", "f64", "amount", "average price of the position, with doubles only"),
  field("closing_order", "u32", "word", "the last order that was to close the position, or zero"),
  field("mark", "f64", "amount", "value of the position at the last mark"),
  field("trip", "u64", "trips", "number of the round trip"),
  field("trip_label", "u32", "word", "its label, or zero"),
  field("trip_opened_us", "f64", "time", "when it was opened"),
  field("trip_bars_opened", "u32", "word", "bars seen when it was opened"),
  field("trip_quantity_max", "f64", "amount", "its largest signed size"),
  field("trip_entry_quantity", "f64", "amount", "signed lots that its entries opened"),
  field("trip_entry_value", "f64", "count", "notional of its entries"),
  field("trip_exit_value", "f64", "count", "notional of its exits"),
  field("trip_pnl", "f64", "amount", "its realised profit"),
  field("trip_commission", "f64", "amount", "its commission"),
  field("trip_price", "f64", "amount", "its average entry price, with doubles only"),
  field("trip_flags", "u32", "fillFlags", "fill flags that mark it"),
  field("shown_us", "f64", "time", "end of the bar that it showed in the last step, with queue matching"),
  field("shown_most", "f64", "count", "most units of a fill on that bar, by its volume"),
  field("before_us", "f64", "time", "end of the bar before that one"),
  field("before_most", "f64", "count", "most units of a fill on the bar before that one"),
  field("settle_price", "f64", "amount", "price up to which profit and loss of a margin position are in the cash"),
  field("interest_us", "f64", "time", "time of the last fill, or up to which interest was charged"),
  field("interest", "f64", "amount", "interest charged that no closing fill has told yet"),
  field("spread", "f64", "amount", "price steps by which events say that fills slip, beside those of the terms"),
  field("funding_rate", "f64", "amount", "rate of funding due at the end of the open step, in 10^-9"),
  field("borrow_rate", "f64", "amount", "rate due on a short position then, in 10^-9"),
  outside("step", "charge_rate", "f64", "rate of the commission schedule for the fill at hand, in 10^-9"),
  outside(
    "step",
    "charged",
    "f64",
    "what the schedule has charged the order at hand, before its least and largest amount",
  ),
  outside("step", "position_at_step", "f64", "signed size when the step began"),
  outside(
    "step",
    "ahead",
    "bool",
    "whether orders fill at the close of their placement now, ahead of its bar in the step",
    false,
  ),
  outside(
    "step",
    "volume_left",
    "f64",
    "lots that orders may still take in the bar of the step, where there is a limit",
  ),
  // The mark is price * whole + round(price * rest / denominator).
  outside("derived", "mark_size", "f64", "size that the next two belong to"),
  outside("derived", "mark_whole", "f64", "whole money units of a price step of that size"),
  outside("derived", "mark_rest", "f64", "rest of that division"),
];

/** Counts over all orders. */
export const ORDERS_FIELDS: readonly StateField[] = [
  field("id_highest", "u32", "word", "highest order id offered"),
  field("live_count", "u32", "word", "orders that have not ended"),
  field("retired_count", "u32", "word", "ended orders that were given up"),
  field("retired_id_highest", "u32", "word", "highest id among them"),
  field("rank_highest", "u32", "word", "rank of the last order that was accepted"),
  field("ended_highest", "u32", "word", "rank of the last order that ended"),
  field("lost_reports", "u32", "word", "reports of venues that were refused"),
];

/** An order. `sign` is +1 for a buy and -1 for a sell. */
export const ORDER_FIELDS: readonly StateField[] = [
  field("id", "u32", "wordFrom1", "order id, zero in a free slot"),
  field("instrument", "u32", "word", "instrument id"),
  field("order_type", "u32", "type", "order type"),
  field("sign", "f64", "sign", "+1 for a buy, -1 for a sell", 1),
  field("validity", "u32", "validity", "validity"),
  field("flags", "u32", "orderFlags", "order flags"),
  field("state", "u32", "state", "order state", ORDER_STATES["CREATED"]![0]),
  field("parent", "u32", "word", "order id of the entry that it protects, or zero"),
  field("oco", "u32", "word", "order id of the leader of its group, or zero"),
  field("round_trip", "u32", "word", "label of its round trip, or zero"),
  field("quantity", "f64", "count", "lots, zero while the size is not fixed"),
  field("filled", "f64", "count", "lots filled"),
  field("limit", "f64", "count", "limit price, or zero"),
  field("stop", "f64", "count", "trigger price, or zero"),
  field("valid_us", "f64", "time", "last time at which it may fill, or zero"),
  field("cash", "f64", "count", "amount to spend in money units, or zero"),
  field("fraction", "f64", "count", "share of the account's value in 10^-9, above one with leverage, or zero"),
  field("placed_us", "f64", "time", "time of the step of its placement or of its last replacement"),
  field("executed_us", "f64", "time", "time of its last fill or of its end"),
  field("day", "u32", "word", "session day of the first bar that it met, for validity DAY; zero before"),
  field("notional", "f64", "amount", "booked notional of its fills"),
  field("commission", "f64", "amount", "commission of its fills"),
  field("pnl", "f64", "amount", "profit that its closing parts realised"),
  field("average_price", "f64", "amount", "average fill price, with doubles"),
  field("position_size", "f64", "amount", "signed lots of the position after its last fill"),
  field("position_basis", "f64", "amount", "cost of that position, or its average price with doubles"),
  field("fills", "u32", "word", "fills so far, which number the simulated ones"),
  field("placement_price", "f64", "amount", "price at which its cash is checked, with queue matching"),
  field("session_end_us", "f64", "time", "end of the session at whose close it fills, with queue matching, or zero"),
  field("trail_amount", "f64", "count", "distance of a trailing trigger, or of a relative price, as a price, or zero"),
  field("trail_rate", "f64", "count", "distance as a fraction of the price, with exact numbers in 10^-9, or zero"),
  field("limit_offset", "f64", "amount", "by how much the trigger of a trailing stop-limit lies above its limit"),
  field("annotated_close", "f64", "amount", "close of the last bar that a market-on-close order saw, or zero"),
  field("reported", "f64", "count", "highest cumulative quantity that a venue reported"),
  field("rank", "u32", "word", "rank of its acceptance among all orders; zero before"),
  field("ended", "u32", "word", "rank of its end among all orders; zero while it lives"),
  flag("triggered", "whether its trigger was reached"),
  flag("active", "whether it may fill: a protective order sleeps until its entry filled", true),
  flag("has_children", "whether another order names it as parent"),
  flag("in_group", "whether the end of its group ends it, with queue matching"),
  flag("is_leader", "whether another order names it as the leader of its group"),
  field("replace_quantity", "f64", "count", "quantity of a replacement on its way, or zero"),
  field("replace_limit", "f64", "count", "limit of a replacement on its way, or zero"),
  field("replace_stop", "f64", "count", "trigger of a replacement on its way, or zero"),
  field("aim", "f64", "sideOrNone", "side of the position that it aims at: +1, -1, or 0 without a target"),
  field("target", "f64", "count", "lots of the position that it aims at, or zero while they are not fixed"),
  flag("met_no_volume", "whether it met a bar without volume that fills nothing, which is told once"),
  field("quantity_most", "f64", "count", "largest quantity before its venue's replacements, or zero"),
  field("opened", "f64", "count", "lots of its fills that opened a position, less fees in kind"),
  field("left", "f64", "amount", "units left to fill, with queue matching"),
  field(
    "created_close",
    "f64",
    "amount",
    "close that its instrument showed at its placement, at which it fills under CHEAT_ON_CLOSE",
  ),
  field("created_us", "f64", "time", "time of that close"),
  field("basket", "u32", "word", "number of its basket, or zero"),
  field("charged", "f64", "amount", "commission of its fills by a schedule, before its least and largest amount"),
  field(
    "entry_share",
    "f64",
    "fraction",
    "share in 10^-9 of the lots that its entry opened and orders before it left, or zero",
  ),
  field("share_before", "f64", "fraction", "share in 10^-9 of those lots that ended orders before it would have had"),
  field("placed_day", "u32", "word", "session day after which a market-on-open order fills"),
  flag("met_bar", "whether a post-only order met a bar, from which on it rests"),
  field(
    "first_bar",
    "f64",
    "count",
    "number of the first bar of its instrument that it meets, or zero for the next one",
  ),
  outside("step", "woken_us", "f64", "when its entry filled", NaN),
  outside("step", "woken_price", "f64", "price at which its entry filled"),
  outside("step", "woken_rule", "u32", "rule by which its entry filled"),
  outside(
    "step",
    "woken_trigger",
    "f64",
    "trigger that this bar reached before its entry came back to a limit, or zero",
  ),
  outside("step", "triggered_us", "f64", "step inside whose bar its trigger was reached", NaN),
  outside("step", "budgeted_us", "f64", "when its basket was last given budgets", NaN),
  outside("step", "shared_us", "f64", "when the free cash was last shared among its basket", NaN),
  outside("step", "share", "f64", "part of the free cash that its opening may spend"),
  outside("step", "trailed_us", "f64", "when the inside of a bar last moved its trigger", NaN),
  outside(
    "step",
    "trailed",
    "u32",
    "how that bar moved it: not past what the open made it, or to the level of its extreme",
  ),
  outside("step", "impact_lots", "f64", "lots whose share in the volume of its bar moved the price of its last fill"),
  outside("step", "tried_us", "f64", "when the queue last tried it, or when a bar last had no more for it", NaN),
  outside("derived", "awake", "bool", "whether it is in the list of awake orders", false),
  outside("derived", "watched", "f64", "key at which a book holds its price, or zero"),
];

/** Returns the fields of a table that a snapshot holds, in its order. */
export function snapshotFields(fields: readonly StateField[]): readonly StateField[] {
  return fields.filter(({ kind }) => kind === "state");
}
