/**
 * Series whose lines have values that prices do not have: a quotient or a logarithm of a strategy has them.
 *
 * @module
 */

import { type SeriesColumns, seriesOf } from "./indicator_case.ts";

/** Makes the value of a line at a bar from the close, the volume and two random numbers. */
type OddValue = (close: number, volume: number, p: number, q: number) => number;

/** The odd series by name. */
export const ODD_SERIES: Readonly<Record<string, OddValue>> = {
  infinite: (close, _volume, p) => p < 0.04 ? Infinity : p < 0.08 ? -Infinity : close,
  quotient: (close, volume) => close / volume,
  "infinite with holes": (close, _volume, p, q) => q < 0.04 ? NaN : p < 0.06 ? Infinity : close,
  huge: (_close, _volume, p, q) => (p - 0.5) * 1.7e308 * (q < 0.5 ? 2 : 1e-5),
  tiny: (_close, _volume, p) => p * 5e-320,
  zeros: (_close, _volume, p) => p < 0.5 ? 0 : p < 0.75 ? -0 : Math.round(p * 3),
  negative: (_close, _volume, p) => p * 4 - 2,
  "of all sizes": (_close, _volume, p, q) => (p - 0.5) * 10 ** (Math.floor(q * 40) - 20),
};

/** Makes an odd series of bars, in whose feed many volumes are zero. */
export function oddSeriesOf(name: string, seed: number, length: number): SeriesColumns {
  const columns = seriesOf("walk", seed, length), { close, volume, line, other } = columns, value = ODD_SERIES[name]!;
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let i = 0; i < length; i++) {
    if (random() < 0.3) volume[i] = 0;
    line[i] = value(close[i]!, volume[i]!, random(), random());
    other[i] = value(close[i]!, volume[i]!, random(), random());
  }
  return columns;
}
