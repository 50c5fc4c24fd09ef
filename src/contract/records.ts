/**
 * The records of the contract: the meaning of every lane of an event, an output and a configuration.
 *
 * A record is 128 bytes, little-endian, without padding: float lanes (f64) first, word lanes (u32) after them. An event
 * has 9 floats and 14 words, an output 12 floats and 8 words. One stride serves both engines and both directions, so
 * multiplication alone indexes a buffer. Lanes that a kind does not name are reserved and are zero.
 *
 * This file is a source of the contract; `deno task generate` writes both languages' constants from it.
 *
 * @module
 */

import { LIMITS } from "./limits.ts";

/** Size of every event and every output in bytes. */
export const RECORD_BYTES = 128;
/** Float lanes at the head of an event. */
export const EVENT_FLOATS = 9;
/** Float lanes at the head of an output. */
export const OUTPUT_FLOATS = 12;

/** One kind of record: its number, its own lanes after the shared ones, and its purpose. */
export interface RecordKind {
  /** Stable number, never used again for another kind. */
  readonly code: number;
  /** Purpose of the record, for the reference page. */
  readonly doc: string;
  /** Float lanes after the shared ones, in order: name and meaning. */
  readonly floats: readonly (readonly [name: string, doc: string])[];
  /** Word lanes after the shared ones, in order: name and meaning. */
  readonly words: readonly (readonly [name: string, doc: string])[];
}

/** Float lanes that every event has. */
export const EVENT_SHARED_FLOATS: readonly (readonly [string, string])[] = [
  ["time_us", "when the event is known, integer microseconds since the epoch"],
];

/** Word lanes that every event has. */
export const EVENT_SHARED_WORDS: readonly (readonly [string, string])[] = [
  ["kind", "event kind"],
  ["instrument", "instrument id, its index in the configuration; zero where a kind has none"],
  ["producer", "who numbered the event; 0 is the edge itself, which does not number"],
  ["producer_sequence", "the producer's own number, from 1; zero for producer 0"],
  ["order_id", "the order that is meant; zero where a kind has none"],
];

const order_words: readonly (readonly [string, string])[] = [
  ["parent", "order id of the entry that this order protects, or zero"],
  ["oco", "order id of the leader of the one-cancels-other group, or zero"],
  ["order_type", "order type"],
  ["side", "side"],
  ["validity", "validity"],
  ["flags", "order flags, bits"],
  ["round_trip", "label of the round trip that the order belongs to, or zero"],
  ["basket", "number of the basket whose orders share the account and open by one common factor, or zero"],
  [
    "tag",
    "number of a text of the strategy, which the edge keeps, or zero; no core reads it, and the chain leaves it out",
  ],
];

const order_floats: readonly (readonly [string, string])[] = [
  ["quantity", "lots, or zero when the size is said by `cash` or `fraction`"],
  [
    "limit",
    "limit price, or zero; of a trailing stop-limit with exact numbers its distance from the trigger; with rule MATCHING " +
    "queue the price of a market order at which its cash is checked, or zero for the last close",
  ],
  [
    "stop",
    "trigger price, or zero; of a trailing order with exact numbers the first one, or zero for the last close less its distance",
  ],
  ["valid_us", "last time at which the order may fill, for validity GTD, or zero; for DAY too where rule DAY says so"],
  [
    "trail",
    "distance of a trailing trigger, or with flag RELATIVE of the price from the entry's: as a price, with flag TRAIL_RATE " +
    "as a fraction of the price, with exact numbers in 10^-9; or zero",
  ],
  ["cash", "amount to spend with commission, in money units, or zero"],
  [
    "fraction",
    "share of the account's value in 10^-9, or zero; of a protective order its share of the lots that its entry opened and " +
    "that the orders before it left, or zero for all",
  ],
  [
    "session_end_us",
    "end of the session in which a market-on-close order fills, for rule MARKET_ON_CLOSE, or zero; of a market-on-open order " +
    "the session day after which it fills",
  ],
];

