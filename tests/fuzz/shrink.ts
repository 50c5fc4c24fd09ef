/**
 * Shrinks what shows a fault to what has no part too many.
 *
 * @module
 */

/**
 * Leaves out parts of a list, halves first and single entries last, as long as the fault stays.
 *
 * @param fails whether a list shows the fault
 * @param attempts how many lists to try at most
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
