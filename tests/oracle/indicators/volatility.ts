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
import type { RecordedClass, RecordedParams } from "./recorded_class.ts";

/** The parameters of bands. */
function bandParams(
  params: RecordedParams,
): [period: number, deviations: number, options: { readonly average: ReturnType<RecordedParams["average"]> }] {
  return [params.number("period"), params.number("devfactor"), { average: params.average("movav") }];
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
    lines: ({ line }, params) => {
      const { middle, upper, lower } = bollinger(line, ...bandParams(params));
      return { mid: middle, top: upper, bot: lower };
    },
  },
  {
    names: ["BollingerBandsPct"],
    indicators: ["bollinger", "bollingerPercentB"],
    params: { period: 20, devfactor: 2.0, movav: "MovingAverageSimple" },
    lines: ({ line }, params) => {
      const given = bandParams(params), { middle, upper, lower } = bollinger(line, ...given);
      return { mid: middle, top: upper, bot: lower, pctb: bollingerPercentB(line, ...given) };
    },
  },
];
