/**
 * A sample of the mutants: the same for the same seed, with every area in it.
 *
 * @module
 */

import { Random } from "../../src/laws/random.ts";
import { type Area, areaOf, type Mutant } from "./mutant.ts";

/**
 * Draws mutants, in the order of the list. Those that are listed as equivalent are no trial of the tests and left out.
 *
 * @throws {RangeError} If there are fewer places than areas.
 */
export function sampleOf(mutants: readonly Mutant[], count: number, seed: number): Mutant[] {
  const all = mutants.filter(({ equivalent }) => equivalent === undefined), random = new Random(seed);
  const areas = new Map<Area, Mutant[]>();
  for (const mutant of all) areas.set(areaOf(mutant), [...areas.get(areaOf(mutant)) ?? [], mutant]);
  if (!(Number.isSafeInteger(count) && count >= areas.size)) {
    throw new RangeError(
      `Cannot draw a sample of ${count}: there are ${areas.size} areas, and each is in every sample`,
    );
  }
  const drawn = new Set([...areas.values()].map((inArea) => random.pick(inArea)));
  while (drawn.size < Math.min(count, all.length)) drawn.add(random.pick(all));
  return all.filter((mutant) => drawn.has(mutant));
}
