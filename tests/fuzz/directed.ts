/**
 * Cases that chance does not reach: limits, retired orders, full lists of holes, the end of the sequence.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { Chain } from "../../src/core/state/chain.ts";
import type { ColumnsCase } from "./columns_case.ts";
import { EventLogBuilder } from "../../src/laws/log/event_log_builder.ts";
import type { EngineName } from "../../src/engine/backends.ts";
import { makeEngine, type Played } from "../../src/laws/log/playback.ts";

/** A case with a name: a configuration, a log, and the start of the sequence if it is not zero. */
export interface DirectedCase {
  readonly name: string;
  readonly config: Float64Array<ArrayBuffer>;
  readonly events: Float64Array<ArrayBuffer>;
}

const DAY_US = 86_400_000_000;

/** Returns all directed cases except the last sequence, which no log reaches. */
export function directedCases(): DirectedCase[] {
  return [
    { name: "more holes than are remembered", config: configuration(), events: holes() },
    { name: "a hole in the middle of the last one that is remembered", config: configuration(), events: splitHoles() },
    { name: "more live orders and more ended ones than are kept", config: configuration(), events: manyOrders() },
    { name: "a venue's fee among fees past 2^53", config: costlyConfiguration(), events: costlyFills() },
    { name: "a round trip that turns over more than 2^53", config: configuration(4e15), events: turnover() },
    { name: "prices at the end of the grid and past it", config: slippingConfiguration(0), events: farPrices() },
    {
      name: "slippage to a coarse tick, from prices on it and off it",
      config: slippingConfiguration(7),
      events: slips(),
    },
    { name: "slippage to the nearest step", config: slippingConfiguration(0), events: slips() },
    {
      name: "protection of more than its entry opens, on margin",
      config: marginConfiguration(),
      events: protections(),
    },
    { name: "bars that contradict themselves, and a second one of a step", config: configuration(), events: badBars() },
  ];
}

/** Returns a configuration with one simulated instrument, a plain grid, and enough cash for any order. */
function configuration(cash: number = 1_000_000_000): Float64Array<ArrayBuffer> {
  const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_STRIDE);
  lanes[contract.CONFIG_VERSION] = contract.CONTRACT_VERSION;
  lanes[contract.CONFIG_INSTRUMENTS_COUNT] = 1;
  lanes[contract.CONFIG_CURRENCIES_COUNT] = 1;
  lanes[contract.CONFIG_CASH_INITIAL] = cash;
  lanes[contract.CONFIG_MARKS_TO_RECORDS] = 1;
  lanes[contract.CONFIG_CHECKS] = 1;
  lanes[contract.CONFIG_CHAIN] = 1;
  lanes[contract.CONFIG_INPUT_HASH] = 1;
  const base = contract.CONFIG_INSTRUMENTS;
  for (
    const lane of [
      contract.INSTRUMENT_TRADED,
      contract.INSTRUMENT_TICK,
      contract.INSTRUMENT_SCALE_NUMERATOR,
      contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST,
      contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND,
      contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
      contract.INSTRUMENT_MULTIPLIER,
    ]
  ) lanes[base + lane] = 1;
  return lanes;
}

function costlyConfiguration(): Float64Array<ArrayBuffer> {
  const lanes = configuration(), base = contract.CONFIG_INSTRUMENTS;
  lanes[base + contract.INSTRUMENT_EXECUTION] = contract.EXECUTION_REPORTED;
  lanes[base + contract.INSTRUMENT_COMMISSION_KIND] = contract.COMMISSION_PER_UNIT;
  lanes[base + contract.INSTRUMENT_COMMISSION_UNIT_NUMERATOR] = 2 ** 52;
  return lanes;
}

/** Returns a configuration with a tick, or with zero for none, and slippage that no step divides. */
function slippingConfiguration(tick: number): Float64Array<ArrayBuffer> {
  const lanes = configuration(), base = contract.CONFIG_INSTRUMENTS;
  lanes[base + contract.INSTRUMENT_TICK] = tick;
  lanes[base + contract.INSTRUMENT_SLIPPAGE_RATE] = 12_345_678;
  return lanes;
}

/** Returns a configuration with a leverage of ten. */
function marginConfiguration(): Float64Array<ArrayBuffer> {
  const lanes = configuration(), base = contract.CONFIG_INSTRUMENTS;
  lanes[base + contract.INSTRUMENT_MARGIN_KIND] = contract.MARGIN_RATE;
  lanes[base + contract.INSTRUMENT_MARGIN_INITIAL] = contract.RATE_SCALE / 10;
  lanes[base + contract.INSTRUMENT_MARGIN_MAINTENANCE] = contract.RATE_SCALE / 20;
  return lanes;
}

