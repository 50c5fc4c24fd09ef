import { assertEquals, assertThrows } from "@std/assert";
import {
  FILLER_PERCENT,
  FILLER_POINT_PERCENT,
  FILLER_SIZE,
  FLOAT_SLIPPAGE_AMOUNT,
  FLOAT_SLIPPAGE_NONE,
  FLOAT_SLIPPAGE_RATE,
  HOLDING_MARGIN,
  HOLDING_VALUE,
  INSTRUMENT_FLOAT_FILLER,
  INSTRUMENT_FLOAT_FILLER_PERCENT,
  INSTRUMENT_FLOAT_FILLER_SIZE,
  INSTRUMENT_FLOAT_FILLER_STEP,
  INSTRUMENT_FLOAT_HOLDING,
  INSTRUMENT_FLOAT_INTEREST,
  INSTRUMENT_FLOAT_INTEREST_LONG,
  INSTRUMENT_FLOAT_LEVERAGE,
  INSTRUMENT_FLOAT_MARGIN,
  INSTRUMENT_FLOAT_MARGIN_RATE,
  INSTRUMENT_FLOAT_SLIPPAGE,
  INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
  INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES,
  INSTRUMENT_STRIDE,
  SLIPPAGE_SWITCH_LIMIT,
  SLIPPAGE_SWITCH_MATCH,
  SLIPPAGE_SWITCH_OPEN,
  SLIPPAGE_SWITCH_OUT,
} from "../contract/contract.gen.ts";
import { type BacktraderTerms, encodeBacktraderTerms, holdingOf, takenBacktraderTerms } from "./backtrader_terms.ts";

function lanesOf(terms: BacktraderTerms): Float64Array {
  const lanes = new Float64Array(INSTRUMENT_STRIDE);
  encodeBacktraderTerms(lanes, takenBacktraderTerms(terms), 10, "feed a");
  return lanes;
}

Deno.test("without terms the value is paid, without leverage, interest, slippage and filler", () => {
  const lanes = lanesOf({});
  assertEquals([lanes[INSTRUMENT_FLOAT_HOLDING], lanes[INSTRUMENT_FLOAT_LEVERAGE]], [HOLDING_VALUE, 1]);
  const others = [
    INSTRUMENT_FLOAT_SLIPPAGE,
    INSTRUMENT_FLOAT_FILLER,
    INSTRUMENT_FLOAT_INTEREST,
    INSTRUMENT_FLOAT_MARGIN,
  ];
  assertEquals(others.map((lane) => lanes[lane]), [0, 0, 0, 0]);
  assertEquals(holdingOf(lanes).isMargined, false);
});

Deno.test("a margin or an automargin makes futures; a negative automargin is the multiplier", () => {
  const margin = (terms: BacktraderTerms): (number | undefined)[] => {
    const lanes = lanesOf(terms);
    return [INSTRUMENT_FLOAT_HOLDING, INSTRUMENT_FLOAT_MARGIN, INSTRUMENT_FLOAT_MARGIN_RATE].map((lane) => lanes[lane]);
  };
  assertEquals(margin({ margin: 1000 }), [HOLDING_MARGIN, 1000, 0]);
  assertEquals(margin({ automargin: 0.1 }), [HOLDING_MARGIN, 1, 0.1]);
  assertEquals(margin({ margin: 5, automargin: -1 }), [HOLDING_MARGIN, 5, 10]);
  assertEquals(holdingOf(lanesOf({ margin: 1000 })).marginAt(7), 1000);
  assertEquals(holdingOf(lanesOf({ automargin: 0.5, leverage: 2 })).marginAt(7), 3.5);
  const lanes = lanesOf({ leverage: 2, interest: 0.05, interestLong: true });
  const lane = (at: number): number => lanes[at]!;
  assertEquals(
    [INSTRUMENT_FLOAT_LEVERAGE, INSTRUMENT_FLOAT_INTEREST, INSTRUMENT_FLOAT_INTEREST_LONG].map(lane),
    [2, 0.05, 1],
  );
});

