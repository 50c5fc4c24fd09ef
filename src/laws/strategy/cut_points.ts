/**
 * The steps at which runs are cut, resumed and compared.
 *
 * @module
 */

import { Random } from "../random.ts";
import type { TriedRun } from "./tried_run.ts";

/**
 * Chooses steps, ascending, of all but the last: half of them spread over those at which the strategy asks for
 * something, since what it knows shows there, the others at random.
 */
export function cutPoints(run: TriedRun): number[] {
  const last = run.steps - 2, index = new Map(Array.from(run.timeUs, (timeUs, step) => [timeUs, step]));
  if (last < 0) return [];
  const asked = run.base.trace.filter(({ action }) => !action.startsWith("notify"));
  const steps = [...new Set(asked.map(({ timeUs }) => index.get(timeUs)!))].filter((step) => step <= last);
  const chosen = new Set<number>(), half = Math.min(steps.length, Math.ceil(run.cuts / 2));
  for (let at = 0; at < half; at++) chosen.add(steps[Math.floor(at * steps.length / half)]!);
  const random = new Random(run.seed, 8), count = Math.min(run.cuts, last + 1);
  while (chosen.size < count) chosen.add(random.below(last + 1));
  return [...chosen].sort((a, b) => a - b);
}
