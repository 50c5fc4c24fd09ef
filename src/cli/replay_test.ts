import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

const LOG = "fixtures/replay/one_feed.log";

async function replay(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal();
  const code = await dispatch(["replay", ...args, "--engine", "typescript"], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("replay writes over nothing that it reads and over no other output, and says both names", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), log = `${path}run.log`, lines = `${path}run.jsonl`;
  Deno.copyFileSync(LOG, log);
  assertEquals((await replay(log, "--export", lines)).code, 0);
  const before = [log, lines].map((file) => Deno.readFileSync(file));
  const cases: readonly (readonly [args: readonly string[], message: string])[] = [
    [[log, "--export", log], `Cannot write --export ${log}: it is the file of the log ${log}, which would be lost`],
    [[lines, "--import", lines], `Cannot write the log ${lines}: it is the file of --import ${lines}, which would`],
    [
      [`${path}new`, "--import", lines, "--export", lines],
      `Cannot write --export ${lines}: it is the file of --import ${lines}, which would be lost`,
    ],
    [
      [`${path}new`, "--import", lines, "--export", `${path}new`],
      `Cannot write the log ${path}new: it is the file of --export ${path}new, which would be lost`,
    ],
  ];
  for (const [args, message] of cases) {
    for (const force of [[], ["--force"]]) {
      const { code, answer, remarks } = await replay(...args, ...force);
      assertEquals([code, answer], [2, ""]);
      assertStringIncludes(remarks, message);
    }
  }
  assertEquals([log, lines].map((file) => Deno.readFileSync(file)), before);
  assertEquals([...Deno.readDirSync(folder.url)].map(({ name }) => name).sort(), ["run.jsonl", "run.log"]);
});

Deno.test("replay replaces its own kind of file, and anything else by force alone", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), log = `${path}run.log`, lines = `${path}run.jsonl`;
  Deno.copyFileSync(LOG, log);
  for (let time = 0; time < 2; time++) assertEquals((await replay(log, "--export", lines)).code, 0);
  for (let time = 0; time < 2; time++) assertEquals((await replay(`${path}made`, "--import", lines)).code, 0);
  assertEquals(Deno.readFileSync(`${path}made`), Deno.readFileSync(log));
  Deno.writeTextFileSync(lines, "my notes");
  const refused = await replay(log, "--export", lines);
  assertEquals([refused.code, Deno.readTextFileSync(lines)], [2, "my notes"]);
  assertStringIncludes(refused.remarks, "holds something that is no log in JSON Lines");
  assertEquals((await replay(log, "--export", lines, "--force")).code, 0);
});

Deno.test("an export that fails leaves the file that was there", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), cut = `${path}cut.log`, lines = `${path}run.jsonl`;
  assertEquals((await replay(LOG, "--export", lines)).code, 0);
  const before = Deno.readTextFileSync(lines), whole = Deno.readFileSync(LOG);
  Deno.writeFileSync(cut, whole.subarray(0, whole.length - 300));
  const { code, remarks } = await replay(cut, "--export", lines);
  assertEquals([code, Deno.readTextFileSync(lines)], [2, before]);
  assertMatch(remarks, /^Cannot read the replay log at byte \d+: /);
  Deno.writeTextFileSync(cut, `${before.split("\n").slice(0, 3).join("\n")}\nno line\n`);
  assertEquals((await replay(`${path}made.log`, "--import", cut)).code, 2);
  assertEquals([...Deno.readDirSync(folder.url)].map(({ name }) => name).sort(), ["cut.log", "run.jsonl"]);
});

Deno.test("with --json an error of a log has its code and its byte, and one of lines its line", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}file`;
  Deno.writeTextFileSync(path, "no log at all, in plain English");
  const bad = await replay(path, "--json");
  assertEquals(bad.code, 2);
  const { error, exitCode } = JSON.parse(bad.answer);
  assertEquals([exitCode, error.name, error.code, error.offset], [2, "ReplayLogError", "BAD_MAGIC", 0]);
  const lines = await replay(`${path}.log`, "--import", path, "--json");
  assertEquals([lines.code, JSON.parse(lines.answer).error.name, JSON.parse(lines.answer).error.line], [
    2,
    "JsonLinesError",
    1,
  ]);
  for (const name of [`${path}.none`, pathOf(folder.url)]) {
    const { code, answer, remarks } = await replay(name, "--json");
    assertEquals([code, remarks, JSON.parse(answer).error.name], [2, "", "UsageError"]);
    assert(JSON.parse(answer).error.message.startsWith(`Cannot read ${name}: `), answer);
  }
});