/** All event kinds. Control events and market events first, intents from 16 on; SPREAD came later. */
export const EVENT_KINDS: Readonly<Record<string, RecordKind>> = {
  BAR: {
    code: 1,
    doc: "a finished bar of one instrument; its time is its end",
    floats: [
      ["open", "first price"],
      ["high", "highest price"],
      ["low", "lowest price"],
      ["close", "last price"],
      ["volume", "volume in display units, a plain double"],
      ["begin_us", "when the bar begins, at or after the end of the bar before it"],
    ],
    words: [["session_day", "date of the bar's session as a day number, 0001-01-01 being 1"]],
  },
  QUOTE: {
    code: 2,
    doc: "best bid and ask; recorded, not yet matched on",
    floats: [["bid", "best bid"], ["bid_size", "its lots"], ["ask", "best ask"], ["ask_size", "its lots"]],
    words: [],
  },
  TICK: {
    code: 3,
    doc: "a trade of the market; recorded, not yet matched on",
    floats: [["price", "trade price"], ["size", "lots traded"]],
    words: [],
  },
  ORDER_REPORT: {
    code: 4,
    doc: "report of a venue about an order; quantities are cumulative and move no cash",
    floats: [["filled", "lots filled in all, as the venue counts them"]],
    words: [["report", "report code"]],
  },
  FILL_REPORT: {
    code: 5,
    doc: "one execution at a venue; incremental, and the only report that moves cash",
    floats: [
      ["price", "execution price"],
      ["quantity", "lots of this execution"],
      ["commission", "the venue's fee in money units, negative for a rebate, read when the flag says that it is given"],
      ["fee_lots", "fee in kind: lots of what a buy opened that the venue keeps, or zero"],
    ],
    words: [
      ["fill_id_high", "high word of the fill id"],
      ["fill_id_low", "low word of the fill id"],
      ["flags", "fill report flags, bits"],
    ],
  },
  TIMER: {
    code: 6,
    doc: "a timer came due; recorded, the edge reacts to it",
    floats: [],
    words: [["timer", "timer id"]],
  },
  STEP: { code: 7, doc: "closes the step: the broker acts on everything of this time", floats: [], words: [] },
  SESSION: {
    code: 8,
    doc: "a session opens or closes; recorded, days are taken from the bars",
    floats: [],
    words: [["phase", "session phase"]],
  },
  HALT: {
    code: 9,
    doc: "trading of an instrument stops, goes on or ends; a halted instrument fills nothing",
    floats: [],
    words: [[
      "halted",
      "1 stops, 0 goes on; 2 ends it for good: its orders are cancelled, and its position is closed at the last close",
    ]],
  },
  CASH: {
    code: 10,
    doc: "cash that moves without a fill: a transfer from outside or to it, or a payment that is profit or loss",
    floats: [["amount", "money units, negative for a withdrawal or for a payment out of the account"]],
    words: [["currency", "currency id"], ["purpose", "cash purpose"]],
  },
  CONVERSION: {
    code: 11,
    doc: "a conversion rate between currencies; refused while the ledger has one currency",
    floats: [["rate", "units of the base currency for one unit, in 10^-9"]],
    words: [["currency", "currency id"]],
  },
  SHUTDOWN: {
    code: 12,
    doc: "the end of the run; may close what is open at the last price",
    floats: [],
    words: [["close_positions", "1 closes every position at its last close"]],
  },
  FUNDING: {
    code: 13,
    doc: "a rate that falls due in this step, on a position or on the cash",
    floats: [["rate", "10^-9 of what it is due on, negative where it is paid the other way"]],
    words: [
      ["accrual", "accrual: what the rate is due on, and who pays"],
      ["due", "due: whether the end of the step settles it, or it is paid at once"],
    ],
  },
  DIVIDEND: {
    code: 14,
    doc: "a dividend of an instrument, for those who hold it before the bar of this step; shorts pay it",
    floats: [
      ["numerator", "money units per lot as a fraction: numerator"],
      ["denominator", "its denominator"],
    ],
    words: [],
  },
  SPLIT: {
    code: 15,
    doc:
      "a split of an instrument ahead of the bar of this step: its position has more lots or fewer, and its orders are " +
      "cancelled; lots that do not come to whole new ones are paid at the last close",
    floats: [
      ["numerator", "new lots"],
      ["denominator", "lots that they are given for"],
    ],
    words: [],
  },
  PLACE: { code: 16, doc: "places an order", floats: order_floats, words: order_words },
  CANCEL: { code: 17, doc: "asks for the cancellation of an order", floats: [], words: [] },
  REPLACE: {
    code: 18,
    doc: "changes quantity and prices of an order; zero leaves a lane as it is",
    floats: [
      ["quantity", "new total lots, or zero"],
      ["limit", "new limit price, or zero"],
      ["stop", "new trigger price, or zero"],
      ["trail", "new trailing distance, in the unit that its order has, or zero"],
    ],
    words: [["flags", "order flags of limits of the session that refuse it, or zero"]],
  },
  RISK: {
    code: 19,
    doc: "sets the risk flags of the account",
    floats: [],
    words: [["flags", "risk flags, bits"]],
  },
  POSITION_READ: {
    code: 20,
    doc: "a strategy read the position of an instrument for the first time, or its value",
    floats: [],
    words: [["valued", "1 if it asked for the value, which takes in the transfers that wait; with queue matching"]],
  },
  NO_OP: { code: 21, doc: "nothing; takes a sequence number", floats: [], words: [] },
  TRANSFER: {
    code: 22,
    doc:
      "a strategy moves cash into the account from outside, or out of it, with the next step and ahead of its orders",
    floats: [["amount", "money units, negative for a withdrawal, which is refused whole beyond the free cash"]],
    words: [["currency", "currency id"]],
  },
  SPREAD: {
    code: 23,
    doc:
      "how much worse fills that slip are from the bar of this step on, where the instrument says that it is told so",
    floats: [["steps", "price steps, half of the distance from the bid to the ask; zero for none"]],
    words: [],
  },
};

