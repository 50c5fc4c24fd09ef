import { assert, assertEquals } from "@std/assert";
import { enginesUnderTest } from "../tests/engines.ts";
import { playPaper } from "./paper.ts";

// The library stays loaded, which a test may not leave behind.
enginesUnderTest();

Deno.test("a run on paper over the recorded hour is the backtest of its bars, and has orders", async () => {
  const journal = await Deno.makeTempDir({ prefix: "paper_test_" }), lines: string[] = [];
  try {
    const options = { minutes: 30, speed: 600, seed: undefined, usesCcxt: false };
    const isSame = await playPaper(journal, options, (line) => lines.push(...line.split("\n")));
    assertEquals([isSame, lines.at(-1)], [true, "The same everywhere"], lines.join("\n"));
    // A slow machine may see some bars more before it stops, and connect once more.
    assert(lines.some((line) => /^[3-5][0-9] live bars, .*; [2-9] connections$/.test(line)), lines.join("\n"));
    assert(lines.some((line) => /^Orders filled +[1-9]/.test(line)), lines.join("\n"));
  } finally {
    await Deno.remove(journal, { recursive: true });
  }
});
