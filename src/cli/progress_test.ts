import { assertEquals } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { Progress } from "./progress.ts";

Deno.test("progress is told from the second second on, ten times a second at most, and taken away at the end", () => {
  const terminal = new MemoryTerminal(true);
  let now = 5_000;
  {
    using progress = new Progress(terminal, () => now);
    for (; now <= 6_250; now += 50) progress.tell("Running");
  }
  const line = "\r\x1b[KRunning ... 1 s";
  assertEquals(terminal.pieces, [line, line, line, "\r\x1b[K"]);
});

Deno.test("work that is over within a second shows nothing unless it is announced", () => {
  const terminal = new MemoryTerminal(true);
  {
    using progress = new Progress(terminal, () => 0);
    progress.tell("Running");
  }
  assertEquals(terminal.pieces, []);
  {
    using progress = new Progress(terminal, () => 0);
    progress.announce("Reading");
  }
  assertEquals(terminal.pieces, ["\r\x1b[KReading ... 0 s", "\r\x1b[K"]);
});

Deno.test("nothing is written where nobody watches", () => {
  const terminal = new MemoryTerminal(false);
  let now = 0;
  {
    using progress = new Progress(terminal, () => now);
    progress.announce("Reading");
    now = 10_000;
    progress.tell("Running");
  }
  assertEquals(terminal.pieces, []);
});
