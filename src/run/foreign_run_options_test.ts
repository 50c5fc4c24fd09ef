import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { runOptionClause } from "./foreign_run_options.ts";
import { BACKTEST_OPTIONS } from "./run_input.ts";

const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 11] };
const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices }, { name: "made" });
class Idle extends ct.Strategy.with({}) {}

Deno.test("options of a run by the names of other libraries lead to ours, and the others are listed behind", async () => {
  const names: Readonly<Record<string, string>> = {
    initialCash: "write cash",
    starting_balance: "write cash",
    fees: "write commission: 0.001 for a rate",
    trade_on_close: 'write fill: "close"',
    cheat_on_open: "leave it out, and write nextOpen in the strategy",
    riskfree: "write riskFree",
    startDate: "write from",
    mult: "write multiplier",
    engine: 'write engineBackend: "rust"',
  };
  for (const [name, remedy] of Object.entries(names)) {
    const options = { [name]: 1 } as Record<never, never>, message = `Cannot find option "${name}": ${remedy}`;
    const error = assertThrows(() => ct.backtest(Idle, feed, options), TypeError, message);
    assertStringIncludes(error.message, '; there are "cash", ');
    // A run over feeds that may wait has no span, so nothing is said of one.
    const told = remedy === "write from" ? `Cannot find option "${name}": there are` : message;
    await assertRejects(() => ct.run(Idle, feed, options), TypeError, told);
  }
  await assertRejects(
    () => ct.optimize(Idle, feed, { params: {}, initialCash: 1 } as never),
    TypeError,
    'Cannot find option "initialCash" of optimize: write cash; there are ',
  );
  assertThrows(
    () => ct.backtest(Idle, feed, { instruments: { made: { tickSize: 1 } } } as never),
    TypeError,
    'Cannot find option of feed "made" "tickSize": write tick; there are ',
  );
});

Deno.test("a remedy names an option that there is", () => {
  assertEquals(runOptionClause("sise", BACKTEST_OPTIONS), "");
  assertEquals(runOptionClause("initialCash", ["tick"]), "");
});
