import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ORDER_FLAG_CLOSE,
  SIDE_SELL,
  TIME_US_MAX,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  TYPE_STOP_LIMIT,
  VALIDITY_DAY,
  VALIDITY_GTC,
  VALIDITY_GTD,
} from "../contract/contract.gen.ts";
import { bars } from "../feeds/read_columns.ts";
import type { SizedOrderOptions, TargetOptions } from "../strategy/order_options.ts";
import type { PlaceTerms } from "../records/event_writer.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import {
  EventTerms,
  isOnGrid,
  lotsOf,
  newLotsOf,
  plainTerms,
  saysNoSize,
  type SnappedTerms,
  snapPrice,
  snapTarget,
  snapTerms,
} from "./order_terms.ts";
import { parseRational, powerOfTenth } from "./rational.ts";

const MICRO = powerOfTenth(6);
const column = [100];
const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
  timeframe: "1d",
  decimals: 2,
});
const spec = new InstrumentSpec(feed, { resolution: 0.01, tick: 0.05, lot: 0.1 }, 10_000, MICRO);

function termsOf(options: SizedOrderOptions): SnappedTerms {
  return snapTerms("buy", options, spec, MICRO, 0);
}

Deno.test("the type of an order follows from the prices that it has", () => {
  const types = [{}, { limit: 1 }, { stop: 1 }, { limit: 1, stop: 1 }, { onClose: true }].map((o) => termsOf(o).type);
  assertEquals(types, [TYPE_MARKET, TYPE_LIMIT, TYPE_STOP, TYPE_STOP_LIMIT, TYPE_MARKET_ON_CLOSE]);
});

Deno.test("a size is said in one way: in lots, in money units, as a rate, or not at all", () => {
  const sizes = (options: SizedOrderOptions): number[] => {
    const { quantity, cash, fraction } = termsOf(options);
    return [quantity, cash, fraction];
  };
  assertEquals(sizes({ size: 2.55 }), [25, 0, 0]);
  assertEquals(sizes({ cash: 1.005 }), [0, 1_005_000, 0]);
  assertEquals(sizes({ fraction: 1 / 3 }), [0, 0, 333_333_333]);
  assertEquals(sizes({ fraction: 2 / 3 }), [0, 0, 666_666_667]);
  assertEquals(sizes({}), [0, 0, 0]);
  assertEquals([{}, { size: 0 }, { fraction: 1 }, { limit: 3 }].map(saysNoSize), [true, false, false, true]);
  assertThrows(() => termsOf({ size: 1, fraction: 1 } as unknown as SizedOrderOptions), RangeError, "said in 2 ways");
});

Deno.test("snapping: limit buys down, limit sells up, triggers to the nearest, and never worse than asked", () => {
  for (let cents = 1; cents < 400; cents++) {
    const price = cents / 100, nearest = Math.round(cents / 5) * 5;
    const buy = snapPrice("buy", "limit", price, "limit", spec),
      sell = snapPrice("sell", "limit", price, "limit", spec);
    // Below one tick a buy is at zero, which the core refuses: one tick would be more than was asked.
    assertEquals(buy, Math.floor(cents / 5) * 5);
    assertEquals(sell, Math.ceil(cents / 5) * 5);
    for (const side of ["buy", "sell"] as const) {
      assertEquals(snapPrice(side, "stop", price, "stop", spec), nearest);
    }
  }
});

Deno.test("a price on the tick stays where it is, also when arithmetic has left it a hair off", () => {
  for (const price of [0.1 + 0.2, 1.1 * 3, 106.05, 101 * 1.05, 4.35, 1.15 * 100]) {
    const steps = Math.round(price * 100);
    for (const side of ["buy", "sell"] as const) assertEquals(snapPrice(side, "limit", price, "limit", spec), steps);
  }
});

Deno.test("with tickRounding reject a price is sent as it is", () => {
  const rejecting = new InstrumentSpec(feed, { resolution: 0.01, tick: 0.05, tickRounding: "reject" }, 10_000, MICRO);
  assertEquals([1.12, 1.123].map((price) => snapPrice("buy", "limit", price, "limit", rejecting)), [112, 112.3]);
});