/** An entry with an exit for three times what it opens, which is refused, and one for the rest. */
function protections(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder(), scale = contract.RATE_SCALE;
  const place = (id: number, type: number, side: number): EventLogBuilder =>
    log.begin(contract.EVENT_PLACE, DAY_US).word(contract.LANE_ORDER_ID, id).word(contract.PLACE_ORDER_TYPE, type)
      .word(contract.PLACE_SIDE, side).word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC);
  const bar = (day: number, open: number): void => {
    log.begin(contract.EVENT_BAR, day * DAY_US).float(contract.BAR_BEGIN_US, (day - 1) * DAY_US)
      .float(contract.BAR_OPEN, open).float(contract.BAR_HIGH, 130).float(contract.BAR_LOW, 95)
      .float(contract.BAR_CLOSE, 100);
    log.begin(contract.EVENT_STEP, day * DAY_US);
  };
  bar(1, 100);
  place(1, contract.TYPE_MARKET, contract.SIDE_BUY).float(contract.PLACE_QUANTITY, 10);
  for (const [id, type, price, share] of [[2, contract.TYPE_STOP, 90, 3], [3, contract.TYPE_LIMIT, 120, 1]] as const) {
    place(id, type, contract.SIDE_SELL).word(contract.PLACE_PARENT, 1)
      .word(contract.PLACE_FLAGS, contract.ORDER_FLAG_PROTECTIVE).float(contract.PLACE_FRACTION, share * scale)
      .float(type === contract.TYPE_STOP ? contract.PLACE_STOP : contract.PLACE_LIMIT, price);
  }
  bar(2, 100);
  bar(3, 100);
  return log.records();
}

function holes(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder(), last = 2 * contract.PRODUCER_HOLES_MAX + 7;
  const timer = (number: number): void => {
    log.begin(contract.EVENT_TIMER, 0).word(contract.LANE_PRODUCER, 7).word(contract.LANE_PRODUCER_SEQUENCE, number);
  };
  for (let number = 1; number <= last; number += 2) timer(number);
  // In turn: a number that was given up, one that is still known, and one that was seen.
  for (const number of [2, 4, 100, last - 1, last, 1, 0xffff_ffff, last + 1]) timer(number);
  return log.records();
}

function splitHoles(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  const timer = (number: number): void => {
    log.begin(contract.EVENT_TIMER, 0).word(contract.LANE_PRODUCER, 64).word(contract.LANE_PRODUCER_SEQUENCE, number);
  };
  for (let hole = 1; hole <= contract.PRODUCER_HOLES_MAX; hole++) timer(10 * hole);
  // A number inside a hole needs a second hole, for which there is no room; one at the end of a hole moves that end;
  // the only number of a hole removes it.
  for (const number of [5, 3, 4, 7, 8, 9, 6, 6, 15, 11, 19, 2555, 2551, 2559]) timer(number);
  return log.records();
}

function manyOrders(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  let time_us = 0;
  const bar = (): void => {
    time_us += DAY_US;
    log.begin(contract.EVENT_BAR, time_us).float(contract.BAR_BEGIN_US, time_us - DAY_US)
      .float(contract.BAR_OPEN, 100).float(contract.BAR_HIGH, 101).float(contract.BAR_LOW, 99)
      .float(contract.BAR_CLOSE, 100).word(contract.BAR_SESSION_DAY, 738_000 + time_us / DAY_US);
    log.begin(contract.EVENT_STEP, time_us);
  };
  let id = 0;
  const place = (type: number, limit: number, oco: number = 0): number => {
    id++;
    log.begin(contract.EVENT_PLACE, time_us).word(contract.LANE_ORDER_ID, id).word(contract.PLACE_ORDER_TYPE, type)
      .word(contract.PLACE_SIDE, contract.SIDE_BUY).word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC)
      .word(contract.PLACE_OCO, oco).float(contract.PLACE_QUANTITY, 1).float(contract.PLACE_LIMIT, limit);
    return id;
  };
  const cancel = (order: number): void => {
    log.begin(contract.EVENT_CANCEL, time_us).word(contract.LANE_ORDER_ID, order);
  };
  bar();
  for (let order = 0; order <= contract.LIVE_ORDERS_MAX; order++) place(contract.TYPE_LIMIT, 1);
  for (let order = 1; order <= contract.LIVE_ORDERS_MAX; order++) cancel(order);
  // The queue is full of ended orders. From here on each end retires one of them, also in the middle of a step's walk
  // over the queue.
  const leader = place(contract.TYPE_LIMIT, 50);
  for (let order = 0; order < 5; order++) place(contract.TYPE_MARKET, 0);
  place(contract.TYPE_LIMIT, 50, leader);
  place(contract.TYPE_LIMIT, 99, leader);
  place(contract.TYPE_LIMIT, 60, leader);
  place(contract.TYPE_MARKET_ON_CLOSE, 0);
  place(contract.TYPE_MARKET_ON_CLOSE, 0);
  bar();
  for (const order of [1, 2, 3, 30, contract.LIVE_ORDERS_MAX, id]) cancel(order);
  bar();
  return log.records();
}

