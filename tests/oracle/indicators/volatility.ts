/**
 * Classes of backtrader for volatility. recorded_class.ts tells the form.
 *
 * @module
 */

import { atr } from "../../../src/indicators/volatility/atr.ts";
import { bollinger } from "../../../src/indicators/volatility/bollinger.ts";
import { bollingerPercentB } from "../../../src/indicators/volatility/bollinger_percent_b.ts";
import { trueHigh } from "../../../src/indicators/volatility/true_high.ts";
import { trueLow } from "../../../src/indicators/volatility/true_low.ts";
import { trueRange } from "../../../src/indicators/volatility/true_range.ts";
import { stdDev } from "../../../src/indicators/statistics/std_dev.ts";
import { deviationRounding } from "./moment_rounding.ts";
import type { MappedLine, RecordedClass, RecordedInputs, RecordedParams } from "./recorded_class.ts";

/** The parameters of bands. */
function bandParams(
  params: RecordedParams,
): [period: number, deviations: number, options: { readonly average: ReturnType<RecordedParams["average"]> }] {
  return [params.number("period"), params.number("devfactor"), { average: params.average("movav") }];
}

/** The bands, whose width is a number of deviations. */
function bandLines({ line }: RecordedInputs, params: RecordedParams): Readonly<Record<string, MappedLine>> {
  const [period, deviations, options] = bandParams(params);
  const { middle, upper, lower } = bollinger(line, period, deviations, options);
  const deviation = stdDev(line, period, { moments: options.average });
  const rounding = deviationRounding(line, deviation, period).times(deviations);
  return { mid: middle, top: { line: upper, rounding }, bot: { line: lower, rounding } };
}

/** The classes. */
export const VOLATILITY_CLASSES: readonly RecordedClass[] = [
  {
    names: ["TrueHigh"],
    indicators: ["trueHigh"],
    lines: ({ feed }) => ({ truehigh: trueHigh(feed) }),
  },
  {
    names: ["TrueLow"],
    indicators: ["trueLow"],
    lines: ({ feed }) => ({ truelow: trueLow(feed) }),
  },
  {
    names: ["TrueRange", "TR"],
    indicators: ["trueRange"],
    lines: ({ feed }) => ({ tr: trueRange(feed) }),
  },
  {
    names: ["AverageTrueRange", "ATR"],
    indicators: ["atr"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => ({
      atr: atr(feed, params.number("period"), { average: params.average("movav") }),
    }),
  },
  {
    names: ["BollingerBands", "BBands"],
    indicators: ["bollinger"],
    params: { period: 20, devfactor: 2.0, movav: "MovingAverageSimple" },
    lines: bandLines,
  },
  {
    names: ["BollingerBandsPct"],
    indicators: ["bollinger", "bollingerPercentB"],
    params: { period: 20, devfactor: 2.0, movav: "MovingAverageSimple" },
    lines: (inputs, params) => {
      const { line } = inputs, [period, deviations, options] = bandParams(params);
      const place = bollingerPercentB(line, period, deviations, options);
      const deviation = stdDev(line, period, { moments: options.average });
      // The place is the half and the distance from the middle in so many deviations.
      const rounding = place.minus(0.5).abs().times(deviationRounding(line, deviation, period)).dividedBy(deviation);
      return { ...bandLines(inputs, params), pctb: { line: place, rounding } };
    },
  },
];
