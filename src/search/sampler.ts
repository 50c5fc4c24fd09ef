/**
 * Samplers: what says which trials a search makes next.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { Random } from "../laws/random.ts";
import type { Params } from "../strategy/strategy.ts";
import type { CheckedSpace } from "./param_space.ts";
import type { TrialRow } from "./trial_row.ts";

/** Name and version of the generator of random trials. A change of what it gives is another version. */
export const RANDOM_GENERATOR = "xoshiro128**/splitmix32, version 1";

/**
 * Says which trials a search makes next. It is asked in rounds of a fixed size and sees whole rounds in the order of the
 * trials, so that any number of workers makes the same trials.
 *
 * @example A sampler that walks uphill from the best so far
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Dips extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *   override next(): void {
 *     if (this.data.close.now < this.average.now) this.buy({ size: 1 });
 *     else this.close();
 *   }
 * }
 *
 * const uphill: ct.Sampler<{ period: number }> = {
 *   name: "uphill, version 1",
 *   ask(count, history) {
 *     const best = history.toSorted((a, b) => (b.objective ?? -Infinity) - (a.objective ?? -Infinity))[0];
 *     const centre = best?.params.period ?? 20, known = new Set(history.map(({ params }) => params.period));
 *     return [centre, centre - 2, centre + 2].filter((period) => period > 1 && !known.has(period)).slice(0, count)
 *       .map((period) => ({ period }));
 *   },
 * };
 * const found = await ct.optimize(Dips, await ct.sample("aapl"), {
 *   params: { period: ct.range(2, 60) }, objective: "finalEquity", method: uphill, round: 3, trials: 12,
 * });
 * assertEquals(found.rows().slice(0, 3).map(({ params }) => params.period), [20, 18, 22]);
 * ```
 */
export interface Sampler<P extends Params = Params> {
  /** Name with version, which a resumed search compares. */
  readonly name: string;
  /**
   * Returns the parameters of the next trials: at most so many, and none to end the search.
   *
   * @param count Most trials of the round.
   * @param history Rows of all rounds before, in the order of the trials.
   */
  ask(count: number, history: readonly TrialRow<P>[]): readonly Partial<P>[];
}

/** Makes every combination that is allowed, in the order of the grid. */
export function gridSampler(space: CheckedSpace): Sampler {
  let place = 0;
  return {
    name: "grid",
    ask(count): Params[] {
      const asked: Params[] = [];
      for (; asked.length < count && place < space.size; place++) {
        const params = space.at(place);
        if (space.allows(params)) asked.push(params);
      }
      return asked;
    },
  };
}

/** Draws so often for one trial, in a space of which `where` allows little. */
const DRAWS_MAX = 10_000;

/**
 * Makes random combinations that are allowed, none of them twice.
 *
 * @param space The combinations.
 * @param seed A whole number from 0 on.
 */
export function randomSampler(space: CheckedSpace, seed: number): Sampler {
  const random = new Random(seed), known = new Set<number>();
  const drawn = (): Params | undefined => {
    for (let draw = 0; draw < DRAWS_MAX && known.size < space.size; draw++) {
      const place = random.between(0, space.size - 1);
      if (known.has(place)) continue;
      known.add(place);
      const params = space.at(place);
      if (space.allows(params)) return params;
    }
    return undefined;
  };
  return {
    name: `random, ${RANDOM_GENERATOR}, seed ${seed}`,
    ask(count): Params[] {
      const asked: Params[] = [];
      for (let trial = 0; trial < count; trial++) {
        const params = drawn();
        if (params === undefined) break;
        asked.push(params);
      }
      return asked;
    },
  };
}

/** Rejects a seed that is none. */
export function checkSeed(seed: unknown): asserts seed is number {
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return;
  throw new RangeError(`Cannot use seed ${inspected(seed, 0)}: pass a whole number from 0 on`);
}
