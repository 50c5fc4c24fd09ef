import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import type { Command, CommandEntry } from "./command.ts";
import type { CommandLine } from "./flags.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { OutputError } from "./terminal.ts";
import { CommandFailure, UsageError } from "./usage_error.ts";

/** A command that does what its first argument says. */
const echo: Command = {
  description: "Says what it is given.",
  operands: { usage: "WORD", least: 0, most: 1 },
  flags: [{ name: "loud", summary: "Louder." }],
  permissions: [],
  exitCodes: { 0: "said" },
  run(line: CommandLine, terminal): number {
    const [word] = line.operands;
    if (word === "fail") throw new CommandFailure("Cannot say it");
    if (word === "usage") throw new UsageError("Cannot say usage");
    if (word === "throw") throw new RangeError("Cannot say that much");
    if (word === "system") throw new Deno.errors.NotFound("No such file or directory (os error 2)");
    terminal.out(`${word}${line.has("loud") ? "!" : ""}`);
    return 0;
  },
};
const entries: readonly CommandEntry[] = [
  { name: "echo", summary: "Say", load: () => Promise.resolve({ command: echo }) },
];

async function call(...args: string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal();
  const code = await dispatch(args, entries, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("a command gets its command line, and its exit code is the program's", async () => {
  assertEquals(await call("echo", "word", "--loud"), { code: 0, answer: "word!", remarks: "" });
});

Deno.test("without a command the list is an error, and with --help it is the answer", async () => {
  const none = await call(), asked = await call("--help");
  assertEquals([none.code, none.answer], [2, ""]);
  assertEquals(asked, { code: 0, answer: none.remarks, remarks: "" });
  assertEquals(await call("help"), asked);
  assertMatch(asked.answer, /^ {2}echo {2}Say$/m);
  assertEquals(await call("--version"), { code: 0, answer: PACKAGE_VERSION, remarks: "" });
});

Deno.test("the help of a command is printed whatever else is on its command line, but not behind two dashes", async () => {
  const { code, answer } = await call("echo", "fail", "--nonsense", "--help");
  assertEquals(code, 0);
  assertMatch(answer, /^Says what it is given\.$/m);
  assertEquals((await call("help", "echo")).answer, answer);
  assertEquals((await call("echo", "-h")).answer, answer);
  assertEquals((await call("echo", "--", "--help")).answer, "--help");
});

Deno.test("an unknown command and a wrong command line end with 2 and say where the help is", async () => {
  const unknown = await call("ecko");
  assertEquals([unknown.code, unknown.answer], [2, ""]);
  assertMatch(unknown.remarks, /^Cannot find the command "ecko": there are echo\nSee .* --help$/);
  const wrong = await call("echo", "usage");
  assertEquals([wrong.code, wrong.answer], [2, ""]);
  assertMatch(wrong.remarks, /^Cannot say usage\nSee .* echo --help$/);
});

Deno.test("a command that fails ends with 1, any other error with 2", async () => {
  assertEquals(await call("echo", "fail"), { code: 1, answer: "", remarks: "Cannot say it" });
  assertEquals(await call("echo", "throw"), { code: 2, answer: "", remarks: "Cannot say that much" });
  const message = "Cannot carry out echo: No such file or directory (os error 2)";
  assertEquals(await call("echo", "system"), { code: 2, answer: "", remarks: message });
  assertEquals(JSON.parse((await call("echo", "system", "--json")).answer), {
    ...{ error: { name: "NotFound", message }, exitCode: 2 },
  });
});

Deno.test("with --json everything is an object on standard output: errors, help, the version, no command at all", async () => {
  for (const args of [["--json"], ["echo", "usage", "--json"], ["--json", "echo", "usage"], ["ecko", "--json"]]) {
    const { code, answer, remarks } = await call(...args);
    assertEquals([code, remarks], [2, ""]);
    const { error, exitCode } = JSON.parse(answer);
    assertEquals([error.name, typeof error.message, exitCode], ["UsageError", "string", 2]);
  }
  assertMatch(
    JSON.parse((await call("--json")).answer).error.message,
    /^Cannot go on without a command: there are echo$/,
  );
  for (const args of [["--help", "--json"], ["help", "--json"], ["--json", "--help"]]) {
    assertEquals(JSON.parse((await call(...args)).answer), { help: (await call("--help")).answer });
  }
  assertEquals(JSON.parse((await call("echo", "--help", "--json")).answer), {
    help: (await call("echo", "-h")).answer,
  });
  assertEquals(JSON.parse((await call("--version", "--json")).answer), { version: PACKAGE_VERSION });
  // Behind two dashes it is an argument.
  assertEquals((await call("echo", "--", "--json")).answer, "--json");
  const failed = await call("echo", "fail", "--json");
  assertEquals([failed.code, failed.remarks], [1, ""]);
  assertEquals(JSON.parse(failed.answer), {
    error: { name: "CommandFailure", message: "Cannot say it" },
    exitCode: 1,
  });
});

Deno.test("an answer that cannot be written ends with 2 and says so, unless nobody reads it", async () => {
  class FullTerminal extends MemoryTerminal {
    readonly #cause: Error;

    constructor(cause: Error) {
      super();
      this.#cause = cause;
    }

    override out(): void {
      throw new OutputError(this.#cause);
    }
  }
  for (const args of [["echo", "word"], ["echo", "word", "--json"], ["echo", "fail", "--json"], ["--version"]]) {
    const full = new FullTerminal(new Error("No space left on device")), unread = new Deno.errors.BrokenPipe("Broken");
    assertEquals(await dispatch(args, entries, full), 2);
    assertEquals(full.remarks, ["Cannot write the answer: No space left on device"]);
    const silent = new FullTerminal(unread);
    assertEquals([await dispatch(args, entries, silent), silent.remarks], [2, []]);
  }
});

for (const entry of COMMANDS) {
  Deno.test(`the command ${entry.name} loads and tells flags, permissions and exit codes in lines of 100 columns`, async () => {
    const terminal = new MemoryTerminal();
    assertEquals(await dispatch([entry.name, "--help"], COMMANDS, terminal), 0);
    const text = terminal.answer.join("\n");
    for (const heading of ["Usage: ", "\nFlags:\n", "\nPermissions:\n", "\nExit codes:\n  0  "]) {
      assertStringIncludes(text, heading);
    }
    assertEquals(text.split("\n").filter((line) => line.length > 100), []);
  });
}
