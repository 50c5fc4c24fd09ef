import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  INSTRUMENT_COMMISSION_MINIMUM,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_COMMISSION_UNIT_NUMERATOR,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_SLIPPAGE_RATE,
  SCALE_FACTOR_LIMIT,
} from "../contract/contract.gen.ts";
import { bars } from "../feeds/bars.ts";
import type { Feed } from "../feeds/feed.ts";
import { INSTRUMENT_OPTIONS, type InstrumentOptions, InstrumentSpec, wholeOr } from "./instrument_spec.ts";
import { parseRational, powerOfTenth, toText } from "./rational.ts";

const MICRO = powerOfTenth(6);

function feedAt(price: number, decimals?: number): Feed {
  const column = [price];
  const options = decimals === undefined ? {} : { decimals };
  return bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
    name: "x",
    timeframe: "1d",
    ...options,
  });
}

function specOf(price: number, options: InstrumentOptions = {}, cash = 10_000, decimals?: number): InstrumentSpec {
  return new InstrumentSpec(feedAt(price, decimals), options, cash, MICRO);
}

Deno.test("the resolution comes from the decimals of the data, the tick from the resolution", () => {
  assertEquals([100, 1.5, 0.00001234].map((price) => toText(specOf(price).resolution)), ["1", "1/10", "1/100000000"]);
  assertEquals([specOf(1.5).tick, specOf(1.5, { tick: 0.5 }).tick], [1, 5]);
  assertEquals(toText(specOf(1.5, { resolution: "1/32" }).resolution), "1/32");
  assertEquals(specOf(1.5, { resolution: "1/64", tick: "1/32" }).tick, 2);
  assertEquals(specOf(100.03125, { tick: "1/32" }).tick, 3125);
});

Deno.test("a tick that is not a whole number of resolution steps is an error with the remedy", () => {
  assertThrows(
    () => specOf(1.5, { tick: 0.25 }),
    RangeError,
    'Cannot use tick of feed "x" 0.25: it is not a whole number of resolution steps of 1/10; pass a resolution that divides it',
  );
});

Deno.test("the lot is the finest of which a hundredfold of what the cash buys at the lowest price stays below 2^53", () => {
  for (const price of [0.0001, 0.01, 1, 64.5, 5000, 60_000]) {
    for (const cash of [100, 10_000, 1e6, 5e7]) {
      const { numerator, denominator } = specOf(price, {}, cash, 4).lot;
      assertEquals(numerator, 1n);
      const k = denominator.toString().length - 1;
      const fits = (decimals: number): boolean => 100 * cash / price < 2 ** 53 * 10 ** -decimals;
      assert(k <= 8 && (k === 0 || fits(k)), `${k} is too fine for ${cash} at ${price}`);
      assert(k === 8 || !fits(k + 1), `${k} is not the finest for ${cash} at ${price}`);
    }
  }
});

Deno.test("prices and sizes on the grid come back bit for bit", () => {
  for (const [price, options] of [[0.01, {}], [0.01, { resolution: "1/32" }], [0.01, { resolution: 1e-8 }]] as const) {
    const spec = specOf(price, options);
    for (let steps = 1; steps < 100_000; steps = steps * 3 + 1) {
      assertEquals(spec.steps(spec.price(steps)), steps);
      assertEquals(spec.lots(spec.size(steps)), steps);
    }
  }
  assertEquals([specOf(0.01).price(29), specOf(0.01).price(10)], [0.29, 0.1]);
});

Deno.test("rounding errors of decimal fractions cost neither a lot nor a step, and nothing larger is forgiven", () => {
  const spec = specOf(0.01, { lot: 0.1 });
  assertEquals([0.1 + 0.2, 0.1 * 3, 0.7 + 0.1, 0.29, 0.3999].map((size) => spec.lots(size)), [3, 3, 8, 2, 3]);
  assertEquals([spec.steps(1.1 * 1.1), spec.steps(101 * 1.05), spec.steps(0.125)], [121, 10_605, 12.5]);
  assertEquals([wholeOr(3 - 1e-15, Math.floor), wholeOr(3 - 1e-14, Math.floor), wholeOr(0.5, Math.floor)], [3, 2, 0]);
});

Deno.test("the scale of money splits into factors that the core can divide by, and their product is exact", () => {
  for (
    const [resolution, lot, multiplier] of [
      [0.01, 1, 1],
      [1e-8, 1e-8, 1],
      ["1/32", "1/3", 50],
      [0.25, 1, 12.5],
      [1, 1, 1],
    ] as const
  ) {
    const { lanes, scale } = specOf(100, { resolution, lot, multiplier });
    const first = lanes[INSTRUMENT_SCALE_DENOMINATOR_FIRST]!, second = lanes[INSTRUMENT_SCALE_DENOMINATOR_SECOND]!;
    assertEquals(BigInt(lanes[INSTRUMENT_SCALE_NUMERATOR]!), scale.numerator);
    assertEquals(BigInt(first) * BigInt(second), scale.denominator);
    assert(first < SCALE_FACTOR_LIMIT && second < SCALE_FACTOR_LIMIT);
  }
});

