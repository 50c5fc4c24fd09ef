import { assertEquals } from "@std/assert";
import { type CommandName, entriesBehind, KILLS } from "./journal_line.ts";

Deno.test("a kill stays behind any command until it is cleared", () => {
  const behind = (...commands: CommandName[]) => commands.reduce(entriesBehind, "open");
  for (const kill of KILLS) {
    assertEquals(behind(kill), "killed");
    assertEquals(behind(kill, "stop-entries"), "killed");
    assertEquals(behind(kill, "resume-entries"), "killed");
    assertEquals(behind(kill, "stop-entries", "clear-kill"), "open");
  }
  assertEquals([behind("stop-entries"), behind("stop-entries", "resume-entries")], ["stopped", "open"]);
});
