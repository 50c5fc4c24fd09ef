/**
 * The tally of a run of tests.
 *
 * @module
 */

/** A test that was there and was not run. */
export interface SkippedTest {
  readonly name: string;
  /** Why not, in words; `undefined` when its author gave none. */
  readonly reason: string | undefined;
}

/** Counts of one run or of several. */
export interface Tally {
  readonly passed: number;
  /** One entry for each failure, which is its name. */
  readonly failures: readonly string[];
  readonly skipped: readonly SkippedTest[];
}

/** The tally of several runs together. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/** The same tally with one more failure. */
export function withFailure(tally: Tally, failure: string): Tally {
  return { ...tally, failures: [...tally.failures, failure] };
}

/**
 * The run's tally, with a failure added when the run itself cannot be trusted: it ended badly without naming a test
 * that failed, or it ran nothing at all, which would look like success.
 */
export function checkRun(run: { name: string; exitCode: number; tally: Tally }): Tally {
  const { name, exitCode, tally } = run;
  if (exitCode !== 0 && tally.failures.length === 0) {
    return withFailure(tally, `${name}: ended with exit code ${exitCode} without naming a failed test`);
  }
  if (tally.passed + tally.failures.length === 0) return withFailure(tally, `${name}: not a single test was run`);
  return tally;
}

/** The last line of a run: `N passed, N failed`, and `, N skipped` if any were. */
export function renderTally(tally: Tally): string {
  const skipped = tally.skipped.length === 0 ? "" : `, ${tally.skipped.length} skipped`;
  return `${tally.passed} passed, ${tally.failures.length} failed${skipped}`;
}
