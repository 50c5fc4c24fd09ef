import { assertEquals } from "@std/assert";
import { RECORD_LANES } from "../../contract/contract.gen.ts";
import { trialColumns, trialConfiguration } from "../native/trial.ts";
import { repeatedOrder } from "../../../tests/repeated_order.ts";
import { openTypeScript, TypeScriptCore } from "./typescript_core.ts";

/** A core behind its first bar. */
function afterFirstBar(): TypeScriptCore {
  const core = new TypeScriptCore(trialConfiguration()), columns = trialColumns();
  core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
  core.advance(columns, 1_000, new Float64Array(4), 0);
  return core;
}

Deno.test("TypeScriptCore.applyAndRead() does what apply() and read() do one by one", () => {
  const whole = afterFirstBar(), parts = afterFirstBar();
  const out = new Float64Array(RECORD_LANES), outOfParts = new Float64Array(RECORD_LANES);
  assertEquals(whole.applyAndRead(repeatedOrder(), 3, out, 1), 1);
  parts.apply(repeatedOrder(), 3);
  assertEquals(parts.read(outOfParts, 1), 1);
  assertEquals([out, whole.pending], [outOfParts, parts.pending]);
  assertEquals(whole.snapshot(), parts.snapshot());
});

Deno.test("TypeScriptCore.applyAndRead() without room leaves all outputs waiting", () => {
  const core = afterFirstBar();
  assertEquals(core.applyAndRead(repeatedOrder(), 3, new Float64Array(0), 0), 0);
  assertEquals(core.pending, 2);
});

Deno.test("TypeScriptCore crosses nothing and has nothing to free", () => {
  const core = afterFirstBar();
  core.dispose();
  assertEquals(core.crossings, 0);
});

Deno.test("openTypeScript() always finds its core and makes one of a configuration", () => {
  const opened = openTypeScript();
  assertEquals([opened.found, opened.path], [true, undefined]);
  assertEquals(opened.make(trialConfiguration()).pending, 0);
});
