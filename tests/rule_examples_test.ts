/**
 * The rules by example of the reference page: every one gives, on every engine, exactly what the page says.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../mod.ts";
import { CODES, REASONS } from "../src/contract/codes.ts";
import { GRID_EXAMPLES } from "../src/contract/examples/grids.ts";
import { RULE_TOPICS } from "../src/contract/examples/rule_examples.ts";
import { runExample } from "./rule_example_run.ts";

for (const { name, examples } of RULE_TOPICS) {
  for (const [index, example] of examples.entries()) {
    Deno.test(`${name}, ${index + 1}: ${example.rule.split(/(?<=[.:;]) /)[0]}`, () => {
      const { refusals = [], diagnostics = [] } = example, found = runExample(example);
      const ends = example.ends ?? found.ends.map((_end, at) => `${at + 1} filled filled`);
      const { commissions = found.commissions, cash = found.cash, equity = found.equity, trades = found.trades } =
        example;
      assertEquals(found, { fills: example.fills, ends, refusals, diagnostics, commissions, cash, equity, trades });
      assert(found.ends.length > 0 || diagnostics.length > 0, "the example shows nothing");
    });
  }
}

for (const { why, prices, options = {}, resolution, tick, lot, moneyUnit } of GRID_EXAMPLES) {
  Deno.test(`grids: ${why}`, () => {
    const time = prices.map((_price, day) => new Date(Date.UTC(2024, 0, 1 + day)));
    const feed = ct.bars({ time, open: prices, high: prices, low: prices, close: prices }, { timeframe: "1d" });
    const { instruments, moneyUnit: unit } = ct.backtest(ct.Strategy, feed, options).configuration;
    const [found] = instruments;
    assertEquals([found!.resolution, found!.tick, found!.lot, unit], [resolution, tick, lot, moneyUnit]);
  });
}

Deno.test("the examples together fill by every rule of a simulated fill that the contract has", () => {
  const camel = (name: string): string =>
    name.toLowerCase().replaceAll(/_(\w)/g, (_found, letter: string) => letter.toUpperCase());
  const shown = new Set(
    RULE_TOPICS.flatMap(({ examples }) => examples.flatMap(({ fills }) => fills.map(([, , rule]) => rule))),
  );
  const known = Object.keys(CODES.FILL_RULE!).map(camel);
  const elsewhere = ["none", "reported", "candle", "queue", "placementClose"];
  assertEquals(known.filter((rule) => !shown.has(rule) && !elsewhere.includes(rule)), []);
  const reasons = new Set(Object.keys(REASONS).map(camel));
  const named = RULE_TOPICS.flatMap(({ examples }) =>
    examples.flatMap(({ refusals = [], ends = [] }) => [
      ...refusals.map(({ reason }) => reason),
      ...ends.map((end) => end.split(" ")[2]!),
    ])
  );
  assertEquals(named.filter((reason) => !reasons.has(reason)), []);
});
