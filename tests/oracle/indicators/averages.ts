/**
 * Classes of backtrader for moving averages, with the envelopes and oscillators that it makes of each.
 * recorded_class.ts tells the form.
 *
 * @module
 */

import { ema } from "../../../src/indicators/average/ema.ts";
import { sma } from "../../../src/indicators/average/sma.ts";
import { smma } from "../../../src/indicators/average/smma.ts";
import { AVERAGES } from "./average_names.ts";
import type { RecordedClass } from "./recorded_class.ts";

const AVERAGE_ROWS: readonly RecordedClass[] = [
  {
    names: AVERAGES.sma,
    indicators: ["sma"],
    params: { period: 30 },
    lines: ({ line }, params) => ({ sma: sma(line, params.number("period")) }),
  },
  {
    names: AVERAGES.ema,
    indicators: ["ema"],
    params: { period: 30 },
    lines: ({ line }, params) => ({ ema: ema(line, params.number("period")) }),
  },
  {
    names: AVERAGES.smma,
    indicators: ["smma"],
    params: { period: 30 },
    lines: ({ line }, params) => ({ smma: smma(line, params.number("period")) }),
  },
  { names: AVERAGES.wma, indicators: ["wma"], params: { period: 30 } },
  { names: AVERAGES.dema, indicators: ["dema"], params: { period: 30, _movav: "EMA" } },
  { names: AVERAGES.tema, indicators: ["tema"], params: { period: 30, _movav: "EMA" } },
  { names: AVERAGES.kama, indicators: ["kama"], params: { period: 30, fast: 2, slow: 30 } },
  { names: AVERAGES.zlema, indicators: ["zlema"], params: { period: 30, _movav: "EMA" } },
  { names: AVERAGES.hma, indicators: ["hma"], params: { period: 30, _movav: "WMA" } },
  { names: AVERAGES.zeroLag, indicators: ["zeroLag"], params: { period: 30, gainlimit: 50, _movav: "EMA" } },
  {
    names: AVERAGES.dickson,
    indicators: ["dickson"],
    params: { period: 30, gainlimit: 50, hperiod: 7, _movav: "EMA", _hma: "HMA" },
  },
];

/** The classes. */
export const AVERAGE_CLASSES: readonly RecordedClass[] = [
  ...AVERAGE_ROWS,
  { names: ["Envelope"], indicators: ["envelope"], params: { perc: 2.5 } },
  { names: ["Oscillator"], indicators: ["oscillator"] },
  ...AVERAGE_ROWS.map(envelopeOf),
  ...AVERAGE_ROWS.map(oscillatorOf),
];

/** The envelope that backtrader makes of an average: its line, and two at a distance in percent. */
function envelopeOf({ names, params }: RecordedClass): RecordedClass {
  return {
    names: names.map((name) => `${name}Envelope`),
    indicators: ["envelope"],
    params: { ...params, perc: 2.5 },
  };
}

/** The oscillator that backtrader makes of an average: the distance of its input from it. */
function oscillatorOf({ names, params }: RecordedClass): RecordedClass {
  return {
    names: names.flatMap((name) => [`${name}Oscillator`, `${name}Osc`]),
    indicators: ["oscillator"],
    ...(params === undefined ? {} : { params }),
  };
}