/** Float lanes that every output has. */
export const OUTPUT_SHARED_FLOATS: readonly (readonly [string, string])[] = [
  ["time_us", "time of the causing event"],
];

/** Word lanes that every output has. `code` is kind | detail << 8 | reason << 16. */
export const OUTPUT_SHARED_WORDS: readonly (readonly [string, string])[] = [
  ["code", "kind, detail << 8, reason << 16"],
  ["sequence", "the notice's own number, gap-free from 1; zero in marks and commits"],
  ["cause", "sequence of the event that caused it"],
];

const notice_words: readonly (readonly [string, string])[] = [
  ["order_id", "the order that is meant, or zero"],
  ["instrument", "instrument id"],
];

/** All output kinds. All but MARK and COMMIT are notices. */
export const OUTPUT_KINDS: Readonly<Record<string, RecordKind>> = {
  ORDER: {
    code: 1,
    doc: "an order changed; detail is its state, reason says why",
    floats: [
      ["quantity", "signed lots, zero while the order is unsized"],
      ["filled", "signed lots filled so far"],
      [
        "average_price",
        "average fill price with rule `numbers` doubles, else zero: a reader divides value by the magnitude of filled",
      ],
      ["value", "booked notional of the fills so far (doubles: cost of closing parts, notional of opening parts)"],
      ["commission", "commission so far"],
      ["pnl", "profit realised by the closing parts so far, before commission"],
      ["position_size", "signed lots of the position after the last fill"],
      ["position_basis", "average price of that position with doubles, its cost in money units with exact numbers"],
      ["limit", "limit price, or zero"],
      ["stop", "trigger price, or zero"],
      ["executed_us", "time of the last fill or of the end of the order, zero before"],
    ],
    words: [
      ...notice_words,
      ["flags", "order view flags, bits: order type, side and marks"],
      ["parent", "order id of the protected entry, or zero"],
      ["oco", "order id of the group's leader, or zero"],
    ],
  },
  FILL: {
    code: 2,
    doc:
      "an execution that a venue reports, or one by the queue; detail is the order's state after it, reason is the " +
      "rule that set the price",
    floats: [
      ["price", "execution price"],
      ["quantity", "signed lots"],
      ["closed", "signed lots of it that closed a position; the rest opened one"],
      ["closed_value", "cost released by the closing part"],
      ["opened_value", "cost of the opening part"],
      ["closed_commission", "commission of the closing part"],
      ["opened_commission", "commission of the opening part, a fee in kind at the execution price included"],
      ["pnl", "profit realised by the closing part, before commission"],
      ["position_size", "signed lots of the position after it, less a fee in kind"],
      ["position_basis", "average price of that position with doubles, its cost in money units with exact numbers"],
      ["cash", "cash after it"],
    ],
    words: [
      ...notice_words,
      ["flags", "fill flags, bits"],
      ["fill_id_high", "high word of the fill id"],
      ["fill_id_low", "low word of the fill id; a simulated fill counts from 1 per order"],
    ],
  },
  ROUND_TRIP: {
    code: 3,
    doc: "a round trip opened or closed by a FILL; detail says which",
    floats: [
      ["opened_us", "time of the first fill"],
      ["quantity", "signed lots now held, zero when closed"],
      ["quantity_max", "most lots held, signed"],
      ["entry_value", "notional of all its opening fills"],
      ["exit_value", "notional of all its closing fills"],
      ["pnl", "profit before commission"],
      ["commission", "commission of all its fills"],
      ["entry_quantity", "lots of all its opening fills, signed"],
      ["price", "average entry price with doubles, else zero"],
      ["bars_opened", "bars of the instrument seen when it opened"],
      ["bars_closed", "bars of the instrument seen when it closed, zero while open"],
    ],
    words: [
      ...notice_words,
      ["flags", "fill flags, bits: ambiguous when any of its fills was"],
      ["round_trip", "number of the round trip, rising from 1"],
      ["label", "label that the orders gave it, or zero"],
    ],
  },
  REFUSAL: {
    code: 4,
    doc: "an event or an order that was refused; detail is the event kind, reason says why",
    floats: [
      ["needed", "amount that it would have taken, or zero"],
      ["available", "amount that there was, or zero"],
      ["value", "the offending value, or zero"],
    ],
    words: [
      ...notice_words,
      ["lane", "record lane that holds the offending value: floats from 0, words from 32, 255 for none"],
      ["producer", "producer of the event"],
      ["producer_sequence", "its number"],
    ],
  },
  DIAGNOSTIC: {
    code: 5,
    doc: "something worth knowing that refused nothing, or a report that changed nothing; detail is the level",
    floats: [["value", "the value in question, or zero"], ["expected", "the value expected, or zero"]],
    words: [
      ...notice_words,
      ["event", "event kind that caused it"],
      ["producer", "producer of the event"],
      ["producer_sequence", "its number"],
    ],
  },
  MARK: {
    code: 6,
    doc: "cash and value at the end of a step; not a notice",
    floats: [["cash", "cash in money units"], ["value", "cash and marked positions in money units"]],
    words: [],
  },
  COMMIT: {
    code: 7,
    doc: "the step and its intents are done; not a notice",
    floats: [
      ["mark_low", "first lane of the mark hash over the steps up to it, a word"],
      ["mark_high", "second lane of the mark hash, a word"],
    ],
    words: [
      ["chain_low", "first lane of the state chain"],
      ["chain_high", "second lane of the state chain"],
      ["input_low", "first lane of the input hash, zero when it is off"],
      ["input_high", "second lane of the input hash, zero when it is off"],
    ],
  },
  EXECUTION: {
    code: 8,
    doc:
      "an execution in simulated trading with exact numbers, with order, position and round trip after it; it closes " +
      "or opens lots, never both; detail is the order's state after it, reason is the rule that set the price",
    floats: [
      ["price", "execution price"],
      ["quantity", "signed lots; they close where the position is zero after it or lies on the other side"],
      [
        "value",
        "booked notional; a closing part releases a cost of value + pnl for a buy and value - pnl for a sell; a reader sums " +
        "it by order (in a snapshot `notional`) and by round trip (`trip_entry_value` where lots open, `trip_exit_value` " +
        "where they close, at most 2^53 - 1)",
      ],
      ["commission", "its commission; summed by order (`commission`) and by round trip (`trip_commission`)"],
      [
        "pnl",
        "profit realised by a closing part, before commission; summed by order (`pnl`) and by round trip (`trip_pnl`)",
      ],
      [
        "position_size",
        "signed lots of the position after it; the round trip opened where it equals quantity; the largest of a round trip " +
        "is `trip_quantity_max`",
      ],
      ["position_cost", "cost of that position in money units"],
      ["cash", "cash after it"],
      ["ordered", "signed lots of the order, fixed by now; zero without an order"],
      ["filled", "signed lots of it filled so far"],
      ["bars", "bars of the instrument seen so far; at the opening of a round trip they were `trip_bars_opened`"],
    ],
    words: [
      ...notice_words,
      ["flags", "fill flags, bits; a round trip is ambiguous when any of its executions is"],
      ["round_trip", "number of the round trip, rising from 1"],
      ["label", "label that the order which opened the round trip gave it, or zero"],
    ],
  },
};

