/**
 * The strategy of the recordings of analyzers: it goes with the crossings of the means of 10 and 30 closes.
 *
 * @module
 */

import { RollingSum } from "../../../src/feeds/exact_sum.ts";
import type { AccountReading } from "../order_request.ts";
import type { ScenarioAction, ScenarioFeed } from "../scenario.ts";

/** Closes of the means. */
const FAST = 10, SLOW = 30;
/** Index of the first bar at which the strategy acts: a crossing needs one bar more than the slow mean. */
export const FIRST_CALL: number = SLOW;
/** Share of the account that a target takes. */
const SHARE = 0.9;

/** Returns what the strategy does at each call of `next`; `short` lets it sell short at a crossing down. */
export function crossingStrategist(
  feed: ScenarioFeed,
  short: boolean,
): (call: number, account: AccountReading) => readonly ScenarioAction[] {
  const crossings = crossingsOf(feed.bars.map((bar) => bar[4]));
  return (call, account) => {
    const crossing = crossings[call - 1]!, id = `order ${call}`;
    if (crossing === 0) return [];
    if (short) return [{ call, op: "order_target_percent", id, args: { target: crossing * SHARE } }];
    const flat = account.sizeOf(0) === 0;
    if (crossing > 0) return flat ? [{ call, op: "buy", id }] : [];
    return flat ? [] : [{ call, op: "close", id }];
  };
}

/** Returns +1 where the fast mean crosses up, -1 where it crosses down, else 0, against its last side. */
function crossingsOf(closes: readonly number[]): number[] {
  const fast = new RollingSum(FAST, FAST), slow = new RollingSum(SLOW, SLOW);
  let side = 0;
  return closes.map((close, at) => {
    const difference = fast.update(close) - slow.update(close);
    if (at < SLOW - 1) return 0;
    const crossing = side < 0 && difference > 0 ? 1 : side > 0 && difference < 0 ? -1 : 0;
    if (difference !== 0) side = difference;
    return at < FIRST_CALL ? 0 : crossing;
  });
}
