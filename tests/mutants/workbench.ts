/**
 * A copy of the tree with what it takes to try a mutant in it: compiling, building the library, running suites.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { readArtifact } from "../../src/cli/build_library.ts";
import { storeLibrary } from "../../src/cli/library_store.ts";
import { runProgram } from "./program.ts";
import { QUICK_BUILDS } from "./quick_builds.ts";
import { ALL_LIMIT_SECONDS, runRest, runSuite, type SuiteRun } from "./suite_run.ts";

/** How long a compiler may take. */
const COMPILER_LIMIT_SECONDS = 600;

/** A copy of the tree. */
export class Workbench {
  /** Folder of the copy. */
  readonly folder: string;
  readonly #withCrates: boolean;

  /** Takes a copy of the tree; with crates, their tests belong to the whole suite. */
  constructor(folder: string, withCrates: boolean) {
    this.folder = folder;
    this.#withCrates = withCrates;
  }

  /** Compiles files that were changed, and library and module if one of them is Rust; returns what the compiler objects to. */
  async compile(files: readonly string[]): Promise<string | undefined> {
    const modules = files.filter((file) => file.endsWith(".ts"));
    if (modules.length > 0) {
      const checked = await runProgram(Deno.execPath(), ["check", ...modules], {
        folder: this.folder,
        limitSeconds: COMPILER_LIMIT_SECONDS,
      });
      if (checked.code !== 0) return checked.text;
    }
    return files.some((file) => file.endsWith(".rs")) ? await this.buildLibrary() : undefined;
  }

  /**
   * Builds the library and makes it the current one, without the trial run of the installation: whether a defect is
   * noticed is for the suites to say. Then builds the WebAssembly module, as a difference between two builds of one core
   * would kill every mutant.
   *
   * @returns what the compiler objects to
   */
  async buildLibrary(): Promise<string | undefined> {
    const args = ["build", "--release", "--locked", "--package", "cracktrader_ffi", "--target-dir", "target"];
    const built = await runProgram("cargo", [...args, "--message-format=json-render-diagnostics"], {
      folder: `${this.folder}/rust`,
      env: QUICK_BUILDS,
      limitSeconds: COMPILER_LIMIT_SECONDS,
    });
    if (built.code !== 0) return built.text.split("\n").filter((line) => !line.startsWith("{")).join("\n");
    const library = built.text.split("\n").map((line) => readArtifact(line)).findLast((path) => path !== undefined);
    if (library === undefined) return "cargo names no dynamic library";
    await storeLibrary(pathToFileURL(`${this.folder}/rust/lib/`), await Deno.readFile(library), () => {});
    const module = await runProgram(Deno.execPath(), ["run", "--no-check", "--allow-all", "tasks/build_wasm.ts"], {
      folder: this.folder,
      env: QUICK_BUILDS,
      limitSeconds: COMPILER_LIMIT_SECONDS,
    });
    return module.code === 0 ? undefined : module.text;
  }

  /** Builds the library again after mutants in Rust; where there are none, it is the one that was taken over. */
  async buildLibraryAnew(): Promise<void> {
    if (this.#withCrates) await this.buildLibrary();
  }

  /** Takes over the library and the module of another copy. */
  async takeLibrary(from: Workbench): Promise<void> {
    const module = "src/engine/wasm/module.gen.ts";
    await Deno.copyFile(`${from.folder}/${module}`, `${this.folder}/${module}`);
    await Deno.mkdir(`${this.folder}/rust/lib`, { recursive: true });
    for await (const { name } of Deno.readDir(`${from.folder}/rust/lib`)) {
      await Deno.copyFile(`${from.folder}/rust/lib/${name}`, `${this.folder}/rust/lib/${name}`);
    }
  }

  /** Runs a suite until the first test that fails. */
  suite(suite: readonly string[]): Promise<SuiteRun> {
    return runSuite(this.folder, suite);
  }

  /** Runs the suites of many mutants. */
  suites(suites: readonly string[]): Promise<SuiteRun> {
    return runSuite(this.folder, suites, ALL_LIMIT_SECONDS);
  }

  /** Runs everything that a suite leaves out. */
  rest(suite: readonly string[]): Promise<SuiteRun> {
    return runRest(this.folder, suite, this.#withCrates);
  }
}
