import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { csv } from "../feeds/csv/csv.ts";
import { backtest } from "../run/backtest.ts";
import { SmaCross } from "../../tests/search/searched.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { readComparisons, readSearched } from "./searched_params.ts";
import { UsageError } from "./usage_error.ts";

const PRICES = pathOf(new URL("fixtures/prices/aapl.csv", ROOT));
const CROSS = pathOf(new URL("tests/search/searched.ts", ROOT));
// A library that is opened in one test would be a leak of it.
const TERMS = [
  ...[CROSS, "--export", "SmaCross", "--data", PRICES, "--commission", "0.001", "--engine", "typescript"],
];
const SEARCH = ["--param", "fast=5:25:10", "--param", "slow=20,30", "--where", "fast<slow"];

async function optimize(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["optimize", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("optimize prints the best trials, whose chains are those of the runs alone", async () => {
  const { code, answer } = await optimize(...TERMS, ...SEARCH, "--workers", "0", "--json");
  const { rows, best, objective } = JSON.parse(answer), feed = await csv(PRICES);
  assertEquals([code, rows.length, objective], [0, 5, "sharpe"]);
  for (const { params, chain } of rows) {
    assertEquals(chain, backtest(SmaCross, feed, { params, commission: 0.001, engineBackend: "typescript" }).chain);
  }
  const table = await optimize(...TERMS, ...SEARCH, "--workers", "2");
  assertEquals(table.answer.split("\n")[1]!.trim().split(/\s+/).at(-1), rows[best].chain);
  assertStringIncludes(table.answer, "sharpe by slow (down) and fast (across)");
});

Deno.test("optimize takes figures to rank by and to accept by, fixed parameters, and files", async () => {
  using temporary = temporaryFolder();
  const folder = pathOf(temporary.url).replace(/\/$/, "");
  const files = [
    "--html",
    `${folder}/page.html`,
    "--resume",
    `${folder}/search`,
    "--ledger",
    `${folder}/ledger`,
  ];
  const args = [
    ...TERMS,
    "--param",
    "fast=5:15:5",
    "--params",
    "slow=40",
    "--objective",
    "fillsEach",
    "--direction",
    "minimize",
  ];
  const first = await optimize(
    ...args,
    "--accept",
    "tradesClosed>=1",
    "--accept",
    "beta>0",
    ...files,
    "--workers",
    "0",
  );
  assertEquals([first.code, first.remarks], [0, ""]);
  assertStringIncludes(Deno.readTextFileSync(`${folder}/page.html`), "fillsEach");
  assertEquals(Deno.readTextFileSync(`${folder}/ledger`).split("\n").length, 1 + 3 + 1);
  const again = await optimize(...args, "--accept", "beta>99", "--resume", `${folder}/search`, "--workers", "0");
  assertEquals(again.code, 1);
  assertStringIncludes(again.answer, "3 turned down by accept");
});

Deno.test("optimize tells how much of the best trial may be luck, with all trials of its ledger", async () => {
  using temporary = temporaryFolder();
  const ledger = ["--ledger", `${pathOf(temporary.url)}ledger`, "--workers", "0"];
  assertEquals((await optimize(...TERMS, "--param", "fast=5,7", "--params", "slow=40", ...ledger)).code, 0);
  const { code, answer } = await optimize(...TERMS, ...SEARCH, ...ledger, "--evidence", "--json");
  const { rows, best, evidence: numbers } = JSON.parse(answer);
  assertEquals([code, numbers.chain, numbers.trials.raw, numbers.trials.fromLedger], [0, rows[best].chain, 7, true]);
  const text = (await optimize(...TERMS, ...SEARCH, "--workers", "0", "--evidence")).answer;
  assertStringIncludes(text, `The best trial of SmaCross is fast=${rows[best].params.fast}`);
  assertEquals((await optimize(...TERMS, ...SEARCH, "--workers", "0")).answer.includes("The best trial of"), false);
});

Deno.test("optimize refuses what it cannot use, with the remedy", async () => {
  const refused = async (message: string, ...args: readonly string[]): Promise<void> => {
    const { code, remarks } = await optimize(...args);
    assertEquals(code, 2);
    assertStringIncludes(remarks, message);
  };
  await refused("Cannot search without --param", ...TERMS);
  await refused("there are fast, slow", ...TERMS, "--param", "fsat=1,2");
  await refused("write a number", ...TERMS, "--param", "fast=a,b");
  await refused("pass 45 as its end", ...TERMS, "--param", "fast=5:49:5");
  await refused('Cannot find "slwo" of --where', ...TERMS, "--param", "fast=5,6", "--where", "fast<slwo");
  await refused('did you mean "sharpe"', ...TERMS, "--param", "fast=5,6", "--objective", "sharp");
  await refused("pass name, that of an export", CROSS, "--data", PRICES, "--param", "fast=5,6");
});

Deno.test("values and comparisons are read as they are written", () => {
  const defaults = { fast: 10, on: true, at: "09:30", none: null };
  const texts = ["fast=1:2:0.5", "on=true,false", "at=09:30,10:00"];
  assertEquals(readSearched(texts, defaults), { fast: [1, 1.5, 2], on: [true, false], at: ["09:30", "10:00"] });
  assertEquals(readSearched(["a=1:3", "b=x,2,true"], undefined), { a: [1, 2, 3], b: ["x", 2, true] });
  for (const text of ["fast", "=1", "fast=", "fast=1:2:3:4"]) {
    assertThrows(() => readSearched([text], defaults), UsageError);
  }
  assertThrows(() => readSearched(["fast=1", "fast=2"], defaults), UsageError, "twice");
  const holds = readComparisons(["a<b", "b>=2", "a!=0", "c=-1.5e0"], "where")!;
  assertEquals(holds({ a: 1, b: 2, c: -1.5 }), true);
  for (const values of [{ a: 2, b: 2, c: -1.5 }, { a: 0, b: 2, c: -1.5 }, { a: 1, b: 2, c: null }, { a: 1, b: 2 }]) {
    assertEquals(holds(values), false);
  }
  for (const text of ["a<", "a<b<c", "a==b", "process.exit()"]) {
    assertThrows(() => readComparisons([text], "where"), UsageError, "write a comparison");
  }
});
