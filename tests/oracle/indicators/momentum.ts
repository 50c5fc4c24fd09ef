/**
 * Classes of backtrader for momentum. recorded_class.ts tells the form.
 *
 * @module
 */

import { macd, type MacdLines } from "../../../src/indicators/momentum/macd.ts";
import { rsi } from "../../../src/indicators/momentum/rsi.ts";
import type { Line } from "../../../src/lines/line.ts";
import { NotThere, type RecordedClass, type RecordedInputs, type RecordedParams } from "./recorded_class.ts";

/** The index of all classes of this kind, which differ in their defaults. */
function rsiLines({ line }: RecordedInputs, params: RecordedParams): { rsi: Line } {
  // Our index has a value where a quotient has none, as `safediv` asks for: 100 without a fall, and safelow's 50 where
  // nothing moves.
  params.flag("safediv");
  const average = params.average("movav"), lookback = params.number("lookback");
  return { rsi: rsi(line, params.number("period"), { average, lookback }) };
}

function macdLines({ line }: RecordedInputs, params: RecordedParams): MacdLines {
  const average = params.average("movav");
  if (average !== "ema") throw new NotThere(`macd with the average ${average}`);
  return macd(line, params.number("period_me1"), params.number("period_me2"), params.number("period_signal"));
}

/** The classes. */
export const MOMENTUM_CLASSES: readonly RecordedClass[] = [
  {
    names: ["Momentum"],
    indicators: ["momentum"],
    params: { period: 12 },
  },
  {
    names: ["MomentumOscillator", "MomentumOsc"],
    indicators: ["momentumOscillator"],
    params: { period: 12 },
    idle: ["band"],
  },
  {
    names: ["RateOfChange", "ROC"],
    indicators: ["roc"],
    params: { period: 12 },
  },
  {
    names: ["RateOfChange100", "ROC100"],
    indicators: ["roc"],
    params: { period: 12 },
  },
  {
    names: ["PercentChange", "PctChange"],
    indicators: ["percentChange"],
    params: { period: 30 },
  },
  {
    names: ["UpDay"],
    indicators: ["upDay"],
    params: { period: 1 },
  },
  {
    names: ["DownDay"],
    indicators: ["downDay"],
    params: { period: 1 },
  },
  {
    names: ["UpDayBool"],
    indicators: ["upDay"],
    params: { period: 1 },
  },
  {
    names: ["DownDayBool"],
    indicators: ["downDay"],
    params: { period: 1 },
  },
  {
    names: ["RelativeStrengthIndex", "RSI", "RSI_SMMA", "RSI_Wilder"],
    indicators: ["rsi"],
    params: { period: 14, movav: "SmoothedMovingAverage", lookback: 1, safediv: false, safehigh: 100.0, safelow: 50.0 },
    idle: ["upperband", "lowerband"],
    lines: rsiLines,
  },
  {
    names: ["RSI_SMA", "RSI_Cutler"],
    indicators: ["rsi"],
    params: { period: 14, movav: "MovingAverageSimple", lookback: 1, safediv: false, safehigh: 100.0, safelow: 50.0 },
    idle: ["upperband", "lowerband"],
    lines: rsiLines,
  },
  {
    names: ["RSI_EMA"],
    indicators: ["rsi"],
    params: {
      period: 14,
      movav: "ExponentialMovingAverage",
      lookback: 1,
      safediv: false,
      safehigh: 100.0,
      safelow: 50.0,
    },
    idle: ["upperband", "lowerband"],
    lines: rsiLines,
  },
  {
    names: ["RSI_Safe"],
    indicators: ["rsi"],
    params: { period: 14, movav: "SmoothedMovingAverage", lookback: 1, safediv: true, safehigh: 100.0, safelow: 50.0 },
    idle: ["upperband", "lowerband"],
    lines: rsiLines,
  },
  {
    names: ["RelativeMomentumIndex", "RMI"],
    indicators: ["rsi"],
    params: { period: 20, movav: "SmoothedMovingAverage", lookback: 5, safediv: false, safehigh: 100.0, safelow: 50.0 },
    idle: ["upperband", "lowerband"],
    lines: rsiLines,
  },
  {
    names: ["LaguerreRSI", "LRSI"],
    indicators: ["laguerreRsi"],
    params: { period: 6, gamma: 0.5 },
  },
  {
    names: ["MACD"],
    indicators: ["macd"],
    params: { period_me1: 12, period_me2: 26, period_signal: 9, movav: "ExponentialMovingAverage" },
    lines: (inputs, params) => {
      const { line, signal } = macdLines(inputs, params);
      return { macd: line, signal };
    },
  },
  {
    names: ["MACDHisto", "MACDHistogram"],
    indicators: ["macd"],
    params: { period_me1: 12, period_me2: 26, period_signal: 9, movav: "ExponentialMovingAverage" },
    lines: (inputs, params) => {
      const { line, signal, histogram } = macdLines(inputs, params);
      return { macd: line, signal, histo: histogram };
    },
  },
  {
    names: ["PriceOscillator", "PriceOsc", "AbsolutePriceOscillator", "APO", "AbsPriceOsc"],
    indicators: ["apo"],
    params: { period1: 12, period2: 26, _movav: "ExponentialMovingAverage" },
  },
  {
    names: ["PercentagePriceOscillator", "PPO", "PercPriceOsc"],
    indicators: ["ppo"],
    params: { period1: 12, period2: 26, _movav: "ExponentialMovingAverage", period_signal: 9 },
  },
  {
    names: ["PercentagePriceOscillatorShort", "PPOShort", "PercPriceOscShort"],
    indicators: ["ppo"],
    params: { period1: 12, period2: 26, _movav: "ExponentialMovingAverage", period_signal: 9 },
  },
  {
    names: ["CommodityChannelIndex", "CCI"],
    indicators: ["cci"],
    params: { period: 20, factor: 0.015, movav: "MovingAverageSimple" },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["StochasticFast"],
    indicators: ["stochasticFast"],
    params: { period: 14, period_dfast: 3, movav: "MovingAverageSimple", safediv: false, safezero: 0.0 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["Stochastic", "StochasticSlow"],
    indicators: ["stochastic"],
    params: {
      period: 14,
      period_dfast: 3,
      movav: "MovingAverageSimple",
      safediv: false,
      safezero: 0.0,
      period_dslow: 3,
    },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["StochasticFull"],
    indicators: ["stochasticFast", "stochastic"],
    params: {
      period: 14,
      period_dfast: 3,
      movav: "MovingAverageSimple",
      safediv: false,
      safezero: 0.0,
      period_dslow: 3,
    },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["WilliamsR"],
    indicators: ["williamsR"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["UltimateOscillator"],
    indicators: ["ultimateOscillator"],
    params: { p1: 7, p2: 14, p3: 28 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["TrueStrengthIndicator", "TSI"],
    indicators: ["tsi"],
    params: { period1: 25, period2: 13, pchange: 1, _movav: "EMA" },
  },
  {
    names: ["AwesomeOscillator", "AwesomeOsc", "AO"],
    indicators: ["awesomeOscillator"],
    params: { fast: 5, slow: 34, movav: "SMA" },
  },
  {
    names: ["AccelerationDecelerationOscillator", "AccDeOsc"],
    indicators: ["accelerationOscillator"],
    params: { period: 5, movav: "SMA" },
  },
  {
    names: ["KnowSureThing", "KST"],
    indicators: ["kst"],
    params: {
      rp1: 10,
      rp2: 15,
      rp3: 20,
      rp4: 30,
      rma1: 10,
      rma2: 10,
      rma3: 10,
      rma4: 10,
      rsignal: 9,
      rfactors: [1, 2, 3, 4],
      _rmovav: "SMA",
      _smovav: "SMA",
    },
  },
  {
    names: ["PrettyGoodOscillator", "PGO", "PrettyGoodOsc"],
    indicators: ["prettyGoodOscillator"],
    params: { period: 14, _movav: "MovingAverageSimple" },
  },
  {
    names: ["DV2"],
    indicators: ["dv2"],
    params: { period: 252, maperiod: 2, _movav: "SMA" },
  },
];
