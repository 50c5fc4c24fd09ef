/**
 * Queue matching where no recording shows it: refusals, and groups whose members wait for their check. A log of records
 * also has to say the same as packed columns.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as contract from "../src/contract/contract.gen.ts";
import { REASONS } from "../src/contract/codes.ts";
import type { Engine } from "../src/engine/engine.ts";
import { encodeConfiguration, resolveRules } from "../src/run/configuration.ts";
import { OutputReader } from "../src/records/output_reader.ts";
import { createEngine, enginesUnderTest } from "./engines.ts";

const DAY_US = 86_400_000_000;
const EXACT_RULES = resolveRules("exact", {});
const QUEUE_RULES = resolveRules("backtrader", {});
const CONDUCT = { marksToRecords: false, checks: true, chain: true, inputHash: false };

/** A configuration of one instrument with these rules. */
function configuration(rules: Readonly<Record<string, string>>, cash = 1000): Float64Array {
  const head = encodeConfiguration(rules, cash, [], CONDUCT);
  const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_STRIDE);
  lanes.set(head);
  lanes[contract.CONFIG_INSTRUMENTS_COUNT] = 1;
  const ones = [
    contract.INSTRUMENT_TRADED,
    contract.INSTRUMENT_TICK,
    contract.INSTRUMENT_SCALE_NUMERATOR,
    contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST,
    contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND,
    contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
    contract.INSTRUMENT_MULTIPLIER,
  ];
  for (const lane of ones) lanes[contract.CONFIG_INSTRUMENTS + lane] = 1;
  return lanes;
}

/** One event record; words are said by their place, floats by theirs. */
function event(
  kind: number,
  timeUs: number,
  words: Readonly<Record<number, number>> = {},
  floats: Readonly<Record<number, number>> = {},
): Float64Array {
  const record = new Float64Array(contract.RECORD_LANES), all = new Uint32Array(record.buffer);
  record[contract.LANE_TIME_US] = timeUs;
  all[contract.LANE_KIND] = kind;
  for (const [lane, value] of Object.entries(floats)) record[Number(lane)] = value;
  for (const [word, value] of Object.entries(words)) all[Number(word)] = value;
  return record;
}

/** A bar that stands still, and its step. */
function step(engine: Engine, day: number, price = 10): void {
  const { BAR_BEGIN_US, BAR_CLOSE, BAR_HIGH, BAR_LOW, BAR_OPEN } = contract, begin = (day - 1) * DAY_US;
  const prices = { [BAR_OPEN]: price, [BAR_HIGH]: price, [BAR_LOW]: price, [BAR_CLOSE]: price };
  engine.apply(event(contract.EVENT_BAR, day * DAY_US, {}, { ...prices, [BAR_BEGIN_US]: begin }));
  engine.apply(event(contract.EVENT_STEP, day * DAY_US));
}

interface Placed {
  readonly type?: number;
  readonly side?: number;
  readonly quantity?: number;
  readonly limit?: number;
  readonly oco?: number;
  readonly parent?: number;
  readonly flags?: number;
  readonly floats?: Readonly<Record<number, number>>;
}

/** Places an order good till cancelled, a buy by default. */
function place(engine: Engine, day: number, orderId: number, terms: Placed = {}): void {
  const { type = contract.TYPE_LIMIT, side = contract.SIDE_BUY, quantity = 1, limit = 5 } = terms;
  const { oco = 0, parent = 0, flags = 0, floats = {} } = terms;
  const words = {
    [contract.LANE_ORDER_ID]: orderId,
    [contract.PLACE_ORDER_TYPE]: type,
    [contract.PLACE_SIDE]: side,
    [contract.PLACE_VALIDITY]: contract.VALIDITY_GTC,
    [contract.PLACE_OCO]: oco,
    [contract.PLACE_PARENT]: parent,
    [contract.PLACE_FLAGS]: flags,
  };
  const own = { [contract.PLACE_QUANTITY]: quantity, [contract.PLACE_LIMIT]: limit, ...floats };
  engine.apply(event(contract.EVENT_PLACE, day * DAY_US, words, own));
}

/** Reads the outputs that wait as lines: "1 accepted REASON" for order 1, "refused REASON" and "said REASON". */
function read(engine: Engine): string[] {
  const reader = new OutputReader(new Float64Array(64 * contract.RECORD_LANES)), lines: string[] = [];
  for (let count = engine.read(reader.buffer); count > 0; count = engine.read(reader.buffer)) {
    for (let index = 0; index < count; index++) {
      reader.seek(index);
      const reason = Object.keys(REASONS).find((name) => REASONS[name]![0] === reader.reason);
      if (reader.kind === contract.OUTPUT_ORDER) {
        lines.push(`${reader.word(contract.OUT_ORDER_ORDER_ID)} ${STATES[reader.detail]} ${reason}`);
      } else if (reader.kind === contract.OUTPUT_REFUSAL) lines.push(`refused ${reason}`);
      else if (reader.kind === contract.OUTPUT_DIAGNOSTIC) lines.push(`said ${reason}`);
    }
  }
  return lines;
}

