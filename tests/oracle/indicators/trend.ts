/**
 * Classes of backtrader for trend. recorded_class.ts tells the form.
 *
 * @module
 */

import { indicator } from "../../../src/indicators/indicator.ts";
import { Lag } from "../../../src/lines/lag.ts";
import { dpo } from "../../../src/indicators/momentum/dpo.ts";
import { downMove } from "../../../src/indicators/momentum/down_move.ts";
import { laguerreFilter } from "../../../src/indicators/momentum/laguerre_filter.ts";
import { trix } from "../../../src/indicators/momentum/trix.ts";
import { trixSignal } from "../../../src/indicators/momentum/trix_signal.ts";
import { upMove } from "../../../src/indicators/momentum/up_move.ts";
import { adx } from "../../../src/indicators/trend/adx.ts";
import { adxr } from "../../../src/indicators/trend/adxr.ts";
import { aroon } from "../../../src/indicators/trend/aroon.ts";
import { aroonOscillator } from "../../../src/indicators/trend/aroon_oscillator.ts";
import { directionalIndicator } from "../../../src/indicators/trend/directional_indicator.ts";
import { directionalMovement } from "../../../src/indicators/trend/directional_movement.ts";
import { dmi } from "../../../src/indicators/trend/dmi.ts";
import { ichimoku } from "../../../src/indicators/trend/ichimoku.ts";
import { minusDi } from "../../../src/indicators/trend/minus_di.ts";
import { plusDi } from "../../../src/indicators/trend/plus_di.ts";
import { psar } from "../../../src/indicators/trend/psar.ts";
import { vortex } from "../../../src/indicators/trend/vortex.ts";
import type { Line } from "../../../src/lines/line.ts";
import type { RecordedClass, RecordedParams } from "./recorded_class.ts";

/** The period and the average of a class of directional movement. */
function directionalParams(
  params: RecordedParams,
): [period: number, options: { readonly average: ReturnType<RecordedParams["average"]> }] {
  return [params.number("period"), { average: params.average("movav") }];
}

/** The value of some bars ago. */
function earlier(line: Line, bars: number): Line {
  return indicator({
    name: "earlier",
    inputs: [line],
    minPeriod: bars + 1,
    update: () => {
      const lag = new Lag(bars);
      return (value) => lag.update(value);
    },
  });
}

