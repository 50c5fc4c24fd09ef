/**
 * Runs suites in a copy of the tree and tells what came of them.
 *
 * @module
 */

import { type Ended, runProgram } from "./program.ts";
import { QUICK_BUILDS } from "./quick_builds.ts";

/**
 * The outcome of a suite: all passed; a test failed; its time was over; it crashed before its summary; or it is unfit,
 * as it did not get as far as running a test.
 */
export type SuiteOutcome = "passed" | "failed" | "timed out" | "crashed" | "unfit";

/** A suite that was run. */
export interface SuiteRun {
  readonly outcome: SuiteOutcome;
  /** Name of the first test that failed, if one did. */
  readonly failure: string | undefined;
  /** The output of the suite. */
  readonly text: string;
}

/** Tests that look at the mutants and at the defects themselves: any change of a line would turn them red. */
const ABOUT_MUTANTS: readonly string[] = ["tasks/defect_patch_test.ts", "tests/mutants/"];

/** Seconds for the suite of a mutant, which takes a few without it. */
const SUITE_LIMIT_SECONDS = 180;
/** Seconds for many suites, or for everything. */
export const ALL_LIMIT_SECONDS = 3600;

/** Prefix of a suite that cargo runs. */
const CARGO = "cargo:";

/** Runs tests of `deno test` and of crates until the first that fails. */
export async function runSuite(
  folder: string,
  suite: readonly string[],
  limitSeconds: number = SUITE_LIMIT_SECONDS,
): Promise<SuiteRun> {
  const paths = suite.filter((entry) => !entry.startsWith(CARGO));
  const last = paths.length > 0 ? await runDenoTests(folder, paths, [], limitSeconds) : undefined;
  return await runCrates(folder, suite.filter((entry) => entry.startsWith(CARGO)), limitSeconds, last);
}

/** Runs all tests but those of a suite that was run already. */
export async function runRest(folder: string, suite: readonly string[], withCrates: boolean): Promise<SuiteRun> {
  const left = suite.filter((entry) => !entry.startsWith(CARGO));
  const rest = await runDenoTests(folder, [], [...ABOUT_MUTANTS, ...left], ALL_LIMIT_SECONDS);
  const crates = withCrates ? [`${CARGO}cracktrader_engine`, `${CARGO}cracktrader_ffi`] : [];
  return await runCrates(folder, crates.filter((crate) => !suite.includes(crate)), ALL_LIMIT_SECONDS, rest);
}

async function runCrates(
  folder: string,
  suite: readonly string[],
  limitSeconds: number,
  before: SuiteRun | undefined,
): Promise<SuiteRun> {
  let last = before;
  for (const entry of suite) {
    if (last !== undefined && last.outcome !== "passed") return last;
    const [crate, ...filter] = entry.slice(CARGO.length).split(" ");
    const args = ["test", "--release", "--locked", "--package", crate!, "--target-dir", "target", ...filter];
    const ended = await runProgram("cargo", args, { folder: `${folder}/rust`, env: QUICK_BUILDS, limitSeconds });
    last = outcomeOfRun(
      ended,
      /^test result: \w+\. [1-9]\d* passed/m,
      /^test result: FAILED/m,
      /^test (.+) \.\.\. FAILED/m,
    );
  }
  if (last === undefined) throw new RangeError("Cannot run a suite that names no test");
  return last;
}

async function runDenoTests(
  folder: string,
  paths: readonly string[],
  ignored: readonly string[],
  limitSeconds: number,
): Promise<SuiteRun> {
  // Beside the tree, not in it, as tests look for files in the tree.
  const temporary = await Deno.makeTempDir({ prefix: "cracktrader-mutants-files-" });
  try {
    const args = [
      "test",
      "--no-prompt",
      "--no-check",
      "--fail-fast",
      "--allow-read",
      `--allow-write=${folder},${temporary}`,
      "--allow-run",
      "--allow-ffi",
      "--allow-env",
      "--allow-net=127.0.0.1",
      ...ignored.length > 0 ? [`--ignore=${ignored.join(",")}`] : [],
      ...paths,
    ];
    const env = { CRACKTRADER_TEST_ENGINES: "all", TMPDIR: temporary, TMP: temporary, TEMP: temporary };
    const ended = await runProgram(Deno.execPath(), args, { folder, env, limitSeconds });
    return outcomeOfRun(
      ended,
      /\| [1-9]\d* passed.* \| 0 failed/,
      /\| \d+ passed.* \| [1-9]\d* failed/,
      /^(.+) \.\.\. FAILED/m,
    );
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

/** Tells what came of a run by its exit code and its summary. */
export function outcomeOfRun(ended: Ended, passed: RegExp, failed: RegExp, failure: RegExp): SuiteRun {
  const outcome = ended.timedOut
    ? "timed out"
    : ended.code === 0
    ? passed.test(ended.text) ? "passed" : "unfit"
    : failed.test(ended.text)
    ? "failed"
    // From 128 on a signal has ended it.
    : ended.code >= 128
    ? "crashed"
    : "unfit";
  return { outcome, failure: failure.exec(ended.text)?.[1], text: ended.text };
}
