/**
 * Shrinks a case that shows a fault until no part can go and no number can be smaller.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";

/**
 * Removes parts of a list, halves first and single entries last, as long as the fault stays.
 *
 * @param fails returns whether a list shows the fault
 * @param attempts most lists to try
 */
export function shrinkList<T>(list: readonly T[], fails: (list: readonly T[]) => boolean, attempts: number): T[] {
  let best = list.slice(), left = attempts;
  for (let part = Math.ceil(best.length / 2); part >= 1;) {
    let shorter = false;
    for (let from = 0; from < best.length && left > 0; left--) {
      const tried = best.toSpliced(from, part);
      if (fails(tried)) {
        best = tried;
        shorter = true;
      } else from += part;
    }
    if (left <= 0 || (part === 1 && !shorter)) break;
    part = part === 1 ? 1 : Math.ceil(part / 2);
  }
  return best;
}

/**
 * Makes the numbers of records simpler as long as the fault stays: zero first, then fewer digits. Kinds, times and
 * order ids stay, since they identify the events.
 *
 * @param fails returns whether records show the fault
 * @param attempts most changes to try
 */
export function simplifyNumbers(
  events: Float64Array<ArrayBuffer>,
  fails: (events: Float64Array<ArrayBuffer>) => boolean,
  attempts: number,
): Float64Array<ArrayBuffer> {
  let best = events, left = attempts;
  const attempt = (change: (floats: Float64Array, words: Uint32Array) => void): boolean => {
    if (left-- <= 0) return false;
    const words = new Uint32Array(best.buffer).slice(), tried = new Float64Array(words.buffer);
    change(tried, words);
    if (!fails(tried)) return false;
    best = tried;
    return true;
  };
  for (let record = 0; record < events.length / contract.RECORD_LANES; record++) {
    for (let lane = contract.LANE_TIME_US + 1; lane < contract.EVENT_FLOATS; lane++) {
      const place = record * contract.RECORD_LANES + lane;
      for (const simpler of simplerNumbers(best[place]!)) {
        if (attempt((floats) => floats[place] = simpler)) break;
      }
    }
    for (let word = contract.LANE_INSTRUMENT; word < contract.RECORD_WORDS; word++) {
      const place = record * contract.RECORD_WORDS + word;
      if (word === contract.LANE_ORDER_ID || new Uint32Array(best.buffer)[place] === 0) continue;
      attempt((_floats, words) => words[place] = 0);
    }
  }
  return best;
}

/** Returns simpler numbers than a given one, the simplest first. */
function simplerNumbers(value: number): number[] {
  if (value === 0) return [];
  if (!Number.isFinite(value)) return [0];
  const simpler = [0, Math.sign(value)], digits = Math.floor(Math.log10(Math.abs(value)));
  for (let kept = 1; kept <= 3 && kept <= digits; kept++) {
    simpler.push(Math.round(value / 10 ** (digits + 1 - kept)) * 10 ** (digits + 1 - kept));
  }
  simpler.push(Math.trunc(value));
  return [...new Set(simpler)].filter((each) => !Object.is(each, value));
}

/** Lanes of an instrument whose default is one; the default of all others is zero. */
const ONES: ReadonlySet<number> = new Set([
  contract.INSTRUMENT_TRADED,
  contract.INSTRUMENT_TICK,
  contract.INSTRUMENT_SCALE_NUMERATOR,
  contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  contract.INSTRUMENT_MULTIPLIER,
]);

/** Sets the lanes of a configuration's instruments to the plainest values with which the fault stays. */
export function simplifyConfiguration(
  config: Float64Array<ArrayBuffer>,
  fails: (config: Float64Array<ArrayBuffer>) => boolean,
): Float64Array<ArrayBuffer> {
  let best = config;
  for (let place = contract.CONFIG_INSTRUMENTS; place < config.length; place++) {
    const plain = ONES.has((place - contract.CONFIG_INSTRUMENTS) % contract.INSTRUMENT_STRIDE) ? 1 : 0;
    if (best[place] === plain) continue;
    const tried = best.slice();
    tried[place] = plain;
    if (fails(tried)) best = tried;
  }
  return best;
}
