import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { readSettings } from "./rule_settings.ts";
import { UsageError } from "./usage_error.ts";

const PRICES = pathOf(new URL("fixtures/prices/aapl.csv", ROOT));
const CROSS = pathOf(new URL("tasks/demo/sma_cross.ts", ROOT)),
  BREAKOUT = pathOf(new URL("tasks/demo/breakout.ts", ROOT));
const TERMS = ["--data", PRICES, "--cash", "10000", "--commission", "0.001"];

async function diff(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["diff", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("diff switches the rows of both profiles and explains every fill of the demo strategies", async () => {
  for (const engine of enginesUnderTest()) {
    const { code, answer } = await diff(CROSS, ...TERMS, "--engine", engine);
    assertEquals(code, 0);
    assertStringIncludes(
      answer,
      "SmaCross: 53 fills, final equity 14555.348952\nCANCEL: WORKS -> IGNORED: 53 fills, 0 changed",
    );
    assertStringIncludes(answer, "\nmodel: exact -> queue: 56 fills, 109 changed, final equity 9914.885939552109\n");
    assertEquals(answer.split("\n").at(-1), "unexplained: 0");
  }
  const breakout = await diff(BREAKOUT, ...TERMS, "--json");
  const { unexplained, model } = JSON.parse(breakout.answer);
  assertEquals([breakout.code, unexplained, model.length, model[0].rows], [0, 0, 1, ["DAY"]]);
});

Deno.test("diff takes two sets of rules, and flags of a run for both", async () => {
  const { code, answer } = await diff(
    CROSS,
    ...TERMS,
    "--from",
    "slippage=0.001",
    "--to",
    "limitFill=through,CANCEL=IGNORED",
  );
  assertEquals(code, 0);
  const titles = answer.split("\n").filter((line) => /^\S+: \S+ -> /.test(line)).map((line) => line.split(":")[0]);
  assertEquals(titles, ["CANCEL", "limitFill", "slippage"]);
});

Deno.test("settings are names with values: JSON or text, rules in capital letters", () => {
  assertEquals(
    readSettings('profile=backtrader,slippage=0.001,CANCEL=IGNORED,commission={"perUnit":1,"minimum":2}', "--to"),
    {
      profile: "backtrader",
      slippage: 0.001,
      commission: { perUnit: 1, minimum: 2 },
      rules: { CANCEL: "IGNORED" },
    } as never,
  );
  assertThrows(() => readSettings("slippage", "--to"), UsageError, 'Cannot use "slippage" in --to: write NAME=VALUE');
  assertThrows(() => readSettings("slippage=1,slippage=2", "--to"), UsageError, "Cannot use slippage twice in --to");
});

Deno.test("diff of a set with an unknown rule, an option that is no rule, or a strategy that throws, says which", async () => {
  const unknown = await diff(CROSS, ...TERMS, "--to", "NONE=1");
  assertEquals(unknown.code, 2);
  assertStringIncludes(unknown.remarks, 'Cannot find rule "NONE"');
  const params = await diff(CROSS, ...TERMS, "--to", "params={}");
  assertStringIncludes(params.remarks, "Cannot use params in to: it is no rule");
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}throws.ts`, mod = JSON.stringify(new URL("mod.ts", ROOT).href);
  Deno.writeTextFileSync(
    path,
    `import * as ct from ${mod};\nexport class Throws extends ct.Strategy { override next() { throw new Error("no"); } }\n`,
  );
  const throws = await diff(path, ...TERMS);
  assertEquals(throws.code, 1);
  assertStringIncludes(throws.remarks, "no");
});
