/**
 * The minutes of an instrument of the fake venue: candles that were given, or a walk from a seed.
 *
 * @module
 */

import type { Random } from "../laws/random.ts";
import { type FilledInstrument, type StepCandle, stepsOf } from "./fake_instrument.ts";

/** Length of a minute in microseconds. */
export const MINUTE_US = 60_000_000;

/** Begins of the four parts of a minute in which its candle grows, in microseconds from its begin. */
export const PHASES_US: readonly number[] = [0, 15_000_000, 30_000_000, 50_000_000];

/** The candles of one instrument by minute. */
export interface CandleSeries {
  /** Returns the candle of a minute, counted from the epoch; undefined if nothing was traded in it. */
  minute(number: number): StepCandle | undefined;
}

/** Returns the candles of an instrument. */
export function candleSeries(instrument: FilledInstrument, firstMinute: number, random: Random): CandleSeries {
  if (instrument.candles === undefined) return new SeededWalk(instrument, firstMinute, random);
  const { priceDecimals, sizeDecimals } = instrument;
  const byMinute = new Map(instrument.candles.map(({ time, open, high, low, close, volume }) => [time / 60_000, {
    open: stepsOf(open, priceDecimals),
    high: stepsOf(high, priceDecimals),
    low: stepsOf(low, priceDecimals),
    close: stepsOf(close, priceDecimals),
    volume: stepsOf(volume, sizeDecimals),
  }]));
  return { minute: (number) => byMinute.get(number) };
}

/** A walk of prices: each minute begins near the close before it and moves by up to some thousandths. */
class SeededWalk implements CandleSeries {
  readonly #first: number;
  readonly #random: Random;
  readonly #candles: StepCandle[] = [];
  readonly #size: number;
  #last: number;

  constructor(instrument: FilledInstrument, firstMinute: number, random: Random) {
    this.#first = firstMinute;
    this.#random = random;
    this.#last = Math.round(instrument.startPrice * 10 ** instrument.priceDecimals);
    this.#size = 10 ** instrument.sizeDecimals;
  }

  minute(number: number): StepCandle | undefined {
    if (number < this.#first) return undefined;
    while (this.#candles.length <= number - this.#first) this.#candles.push(this.#next());
    return this.#candles[number - this.#first];
  }

  #next(): StepCandle {
    const random = this.#random, reach = Math.max(2, Math.floor(this.#last / 1000));
    const moved = (from: number, by: number): number => Math.max(1, from + random.between(-by, by));
    const open = moved(this.#last, Math.max(1, reach >> 4)), close = moved(open, reach);
    const high = Math.max(open, close) + random.between(0, reach >> 1);
    const low = Math.max(1, Math.min(open, close) - random.between(0, reach >> 1));
    this.#last = close;
    return { open, high, low, close, volume: random.between(1, 40 * this.#size) };
  }
}

/** Returns a candle as it is in a part of its minute: 0 its open alone, 3 and more the whole. */
export function grownCandle(candle: StepCandle, phase: number): StepCandle {
  const { open, high, low, volume } = candle, part = Math.ceil(volume * Math.min(phase + 1, 4) / 4);
  if (phase >= 3) return candle;
  if (phase === 0) return { open, high: open, low: open, close: open, volume: part };
  if (phase === 1) return { open, high, low: open, close: high, volume: part };
  return { open, high, low, close: low, volume: part };
}

/** Returns the candle of several minutes as one; undefined if none of them has one. */
export function joinedCandle(candles: readonly (StepCandle | undefined)[]): StepCandle | undefined {
  const there = candles.filter((candle) => candle !== undefined), first = there[0];
  if (first === undefined) return undefined;
  return {
    open: first.open,
    high: Math.max(...there.map(({ high }) => high)),
    low: Math.min(...there.map(({ low }) => low)),
    close: there.at(-1)!.close,
    volume: there.reduce((sum, { volume }) => sum + volume, 0),
  };
}