Deno.test("slippage is a fraction or an amount, with the switches of the methods that set it", () => {
  const slippage = (terms: BacktraderTerms["slippage"]): (number | undefined)[] => {
    const lanes = lanesOf(terms === undefined ? {} : { slippage: terms });
    return [INSTRUMENT_FLOAT_SLIPPAGE, INSTRUMENT_FLOAT_SLIPPAGE_SIZE, INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES]
      .map((lane) => lanes[lane]);
  };
  const usual = SLIPPAGE_SWITCH_OPEN | SLIPPAGE_SWITCH_MATCH | SLIPPAGE_SWITCH_LIMIT;
  assertEquals(slippage({ perc: 0.01 }), [FLOAT_SLIPPAGE_RATE, 0.01, usual]);
  assertEquals(slippage({ fixed: 0.25, out: true, open: false }), [
    FLOAT_SLIPPAGE_AMOUNT,
    0.25,
    SLIPPAGE_SWITCH_MATCH | SLIPPAGE_SWITCH_LIMIT | SLIPPAGE_SWITCH_OUT,
  ]);
  assertEquals(slippage({ perc: 0, match: false, limit: false }), [FLOAT_SLIPPAGE_NONE, 0, SLIPPAGE_SWITCH_OPEN]);
});

Deno.test("a filler is one of three", () => {
  const filler = (terms: NonNullable<BacktraderTerms["filler"]>): (number | undefined)[] => {
    const lanes = lanesOf({ filler: terms }), { floor } = Math;
    const of = [INSTRUMENT_FLOAT_FILLER_SIZE, INSTRUMENT_FLOAT_FILLER_PERCENT, INSTRUMENT_FLOAT_FILLER_STEP];
    return [floor(lanes[INSTRUMENT_FLOAT_FILLER]!), ...of.map((lane) => lanes[lane])];
  };
  assertEquals(filler({ size: 10 }), [FILLER_SIZE, 10, 0, 0]);
  assertEquals(filler({ perc: 25 }), [FILLER_PERCENT, 0, 25, 0]);
  assertEquals(filler({ perc: 25, minmov: 0.1 }), [FILLER_POINT_PERCENT, 0, 25, 0.1]);
});

Deno.test("what is no term, or out of range, is an error with name, value and place", () => {
  const wrong: readonly (readonly [unknown, ErrorConstructor, string])[] = [
    [7, TypeError, "Cannot use backtrader 7: pass an object, such as { margin: 1000 }"],
    [{ mult: 10 }, TypeError, 'Cannot find option "mult" of backtrader: there are "slippage", "margin"'],
    [{ slippage: { percent: 1 } }, TypeError, 'Cannot find option "percent" of slippage'],
    [{ margin: 0 }, RangeError, "Cannot use margin 0 of feed a: pass a number above 0"],
    [{ margin: "1" }, TypeError, 'Cannot use margin "1" of feed a: pass a number'],
    [{ automargin: 0 }, RangeError, "Cannot use automargin 0 of feed a without a margin"],
    [{ leverage: -1 }, RangeError, "Cannot use leverage -1 of feed a: pass a number above 0"],
    [{ interest: NaN }, RangeError, "Cannot use interest NaN of feed a: pass a number from 0 on"],
    [{ interestLong: 1 }, TypeError, "Cannot use interestLong 1 of feed a: pass true or false"],
    [{ slippage: {} }, RangeError, "Cannot use slippage {} of feed a: pass one of perc and fixed"],
    [{ slippage: { perc: 1, fixed: 1 } }, RangeError, "pass one of perc and fixed"],
    [{ slippage: { perc: 1, out: 1 } }, TypeError, "Cannot use out 1 of feed a"],
    [{ filler: {} }, RangeError, "Cannot use filler {} of feed a: pass { size }, { perc } or { perc, minmov }"],
    [{ filler: { size: 1, minmov: 1 } }, RangeError, "pass { size }, { perc } or { perc, minmov }"],
    [{ filler: { perc: 0 } }, RangeError, "Cannot use perc 0 of feed a: pass a number above 0"],
  ];
  for (const [terms, kind, message] of wrong) assertThrows(() => lanesOf(terms as BacktraderTerms), kind, message);
});
