import { assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { SmaCross } from "../../tests/search/searched.ts";
import { csv } from "../feeds/csv/csv.ts";
import { walkForward } from "../search/walk_forward.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

const PRICES = pathOf(new URL("fixtures/prices/aapl.csv", ROOT));
const CROSS = pathOf(new URL("tests/search/searched.ts", ROOT));
// A library that is opened in one test would be a leak of it.
const TERMS = [
  ...[CROSS, "--export", "SmaCross", "--data", PRICES, "--commission", "0.001", "--engine", "typescript"],
  ...["--param", "fast=5:25:10", "--params", "slow=40", "--workers", "0"],
];

async function walk(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["walk-forward", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("walk-forward makes the windows of the library's call, with their chains, and writes page and ledger", async () => {
  using temporary = temporaryFolder();
  const folder = pathOf(temporary.url).replace(/\/$/, "");
  const files = ["--html", `${folder}/page.html`, "--ledger", `${folder}/ledger`];
  const windows = ["--train", "200", "--test", "3M", "--mode", "anchored", "--purge", "5"];
  const { code, answer, remarks } = await walk(...TERMS, ...windows, ...files, "--json");
  const walked = await walkForward(SmaCross, await csv(PRICES), {
    ...{ params: { slow: [40], fast: [5, 15, 25] }, commission: 0.001, engineBackend: "typescript" },
    ...{ train: 200, test: "3M", mode: "anchored", purge: 5 },
  });
  assertEquals([code, remarks, JSON.parse(answer)], [0, "", walked.toJSON()]);
  assertEquals((await walk(...TERMS, ...windows)).answer, walked.text());
  assertStringIncludes(Deno.readTextFileSync(`${folder}/page.html`), walked.windows[0]!.chain);
  const { length } = walked.windows, lines = Deno.readTextFileSync(`${folder}/ledger`).split("\n").length;
  assertEquals(lines, 1 + 3 * length + 1);
});

Deno.test("walk-forward says no where no window has an accepted trial", async () => {
  const { code, answer } = await walk(...TERMS, "--train", "200", "--test", "100", "--accept", "tradesClosed>=1000");
  assertEquals(code, 1);
  assertStringIncludes(answer, "none accepted");
});

Deno.test("walk-forward refuses what it cannot use, with the remedy", async () => {
  const refused = async (message: string, ...args: readonly string[]): Promise<void> => {
    const { code, remarks } = await walk(...args);
    assertEquals(code, 2);
    assertStringIncludes(remarks, message);
  };
  await refused("Cannot walk forward without --train", ...TERMS, "--test", "100");
  await refused("Cannot walk forward without --test", ...TERMS, "--train", "100");
  await refused('"2x"', ...TERMS, "--train", "2x", "--test", "100");
  await refused("--mode", ...TERMS, "--train", "200", "--test", "100", "--mode", "sliding");
  await refused("Cannot use from of walkForward", ...TERMS, "--train", "200", "--test", "9", "--from", "2016-01-01");
});
