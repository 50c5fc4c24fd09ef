/**
 * Shrinks a stretch of bars that shows a fault.
 *
 * @module
 */

/** A stretch of steps. */
export interface StepWindow {
  /** Index of the first step, included. */
  readonly from: number;
  /** Index after the last step. */
  readonly until: number;
}

/**
 * Removes steps at both ends as long as the fault stays: first as much of the tail as possible, then the head by
 * halves.
 *
 * @param window A stretch that shows the fault.
 * @param needed The step at which the fault shows, which must stay.
 * @param fails Returns whether a stretch shows the fault.
 * @param attempts Most stretches to try.
 */
export async function smallestWindow(
  window: StepWindow,
  needed: number,
  fails: (window: StepWindow) => Promise<boolean>,
  attempts: number,
): Promise<StepWindow> {
  let best = window, left = attempts;
  const attempt = async (tried: StepWindow): Promise<boolean> => {
    if (left <= 0) return false;
    left--;
    if (!(await fails(tried))) return false;
    best = tried;
    return true;
  };
  for (let more = 1; needed + more < best.until && left > 0; more *= 2) {
    if (await attempt({ from: best.from, until: needed + more })) break;
  }
  for (let part = Math.ceil((needed - best.from) / 2); part >= 1 && left > 0;) {
    if (best.from + part <= needed && await attempt({ from: best.from + part, until: best.until })) {
      part = Math.min(part, Math.max(1, needed - best.from));
    } else if (part === 1) break;
    else part = Math.ceil(part / 2);
  }
  return best;
}
