import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "../../tests/boundary/installed_library.ts";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT_CODES } from "./exit_code.ts";

Deno.test("the page of the command line has the table of exit codes, word for word", () => {
  const page = Deno.readTextFileSync(new URL("docs/command-line.md", ROOT));
  const rows = page.split("\n").flatMap((line) => {
    const row = /^\| (\d) +\| (.*?) *\|$/.exec(line);
    return row === null ? [] : [[row[1]!, row[2]!]];
  });
  assertEquals(rows, Object.entries(EXIT_CODES));
});

Deno.test("the help has every exit code, for all commands and for each of them", async () => {
  for (const args of [["--help"], ...COMMANDS.map(({ name }) => [name, "--help"])]) {
    const terminal = new MemoryTerminal();
    assertEquals(await dispatch(args, COMMANDS, terminal), 0);
    const codes = terminal.answer.join("\n").split("\nExit codes:\n")[1]!;
    for (const code of Object.keys(EXIT_CODES)) assertStringIncludes(`\n${codes}`, `\n  ${code}  `, args.join(" "));
  }
});
