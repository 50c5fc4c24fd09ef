/**
 * The runs that are open: a strategy may run another one, and then that one is the innermost.
 *
 * Lines belong to one run. A line that is made of another run's would raise that one's minimum period while it waits, and
 * its value would follow bars that the innermost run does not see.
 *
 * @module
 */

/** Stands for a run. */
export type OpenRun = Readonly<Record<never, never>>;

const open: OpenRun[] = [];

/** Opens a run within the innermost one. */
export function openRun(): OpenRun {
  const run: OpenRun = {};
  open.push(run);
  return run;
}

/** Opens a run again that was closed while it waited. */
export function reopenRun(run: OpenRun): void {
  open.push(run);
}

/** Closes a run; to close it twice does nothing. */
export function closeRun(run: OpenRun): void {
  const at = open.lastIndexOf(run);
  if (at >= 0) open.splice(at, 1);
}

/** Returns the run that is opened last, or undefined outside of any. */
export function innermostRun(): OpenRun | undefined {
  return open.at(-1);
}
