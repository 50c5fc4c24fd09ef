/**
 * Scales of a plot: numbers to places, and the round numbers that its axis names.
 *
 * @module
 */

/** A scale from values to places. */
export interface Scale {
  /** Returns the place of a value. */
  place(value: number): number;
  /** Round values within the scale, ascending. */
  readonly ticks: readonly number[];
  /** Decimals that tell the ticks apart. */
  readonly decimals: number;
}

/** Returns a scale of the values from `low` to `high`, with room on both sides, from the place `from` to `to`. */
export function scaleOf(low: number, high: number, from: number, to: number, ticksMost: number): Scale {
  const span = high - low, room = span > 0 ? span * 0.06 : Math.abs(high) * 0.001 || 1;
  const least = low - room, most = high + room, step = roundStep((most - least) / Math.max(1, ticksMost));
  const ticks: number[] = [];
  // By whole numbers, as a sum of steps would drift; zero has no sign.
  for (let at = Math.ceil(least / step); at * step <= most; at++) ticks.push(at * step + 0);
  return {
    ticks,
    decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
    place: (value) => from + (value - least) / (most - least) * (to - from),
  };
}

/** Returns the least of 1, 2 and 5 times a power of ten that is not below a step. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return (step <= power ? 1 : step <= 2 * power ? 2 : step <= 5 * power ? 5 : 10) * power;
}

/** Returns a moment as the time of day, with its date where it is asked for; both are UTC. */
export function timeText(timeUs: number, isDated: boolean): string {
  const text = new Date(timeUs / 1000).toISOString();
  return isDated ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(11, 16);
}

/** Returns a time that has gone by in words. */
export function spanText(us: number): string {
  const seconds = Math.max(0, Math.round(us / 1e6));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
