import { assertEquals } from "@std/assert";
import type { Command } from "./command.ts";
import { renderHelp, renderOverview } from "./help.ts";

const command: Command = {
  description: "Does one thing.",
  operands: { usage: "FILE", least: 1, most: 1 },
  flags: [{ name: "how", value: "WAY", choices: ["this", "that"], multiple: true, summary: "In which way." }],
  permissions: [{ flag: "--allow-read", purpose: "the file" }],
  exitCodes: { 0: "done", 1: "not done" },
  run: () => 0,
};

Deno.test("the page of a command is made of its flags, permissions and exit codes", () => {
  assertEquals(
    renderHelp("do", command),
    `Does one thing.

Usage: deno run jsr:@cracktrader/cracktrader/cli do FILE [FLAGS]

Flags:
  --how WAY  In which way. One of this, that. May be given several times.
  --json     Print one object of JSON on standard output and nothing else there.
  --help     Print this page.

Permissions:
  --allow-read  the file

Exit codes:
  0  done
  1  not done
  2  it could not be carried out: the command line, a file, a permission or an engine cannot be used
  3  it was broken off before it had a result, as by Deno.exit in the strategy's module`,
  );
});

Deno.test("a value that can be for one feed is explained once, below the flags", () => {
  const flags = ["tick", "lot"].map((name) => ({
    name,
    value: "[NAME=]STEP",
    multiple: true,
    summary: `The ${name}.`,
  }));
  const text = renderHelp("do", { ...command, flags });
  assertEquals(text.match(/several times/g)!.length, 1);
  assertEquals(
    text.includes("\n\nA value with NAME= before it is for that feed alone, one without for all feeds; "),
    true,
  );
  assertEquals(renderHelp("do", command).includes("NAME="), false);
});

Deno.test("long texts are folded at 100 columns, beside what they explain", () => {
  const text = renderHelp("do", {
    ...command,
    permissions: [{ flag: "--allow-x", purpose: "word ".repeat(40).trim() }],
  });
  const folded = text.split("\n").filter((line) => line.includes("word"));
  assertEquals(folded.length, 3);
  assertEquals(folded.map((line) => line.indexOf("word")), [13, 13, 13]);
  assertEquals(folded.map((line) => line.trimEnd().length), [97, 97, 42]);
});

Deno.test("the overview has a line for each command and one for each exit code", () => {
  const load = () => Promise.resolve({ command });
  const lines = renderOverview([{ name: "do", summary: "Do", load }, { name: "undo", summary: "Undo", load }]).split(
    "\n",
  );
  const rows = lines.filter((line) => line.startsWith("  "));
  assertEquals(rows.slice(0, 2), ["  do    Do", "  undo  Undo"]);
  assertEquals(rows.slice(2).map((row) => row.slice(2, 5)), ["0  ", "1  ", "2  ", "3  "]);
});
