/**
 * Classes of backtrader for moving averages, with the envelopes and oscillators that it makes of each.
 * recorded_class.ts tells the form.
 *
 * @module
 */

import { dema } from "../../../src/indicators/average/dema.ts";
import { dickson } from "../../../src/indicators/average/dickson.ts";
import { ema } from "../../../src/indicators/average/ema.ts";
import { envelope } from "../../../src/indicators/average/envelope.ts";
import { hma } from "../../../src/indicators/average/hma.ts";
import { kama } from "../../../src/indicators/average/kama.ts";
import { oscillator } from "../../../src/indicators/average/oscillator.ts";
import { sma } from "../../../src/indicators/average/sma.ts";
import { smma } from "../../../src/indicators/average/smma.ts";
import { tema } from "../../../src/indicators/average/tema.ts";
import { wma } from "../../../src/indicators/average/wma.ts";
import { zeroLag } from "../../../src/indicators/average/zero_lag.ts";
import { indicator } from "../../../src/indicators/indicator.ts";
import { zlema } from "../../../src/indicators/average/zlema.ts";
import type { Line } from "../../../src/lines/line.ts";
import { AVERAGES } from "./average_names.ts";
import type { ParamValue, RecordedClass, RecordedInputs, RecordedParams } from "./recorded_class.ts";

/** A moving average of one line: the name of backtrader's line, and ours. */
interface AverageClass {
  readonly names: readonly string[];
  readonly indicator: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly output: string;
  readonly make: (line: Line, params: RecordedParams) => Line;
  readonly minPeriodOfObject?: boolean;
}

const AVERAGE_ROWS: readonly AverageClass[] = [
  {
    names: AVERAGES.sma,
    indicator: "sma",
    params: { period: 30 },
    output: "sma",
    make: (line, params) => sma(line, params.number("period")),
  },
  {
    names: AVERAGES.ema,
    indicator: "ema",
    params: { period: 30 },
    output: "ema",
    make: (line, params) => ema(line, params.number("period")),
  },
  {
    names: AVERAGES.smma,
    indicator: "smma",
    params: { period: 30 },
    output: "smma",
    make: (line, params) => smma(line, params.number("period")),
  },
  {
    names: AVERAGES.wma,
    indicator: "wma",
    params: { period: 30 },
    output: "wma",
    make: (line, params) => wma(line, params.number("period")),
  },
  {
    names: AVERAGES.dema,
    indicator: "dema",
    params: { period: 30, _movav: "EMA" },
    output: "dema",
    make: (line, params) => dema(line, params.number("period")),
  },
  {
    names: AVERAGES.tema,
    indicator: "tema",
    params: { period: 30, _movav: "EMA" },
    output: "tema",
    make: (line, params) => tema(line, params.number("period")),
  },
  {
    names: AVERAGES.kama,
    indicator: "kama",
    params: { period: 30, fast: 2, slow: 30 },
    output: "kama",
    make: (line, params) => kama(line, params.number("period"), params.number("fast"), params.number("slow")),
  },
  {
    names: AVERAGES.zlema,
    indicator: "zlema",
    params: { period: 30, _movav: "EMA" },
    output: "zlema",
    make: (line, params) => zlema(line, params.number("period")),
  },
  {
    names: AVERAGES.hma,
    indicator: "hma",
    params: { period: 30, _movav: "WMA" },
    output: "hma",
    make: (line, params) => hma(line, params.number("period")),
  },
  {
    names: AVERAGES.zeroLag,
    indicator: "zeroLag",
    params: { period: 30, gainlimit: 50, _movav: "EMA" },
    output: "ec",
    make: (line, params) => zeroLag(line, params.number("period"), params.number("gainlimit")),
    minPeriodOfObject: true,
  },
  {
    names: AVERAGES.dickson,
    indicator: "dickson",
    params: { period: 30, gainlimit: 50, hperiod: 7, _movav: "EMA", _hma: "HMA" },
    output: "dma",
    make: (line, params) =>
      dickson(line, params.number("period"), params.number("hperiod"), params.number("gainlimit")),
    minPeriodOfObject: true,
  },
];

/** The classes. */
export const AVERAGE_CLASSES: readonly RecordedClass[] = [
  ...AVERAGE_ROWS.map((average) =>
    rowOf(average, average.names, [average.indicator], ({ line }, params) => ({
      [average.output]: average.make(line, params),
    }))
  ),
  ...AVERAGE_ROWS.map(envelopeOf),
  ...AVERAGE_ROWS.map(oscillatorOf),
  {
    names: ["Envelope"],
    indicators: ["envelope"],
    params: { perc: 2.5 },
    lines: ({ line }, params) => {
      const { line: src, ...around } = envelopeLines(line, params);
      return { src, ...around };
    },
  },
  {
    names: ["Oscillator"],
    indicators: ["oscillator"],
    // Of one input it is the distance of that line's own input from it.
    lines: (inputs) => ({
      osc: inputs.count > 1 ? oscillator(inputs.line, inputs.other) : oscillator(inputs.source, inputs.line),
    }),
  },
];

function rowOf(
  { params, minPeriodOfObject }: AverageClass,
  names: readonly string[],
  indicators: readonly string[],
  lines: NonNullable<RecordedClass["lines"]>,
): RecordedClass {
  return { names, indicators, params, lines, ...(minPeriodOfObject === undefined ? {} : { minPeriodOfObject }) };
}

/** The envelope that backtrader makes of an average: its line, and two at a distance in percent. */
function envelopeOf(average: AverageClass): RecordedClass {
  const names = average.names.map((name) => `${name}Envelope`), indicators = [average.indicator, "envelope"];
  const lines = ({ line }: RecordedInputs, params: RecordedParams): Record<string, Line> => {
    const { line: middle, top, bot } = envelopeLines(average.make(line, params), params);
    // Its zero lag indicator is written after the lines around it were computed, which stay empty.
    const around = (line: Line): Line => average.names === AVERAGES.zeroLag ? empty(line) : line;
    return { [average.output]: middle, top: around(top), bot: around(bot) };
  };
  return rowOf({ ...average, params: { ...average.params, perc: 2.5 } }, names, indicators, lines);
}

/** The lines around one. A percentage below zero has the top below and the bottom above. */
function envelopeLines(line: Line, params: RecordedParams): { line: Line; top: Line; bot: Line } {
  const percent = params.number("perc"), { line: middle, upper, lower } = envelope(line, Math.abs(percent));
  return percent < 0 ? { line: middle, top: lower, bot: upper } : { line: middle, top: upper, bot: lower };
}

/** A line without a value. */
function empty(line: Line): Line {
  return indicator({ name: "empty", inputs: [line], update: () => () => NaN });
}

/** The oscillator that backtrader makes of an average: the distance of its input from it. */
function oscillatorOf(average: AverageClass): RecordedClass {
  const names = average.names.flatMap((name) => [`${name}Oscillator`, `${name}Osc`]);
  const lines = ({ line }: RecordedInputs, params: RecordedParams): Record<string, Line> => {
    const made = average.make(line, params);
    // Its zero lag indicator overwrites the distance with itself.
    return { [average.output]: average.names === AVERAGES.zeroLag ? made : oscillator(line, made) };
  };
  return rowOf(average, names, [average.indicator, "oscillator"], lines);
}
