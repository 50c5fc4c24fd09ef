import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, run } from "../boundary/installed_library.ts";
import { enginesUnderTest } from "../engines.ts";
import { bitsBetween, differingBits, type Outcome } from "./backtrader/outcome.ts";
import { PLANS } from "./backtrader/plans.ts";
import { programHash, readRecording, RECORDED } from "./backtrader/recording.ts";
import { playHere } from "./backtrader/sides.ts";

const recording = readRecording();
const plan = PLANS.find(({ strategy }) => strategy === RECORDED)!;

/** Returns the differing bits of all parts, and the first difference. */
function bitsOf(there: Outcome, here: Outcome): readonly [bits: number, first: string | undefined] {
  const parts = differingBits(there, here);
  return [parts.reduce((sum, part) => sum + part.bits, 0), parts.find(({ first }) => first !== undefined)?.first];
}

Deno.test("the recorded run of backtrader and that of every engine here differ in no bit", () => {
  assertEquals([recording.orders.length, recording.executions.length, recording.trades.length], [507, 77, 77]);
  assertEquals([recording.cash.length, recording.value.at(-1)], [1258, 9938.0170647999]);
  for (const engine of enginesUnderTest()) {
    assertEquals(bitsOf(recording, playHere(plan, engine)), [0, undefined], engine);
  }
});

Deno.test("the recording is of the strategies as they are, and says the versions", async () => {
  assertEquals([recording.strategy, recording.program], [RECORDED, await programHash()]);
  assertEquals(recording.versions["backtrader"], "1.9.78.123");
});

Deno.test("the other twins give one outcome on every engine, with orders of their kind", () => {
  for (const other of PLANS) {
    const [first, ...others] = enginesUnderTest().map((engine) => playHere(other, engine));
    for (const each of others) assertEquals(each, first);
    assert(first!.executions.length > 50, other.strategy);
  }
});

Deno.test("a changed bit, a lost row and a changed word are counted and told with their place", () => {
  const value = recording.value.with(3, recording.value[3]! + 2 ** -30);
  const [bits, first] = bitsOf({ ...recording, value }, recording);
  assert(bits > 0);
  assertStringIncludes(first!, "value 4, value: there ");
  assertEquals(bitsOf(recording, { ...recording, cash: recording.cash.slice(0, -1) })[0], 64);
  const orders = recording.orders.with(0, recording.orders[0]!.with(1, "Accepted"));
  assertEquals(bitsOf(recording, { ...recording, orders }), [
    64,
    "orders 1, status: there Submitted, here Accepted",
  ]);
  assertEquals([bitsBetween(0, -0), bitsBetween(1, 1 + 2 ** -52), bitsBetween("a", "a")], [1, 1, 0]);
});

Deno.test("without Python the comparison ends with an error that names its command", async () => {
  const library = enginesUnderTest().includes("rust") ? ["--allow-ffi=./rust/lib"] : [];
  const permissions = ["--no-prompt", "--allow-read", "--allow-run=python3", ...library];
  const args = ["run", ...permissions, pathOf(new URL("tasks/versus_backtrader.ts", ROOT))];
  const { code, stderr } = await run(Deno.execPath(), args, { PATH: "/nowhere", NO_COLOR: "1" });
  assertEquals(code, 1, stderr);
  assert(stderr.includes("Cannot compare: there is no python3 to run"), stderr);
  assertStringIncludes(stderr, "then run deno task versus:backtrader");
});