function costlyFills(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_STEP, 0);
  log.begin(contract.EVENT_PLACE, 0).word(contract.LANE_ORDER_ID, 1).word(
    contract.PLACE_ORDER_TYPE,
    contract.TYPE_MARKET,
  )
    .word(contract.PLACE_SIDE, contract.SIDE_BUY).word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC)
    .float(contract.PLACE_QUANTITY, 10);
  for (let fill = 1; fill <= 4; fill++) {
    log.begin(contract.EVENT_FILL_REPORT, 0).word(contract.LANE_ORDER_ID, 1)
      .word(contract.FILL_REPORT_FILL_ID_LOW, fill)
      .float(contract.FILL_REPORT_PRICE, 100).float(contract.FILL_REPORT_QUANTITY, 2);
    if (fill !== 3) {
      log.word(contract.FILL_REPORT_FLAGS, contract.FILL_REPORT_FLAG_COMMISSION_GIVEN)
        .float(contract.FILL_REPORT_COMMISSION, 3);
    }
  }
  log.begin(contract.EVENT_STEP, DAY_US);
  return log.records();
}

/** Halves and fills up a position until the figures of its round trip pass 2^53, then closes it. */
function turnover(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder(), price = 1_000_000;
  for (let day = 1; day <= 10; day++) {
    log.begin(contract.EVENT_BAR, day * DAY_US).float(contract.BAR_BEGIN_US, (day - 1) * DAY_US)
      .float(contract.BAR_OPEN, price).float(contract.BAR_HIGH, price).float(contract.BAR_LOW, price)
      .float(contract.BAR_CLOSE, price);
    log.begin(contract.EVENT_STEP, day * DAY_US);
    const buys = day % 2 === 1, quantity = day === 1 || day === 8 ? 4e9 : 2e9;
    if (day > 8) continue;
    log.begin(contract.EVENT_PLACE, day * DAY_US).word(contract.LANE_ORDER_ID, day)
      .word(contract.PLACE_ORDER_TYPE, contract.TYPE_MARKET).word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC)
      .word(contract.PLACE_SIDE, buys ? contract.SIDE_BUY : contract.SIDE_SELL)
      .float(contract.PLACE_QUANTITY, quantity);
  }
  return log.records();
}

function badBars(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  for (const [begin_us, low] of [[DAY_US, 99], [0, 102], [0, 99], [0, 99], [DAY_US - 1, 99]] as const) {
    log.begin(contract.EVENT_BAR, DAY_US).float(contract.BAR_BEGIN_US, begin_us)
      .float(contract.BAR_OPEN, 100).float(contract.BAR_HIGH, 101).float(contract.BAR_LOW, low)
      .float(contract.BAR_CLOSE, 100);
  }
  log.begin(contract.EVENT_STEP, DAY_US);
  return log.records();
}

function farPrices(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_STEP, 0);
  const place = (id: number, limit: number): EventLogBuilder =>
    log.begin(contract.EVENT_PLACE, 0).word(contract.LANE_ORDER_ID, id)
      .word(contract.PLACE_ORDER_TYPE, contract.TYPE_LIMIT).word(contract.PLACE_SIDE, contract.SIDE_SELL)
      .word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC).float(contract.PLACE_QUANTITY, 1)
      .float(contract.PLACE_LIMIT, limit);
  const far = [contract.EXACT_MAX, contract.EXACT_MAX + 1, 1e300, 3, -1];
  far.forEach((limit, at) => place(at + 1, limit));
  for (const limit of far) {
    log.begin(contract.EVENT_REPLACE, 0).word(contract.LANE_ORDER_ID, 4).float(contract.REPLACE_LIMIT, limit);
  }
  return log.records();
}

