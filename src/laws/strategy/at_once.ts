/**
 * Does tasks at once that wait for processes, a limited number at a time.
 *
 * @module
 */

/**
 * Does a task for each item, some of them at once, and returns the results in the order of the items. After an error no
 * further task begins, and the error is thrown once those that began have ended.
 *
 * @param most Most tasks at once; with one, each begins after the end of the one before.
 * @param isLast Returns whether a result makes further tasks needless. Those of earlier items are done all the same, so
 * the results have no holes.
 */
export async function mapAtOnce<T, R>(
  items: readonly T[],
  most: number,
  task: (item: T, at: number) => Promise<R>,
  isLast: (result: R) => boolean = () => false,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0, failed = false, error: unknown;
  const work = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        const result = results[at] = await task(items[at]!, at);
        if (isLast(result)) next = items.length;
      } catch (thrown) {
        if (!failed) error = thrown;
        failed = true;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  if (failed) throw error;
  return results;
}
