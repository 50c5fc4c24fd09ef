import { assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { renderOverview } from "./help.ts";

const LISTED = COMMANDS.filter(({ isMoved }) => isMoved !== true).map(({ name }) => name);

async function answerTo(...args: readonly string[]): Promise<{ code: number; remarks: string }> {
  const terminal = new MemoryTerminal();
  return { code: await dispatch(args, COMMANDS, terminal), remarks: terminal.remarks.join("\n") };
}

Deno.test("the page of the command line has the table of commands, in the order of the help and without those that have moved", () => {
  const page = Deno.readTextFileSync(new URL("../../docs/command-line.md", import.meta.url));
  const table = page.split("| command ")[1]!.split("\n\n")[0]!;
  assertEquals(Array.from(table.matchAll(/^\| `([a-z-]+)/gm), ([, name]) => name), LISTED);
  const overview = renderOverview(COMMANDS).split("\n\n")[2]!;
  assertEquals(Array.from(overview.matchAll(/^ {2}([a-z-]+) /gm), ([, name]) => name), LISTED);
});

Deno.test("an error lists the commands there are, and one that has moved still says where it is", async () => {
  assertStringIncludes(
    (await answerTo("walk")).remarks,
    `Cannot find the command "walk": there are ${LISTED.join(", ")}\n`,
  );
  const moved = await answerTo("fuzz");
  assertEquals(moved.code, 2);
  assertStringIncludes(moved.remarks, "the fuzz is a task of the repository; clone it and run deno task fuzz");
});