/** The classes. */
export const TREND_CLASSES: readonly RecordedClass[] = [
  {
    names: ["UpMove"],
    indicators: ["upMove"],
    lines: ({ line }) => ({ upmove: upMove(line) }),
  },
  {
    names: ["DownMove"],
    indicators: ["downMove"],
    lines: ({ line }) => ({ downmove: downMove(line) }),
  },
  {
    names: ["PlusDirectionalIndicator", "PlusDI"],
    indicators: ["plusDi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => ({ plusDI: plusDi(feed, ...directionalParams(params)) }),
  },
  {
    names: ["MinusDirectionalIndicator", "MinusDI"],
    indicators: ["minusDi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => ({ minusDI: minusDi(feed, ...directionalParams(params)) }),
  },
  {
    names: ["DirectionalIndicator", "DI"],
    indicators: ["directionalIndicator"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => {
      const made = directionalIndicator(feed, ...directionalParams(params));
      return { plusDI: made.plusDi, minusDI: made.minusDi };
    },
  },
  {
    names: ["AverageDirectionalMovementIndex", "ADX"],
    indicators: ["adx"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => ({ adx: adx(feed, ...directionalParams(params)) }),
  },
  {
    names: ["AverageDirectionalMovementIndexRating", "ADXR"],
    indicators: ["adx", "adxr"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => {
      const given = directionalParams(params);
      return { adx: adx(feed, ...given), adxr: adxr(feed, ...given) };
    },
  },
  {
    names: ["DirectionalMovementIndex", "DMI"],
    indicators: ["dmi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => {
      const made = dmi(feed, ...directionalParams(params));
      return { adx: made.adx, plusDI: made.plusDi, minusDI: made.minusDi };
    },
  },
  {
    names: ["DirectionalMovement", "DM"],
    indicators: ["directionalMovement"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
    lines: ({ feed }, params) => {
      const made = directionalMovement(feed, ...directionalParams(params));
      return { adx: made.adx, adxr: made.adxr, plusDI: made.plusDi, minusDI: made.minusDi };
    },
  },
  {
    names: ["AroonUp"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => ({ aroonup: aroon(feed, params.number("period")).up }),
  },
  {
    names: ["AroonDown"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => ({ aroondown: aroon(feed, params.number("period")).down }),
  },
  {
    names: ["AroonUpDown", "AroonIndicator"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => {
      const { up, down } = aroon(feed, params.number("period"));
      return { aroonup: up, aroondown: down };
    },
  },
  {
    names: ["AroonOscillator", "AroonOsc"],
    indicators: ["aroonOscillator"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => ({ aroonosc: aroonOscillator(feed, params.number("period")) }),
  },
  {
    names: ["AroonUpDownOscillator", "AroonUpDownOsc"],
    indicators: ["aroon", "aroonOscillator"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
    lines: ({ feed }, params) => {
      const period = params.number("period"), { up, down } = aroon(feed, period);
      return { aroonup: up, aroondown: down, aroonosc: aroonOscillator(feed, period) };
    },
  },
  {
    names: ["Vortex"],
    indicators: ["vortex"],
    params: { period: 14 },
    lines: ({ feed }, params) => {
      const { plus, minus } = vortex(feed, params.number("period"));
      return { vi_plus: plus, vi_minus: minus };
    },
  },
  {
    names: ["ParabolicSAR", "PSAR"],
    indicators: ["psar"],
    params: { period: 2, af: 0.02, afmax: 0.2 },
    lines: ({ feed }, params) => ({
      psar: psar(feed, params.number("af"), params.number("afmax"), { period: params.number("period") }),
    }),
  },
  {
    names: ["Ichimoku"],
    indicators: ["ichimoku"],
    params: { tenkan: 9, kijun: 26, senkou: 52, senkou_lead: 26, chikou: 26 },
    lines: ({ feed }, params) => {
      const ahead = params.number("chikou"), lead = params.number("senkou_lead");
      const [tenkan, kijun, senkou] = [params.number("tenkan"), params.number("kijun"), params.number("senkou")];
      const { conversion, base, spanA, spanB, laggingSpan } = ichimoku(feed, tenkan, kijun, senkou, {
        lead,
        lag: ahead,
      });
      return {
        tenkan_sen: conversion,
        kijun_sen: base,
        senkou_span_a: spanA,
        senkou_span_b: spanB,
        // backtrader writes the close into the past. Ours is its distance from the close of that bar, which is exact while
        // neither is twice the other.
        chikou_span: { line: laggingSpan.plus(earlier(feed.close, ahead)), ahead },
      };
    },
  },
  {
    names: ["DetrendedPriceOscillator", "DPO"],
    indicators: ["dpo"],
    params: { period: 20, movav: "MovingAverageSimple" },
    lines: ({ line }, params) => ({
      dpo: dpo(line, params.number("period"), { average: params.average("movav") }),
    }),
  },
  {
    names: ["Trix", "TRIX"],
    indicators: ["trix"],
    params: { period: 15, _rocperiod: 1, _movav: "EMA" },
    lines: ({ line }, params) => ({
      trix: trix(line, params.number("period"), {
        average: params.average("_movav"),
        change: params.number("_rocperiod"),
      }),
    }),
  },
  {
    names: ["TrixSignal"],
    indicators: ["trixSignal"],
    params: { period: 15, _rocperiod: 1, _movav: "EMA", sigperiod: 9 },
    lines: ({ line }, params) => {
      const made = trixSignal(line, params.number("period"), params.number("sigperiod"), {
        average: params.average("_movav"),
        change: params.number("_rocperiod"),
      });
      return { trix: made.line, signal: made.signal };
    },
  },
  {
    names: ["LaguerreFilter", "LAGF"],
    indicators: ["laguerreFilter"],
    params: { period: 1, gamma: 0.5 },
    lines: ({ line }, params) => ({
      lfilter: laguerreFilter(line, params.number("gamma"), { period: params.number("period") }),
    }),
  },
];
