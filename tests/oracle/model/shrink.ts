/**
 * Shrinks a plan that fails: acts, their options, feeds and bars go as long as it still fails.
 *
 * @module
 */

import type { Plan } from "./plan.ts";

/** Returns a smaller plan that fails, too. */
export async function shrink(plan: Plan, fails: (plan: Plan) => Promise<boolean>): Promise<Plan> {
  let smallest = plan, shrunk = true;
  while (shrunk) {
    shrunk = false;
    for (const smaller of smallerPlans(smallest)) {
      if (!await fails(smaller)) continue;
      smallest = smaller;
      shrunk = true;
      break;
    }
  }
  return smallest;
}

/** The plans that lack one thing, the largest things first. */
function* smallerPlans(plan: Plan): Generator<Plan> {
  const { acts, feeds } = plan;
  for (let size = acts.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < acts.length; at += size) yield { ...plan, acts: acts.toSpliced(at, size) };
  }
  if (feeds.length > 1) yield { ...plan, feeds: feeds.slice(0, 1) };
  const longest = Math.max(...feeds.map(({ bars }) => bars.length));
  for (let cut = (longest - 2) >> 1; cut >= 1; cut >>= 1) {
    yield {
      ...plan,
      feeds: feeds.map((feed) => ({ ...feed, bars: feed.bars.slice(0, Math.max(2, feed.bars.length - cut)) })),
    };
  }
  if (longest > 2) {
    yield { ...plan, feeds: feeds.map((feed) => ({ ...feed, bars: feed.bars.slice(0, Math.max(2, longest - 1)) })) };
  }
  if (acts.length > 0 && acts.every(({ step }) => step > 0) && feeds.every(({ bars }) => bars.length > 2)) {
    const earlier = acts.map((act) => ({ ...act, step: act.step - 1 }));
    yield { ...plan, acts: earlier, feeds: feeds.map((feed) => ({ ...feed, bars: feed.bars.slice(1) })) };
  }
  yield* simplerPlans(plan);
}

/** The plans that lack one option of an act, of a feed or of the run. */
function* simplerPlans(plan: Plan): Generator<Plan> {
  const { acts, feeds } = plan;
  for (const [at, act] of acts.entries()) {
    for (const name of Object.keys(act.options)) {
      if (name === "feed") continue;
      const { [name]: _, ...options } = act.options;
      yield { ...plan, acts: acts.with(at, { ...act, options }) };
    }
    const { valid, oco, ...bare } = act;
    if (valid !== undefined) yield { ...plan, acts: acts.with(at, { ...bare, ...(oco === undefined ? {} : { oco }) }) };
    if (oco !== undefined) {
      yield { ...plan, acts: acts.with(at, { ...bare, ...(valid === undefined ? {} : { valid }) }) };
    }
  }
  for (const [at, feed] of feeds.entries()) {
    for (const name of Object.keys(feed.terms) as (keyof typeof feed.terms)[]) {
      const { [name]: _, ...terms } = feed.terms;
      yield { ...plan, feeds: feeds.with(at, { ...feed, terms }) };
    }
  }
  if (plan.moneyUnit !== undefined) {
    const { moneyUnit: _, ...inferred } = plan;
    yield inferred;
  }
  if (plan.interest !== undefined) {
    const { interest: _, ...without } = plan;
    yield without;
  }
  if (plan.closeAtEnd) yield { ...plan, closeAtEnd: false };
  if (plan.stepByStep) yield { ...plan, stepByStep: false };
  if (plan.limitFill !== "touch") yield { ...plan, limitFill: "touch" };
  if (plan.onRuin !== "ignore") yield { ...plan, onRuin: "ignore" };
}
