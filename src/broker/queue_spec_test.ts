import { assertEquals, assertThrows } from "@std/assert";
import {
  COMMISSION_NONE,
  COMMISSION_PER_LOT,
  COMMISSION_RATE,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_MULTIPLIER,
} from "../contract/contract.gen.ts";
import { feedOf } from "../feeds/bars.ts";
import { bars } from "../feeds/read_columns.ts";
import type { InstrumentOptions } from "./instrument_spec.ts";
import { QueueSpec } from "./queue_spec.ts";

const column = [1.1];
const feed = feedOf(bars({ time: ["2020-01-06"], open: column, high: column, low: column, close: column }));

Deno.test("prices and sizes stay as they are", () => {
  const spec = new QueueSpec(feed, {}), third = 1 / 3;
  assertEquals([spec.price(third), spec.size(third), spec.steps(third), spec.wholeSteps(third), spec.lots(third)], [
    ...Array.from({ length: 5 }, () => third),
  ]);
  assertEquals(spec.isPlain, true);
});

Deno.test("a commission is a fraction of the notional or an amount per unit, unrounded", () => {
  const lanes = ({ commission }: InstrumentOptions): number[] => {
    const { lanes } = new QueueSpec(feed, commission === undefined ? {} : { commission });
    return [lanes[INSTRUMENT_COMMISSION_KIND]!, lanes[INSTRUMENT_COMMISSION_RATE]!];
  };
  assertEquals(lanes({}), [COMMISSION_NONE, 0]);
  assertEquals(lanes({ commission: 1 / 3 }), [COMMISSION_RATE, 1 / 3]);
  assertEquals(lanes({ commission: { perUnit: 0.1 } }), [COMMISSION_PER_LOT, 0.1]);
  assertEquals(new QueueSpec(feed, { multiplier: "1/4" }).lanes[INSTRUMENT_MULTIPLIER], 0.25);
});

Deno.test("terms that backtrader has not are refused by name, and those of a finished run say nothing", () => {
  const wrong: readonly (readonly [InstrumentOptions, string])[] = [
    [{ lot: 1 }, 'Cannot use lot 1 of feed "bars" with the queue model of profile "backtrader": its sizes are doubles'],
    [{ tick: 0.01 }, "Cannot use tick 0.01"],
    [{ barWithoutVolume: "no-fill" }, "it fills on every bar"],
    [{ commission: { perOrder: 1 } }, ""],
    [{ commission: { perUnit: 1, minimum: 2 } }, "a commission has no minimum; pass { perUnit } alone"],
    [{ commission: -1 }, "pass a number from 0 on"],
  ];
  for (const [options, message] of wrong) assertThrows(() => new QueueSpec(feed, options), Error, message);
  assertEquals(new QueueSpec(feed, { lot: "1", resolution: "1", tick: null, barWithoutVolume: "fill" }).notes, []);
});
