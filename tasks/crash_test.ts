import { assert, assertEquals, assertThrows } from "@std/assert";
import { enginesUnderTest } from "../tests/engines.ts";
import { crash, readCrashOptions } from "./crash.ts";

Deno.test("a bad option of the crash test is an error that says so", () => {
  assertEquals(readCrashOptions([]), { kills: 20, restoreIn: "other", seed: 1, bars: 6000, every: 40 });
  assertEquals(readCrashOptions(["--kills", "3", "--restore-in", "both"]).restoreIn, "both");
  assertThrows(() => readCrashOptions(["--restore-in", "rust"]), RangeError, 'Cannot restore in "rust"');
  assertThrows(() => readCrashOptions(["--kills", "0"]), RangeError, "Cannot use --kills 0");
  assertThrows(() => readCrashOptions(["--kill", "1"]), TypeError, "--kill");
});

Deno.test("a run that was killed goes on from its checkpoint to the same end, in the other engine where there is one", async () => {
  const restoreIn = enginesUnderTest().includes("rust") ? "other" : "same", lines: string[] = [];
  const options = { kills: 3, restoreIn, seed: 7, bars: 4000, every: 25 } as const;
  const report = await crash(options, (line) => lines.push(line));
  assertEquals([report.kills, report.same], [3, 3], lines.join("\n"));
  assert(lines[0]!.startsWith("undisturbed: chain "), lines[0]);
});
