import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { explainRun } from "../explain/explain.ts";
import { readExplainedRun } from "../explain/explain_log.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

const LOG = "fixtures/replay/one_feed.log";

async function explain(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["explain", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

Deno.test("explain tells an order of a log, a trade, and the list of all orders; as JSON too", async () => {
  const run = readExplainedRun(LOG);
  const order = await explain(LOG, "2");
  assertEquals([order.code, order.answer], [0, `${explainRun(run, 2)}`]);
  assertStringIncludes(order.answer, "Order 2 is cancelled, oco");
  const trade = await explain(LOG, "--trade", "1");
  assertEquals([trade.code, trade.answer], [0, `${explainRun(run, run.rows.trades[0]!)}`]);
  const json = await explain(LOG, "2", "--json");
  assertEquals(JSON.parse(json.answer).lines, explainRun(run, 2).lines);
  const list = await explain(LOG);
  assertEquals([list.code, list.answer.split("\n").length], [0, 1 + run.rows.orders.length]);
  assertMatch(list.answer, /^35 orders\n {5}1 {2}bar 39 {5} first {2}entry, buy, market: filled, filled$/m);
});

Deno.test("explain says what it cannot use: a log of no run, an order that is not there, a file that is none", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), bytes = Deno.readFileSync(LOG), cut = `${path}cut.log`;
  Deno.writeFileSync(cut, bytes.subarray(0, bytes.length - 64));
  const cases: readonly (readonly [args: readonly string[], message: string])[] = [
    [[LOG, "99"], "Cannot explain order 99: the ids of result.orders go from 1 to 35"],
    [[LOG, "x"], 'Cannot use "x" as ORDER: write a number'],
    [[LOG, "1", "--trade", "1"], "Cannot explain an order and --trade at once"],
    [[LOG, "--trade", "77"], "Cannot explain trade 77: the log has "],
    [["fixtures/prices/aapl.csv", "1"], "Cannot use fixtures/prices/aapl.csv: "],
    [[cut, "1"], `Cannot use ${cut}: `],
  ];
  for (const [args, message] of cases) {
    const { code, answer, remarks } = await explain(...args);
    assertEquals([code, answer], [2, ""], message);
    assertStringIncludes(remarks, message);
  }
  const unfinished = await explain(cut, "1", "--unfinished");
  assertEquals(unfinished.code, 0, unfinished.remarks);
  assert(unfinished.answer.includes("Order 1 is filled"));
});
