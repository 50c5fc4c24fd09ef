/**
 * Classes of backtrader for momentum. recorded_class.ts tells the form.
 *
 * @module
 */

import { accelerationOscillator } from "../../../src/indicators/momentum/acceleration_oscillator.ts";
import { awesomeOscillator } from "../../../src/indicators/momentum/awesome_oscillator.ts";
import { cci } from "../../../src/indicators/momentum/cci.ts";
import { downDay } from "../../../src/indicators/momentum/down_day.ts";
import { downDayBool } from "../../../src/indicators/momentum/down_day_bool.ts";
import { dv2 } from "../../../src/indicators/momentum/dv2.ts";
import { kst, type KstOptions } from "../../../src/indicators/momentum/kst.ts";
import { laguerreRsi } from "../../../src/indicators/momentum/laguerre_rsi.ts";
import { macd, type MacdLines } from "../../../src/indicators/momentum/macd.ts";
import { momentum } from "../../../src/indicators/momentum/momentum.ts";
import { momentumOscillator } from "../../../src/indicators/momentum/momentum_oscillator.ts";
import { percentChange } from "../../../src/indicators/momentum/percent_change.ts";
import { ppo } from "../../../src/indicators/momentum/ppo.ts";
import { prettyGoodOscillator } from "../../../src/indicators/momentum/pretty_good_oscillator.ts";
import { priceOscillator } from "../../../src/indicators/momentum/price_oscillator.ts";
import { rmi } from "../../../src/indicators/momentum/rmi.ts";
import { roc } from "../../../src/indicators/momentum/roc.ts";
import { roc100 } from "../../../src/indicators/momentum/roc100.ts";
import { rsi, type RsiOptions } from "../../../src/indicators/momentum/rsi.ts";
import { stochastic } from "../../../src/indicators/momentum/stochastic.ts";
import { stochasticFast } from "../../../src/indicators/momentum/stochastic_fast.ts";
import { stochasticFull } from "../../../src/indicators/momentum/stochastic_full.ts";
import { tsi } from "../../../src/indicators/momentum/tsi.ts";
import { ultimateOscillator } from "../../../src/indicators/momentum/ultimate_oscillator.ts";
import { upDay } from "../../../src/indicators/momentum/up_day.ts";
import { upDayBool } from "../../../src/indicators/momentum/up_day_bool.ts";
import { williamsR } from "../../../src/indicators/momentum/williams_r.ts";
import type { Line } from "../../../src/lines/line.ts";
import type { RecordedClass, RecordedInputs, RecordedParams } from "./recorded_class.ts";

/** The index of all classes of this kind, which differ in their defaults. */
function rsiLines({ line }: RecordedInputs, params: RecordedParams): { rsi: Line } {
  return { rsi: rsi(line, params.number("period"), strengthOptions(params)) };
}

function strengthOptions(params: RecordedParams): RsiOptions {
  // Our index has a value where a quotient has none, as `safediv` asks for: 100 without a fall, and safelow's 50 where
  // nothing moves.
  params.flag("safediv");
  return { average: params.average("movav"), lookback: params.number("lookback") };
}

function macdLines({ line }: RecordedInputs, params: RecordedParams): MacdLines {
  const fast = params.number("period_me1"), slow = params.number("period_me2"), signal = params.number("period_signal");
  return macd(line, fast, slow, signal, { average: params.average("movav") });
}

/** The percentage oscillator, of the slow average or of the fast one. */
function ppoLines(base: "slow" | "fast", { line }: RecordedInputs, params: RecordedParams): Record<string, Line> {
  const fast = params.number("period1"), slow = params.number("period2"), signal = params.number("period_signal");
  const made = ppo(line, fast, slow, signal, { average: params.average("_movav"), base });
  return { ppo: made.line, signal: made.signal, histo: made.histogram };
}

/** A list of four numbers. */
type Four = NonNullable<KstOptions["rates"]>;

