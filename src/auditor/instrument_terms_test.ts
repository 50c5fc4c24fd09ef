import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { InstrumentTerms } from "./instrument_terms.ts";

/** Terms of one instrument: lanes that are not named are plain. */
function terms(lanes: Readonly<Record<number, number>>): InstrumentTerms {
  const config = new Float64Array(contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_STRIDE);
  const plain = {
    [contract.INSTRUMENT_TRADED]: 1,
    [contract.INSTRUMENT_TICK]: 1,
    [contract.INSTRUMENT_SCALE_NUMERATOR]: 1,
    [contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST]: 1,
    [contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND]: 1,
    [contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]: 1,
  };
  for (const [lane, value] of Object.entries({ ...plain, ...lanes })) {
    config[contract.CONFIG_INSTRUMENTS + Number(lane)] = value;
  }
  return new InstrumentTerms(config, 0);
}

Deno.test("a notional is rounded once, half to even, over both factors of the denominator", () => {
  const { INSTRUMENT_SCALE_DENOMINATOR_FIRST, INSTRUMENT_SCALE_DENOMINATOR_SECOND } = contract;
  const scaled = terms({ [INSTRUMENT_SCALE_DENOMINATOR_FIRST]: 5, [INSTRUMENT_SCALE_DENOMINATOR_SECOND]: 2 });
  assertEquals([15n, 25n, 35n, 34n].map((price) => scaled.notional(price, 1n)), [2n, 2n, 4n, 3n]);
  assertEquals(scaled.notional(2n ** 60n, 10n), 2n ** 60n);
});

Deno.test("a rate is of the product before it was rounded", () => {
  const rated = terms({
    [contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST]: 10,
    [contract.INSTRUMENT_COMMISSION_KIND]: contract.COMMISSION_RATE,
    [contract.INSTRUMENT_COMMISSION_RATE]: 500_000_000,
  });
  // 2.9 rounds to 3, and half of 2.9 to 1; half of 3 would have gone to 2.
  assertEquals([rated.notional(29n, 1n), rated.commission(29n, 1n, 0n)], [3n, 1n]);
});

Deno.test("by the lot, parts cost together what the whole does, the least amount once", () => {
  const by_lot = terms({
    [contract.INSTRUMENT_COMMISSION_KIND]: contract.COMMISSION_PER_UNIT,
    [contract.INSTRUMENT_COMMISSION_UNIT_NUMERATOR]: 1,
    [contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR]: 3,
    [contract.INSTRUMENT_COMMISSION_MINIMUM]: 2,
  });
  assertEquals([by_lot.commission(9n, 3n, 0n), by_lot.commission(9n, 5n, 3n), by_lot.commission(9n, 8n, 0n)], [
    2n,
    1n,
    3n,
  ]);
  const by_order = terms({
    [contract.INSTRUMENT_COMMISSION_KIND]: contract.COMMISSION_PER_ORDER,
    [contract.INSTRUMENT_COMMISSION_RATE]: 7,
  });
  assertEquals([by_order.commission(9n, 3n, 0n), by_order.commission(9n, 3n, 1n)], [7n, 0n]);
  assertEquals(terms({}).commission(9n, 3n, 0n), 0n);
});

Deno.test("slippage goes against the trader to a declared tick", () => {
  const slipping = terms({ [contract.INSTRUMENT_SLIPPAGE_RATE]: 500_000 });
  assertEquals([slipping.slipped(10_001n, 1n), slipping.slipped(9800n, -1n), slipping.slipped(10_000n, 1n)], [
    10_007n,
    9795n,
    10_005n,
  ]);
  const coarse = terms({ [contract.INSTRUMENT_SLIPPAGE_RATE]: 500_000, [contract.INSTRUMENT_TICK]: 25 });
  assertEquals([coarse.slipped(10_000n, 1n), coarse.slipped(10_000n, -1n)], [10_025n, 9975n]);
  assertEquals(terms({ [contract.INSTRUMENT_TICK]: 25 }).slipped(10_001n, 1n), 10_001n);
});

Deno.test("slippage goes to the nearest step where no tick is declared, a tie to the even one", () => {
  const slipping = terms({ [contract.INSTRUMENT_SLIPPAGE_RATE]: 500_000, [contract.INSTRUMENT_TICK]: 0 });
  // 10,006.0005, 9795.1, 1000.5 and 3001.5.
  assertEquals(
    [
      slipping.slipped(10_001n, 1n),
      slipping.slipped(9800n, -1n),
      slipping.slipped(1000n, 1n),
      slipping.slipped(3000n, 1n),
    ],
    [10_006n, 9795n, 1000n, 3002n],
  );
});
