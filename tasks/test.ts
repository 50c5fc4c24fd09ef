/**
 * `deno task test`: everything that must hold, on every engine there is.
 *
 * The Rust half (building the library, `cargo test`) runs if cargo is there; then the TypeScript half, which is one
 * `deno test` over the whole repository and over the examples in its documentation. The environment variable
 * `CRACKTRADER_TEST_ENGINES` tells the tests which engines they must find: `all`, or the `portable` ones, which need no
 * cargo.
 *
 * @module
 */

import { type Cargo, CARGO_REMEDY, findCargo, runCargo, TARGET_DIR_ARGUMENTS } from "./cargo.ts";
import { readCargoTestReport } from "./cargo_test_report.ts";
import { CHROMIUM_REMEDY, findChromium } from "./chromium.ts";
import { openLibrary } from "../src/engine/native/library.ts";
import { installRust } from "./install_rust.ts";
import { buildModule, hasTarget, moduleFault, TARGET_REMEDY } from "./build_wasm.ts";
import { streamLines } from "../src/cli/stream_lines.ts";
import { shippedModule } from "../src/engine/wasm/shipped_module.ts";
import { readJunitReport } from "./junit_report.ts";
import { checkRun, renderTally, sumTallies, type Tally, withFailure } from "./tally.ts";

const ROOT = new URL("../", import.meta.url);
/** Files that are tested at a time. */
const PARALLEL_FILES = Math.min(4, navigator.hardwareConcurrency);
const NOTHING_RUN: Tally = { passed: 0, failures: [], skipped: [] };

const HELP = `Test everything that must hold.

Usage: deno task test [--require-rust] [--only-cargo | --skip-cargo | --only-browser] [--help]
                      [-- ARGUMENTS FOR deno test]

If cargo is there, builds and installs the Rust library, runs its tests, and then runs the whole suite over all
engines. Without cargo it is run over TypeScript and WebAssembly alone, which the output says. Then reports and backtests are tried in Chromium, if it
is there, by a process of its own, which has all permissions, as the driver of the browser needs.

--require-rust   A missing cargo is a failure, and so is a test that was skipped.
--only-cargo     Build and test the Rust half alone.
--skip-cargo     Take the Rust library that is installed, and leave the tests of the Rust crates out.
--only-browser   Test in the browser alone.
--               What follows goes to "deno test", for example: deno task test -- --filter csv src/feeds

Ends with one line, "N passed, N failed" or "N passed, N failed, N skipped".
Exit code: 0 if nothing failed, else 1. A run without a single test counts as a failure.`;

type Engines = "all" | "portable";

/**
 * Returns the permissions of the tests, which are set in this one place. The tests read the repository and one temporary
 * folder, and write to that folder alone (`Deno.makeTempDir()` makes its folders there). They load libraries from it and
 * from `rust/lib`, and run Deno itself, a C compiler, valgrind, Python, Redis and cargo. The network is this machine alone, for
 * servers that tests start.
 */
function permissions(temporaryFolder: string, programs: readonly string[], opensLibraries: boolean): string[] {
  return [
    "--no-prompt",
    `--allow-read=.,${temporaryFolder}`,
    `--allow-write=${temporaryFolder}`,
    ...(opensLibraries ? [`--allow-ffi=./rust/lib,${temporaryFolder}`] : []),
    // ccxt reads the second one when it is loaded, and BullMQ the others.
    "--allow-env=CRACKTRADER_*,WS_NO_BUFFER_UTIL,NODE_ENV,MSGPACKR_NATIVE_ACCELERATION_DISABLED",
    "--allow-net=127.0.0.1",
    `--allow-run=${[Deno.execPath(), ...programs].join(",")}`,
  ];
}

/** The programs that tests use if they are there. */
const PROGRAMS = ["cc", "gcc", "valgrind", "python3", "redis-server"] as const;

interface Options {
  readonly help: boolean;
  readonly requireRust: boolean;
  readonly onlyCargo: boolean;
  readonly skipCargo: boolean;
  readonly onlyBrowser: boolean;
  readonly denoTestArguments: readonly string[];
}

function readOptions(args: readonly string[]): Options {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const own = args.slice(0, end);
  const known = ["--require-rust", "--only-cargo", "--skip-cargo", "--only-browser", "--help"];
  const unknown = own.find((argument) => !known.includes(argument));
  if (unknown !== undefined) {
    throw new TypeError(
      `Cannot use the argument "${unknown}": the task knows ${known.join(", ")}, ` +
        `and hands what follows "--" to "deno test"`,
    );
  }
  if (own.includes("--only-cargo") && own.includes("--skip-cargo")) {
    throw new TypeError("Cannot test only what is skipped: pass --only-cargo or --skip-cargo");
  }
  return {
    help: own.includes("--help"),
    requireRust: own.includes("--require-rust"),
    onlyCargo: own.includes("--only-cargo"),
    skipCargo: own.includes("--skip-cargo"),
    onlyBrowser: own.includes("--only-browser"),
    denoTestArguments: args.slice(end + 1),
  };
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  // A choice of engine that the caller made for other runs must not decide what is tested.
  Deno.env.delete("CRACKTRADER_ENGINE_BACKEND");

  if (options.onlyBrowser) return report(await testBrowser(), options.requireRust);

  const cargo = await findCargo();
  const rust = options.skipCargo
    ? takeInstalled(options.requireRust)
    : cargo.found
    ? await testRust(cargo)
    : reportMissingCargo(cargo.reason, options.requireRust);
  if (options.onlyCargo) return report(rust.tally, options.requireRust);
  const typescript = await testTypeScript({
    cargoPath: cargo.found ? cargo.path : undefined,
    engines: rust.engines,
    extra: options.denoTestArguments,
  });
  // Whoever picks tests by arguments wants these and no others.
  const browser = options.denoTestArguments.length > 0 ? NOTHING_RUN : await testBrowser();
  return report(sumTallies([rust.tally, typescript, browser]), options.requireRust);
}

