/**
 * Classes of backtrader for trend. recorded_class.ts tells the form.
 *
 * @module
 */

import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const TREND_CLASSES: readonly RecordedClass[] = [
  {
    names: ["UpMove"],
    indicators: ["upMove"],
  },
  {
    names: ["DownMove"],
    indicators: ["downMove"],
  },
  {
    names: ["PlusDirectionalIndicator", "PlusDI"],
    indicators: ["dmi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["MinusDirectionalIndicator", "MinusDI"],
    indicators: ["dmi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["DirectionalIndicator", "DI"],
    indicators: ["dmi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["AverageDirectionalMovementIndex", "ADX"],
    indicators: ["adx"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["AverageDirectionalMovementIndexRating", "ADXR"],
    indicators: ["adx", "adxr"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["DirectionalMovementIndex", "DMI"],
    indicators: ["dmi"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["DirectionalMovement", "DM"],
    indicators: ["dmi", "adxr"],
    params: { period: 14, movav: "SmoothedMovingAverage" },
  },
  {
    names: ["AroonUp"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["AroonDown"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["AroonUpDown", "AroonIndicator"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["AroonOscillator", "AroonOsc"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["AroonUpDownOscillator", "AroonUpDownOsc"],
    indicators: ["aroon"],
    params: { period: 14 },
    idle: ["upperband", "lowerband"],
  },
  {
    names: ["Vortex"],
    indicators: ["vortex"],
    params: { period: 14 },
  },
  {
    names: ["ParabolicSAR", "PSAR"],
    indicators: ["parabolicSar"],
    params: { period: 2, af: 0.02, afmax: 0.2 },
  },
  {
    names: ["Ichimoku"],
    indicators: ["ichimoku"],
    params: { tenkan: 9, kijun: 26, senkou: 52, senkou_lead: 26, chikou: 26 },
  },
  {
    names: ["DetrendedPriceOscillator", "DPO"],
    indicators: ["dpo"],
    params: { period: 20, movav: "MovingAverageSimple" },
  },
  {
    names: ["Trix", "TRIX"],
    indicators: ["trix"],
    params: { period: 15, _rocperiod: 1, _movav: "EMA" },
  },
  {
    names: ["TrixSignal"],
    indicators: ["trix"],
    params: { period: 15, _rocperiod: 1, _movav: "EMA", sigperiod: 9 },
  },
  {
    names: ["LaguerreFilter", "LAGF"],
    indicators: ["laguerreFilter"],
    params: { period: 1, gamma: 0.5 },
  },
];