Deno.test("grids that the core cannot scale are an error with the remedy", () => {
  assertThrows(() => specOf(100, { lot: 1e6 }), RangeError, "choose a finer lot or a coarser moneyUnit");
  assertThrows(() => specOf(100, { resolution: 1e-8, lot: 1e-15 }), RangeError, "choose a coarser lot or resolution");
  assertThrows(() => specOf(100, { lot: "1/1000000007" }), RangeError, "choose a coarser lot or resolution");
});

Deno.test("commission and slippage become integers of the contract", () => {
  const rate = specOf(1.5, { commission: 0.001, slippage: 0.0005 }).lanes;
  assertEquals([rate[INSTRUMENT_COMMISSION_RATE], rate[INSTRUMENT_SLIPPAGE_RATE]], [1_000_000, 500_000]);
  const unit = specOf(1.5, { commission: { perUnit: 0.005, minimum: 1 }, lot: 0.01 }).lanes;
  assertEquals(unit[INSTRUMENT_COMMISSION_UNIT_NUMERATOR]! / unit[INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]!, 50);
  assertEquals(unit[INSTRUMENT_COMMISSION_MINIMUM], 1_000_000);
  assertEquals(specOf(1.5, { commission: { perOrder: 2.5 } }).lanes[INSTRUMENT_COMMISSION_RATE], 2_500_000);
});

Deno.test("a rate of more than nine decimals, or beyond one, is an error", () => {
  assertEquals(specOf(1.5, { commission: 1e-9 }).lanes[INSTRUMENT_COMMISSION_RATE], 1);
  for (const slippage of [1e-10, 0.123_456_789_1, -0.1, 1.05, NaN]) {
    assertThrows(
      () => specOf(1.5, { slippage }),
      RangeError,
      `Cannot use slippage of feed "x" ${slippage}: it is a fraction from 0 to 1 with at most 9 decimals`,
    );
  }
});

Deno.test("tickRounding is snap or reject", () => {
  assertEquals([specOf(1, { tickRounding: "snap" }).reject, specOf(1, { tickRounding: "reject" }).reject], [
    false,
    true,
  ]);
  assertThrows(() => specOf(1, { tickRounding: "round" as "snap" }), RangeError, '"round": pass "snap" or "reject"');
});

Deno.test("amounts are whole counts of the money unit, and leave room to grow a hundredfold", () => {
  assertEquals([moneyOf(10_000, MICRO, "cash"), moneyOf(0.1, MICRO, "cash"), moneyOf(0, MICRO, "cash")], [
    1e10,
    1e5,
    0,
  ]);
  assertEquals(moneyOf(9e7, MICRO, "cash"), 9e13);
  assertThrows(
    () => moneyOf(9.1e7, MICRO, "cash"),
    RangeError,
    "Cannot use cash 91000000: it is more than 2^53 / 100 money units of 1/1000000; pass a coarser moneyUnit, such as 0.01",
  );
  assertEquals(moneyOf(9.1e7, parseRational(0.01, "moneyUnit"), "cash"), 9.1e9);
  assertThrows(() => moneyOf(0.000_000_1, MICRO, "cash"), RangeError, "it is finer than a money unit of 1/1000000");
});

Deno.test("the names of the options are those that the type has", () => {
  const all: Required<InstrumentOptions> = {
    commission: 0,
    slippage: 0,
    resolution: 1,
    tick: 1,
    lot: 1,
    multiplier: 1,
    tickRounding: "snap",
  };
  assertEquals([...INSTRUMENT_OPTIONS].sort(), Object.keys(all).sort());
});

Deno.test("a price of the data and one of an order go through one quotient: each rounding, bit for bit", () => {
  // Park and Miller's generator: reproducible, and good enough to spread prices over grids.
  let seed = 20_240_101;
  const below = (limit: number): number => (seed = seed * 48_271 % 2_147_483_647) % limit;
  const grids = ["0.01", "1/32", "0.25", "1/3", "0.00000001", "1", "5", "7/3", "1e-5"];
  for (let at = 0; at < 20_000; at++) {
    const resolution = grids[below(grids.length)]!, { numerator, denominator } = parseRational(resolution, "grid");
    const over = Number(denominator), under = Number(numerator);
    const spec = specOf(100, { resolution, lot: 1 }, 1000);
    const steps = 1 + below(2 ** below(31)), onGrid = steps * under / over;
    // On the grid, off it by a hair, halfway, and anywhere.
    const prices = [
      onGrid,
      onGrid * (1 + Number.EPSILON),
      (steps + 0.5) * under / over,
      onGrid * (1 + below(1000) / 999),
    ];
    for (const price of prices) {
      const quotient = price * over / under, nearest = Math.round(quotient), floor = Math.floor(quotient);
      const even = quotient - floor !== 0.5 ? nearest : floor % 2 === 0 ? floor : floor + 1;
      const whole = nearest * under / over === price ? nearest : even;
      const mended = Math.abs(quotient - nearest) <= 4 * Number.EPSILON * nearest ? nearest : quotient;
      assert(Object.is(spec.wholeSteps(price), whole), `${price} on ${resolution}`);
      assert(Object.is(spec.steps(price), mended), `${price} on ${resolution}`);
    }
  }
});