function slips(): Float64Array<ArrayBuffer> {
  const log = new EventLogBuilder();
  // The open of each bar, with room for the slippage in most of them.
  const opens = [10_003, 9999, 40, 10_001, 7, 1, 81, 81 * 81, 10_007];
  opens.forEach((open, at) => {
    const time_us = (at + 1) * DAY_US, room = at % 3 === 2 ? 0 : 1000;
    log.begin(contract.EVENT_BAR, time_us).float(contract.BAR_BEGIN_US, time_us - DAY_US)
      .float(contract.BAR_OPEN, open).float(contract.BAR_HIGH, open + room)
      .float(contract.BAR_LOW, Math.max(1, open - room)).float(contract.BAR_CLOSE, open);
    log.begin(contract.EVENT_STEP, time_us);
    [contract.SIDE_BUY, contract.SIDE_SELL].forEach((side, second) => {
      log.begin(contract.EVENT_PLACE, time_us).word(contract.LANE_ORDER_ID, 2 * at + second + 1)
        .word(contract.PLACE_ORDER_TYPE, contract.TYPE_MARKET).word(contract.PLACE_SIDE, side)
        .word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC).float(contract.PLACE_QUANTITY, 3);
    });
  });
  return log.records();
}

/**
 * Makes a case of a market order and a DAY order, placed together before the last bar of a session. The bar that fills
 * the first gives the second its day. The horizon had stopped at that bar, and does not see this.
 */
export function dayBehindMarketOrder(): ColumnsCase {
  const log = new EventLogBuilder(), lanes = configuration(), rows = 8;
  const columns = new Float64Array(rows * contract.BAR_COLUMNS);
  const steps: { time_us: number; before: number[]; bars: number[]; after: number[] }[] = [];
  for (let row = 0; row < rows; row++) {
    const time_us = (row + 1) * DAY_US / 4, first = log.count;
    const bar = [time_us, time_us - DAY_US / 4, 738_000 + Math.floor(row / 4), 100, 101, 99, 100, 0];
    bar.forEach((value, column) => columns[column * rows + row] = value);
    log.begin(contract.EVENT_BAR, time_us).float(contract.BAR_BEGIN_US, time_us - DAY_US / 4)
      .float(contract.BAR_OPEN, 100).float(contract.BAR_HIGH, 101).float(contract.BAR_LOW, 99)
      .float(contract.BAR_CLOSE, 100).word(contract.BAR_SESSION_DAY, bar[2]!);
    log.begin(contract.EVENT_STEP, time_us);
    const after = row === 2 ? [log.count, log.count + 1] : [];
    if (row === 2) {
      for (const [id, type] of [[1, contract.TYPE_MARKET], [2, contract.TYPE_STOP]] as const) {
        log.begin(contract.EVENT_PLACE, time_us).word(contract.LANE_ORDER_ID, id).word(contract.PLACE_ORDER_TYPE, type)
          .word(contract.PLACE_SIDE, contract.SIDE_BUY).word(contract.PLACE_VALIDITY, contract.VALIDITY_DAY)
          .float(contract.PLACE_QUANTITY, 1).float(contract.PLACE_STOP, type === contract.TYPE_STOP ? 200 : 0);
      }
    }
    steps.push({ time_us, before: [], bars: [first, first + 1], after });
  }
  const cash = lanes[contract.CONFIG_CASH_INITIAL]!;
  const counts = Uint32Array.of(rows);
  return { configuration: { lanes, cash, instruments: [] }, events: log.records(), steps, columns, counts };
}

/** Lanes of a snapshot before its sequence: magic, version, the configuration's length and the configuration. */
export const LANES_BEFORE_CONFIGURATION = 3;

/** Plays the last events that a sequence has numbers for, from a snapshot with a sequence just before them. */
export function playLastSequences(name: EngineName): { events: Float64Array; played: Played } {
  const config = configuration(), log = new EventLogBuilder();
  log.begin(contract.EVENT_STEP, 0);
  using engine = makeEngine(name, config);
  engine.apply(log.records());
  engine.readAll();
  const lanes = new Float64Array(engine.snapshot().buffer), words = new Uint32Array(lanes.buffer);
  lanes[LANES_BEFORE_CONFIGURATION + config.length] = 0xffff_fffd;
  const chain = new Chain();
  for (let at = 0; at < words.length - 2; at += 2) chain.mix(words[at]!, words[at + 1]!);
  words[words.length - 2] = chain.low;
  words[words.length - 1] = chain.high;
  engine.restore(new Uint8Array(lanes.buffer));
  const last = new EventLogBuilder();
  for (let event = 0; event < 4; event++) last.begin(contract.EVENT_NO_OP, 0);
  last.begin(contract.EVENT_STEP, DAY_US);
  engine.apply(last.records());
  const outputs = new Uint32Array(engine.readAll().buffer);
  const played = { how: name, outputs, status: engine.status(), snapshot: engine.snapshot(), failure: undefined };
  return { events: last.records(), played };
}