/** Four parameters of a stem: `rp1` to `rp4`. */
function fourOf(params: RecordedParams, stem: string): Four {
  return [1, 2, 3, 4].map((k) => params.number(`${stem}${k}`)) as unknown as Four;
}

/** The periods and the average of a stochastic oscillator. Our lines have a value where the range is zero. */
function stochasticParams(
  params: RecordedParams,
): [period: number, fast: number, average: ReturnType<RecordedParams["average"]>] {
  params.flag("safediv");
  return [params.number("period"), params.number("period_dfast"), params.average("movav")];
}

/** The classes. */
export const MOMENTUM_CLASSES: readonly RecordedClass[] = [
  {
    names: ["Momentum"],
    indicators: ["momentum"],
    params: { period: 12 },
    lines: ({ line }, params) => ({ momentum: momentum(line, params.number("period")) }),
  },
  {
    names: ["MomentumOscillator", "MomentumOsc"],
    indicators: ["momentumOscillator"],
    params: { period: 12 },
    idle: ["band"],
    lines: ({ line }, params) => ({ momosc: momentumOscillator(line, params.number("period")) }),
  },
  {
    names: ["RateOfChange", "ROC"],
    indicators: ["roc"],
    params: { period: 12 },
    lines: ({ line }, params) => ({ roc: roc(line, params.number("period")) }),
  },
  {
    names: ["RateOfChange100", "ROC100"],
    indicators: ["roc100"],
    params: { period: 12 },
    lines: ({ line }, params) => ({ roc100: roc100(line, params.number("period")) }),
  },
  {
    names: ["PercentChange", "PctChange"],
    indicators: ["percentChange"],
    params: { period: 30 },
    lines: ({ line }, params) => ({ pctchange: percentChange(line, params.number("period")) }),
  },
  {
    names: ["UpDay"],
    indicators: ["upDay"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ upday: upDay(line, params.number("period")) }),
  },
  {
    names: ["DownDay"],
    indicators: ["downDay"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ downday: downDay(line, params.number("period")) }),
  },
  {
    names: ["UpDayBool"],
    indicators: ["upDayBool"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ upday: upDayBool(line, params.number("period")) }),
  },
  {
    names: ["DownDayBool"],
    indicators: ["downDayBool"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ downday: downDayBool(line, params.number("period")) }),
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
    indicators: ["rmi"],
    params: { period: 20, movav: "SmoothedMovingAverage", lookback: 5, safediv: false, safehigh: 100.0, safelow: 50.0 },
    idle: ["upperband", "lowerband"],
    lines: ({ line }, params) => ({ rsi: rmi(line, params.number("period"), strengthOptions(params)) }),
  },
  {
    names: ["LaguerreRSI", "LRSI"],
    indicators: ["laguerreRsi"],
    params: { period: 6, gamma: 0.5 },
    lines: ({ line }, params) => ({
      lrsi: laguerreRsi(line, params.number("gamma"), { period: params.number("period") }),
    }),
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
    indicators: ["priceOscillator"],
    params: { period1: 12, period2: 26, _movav: "ExponentialMovingAverage" },
    lines: ({ line }, params) => ({
      po: priceOscillator(line, params.number("period1"), params.number("period2"), {
        average: params.average("_movav"),
      }),
    }),
  },
  {
    names: ["PercentagePriceOscillator", "PPO", "PercPriceOsc"],
    indicators: ["ppo"],
    params: { period1: 12, period2: 26, _movav: "ExponentialMovingAverage", period_signal: 9 },
    lines: (inputs, params) => ppoLines("slow", inputs, params),
  },
  {
    names: ["PercentagePriceOscillatorShort", "PPOShort", "PercPriceOscShort"],
    indicators: ["ppo"],
    params: { period1: 12, period2: 26, _movav: "ExponentialMovingAverage", period_signal: 9 },
    lines: (inputs, params) => ppoLines("fast", inputs, params),
  },
  {
    names: ["CommodityChannelIndex", "CCI"],
    indicators: ["cci"],
    params: { period: 20, factor: 0.015, movav: "MovingAverageSimple" },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => ({
      cci: cci(feed, params.number("period"), {
        factor: params.number("factor"),
        average: params.average("movav"),
        distances: "moving",
      }),
    }),
  },
  {
    names: ["StochasticFast"],
    indicators: ["stochasticFast"],
    params: { period: 14, period_dfast: 3, movav: "MovingAverageSimple", safediv: false, safezero: 0.0 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => {
      const [period, fast, average] = stochasticParams(params),
        { k, d } = stochasticFast(feed, period, fast, { average });
      return { percK: k, percD: d };
    },
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
    lines: ({ feed }, params) => {
      const [period, fast, average] = stochasticParams(params), slow = params.number("period_dslow");
      const { k, d } = stochastic(feed, period, fast, slow, { average });
      return { percK: k, percD: d };
    },
  },
  {
    names: ["StochasticFull"],
    indicators: ["stochasticFull"],
    params: {
      period: 14,
      period_dfast: 3,
      movav: "MovingAverageSimple",
      safediv: false,
      safezero: 0.0,
      period_dslow: 3,
    },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => {
      const [period, fast, average] = stochasticParams(params), slow = params.number("period_dslow");
      const { k, d, dSlow } = stochasticFull(feed, period, fast, slow, { average });
      return { percK: k, percD: d, percDSlow: dSlow };
    },
  },
  {
    names: ["WilliamsR"],
    indicators: ["williamsR"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => ({ percR: williamsR(feed, params.number("period")) }),
  },
  {
    names: ["UltimateOscillator"],
    indicators: ["ultimateOscillator"],
    params: { p1: 7, p2: 14, p3: 28 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => ({
      uo: ultimateOscillator(feed, params.number("p1"), params.number("p2"), params.number("p3")),
    }),
  },
  {
    names: ["TrueStrengthIndicator", "TSI"],
    indicators: ["tsi"],
    params: { period1: 25, period2: 13, pchange: 1, _movav: "EMA" },
    lines: ({ line }, params) => ({
      tsi: tsi(line, params.number("period1"), params.number("period2"), {
        average: params.average("_movav"),
        change: params.number("pchange"),
      }),
    }),
  },
  {
    names: ["AwesomeOscillator", "AwesomeOsc", "AO"],
    indicators: ["awesomeOscillator"],
    params: { fast: 5, slow: 34, movav: "SMA" },
    lines: ({ feed }, params) => ({
      ao: awesomeOscillator(feed, params.number("fast"), params.number("slow"), { average: params.average("movav") }),
    }),
  },
  {
    names: ["AccelerationDecelerationOscillator", "AccDeOsc"],
    indicators: ["accelerationOscillator"],
    params: { period: 5, movav: "SMA" },
    lines: ({ feed }, params) => ({
      accde: accelerationOscillator(feed, params.number("period"), { average: params.average("movav") }),
    }),
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
    lines: ({ line }, params) => {
      const made = kst(line, params.number("rsignal"), {
        rates: fourOf(params, "rp"),
        periods: fourOf(params, "rma"),
        weights: params.numbers("rfactors") as unknown as Four,
        average: params.average("_rmovav"),
        signalAverage: params.average("_smovav"),
      });
      return { kst: made.line, signal: made.signal };
    },
  },
  {
    names: ["PrettyGoodOscillator", "PGO", "PrettyGoodOsc"],
    indicators: ["prettyGoodOscillator"],
    params: { period: 14, _movav: "MovingAverageSimple" },
    lines: ({ feed }, params) => ({
      pgo: prettyGoodOscillator(feed, params.number("period"), { average: params.average("_movav") }),
    }),
  },
  {
    names: ["DV2"],
    indicators: ["dv2"],
    params: { period: 252, maperiod: 2, _movav: "SMA" },
    lines: ({ feed }, params) => ({
      dv2: dv2(feed, params.number("period"), params.number("maperiod"), { average: params.average("_movav") }),
    }),
  },
];
