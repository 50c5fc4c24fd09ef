/**
 * Reads what `cargo test` prints. The machine-readable form of its test harness is not stable yet; the lines read here
 * have been the same for years, and the counts of the summary lines are the ones that are used.
 *
 * @module
 */

import type { SkippedTest, Tally } from "./tally.ts";

const TEST_LINE = /^test (.+) \.\.\. (?:(FAILED)|ignored(?:, (.*))?)$/;
const RESULT_LINE = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;

/** The tally of all test binaries of a `cargo test` run, from the lines of its standard output. */
export function readCargoTestReport(lines: readonly string[]): Tally {
  let passed = 0;
  let failedCount = 0;
  const failures: string[] = [];
  const skipped: SkippedTest[] = [];
  for (const line of lines) {
    const result = RESULT_LINE.exec(line);
    if (result !== null) {
      passed += Number(result[1]);
      failedCount += Number(result[2]);
      continue;
    }
    const test = TEST_LINE.exec(line);
    if (test === null) continue;
    const name = `cargo test: ${test[1]}`;
    if (test[2] === "FAILED") failures.push(name);
    else skipped.push({ name, reason: test[3] });
  }
  // A test that prints while it fails can split its own line; the count is right all the same.
  while (failures.length < failedCount) failures.push("cargo test: a test whose name could not be read");
  return { passed, failures, skipped };
}