const STATES: Readonly<Record<number, string>> = {
  [contract.STATE_CREATED]: "created",
  [contract.STATE_SUBMITTED]: "submitted",
  [contract.STATE_ACCEPTED]: "accepted",
  [contract.STATE_PARTIALLY_FILLED]: "partially filled",
  [contract.STATE_FILLED]: "filled",
  [contract.STATE_CANCELLED]: "cancelled",
  [contract.STATE_REJECTED]: "rejected",
};

for (const name of enginesUnderTest()) {
  Deno.test(`on ${name} a rule that is not built beside the others is refused by its name`, () => {
    const wrong: [Record<string, string>, string][] = [
      [{ ...EXACT_RULES, NUMBERS: "DOUBLES" }, "rule NUMBERS"],
      [{ ...EXACT_RULES, AFFORDABILITY: "AT_SUBMISSION" }, "rule AFFORDABILITY"],
      [{ ...EXACT_RULES, OCO: "ANY_END" }, "rule OCO"],
      [{ ...QUEUE_RULES, MEETS: "LATER_BARS" }, "rule MEETS"],
      [{ ...QUEUE_RULES, LIMIT_FILL: "THROUGH" }, "rule LIMIT_FILL"],
    ];
    for (const [rules, message] of wrong) assertThrows(() => createEngine(name, configuration(rules)), Error, message);
    for (const rules of [{ ...EXACT_RULES, CANCEL: "IGNORED" }, { ...QUEUE_RULES, AFFORDABILITY: "AT_FILL" }]) {
      createEngine(name, configuration(rules))[Symbol.dispose]();
    }
  });

  Deno.test(`on ${name} an order that says its price may wait for the first bar, and be cancelled before it`, () => {
    using engine = createEngine(name, configuration(QUEUE_RULES));
    engine.apply(event(contract.EVENT_STEP, 0));
    place(engine, 0, 1, { limit: 10 });
    place(engine, 0, 2, { limit: 10 });
    engine.apply(event(contract.EVENT_STEP, 1));
    assertEquals(read(engine).slice(-2), ["1 accepted PLACED", "2 accepted PLACED"]);
    engine.apply(event(contract.EVENT_CANCEL, 1, { [contract.LANE_ORDER_ID]: 2 }));
    step(engine, 2);
    assertEquals(read(engine).filter((line) => !line.includes("pending")), [
      "2 cancelled BY_REQUEST",
      "1 filled FILLED",
    ]);
  });

  Deno.test(`on ${name} an order may take the last of the cash, and no more`, () => {
    for (const [quantity, state, left] of [[100, "filled FILLED", 0], [101, "rejected MARGIN", 1000]] as const) {
      using engine = createEngine(name, configuration(QUEUE_RULES));
      step(engine, 1);
      place(engine, 1, 1, { quantity, limit: 10 });
      step(engine, 2);
      assertEquals(read(engine).at(-1), `1 ${state}`);
      assertEquals(engine.status()[contract.STATUS_CASH], left);
    }
  });

  Deno.test(`on ${name} a fill that passes the quantity by a rounding gives the rest back, and the order ends`, () => {
    using engine = createEngine(name, configuration(QUEUE_RULES));
    step(engine, 1);
    place(engine, 1, 1, { type: contract.TYPE_MARKET, limit: 0, quantity: 7 / 3 });
    step(engine, 2);
    place(engine, 2, 2, { type: contract.TYPE_MARKET, limit: 0, quantity: 20 / 3, side: contract.SIDE_SELL });
    step(engine, 3);
    step(engine, 4);
    step(engine, 5);
    assertEquals(read(engine).slice(-2), ["2 partially filled FILLED", "2 filled FILLED"]);
  });

  Deno.test(`on ${name} a request that the queue does not support is refused with a reason`, () => {
    using engine = createEngine(name, configuration(QUEUE_RULES));
    engine.apply(event(contract.EVENT_STEP, 0));
    // Before the first bar, an order that says no price has none for its check.
    place(engine, 0, 1, { type: contract.TYPE_MARKET });
    assertEquals(read(engine), ["refused PRICE_MISSING"]);
    step(engine, 1);
    const { PLACE_FRACTION, PLACE_STOP, PLACE_TRAIL, PLACE_SESSION_END_US, PLACE_VALID_US } = contract;
    const cases: [Placed, string][] = [
      [{ flags: contract.ORDER_FLAG_REDUCE_ONLY }, "NOT_SUPPORTED"],
      [{ quantity: 0, floats: { [PLACE_FRACTION]: 1 } }, "NOT_SUPPORTED"],
      [{ floats: { [PLACE_SESSION_END_US]: 1 } }, "NOT_SUPPORTED"],
      [{ quantity: 0 }, "BELOW_LOT"],
      [{ quantity: -0.5 }, "NEGATIVE"],
      [{ limit: 0 }, "PRICE_MISSING"],
      [{ type: contract.TYPE_STOP, limit: 0 }, "PRICE_MISSING"],
      [{ floats: { [PLACE_STOP]: 4 } }, "PRICE_UNEXPECTED"],
      [{ floats: { [PLACE_TRAIL]: 0.1 } }, "PRICE_UNEXPECTED"],
      [{ floats: { [PLACE_VALID_US]: DAY_US } }, "VALIDITY_MISSING"],
      [{ oco: 99 }, "UNKNOWN_OCO"],
      [{ parent: 1 }, "UNKNOWN_PARENT"],
    ];
    cases.forEach(([terms, reason], index) => {
      place(engine, 1, 10 + index, terms);
      assertEquals(read(engine), [`refused ${reason}`], Deno.inspect(terms));
    });
    place(engine, 1, 50);
    engine.apply(
      event(contract.EVENT_REPLACE, DAY_US, { [contract.LANE_ORDER_ID]: 50 }, { [contract.REPLACE_LIMIT]: 4 }),
    );
    const cash = (amount: number, words = {}): number =>
      engine.apply(event(contract.EVENT_CASH, DAY_US, words, { [contract.CASH_AMOUNT]: amount }));
    cash(5, { [contract.CASH_PURPOSE]: contract.CASH_PURPOSE_FEE });
    cash(5, { [contract.CASH_CURRENCY]: 1 });
    cash(0);
    engine.apply(event(contract.EVENT_POSITION_READ, DAY_US, { [contract.POSITION_READ_VALUED]: 2 }));
    assertEquals(read(engine).slice(-5), [
      "refused NOT_SUPPORTED",
      "refused NOT_SUPPORTED",
      "refused UNKNOWN_CURRENCY",
      "refused ZERO",
      "refused UNKNOWN_CODE",
    ]);
  });

  Deno.test(`on ${name} members that wait for their check when the group ends leave it and live`, () => {
    using engine = createEngine(name, configuration(QUEUE_RULES));
    step(engine, 1);
    place(engine, 1, 1, { quantity: 100, limit: 11 });
    // The first asks for more than there is; the sale behind it makes the running cash good again.
    engine.apply(
      event(contract.EVENT_PLACE, DAY_US, sell(2, 1), { [contract.PLACE_QUANTITY]: 40, [contract.PLACE_LIMIT]: 9 }),
    );
    engine.apply(
      event(contract.EVENT_PLACE, DAY_US, sell(3, 1), { [contract.PLACE_QUANTITY]: 1, [contract.PLACE_LIMIT]: 20 }),
    );
    read(engine);
    step(engine, 2);
    assertEquals(read(engine), [
      "refused MARGIN",
      "1 rejected MARGIN",
      "2 accepted PLACED",
      "3 accepted PLACED",
      "2 filled FILLED",
    ]);
  });

  Deno.test(`on ${name} a held order is neither submitted nor cancelled before its bracket is complete`, () => {
    using engine = createEngine(name, configuration(QUEUE_RULES));
    step(engine, 1);
    place(engine, 1, 1, { flags: contract.ORDER_FLAG_HOLD });
    step(engine, 2);
    engine.apply(event(contract.EVENT_CANCEL, 2 * DAY_US, { [contract.LANE_ORDER_ID]: 1 }));
    assertEquals(read(engine), ["1 created PLACED", "said ILLEGAL_TRANSITION"]);
    place(engine, 2, 2, { parent: 1 });
    assertEquals(read(engine), ["1 submitted PLACED", "2 submitted PLACED"]);
  });

  Deno.test(`on ${name} a log of records and packed columns give one chain`, () => {
    const rows = [10, 9, 4, 12], chains: number[][] = [];
    const packed = new Float64Array(rows.length * contract.BAR_COLUMNS);
    rows.forEach((price, row) => {
      [row + 1, row].forEach((day, column) => packed[column * rows.length + row] = day * DAY_US);
      for (let column = 3; column < 7; column++) packed[column * rows.length + row] = price;
    });
    for (const pulled of [false, true]) {
      using engine = createEngine(name, configuration(QUEUE_RULES));
      if (pulled) engine.loadColumns(packed, Uint32Array.of(rows.length));
      rows.forEach((price, row) => {
        const day = row + 1;
        if (pulled) engine.advance(packed, { marks: new Float64Array(2), untilUs: day * DAY_US });
        else step(engine, day, price);
        if (row < 2) place(engine, day, day, { limit: 8 - row });
      });
      const status = engine.status();
      chains.push([status[contract.STATUS_CHAIN_LOW]!, status[contract.STATUS_CHAIN_HIGH]!, engine.pending]);
    }
    assertEquals(chains[0], chains[1]);
    assertEquals(chains[0]![2]! > 6, true);
  });
}

function sell(orderId: number, oco: number): Record<number, number> {
  return {
    [contract.LANE_ORDER_ID]: orderId,
    [contract.PLACE_ORDER_TYPE]: contract.TYPE_LIMIT,
    [contract.PLACE_SIDE]: contract.SIDE_SELL,
    [contract.PLACE_VALIDITY]: contract.VALIDITY_GTC,
    [contract.PLACE_OCO]: oco,
  };
}
