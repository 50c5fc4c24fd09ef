import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

async function golden(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["golden", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

/** Writes a module that runs a strategy and returns its path. Each has another name, as a module is loaded once. */
function moduleOf(folder: string, name: string, size: number, end = "() => result"): string {
  const path = `${folder}${name}.ts`;
  Deno.writeTextFileSync(
    path,
    `import * as ct from ${JSON.stringify(new URL("mod.ts", ROOT).href)};
class Hold extends ct.Strategy.with({}) {
  override next() {
    if (this.data.length === 2) this.buy({ size: ${size} });
  }
}
const time = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
const feed = ct.bars({ time, open: [10, 11, 12, 13], high: [11, 12, 13, 14], low: [9, 10, 11, 12], close: [10, 11, 12, 13] });
const result = ct.backtest(Hold, feed, { engineBackend: "typescript" });
export default ${end};
`,
  );
  return path;
}

Deno.test("golden accepts a run, finds it equal, and says what another one changes; its exit code tells which", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), first = moduleOf(path, "first", 5), file = `${path}golden/first.json`;
  const missing = await golden(first);
  assertEquals([missing.code, missing.answer], [2, ""]);
  assertStringIncludes(
    missing.remarks,
    `${file} is not there. To accept the run, run: cracktrader golden ${first} --accept (with --allow-read and --allow-write=${path}golden)`,
  );
  const accepted = await golden(first, "--accept");
  assertEquals([accepted.code, accepted.answer], [0, `Accepted as the first run of ${file}.`]);
  const equal = await golden(first);
  assertEquals([equal.code, equal.answer], [0, `The run is equal to that of ${file}.`]);

  const other = moduleOf(path, "other", 6, "Promise.resolve(result)"), before = Deno.readTextFileSync(file);
  const differs = await golden(other, "--file", file);
  assertEquals([differs.code, differs.remarks, Deno.readTextFileSync(file)], [1, "", before]);
  assertMatch(differs.answer, /^ {2}The first bar that differs is 1, 2024-01-03\.$/m);
  assertStringIncludes(
    differs.answer,
    "The first order that differs is number 1, at bar 1: asked.size is 6, accepted was 5",
  );
  assertStringIncludes(
    differs.answer,
    "The first fill that differs is number 1, of order 1, at bar 2: size is 6, accepted was 5",
  );
  assertStringIncludes(differs.answer, "10,006.00, and 10,005.00 was accepted (+1.00)");
  assertStringIncludes(differs.answer, `cracktrader golden ${other} --file ${file} --accept`);
  const json = await golden(other, "--file", file, "--json");
  assertEquals([json.code, JSON.parse(json.answer).verdict, JSON.parse(json.answer).firstBar], [1, "differs", 1]);
  const taken = await golden(other, "--file", file, "--accept");
  assertEquals(taken.code, 0);
  assertStringIncludes(taken.answer, "It changes this:\n  The first bar that differs is 1");
  assertEquals((await golden(other, "--file", file)).code, 0);
  assertEquals([...Deno.readDirSync(`${path}golden`)].map(({ name }) => name), ["first.json"], "no part is left");
});

Deno.test("golden says what it cannot run, and what a broken file is", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url);
  const cases: readonly (readonly [module: string, code: number, message: string])[] = [
    [
      moduleOf(path, "nothing", 1, "undefined"),
      2,
      "export one by default, such as export default () => ct.backtest(...)",
    ],
    [moduleOf(path, "number", 1, "() => 5"), 2, "Cannot compare 5, which the default export of "],
    [moduleOf(path, "throws", 1, "() => { throw new Error('no prices') }"), 1, "throws.ts: no prices"],
    [`${path}absent.ts`, 2, `Cannot load the run ${path}absent.ts`],
  ];
  for (const [module, code, message] of cases) {
    const found = await golden(module);
    assertEquals([found.code, found.answer], [code, ""], message);
    assertStringIncludes(found.remarks, message);
  }
  const broken = moduleOf(path, "broken", 1);
  Deno.mkdirSync(`${path}golden`);
  Deno.writeTextFileSync(`${path}golden/broken.json`, "{}");
  const found = await golden(broken);
  assertEquals(found.code, 2);
  assertStringIncludes(found.remarks, "broken.json as an accepted run: its format is undefined");
  const refused = await golden(broken, "--accept");
  assertEquals([refused.code, Deno.readTextFileSync(`${path}golden/broken.json`)], [2, "{}"]);
  assertStringIncludes(
    refused.remarks,
    "holds something that is no accepted run; name another one, or replace it with",
  );
  assertEquals((await golden(broken, "--accept", "--force")).code, 0);
  assert((await golden(broken)).answer.startsWith("The run is equal"));
  const text = Deno.readTextFileSync(broken);
  for (const force of [[], ["--force"]]) {
    const own = await golden(broken, "--accept", "--file", broken, ...force);
    assertEquals([own.code, Deno.readTextFileSync(broken)], [2, text]);
    assertStringIncludes(own.remarks, `Cannot write --file ${broken}: it is the file of the run ${broken}`);
  }
});