interface RustHalf {
  readonly tally: Tally;
  /** The engines that the TypeScript half must find. */
  readonly engines: Engines;
}

function reportMissingCargo(reason: string, requireRust: boolean): RustHalf {
  console.log(`\nThe Rust half is not tested: ${reason}\n${CARGO_REMEDY}`);
  const tally = requireRust ? withFailure(NOTHING_RUN, "the Rust half: there is no cargo to run it with") : NOTHING_RUN;
  return { tally, engines: "portable" };
}

/** The library as it is installed, without building or testing the crates. */
function takeInstalled(requireRust: boolean): RustHalf {
  const library = openLibrary();
  if (library.found) return { tally: NOTHING_RUN, engines: "all" };
  console.log(`\nThe Rust half is not tested: ${library.message}`);
  const tally = requireRust ? withFailure(NOTHING_RUN, `the Rust half: ${library.message}`) : NOTHING_RUN;
  return { tally, engines: "portable" };
}

async function testRust(cargo: Cargo & { found: true }): Promise<RustHalf> {
  console.log(`\nBuilding and installing the Rust library with ${cargo.version}`);
  try {
    const current = await installRust(cargo);
    console.log(`Installed rust/lib/${current.file}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`${message}\nThe tests go on with TypeScript and WebAssembly.`);
    return { tally: withFailure(NOTHING_RUN, `the Rust library: ${message}`), engines: "portable" };
  }
  console.log("\nRunning the tests of the Rust crates");
  const lines: string[] = [];
  const args = ["test", "--release", "--locked", "--workspace", "--no-fail-fast", ...TARGET_DIR_ARGUMENTS];
  const exitCode = await runCargo(cargo.path, args, (line) => {
    console.log(line);
    lines.push(line);
  });
  const tally = checkRun({ name: "cargo test", exitCode, tally: readCargoTestReport(lines) });
  return { tally: sumTallies([tally, await testModule(cargo.path)]), engines: "all" };
}

/**
 * Builds the WebAssembly module anew and compares it with the one in the package. Without the target that is left to the
 * test that compares the hash of the sources, which is always run.
 */
async function testModule(cargoPath: string): Promise<Tally> {
  console.log("\nBuilding the WebAssembly module and comparing it with the one in the package");
  const name = "the WebAssembly module is the one that the sources give";
  try {
    if (!await hasTarget()) {
      console.log(
        `It is not built anew, as the target is not installed; only its sources are compared; ${TARGET_REMEDY}`,
      );
      return NOTHING_RUN;
    }
    const fault = moduleFault(await buildModule(cargoPath), shippedModule());
    return fault === undefined ? { ...NOTHING_RUN, passed: 1 } : withFailure(NOTHING_RUN, `${name}: ${fault}`);
  } catch (error) {
    return withFailure(NOTHING_RUN, `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function testTypeScript(
  options: { cargoPath: string | undefined; engines: Engines; extra: readonly string[] },
): Promise<Tally> {
  const { cargoPath, engines, extra } = options;
  const missing = await cachePackages();
  if (missing !== undefined) return withFailure(NOTHING_RUN, missing);
  console.log(
    `\nRunning the suite, engines: ${
      engines === "all" ? "TypeScript, WebAssembly and Rust" : "TypeScript and WebAssembly"
    }`,
  );
  const programs = [...await availablePrograms(), ...(cargoPath === undefined ? [] : [cargoPath])];
  const suite = await runDenoTest("deno test", extra, (folder) => permissions(folder, programs, true), {
    CRACKTRADER_TEST_ENGINES: engines,
  });
  // Whoever picks tests by arguments wants these and not the documentation.
  if (extra.length > 0) return suite;
  console.log("\nRunning the examples in the documentation, on TypeScript");
  // A library that an example opens stays open, which the check for leaks would count; the suite tests that elsewhere.
  const env = { CRACKTRADER_TEST_ENGINES: "portable", CRACKTRADER_ENGINE_BACKEND: "typescript" };
  const examples = ["--doc", ...await documentedFiles()];
  return sumTallies([
    suite,
    await runDenoTest("deno test --doc", examples, (folder) => permissions(folder, programs, false), env),
  ]);
}

/** Opens reports in Chromium, and runs backtests there. Without it, that is a skipped test. */
async function testBrowser(): Promise<Tally> {
  console.log("\nOpening reports and running backtests in a browser");
  if (await findChromium() === undefined) {
    return { ...NOTHING_RUN, skipped: [{ name: "reports and backtests in a browser", reason: CHROMIUM_REMEDY }] };
  }
  // The driver of the browser reads and runs parts of the system that differ from one to another, so it has all
  // permissions; no other test has. These tests need no library of the Rust core.
  return await runDenoTest(
    "deno test in a browser",
    ["tests/browser/report_pages.ts", "tests/browser/engine_pages.ts", "tests/browser/session_pages.ts"],
    () => ["--allow-all"],
    {
      CRACKTRADER_TEST_ENGINES: "portable",
    },
  );
}

/**
 * Caches the packages of npm that the product loads when they are first needed, as tests need no network. Returns why it
 * cannot.
 */
async function cachePackages(): Promise<string | undefined> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "src/parquet/packages.ts"],
    cwd: ROOT,
    stdin: "null",
  }).output();
  return success ? undefined : `deno cache src/parquet/packages.ts: ${new TextDecoder().decode(stderr).trim()}`;
}

