/**
 * Classes of backtrader for volatility. recorded_class.ts tells the form.
 *
 * @module
 */

import { atr } from "../../../src/indicators/volatility/atr.ts";
import { trueRange } from "../../../src/indicators/volatility/true_range.ts";
import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const VOLATILITY_CLASSES: readonly RecordedClass[] = [
  {
    names: ["TrueHigh"],
    indicators: ["trueHigh"],
  },
  {
    names: ["TrueLow"],
    indicators: ["trueLow"],
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
    indicators: ["bollingerBands"],
    params: { period: 20, devfactor: 2.0, movav: "MovingAverageSimple" },
  },
  {
    names: ["BollingerBandsPct"],
    indicators: ["bollingerBands", "percentB"],
    params: { period: 20, devfactor: 2.0, movav: "MovingAverageSimple" },
  },
];
