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
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { INSTRUMENT_OPTIONS, type InstrumentOptions, InstrumentSpec } from "./instrument_spec.ts";
import { parseRational, powerOfTenth } from "./rational.ts";

const MICRO = powerOfTenth(6);

function feedAt(price: number, decimals?: number): FeedData {
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

Deno.test("prices and sizes on the grid come back bit for bit", () => {
  for (const resolution of [0.01, "1/32", 1e-8, 1e-12]) {
    const spec = specOf(0.01, { resolution });
    for (let steps = 1; steps < 100_000; steps = steps * 3 + 1) {
      assertEquals(spec.steps(spec.price(steps)), steps);
      assertEquals(spec.lots(spec.size(steps)), steps);
    }
  }
  const hundredths = specOf(0.01, { resolution: 0.01 });
  assertEquals([hundredths.price(29), hundredths.price(10)], [0.29, 0.1]);
});

Deno.test("rounding errors of decimal fractions cost neither a lot nor a step, and nothing larger is forgiven", () => {
  const spec = specOf(0.01, { resolution: 0.01, lot: 0.1 });
  assertEquals([0.1 + 0.2, 0.1 * 3, 0.7 + 0.1, 0.29, 0.3999].map((size) => spec.lots(size)), [3, 3, 8, 2, 3]);
  assertEquals([spec.steps(1.1 * 1.1), spec.steps(101 * 1.05), spec.steps(0.125)], [121, 10_605, 12.5]);
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
  assertThrows(() => specOf(100, { lot: 1e8 }), RangeError, "choose a finer lot or a coarser moneyUnit");
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

Deno.test("numbers that come out of a division are rounded, and only a change that counts is noted", () => {
  const notes = (options: InstrumentOptions): readonly string[] => specOf(1.5, options).notes;
  const third = specOf(1.5, { commission: 0.001 / 3, slippage: 0.01 / 3 });
  assertEquals([third.lanes[INSTRUMENT_COMMISSION_RATE], third.lanes[INSTRUMENT_SLIPPAGE_RATE], third.notes], [
    333_333,
    3_333_333,
    [],
  ]);
  assertEquals(specOf(1.5, { commission: { perOrder: 1 / 3 } }).lanes[INSTRUMENT_COMMISSION_RATE], 333_333);
  assertEquals(
    specOf(1.5, { commission: { perUnit: 1, minimum: 2 / 3 } }).lanes[INSTRUMENT_COMMISSION_MINIMUM],
    666_667,
  );
  const unit = specOf(1.5, { commission: { perUnit: 0.005 / 7 }, lot: 0.01 }).lanes;
  assertEquals([unit[INSTRUMENT_COMMISSION_UNIT_NUMERATOR], unit[INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]], [50, 7]);
  assertEquals(notes({ slippage: 1.4e-9 }), [
    'The slippage of feed "x" was rounded from 1.4e-9 to 1e-9, as rates are whole counts of 10^-9',
  ]);
  assertEquals(notes({ commission: { perOrder: 1.4e-6 } }), [
    'The commission of feed "x": perOrder was rounded from 0.0000014 to 0.000001, as money is counted in units of 1/1000000',
  ]);
});

Deno.test("an amount per unit with many digits keeps fifteen of them", () => {
  const { lanes } = specOf(1.5, { commission: { perUnit: Math.PI / 1000 } });
  const got = lanes[INSTRUMENT_COMMISSION_UNIT_NUMERATOR]! / lanes[INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]!;
  assert(Math.abs(got / (Math.PI / 1000 * 1e6 * 1e-8) - 1) < 1e-14, `${got}`);
});

Deno.test("a rate below zero or beyond one is an error", () => {
  assertEquals(specOf(1.5, { commission: 1e-9 }).lanes[INSTRUMENT_COMMISSION_RATE], 1);
  for (const slippage of [-0.1, 1.05, NaN]) {
    assertThrows(
      () => specOf(1.5, { slippage }),
      RangeError,
      `Cannot use slippage of feed "x" ${slippage}: pass a fraction from 0 to 1`,
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

Deno.test("the names of the options are those that the type has", () => {
  const all: Required<InstrumentOptions> = {
    commission: 0,
    slippage: 0,
    ...{ slippageAmount: 0, slippageTicks: 0, slippageImpact: 0, slippageAtOpen: true, slippageOfLimits: false },
    slippageSpread: null,
    ...{ slippageBeyondBar: "clamp" as const, volumeLimit: 1, latencyBars: 0 },
    resolution: 1,
    tick: 1,
    lot: 1,
    multiplier: 1,
    pricesFrom: -1,
    leverage: 1,
    margin: { initial: 1 },
    settlement: "paid",
    liquidationFee: 0,
    tickRounding: "snap",
    barWithoutVolume: "fill",
    flatAt: "close",
    ...{ funding: [], dividends: [], splits: [], borrow: 0, onFeedEnd: "keep" as const },
    backtrader: {},
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

Deno.test("the costs of an instrument are those that the core has, in the form in which they were given", () => {
  const cost = (options: InstrumentOptions): unknown[] => {
    const { commission, slippage } = new InstrumentSpec(feedAt(10), options, 1000, powerOfTenth(2));
    return [commission, slippage];
  };
  assertEquals(cost({}), [0, 0]);
  assertEquals(cost({ commission: 0.001, slippage: 0.0005 }), [0.001, 0.0005]);
  assertEquals(cost({ commission: 0.01 / 3, slippage: 0.01 / 3 }), [0.003333333, 0.003333333]);
  assertEquals(cost({ commission: { perUnit: 0.005 } }), [{ perUnit: 0.005 }, 0]);
  assertEquals(cost({ commission: { perUnit: 0.005, minimum: 1.004 } }), [{ perUnit: 0.005, minimum: 1 }, 0]);
  assertEquals(cost({ commission: { perUnit: 0, minimum: 1 } }), [{ perUnit: 0, minimum: 1 }, 0]);
  assertEquals(cost({ commission: { perOrder: 2.5 } }), [{ perOrder: 2.5 }, 0]);
});