/** The scripts of pages. */
const BROWSER_SCRIPTS: readonly string[] = ["src/report/client", "src/session/page/client"];

/** The files whose documentation has examples: the product's modules and the pages. */
async function documentedFiles(): Promise<string[]> {
  const files = ["mod.ts", "README.md", "ARCHITECTURE.md", "PROOFS.md", "CONTRIBUTING.md"];
  const folders = ["src", "docs"];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of Deno.readDir(new URL(`${folder}/`, ROOT))) {
      const path = `${folder}/${entry.name}`;
      // The scripts of pages are programs for browsers, and that of a search is one of its threads.
      if (BROWSER_SCRIPTS.includes(path) || path === "src/search/search_worker.ts") continue;
      if (entry.isDirectory) folders.push(path);
      else if (/^docs\/.*\.md$/.test(path) || (path.endsWith(".ts") && !path.endsWith("_test.ts"))) files.push(path);
    }
  }
  return files.sort();
}

/** Runs `deno test` with permissions, which may name the folder of its temporary files, and reads what came of it. */
async function runDenoTest(
  name: string,
  args: readonly string[],
  permissionsFor: (temporaryFolder: string) => readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Tally> {
  // The resolved path, as temporary folders lie behind a symbolic link on some systems.
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cracktrader-test-" }));
  try {
    // The report lies outside of the part that the tests may write to.
    const report = `${folder}/report.xml`;
    const testFolder = `${folder}/files`;
    await Deno.mkdir(testFolder);
    const command = new Deno.Command(Deno.execPath(), {
      args: ["test", "--parallel", `--junit-path=${report}`, ...permissionsFor(testFolder), ...args],
      cwd: ROOT,
      // More files at a time than this need more memory than a small machine has.
      env: { ...env, DENO_JOBS: `${PARALLEL_FILES}`, TMPDIR: testFolder, TMP: testFolder, TEMP: testFolder },
      stdin: "null",
      stdout: "inherit",
      stderr: "piped",
    });
    const child = command.spawn();
    const errors = await showErrors(child.stderr);
    const { code } = await child.status;
    return checkRun({ name, exitCode: code, tally: await readReport(report, code, errors) });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function availablePrograms(): Promise<string[]> {
  const available: string[] = [];
  for (const program of PROGRAMS) {
    try {
      await new Deno.Command(program, { args: ["--version"], stdin: "null" }).output();
      available.push(program);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return available;
}

/** Lines of the errors of a run without a report that its failure repeats. */
const LAST_ERRORS = 25;
/** Line that names a file that is checked, in colour or without. */
const CHECKED_FILE = /^(?:\W*\d+m)*\W*Check\b/;

/** Shows the errors of a run as they come, and returns the last ones, without the files that were checked. */
async function showErrors(stderr: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const last: string[] = [];
  for await (const line of streamLines(stderr)) {
    console.error(line);
    if (line.trim() === "" || CHECKED_FILE.test(line)) continue;
    last.push(line);
    if (last.length > LAST_ERRORS) last.shift();
  }
  return last.join("\n");
}

/** A run that crashed or did not compile leaves no report or a part of one; its exit code and its errors then tell. */
async function readReport(path: string, exitCode: number, errors: string): Promise<Tally> {
  try {
    return readJunitReport(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return withFailure(NOTHING_RUN, `deno test: ended with exit code ${exitCode} and no report:\n${errors}`);
    }
    return withFailure(NOTHING_RUN, `deno test: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function report(tally: Tally, requireRust: boolean): number {
  console.log();
  for (const { name, reason } of tally.skipped) console.log(`skipped: ${name} (${reason ?? "no reason given"})`);
  for (const failure of tally.failures) console.log(`failed: ${failure}`);
  const skipsFail = requireRust && tally.skipped.length > 0;
  if (skipsFail) console.log("A skipped test fails the run under --require-rust.");
  console.log(renderTally(tally));
  return tally.failures.length > 0 || skipsFail ? 1 : 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