/** A lane of the configuration: name, meaning, and default. A lane at its default leaves the seed of hashes alone. */
export type ConfigLane = readonly [name: string, doc: string, initial?: number];

/** Lanes of the configuration's head, all f64. */
export const CONFIG_LANES: readonly ConfigLane[] = [
  ["version", "version of the contract", LIMITS["CONTRACT_VERSION"]![0]],
  ["instruments_count", "number of instrument blocks"],
  ["currencies_count", "number of currencies, 1", 1],
  ["cash_initial", "cash at the start in money units"],
  ["marks_to_records", "conduct: 1 writes marks and commits to the outputs, 0 to columns only"],
  ["checks", "conduct: 1 checks the invariants after every event"],
  ["chain", "conduct: 1 keeps the state chain"],
  ["input_hash", "conduct: 1 keeps the input hash"],
];

/** Lanes of an instrument block, all f64. */
export const INSTRUMENT_LANES: readonly ConfigLane[] = [
  ["currency", "currency id, 0", 0],
  ["execution", "execution", 0],
  ["traded", "1 when orders may be placed", 1],
  ["tick", "declared grid of order prices in steps of the resolution; zero if none is declared", 0],
  ["scale_numerator", "money units of one price step times one lot, as a fraction: numerator"],
  ["scale_denominator_first", "first factor of its denominator"],
  ["scale_denominator_second", "second factor of its denominator"],
  ["commission_kind", "commission kind", 0],
  ["commission_rate", "10^-9 of the notional, or money units per order; with doubles a fraction, or money per lot", 0],
  ["commission_unit_numerator", "money units per lot as a fraction: numerator", 0],
  ["commission_unit_denominator", "denominator", 1],
  ["commission_minimum", "least commission of an order in money units", 0],
  ["slippage_rate", "10^-9 of the price, against the trader", 0],
  ["multiplier", "value of one point with doubles; contained in the scale otherwise", 1],
  ["bar_without_volume", "whether orders fill on a bar without volume; with doubles they do", 0],
  ["margin_kind", "margin kind; with exact numbers only", 0],
  ["margin_initial", "margin to open: 10^-9 of the notional, or money units for `margin_lots` lots", 0],
  ["margin_maintenance", "margin below which the account is liquidated, in the same unit", 0],
  ["margin_lots", "lots that a margin per lot is for; zero without one", 0],
  ["settlement", "settlement; with exact numbers only", 0],
  ["liquidation_rate", "10^-9 of the notional that a liquidation costs beside the commission", 0],
  ["float_slippage", "with doubles: kind of slippage", 0],
  ["float_slippage_size", "with doubles: fraction or amount of price by which prices slip against the trader", 0],
  ["float_slippage_switches", "with doubles: slippage switches, bits", 0],
  ["float_holding", "with doubles: how a position is paid", 0],
  ["float_margin", "with doubles: money set aside for one unit, where a position is held by margin", 0],
  ["float_margin_rate", "with doubles: the same as a factor of the price, which goes before the amount; or zero", 0],
  ["float_leverage", "with doubles: by what the cash that a long position or a margin takes is divided; zero is 1", 0],
  ["float_interest", "with doubles: interest of a year on the entry value of a position, as a fraction", 0],
  ["float_interest_long", "with doubles: 1 charges interest on long positions too", 0],
  ["float_filler", "with doubles: how the volume of a bar bounds a fill", 0],
  ["float_filler_size", "with doubles: most units of a fill, or zero", 0],
  ["float_filler_percent", "with doubles: percentage of the volume that a fill may take", 0],
  ["float_filler_step", "with doubles: least movement of the price, or zero where the range does not count", 0],
  [
    "commission_maker",
    "schedule: rate of a maker, in 10^-9, negative for a rebate; `commission_rate` is that of a taker",
    0,
  ],
  ["commission_order", "schedule: money units per order", 0],
  ["commission_maximum", "schedule: largest commission of an order in money units, or zero", 0],
  ["commission_tier_1_from", "traded notional from which the first further rates apply, in money units, or zero", 0],
  ["commission_tier_1_taker", "its rate of a taker, in 10^-9", 0],
  ["commission_tier_1_maker", "its rate of a maker, in 10^-9, negative for a rebate", 0],
  ["commission_tier_2_from", "traded notional from which the second further rates apply, in money units, or zero", 0],
  ["commission_tier_2_taker", "its rate of a taker, in 10^-9", 0],
  ["commission_tier_2_maker", "its rate of a maker, in 10^-9, negative for a rebate", 0],
  ["commission_tier_3_from", "traded notional from which the third further rates apply, in money units, or zero", 0],
  ["commission_tier_3_taker", "its rate of a taker, in 10^-9", 0],
  ["commission_tier_3_maker", "its rate of a maker, in 10^-9, negative for a rebate", 0],
  [
    "slippage_steps",
    "price steps against the trader, beside the rate; exact numbers only, as all to `volume_limit_denominator`",
    0,
  ],
  ["slippage_impact", "10^-9 of the price for a fill of the bar's whole volume; grows with the square of the share", 0],
  ["slippage_flags", "where slippage applies, bits", 0],
  ["volume_lots_numerator", "lots of one unit of volume as a fraction, for the impact: numerator", 0],
  ["volume_lots_denominator", "denominator; zero with the numerator", 0],
  [
    "volume_limit_numerator",
    "lots that orders take in one bar for a unit of its volume, as a fraction; zero for all",
    0,
  ],
  ["volume_limit_denominator", "denominator; zero with the numerator", 0],
  ["latency_bars", "bars that pass before an order reaches the market; exact numbers only", 0],
  [
    "price_zero",
    "steps that stand for a price of zero, from which a commission by a rate counts; exact numbers only, no size by money",
    0,
  ],
];

