import { assert, assertEquals } from "@std/assert";
import { enginesUnderTest } from "../tests/engines.ts";
import { crashSession } from "./crash_session.ts";

Deno.test("runs on paper that were killed go on from their journals: nothing lost, nothing twice", async () => {
  const restoreIn = enginesUnderTest().includes("rust") ? "other" : "same", lines: string[] = [];
  const report = await crashSession({ kills: 4, restoreIn, seed: 3 }, (line) => lines.push(line));
  assertEquals([report.kills, report.same], [4, 4], lines.join("\n"));
  assert(/run 1: \d+ kills, [1-9]\d* segments of the log/.test(lines.join("\n")), lines.join("\n"));
});
