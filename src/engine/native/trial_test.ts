import { assert, assertEquals } from "@std/assert";
import { STATUS_CASH, STATUS_COUNT, STATUS_SEQUENCE, STATUS_VALUE } from "../../contract/contract.gen.ts";
import { Core } from "../../core/core.ts";
import { testRust } from "../../../tests/engines.ts";
import { openLibrary } from "./library.ts";
import { NativeCore } from "./native_core.ts";
import type { Symbols } from "./symbols.ts";
import { trialColumns, trialConfiguration, trialOrder, trialProblems } from "./trial.ts";

Deno.test("the trial's results are those of the TypeScript core", () => {
  const core = new Core(trialConfiguration()), columns = trialColumns(), marks = new Float64Array(4);
  assertEquals(core.load(columns, Uint32Array.of(2), Uint32Array.of(0)).status, 0);
  assertEquals(core.advance(columns, 1_000, marks, 0), 1);
  core.apply(trialOrder(), 1);
  assertEquals(core.horizon(columns), 2_000);
  assertEquals(core.advance(columns, 2_000, marks, 1), 1);
  assertEquals([...marks], [10_000, 9_450, 10_000, 10_100]);
  const status = new Float64Array(STATUS_COUNT);
  core.status(status);
  assertEquals([status[STATUS_SEQUENCE], status[STATUS_CASH], status[STATUS_VALUE]], [5, 9_450, 10_100]);
});

function trialOf(symbols: Symbols): string[] {
  return trialProblems((config) => new NativeCore(symbols, config));
}

function symbolsOfLibrary(): Symbols {
  const library = openLibrary();
  assert(library.found);
  return library.symbols;
}

testRust("trialProblems() finds nothing wrong with the installed library", {}, () => {
  assertEquals(trialOf(symbolsOfLibrary()), []);
});

testRust("trialProblems() names what comes out wrong", {}, () => {
  const symbols = symbolsOfLibrary();
  const forgetful: Symbols = { ...symbols, ct_restore: () => 0 };
  const [problem, ...others] = trialOf(forgetful);
  assert(problem?.startsWith("a trial run gives as snapshot of the restored engine "), problem);
  assertEquals(others, []);
  const failing: Symbols = { ...symbols, ct_apply: () => -2 };
  assertEquals(trialOf(failing), ["a trial run fails: Cannot apply: the library answers with status -2"]);
});