/** Lanes of the status that an engine returns on request, all f64. */
export const STATUS_LANES: readonly (readonly [string, string])[] = [
  ["sequence", "sequence of the last event"],
  ["notices", "sequence of the last notice"],
  ["pending", "outputs that wait to be read"],
  ["chain_low", "first lane of the state chain"],
  ["chain_high", "second lane of the state chain"],
  ["input_low", "first lane of the input hash"],
  ["input_high", "second lane of the input hash"],
  ["mark_low", "first lane of the mark hash over all steps so far"],
  ["mark_high", "second lane of the mark hash"],
  ["marks_count", "marks in it: one for each step, and one more when the run's end closed positions"],
  ["data_low", "first lane of the hash of the loaded columns"],
  ["data_high", "second lane of the hash of the loaded columns"],
  ["step_us", "time of the last step"],
  ["cash", "cash in money units"],
  ["value", "cash and marked positions at the last step"],
  ["free_cash", "cash that an opening may use"],
  ["external", "cash from outside, the initial cash included"],
  ["commission", "commission paid"],
  ["realised", "profit realised, before commission"],
  ["other_profit", "profit of payments without a fill: funding, interest, fees, rebates, adjustments"],
  ["live_orders", "orders that have not ended"],
  ["retired_orders", "ended orders that are no longer kept"],
  ["lost_reports", "reports of venues that were refused: the account may differ from theirs"],
];

/** Lanes at the head of a drive buffer, the buffer of a call that drives an engine, all f64; records follow them. */
export const DRIVE_HEAD: readonly (readonly [string, string])[] = [
  ["until_us", "in: last time to advance to, which may be infinite"],
  ["marks_count", "in: lanes of the marks, an even number"],
  ["row", "in: row of the marks that the first step goes to"],
  ["outputs_room", "in: output records that there is room for behind the head"],
  ["events_count", "in: event records behind that room"],
  ["steps", "out: steps, each with its row in the marks"],
  ["outputs", "out: output records that were read"],
  ["pending", "out: outputs that wait to be read"],
  ["horizon_us", "out: time of the first step to come that could make a notice, or infinity"],
  ["then_us", "in: last time to advance to behind the events, or minus infinity"],
];
