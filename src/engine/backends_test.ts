import { assert, assertEquals } from "@std/assert";
import { enginesUnderTest, testRust } from "../../tests/engines.ts";
import { BACKENDS, ENGINE_NAMES, enginesHere } from "./backends.ts";
import { trialConfiguration } from "./native/trial.ts";

Deno.test("the table tries Rust, then WebAssembly, then TypeScript, which is always there", () => {
  assertEquals(ENGINE_NAMES, ["rust", "wasm", "typescript"]);
  assert(BACKENDS.typescript.open({ libraryPath: "nowhere/none.so" }).found);
});

Deno.test("a backend that cannot be had says why, with a code and a remedy", () => {
  const problem = BACKENDS.rust.open({ libraryPath: "nowhere/none.so" });
  assert(!problem.found);
  assert(problem.code.startsWith("LIBRARY_"), problem.code);
  assert(problem.message.includes("nowhere/none.so"), problem.message);
  assert(problem.remedy.startsWith("run "), problem.remedy);
});

Deno.test("enginesHere() begins with TypeScript and has every engine under test", () => {
  const here = enginesHere();
  assertEquals(here[0], "typescript");
  for (const name of enginesUnderTest()) assert(here.includes(name), name);
});

testRust("every backend of the table makes a core in the same state", {}, () => {
  const states = ENGINE_NAMES.map((name) => {
    const opened = BACKENDS[name].open({});
    assert(opened.found);
    const core = opened.make(trialConfiguration());
    try {
      return core.snapshot();
    } finally {
      core.dispose();
    }
  });
  for (const state of states) assertEquals(state, states[0]);
});