Deno.test("without a tick every price goes to the nearest step, half to even, and tickRounding asks nothing", () => {
  for (const tickRounding of ["snap", "reject"] as const) {
    const free = new InstrumentSpec(feed, { resolution: 0.25, tickRounding }, 10_000, MICRO);
    for (const kind of ["limit", "stop"] as const) {
      const steps = [10, 10.1, 10.125, 10.375, 0.1].map((price) => snapPrice("buy", kind, price, kind, free));
      assertEquals(steps, [40, 40, 40, 42, 0]);
    }
  }
});

Deno.test("a price that no grid holds is sent as a count that the core refuses", () => {
  const free = new InstrumentSpec(feed, {}, 10_000, MICRO);
  for (const each of [spec, free]) {
    assertEquals([1e300, -1e300, 1e15].map((price) => snapPrice("buy", "limit", price, "limit", each)), [
      2 ** 53,
      -(2 ** 53),
      2 ** 53,
    ]);
    for (const kind of ["limit", "stop"] as const) {
      assert(
        Object.is(snapPrice("sell", kind, 0, kind, each), 0) && Object.is(snapPrice("sell", kind, -0, kind, each), 0),
      );
      assert(Object.is(snapPrice("sell", kind, -1e-9, kind, each), 0) && snapPrice("buy", kind, -5, kind, each) < 0);
    }
  }
  assertEquals([0, -5, 2 ** 53, 2.5, 3, 5].map((steps) => isOnGrid(steps, spec)), [
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  assertEquals([1, 2 ** 53 - 1].map((steps) => isOnGrid(steps, free)), [true, true]);
  for (const limit of ["1", null, true] as unknown as number[]) {
    assertThrows(() => snapPrice("buy", "limit", limit, "limit", free), TypeError, "Cannot use limit ");
  }
});

Deno.test("sizes are rounded down to the lot, and what is too large to count stays too large", () => {
  assertEquals([0.1 + 0.2, 0.39, 0.09, 12].map((size) => lotsOf(size, spec)), [3, 3, 0, 120]);
  assert(lotsOf(1e300, spec) > Number.MAX_SAFE_INTEGER);
});

Deno.test("cash is rounded down to the money unit, whatever the unit is", () => {
  const cash = (amount: number, unit: string): number =>
    snapTerms("buy", { cash: amount }, spec, parseRational(unit, "moneyUnit"), 0).cash;
  assertEquals([cash(10.019, "0.01"), cash(10.07, "0.01"), cash(100, "1/3"), cash(0.3, "1")], [1001, 1007, 300, 0]);
});

Deno.test("validity: until cancelled, for the day, to a time in microseconds that is never zero", () => {
  const valid = (value?: "day" | Date): number[] => {
    const { validity, validUs } = termsOf(value === undefined ? {} : { valid: value });
    return [validity, validUs];
  };
  assertEquals([valid(), valid("day")], [[VALIDITY_GTC, 0], [VALIDITY_DAY, 0]]);
  assertEquals(valid(new Date(1500)), [VALIDITY_GTD, 1_500_000]);
  assertEquals(valid(new Date(0)), [VALIDITY_GTD, -1]);
  assertEquals(valid(new Date(8.64e15)), [VALIDITY_GTD, 8.64e18 > TIME_US_MAX ? TIME_US_MAX : 8.64e18]);
  assertEquals(valid(new Date(-8.64e15))[1], -TIME_US_MAX);
  assertThrows(
    () => valid(new Date(NaN)),
    RangeError,
    'Cannot use valid Invalid Date: it is "day", "ioc", "fok", a valid Date',
  );
});

Deno.test("sizes that a market cannot take go to the core, which refuses them by code", () => {
  const sizes = (options: SizedOrderOptions): number[] => {
    const { quantity, cash, fraction } = termsOf(options);
    return [quantity, cash, fraction];
  };
  assertEquals(sizes({ size: 0 }), [0, 0, 0]);
  assertEquals(sizes({ size: 0.09 }), [0, 0, 0]);
  assertEquals(sizes({ size: -2 }), [-1, 0, 0]);
  assertEquals(sizes({ cash: -1 }), [0, -1, 0]);
  assertEquals(sizes({ cash: 1e-9 }), [0, 0, 0]);
  assertEquals(sizes({ fraction: -0.5 }), [0, 0, -1]);
  assertEquals([newLotsOf(1, spec), newLotsOf(0.09, spec), newLotsOf(-1, spec)], [10, 0.5, -1]);
  assertThrows(() => newLotsOf(0, spec), RangeError, "Cannot replace the size with 0: cancel(order) ends an order");
});

Deno.test("a target is said in one way, and its sign is the side of the position", () => {
  const target = (options: TargetOptions): unknown[] => {
    const { terms, side } = snapTarget(options, spec, powerOfTenth(6));
    return [terms.quantity, terms.cash, terms.fraction, side];
  };
  assertEquals(target({ size: 2.5 }), [25, 0, 0, "buy"]);
  assertEquals(target({ size: -2.55 }), [25, 0, 0, "sell"]);
  assertEquals(target({ value: -1.5 }), [0, 1_500_000, 0, "sell"]);
  assertEquals(target({ fraction: 0.25 }), [0, 0, 250_000_000, "buy"]);
  assertEquals(target({ fraction: 0 }), [0, 0, 0, "buy"]);
  assertThrows(() => target({}), RangeError, "said in 0 ways: pass one of size, value, fraction; 0 closes");
  assertThrows(() => target({ size: 1, fraction: 1 }), RangeError, "said in 2 ways");
  assertThrows(() => target({ fraction: -1.5 }), RangeError, "Cannot use fraction -1.5: it is at least -1");
  assertThrows(() => target({ value: NaN }), RangeError, "Cannot use value NaN: pass a finite number");
  assertThrows(() => target({ size: "1" as unknown as number }), TypeError, 'Cannot use size "1": pass a number');
});

Deno.test("numbers that are none, or out of range, are errors that name option and value", () => {
  const wrong: [SizedOrderOptions, string][] = [
    [{ size: NaN }, "Cannot use size NaN: pass a finite number"],
    [{ cash: -Infinity }, "Cannot use cash -Infinity: pass a finite number"],
    [{ fraction: 1.01 }, "Cannot use fraction 1.01: it is at most 1, as there is no leverage"],
    [{ limit: NaN }, "Cannot use limit NaN: pass a finite number"],
    [{ stop: Infinity }, "Cannot use stop Infinity: pass a finite number"],
    [{ onClose: true, stop: 1 }, "Cannot place an order onClose with a limit or a stop"],
    [{ reduceOnly: true, size: 1, stopLoss: 1 }, "Cannot protect a reduceOnly order with stopLoss or takeProfit"],
    [{ reduceOnly: true, fraction: 1 }, "Cannot place a reduceOnly order without a size: pass size, or use close()"],
  ];
  for (const [options, message] of wrong) assertThrows(() => termsOf(options), RangeError, message);
  for (const size of ["1", null, true, [1], 1n] as unknown as number[]) {
    assertThrows(() => termsOf({ size }), TypeError, `Cannot use size `);
  }
});

Deno.test("plain terms are zero but for those that are given, and good till cancelled", () => {
  const placement = {
    side: "sell",
    type: TYPE_MARKET,
    instrument: 2,
    role: "close",
    asked: {},
    step: 3,
    placedUs: 4,
    parent: 5,
    oco: 6,
    tag: 7,
  } as const;
  const absent = { validUs: 0, quantity: 0, cash: 0, fraction: 0, limit: 0, stop: 0, trail: 0 };
  const placeTerms = (...order: Parameters<EventTerms["of"]>): PlaceTerms => ({ ...new EventTerms().of(...order) });
  assertEquals(placeTerms(7, placement, ORDER_FLAG_CLOSE, plainTerms(TYPE_MARKET, 0, 0, 0), 8), {
    ...absent,
    orderId: 7,
    instrument: 2,
    type: TYPE_MARKET,
    side: SIDE_SELL,
    validity: VALIDITY_GTC,
    flags: ORDER_FLAG_CLOSE,
    parent: 5,
    oco: 6,
    tag: 7,
    sessionEndUs: 8,
  });
  const terms = termsOf({ size: 1, limit: 2, valid: "day" });
  assertEquals(
    { ...placeTerms(7, placement, 0, terms, 0), ...terms },
    placeTerms(7, { ...placement, type: TYPE_LIMIT }, 0, terms, 0),
  );
});
