/**
 * Options of a wrong type: each is an error that names the option, and none is taken for something else in silence.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { risingBars } from "./daily_bars.ts";
import { scripted } from "./scripted.ts";

/** Runs one call on the first bar, with options that TypeScript would not pass. */
function calling(call: "buy" | "sell" | "close" | "target", options: unknown): () => unknown {
  const act = { 1: (s: ct.Strategy): unknown => (s[call] as (options: unknown) => unknown).call(s, options) };
  return () => ct.backtest(scripted(act as never), risingBars(4));
}

Deno.test("a flag that is no boolean is an error, and no order without the flag", () => {
  for (
    const [call, options, message] of [
      ["sell", { size: 5, reduceOnly: "true" }, 'Cannot use reduceOnly "true": pass true or false'],
      ["sell", { size: 5, reduceOnly: 1 }, "Cannot use reduceOnly 1: pass true or false"],
      ["buy", { size: 1, onClose: 1 }, "Cannot use onClose 1: pass true or false"],
      ["close", { onClose: "yes" }, 'Cannot use onClose "yes": pass true or false'],
    ] as const
  ) assertThrows(calling(call, options), ct.StrategyError, message);
  for (const name of ["closeAtEnd", "checks", "chain", "stepByStep"]) {
    const run = (): unknown => ct.backtest(scripted({}), risingBars(2), { [name]: "yes" });
    assertThrows(run, TypeError, `Cannot use ${name} "yes": pass true or false`);
  }
});

Deno.test("a size that is there and undefined is an error, as it would take the whole account", () => {
  for (const name of ["size", "cash", "fraction"]) {
    const message = `Cannot buy or sell with ${name} undefined: pass a number, or leave ${name} out`;
    assertThrows(calling("buy", { [name]: undefined }), ct.StrategyError, message);
  }
  assertThrows(calling("target", { size: undefined }), ct.StrategyError, "Cannot take a target with size undefined");
  // Other terms may be absent in this way too.
  assertEquals((calling("buy", { size: 1, limit: undefined, stopLoss: undefined })() as ct.Result).fills.length, 1);
});

Deno.test("amounts and rates that are no numbers are errors with the value", () => {
  const run = (options: object) => (): unknown => ct.backtest(scripted({}), risingBars(2), options);
  for (
    const [options, kind, message] of [
      [{ slippage: "0.001" }, TypeError, 'slippage of feed "AAA" "0.001": pass a number'],
      [{ commission: { perUnit: "1" } }, TypeError, 'perUnit "1": pass a number'],
      [{ commission: { perUnit: NaN } }, RangeError, "perUnit NaN: pass a number from 0 on"],
      [{ commission: { perOrder: -1 } }, RangeError, "perOrder -1: pass a number from 0 on"],
      [{ commission: () => 1 }, TypeError, "pass a fraction of the notional"],
      [{ limitFill: "x" }, RangeError, 'Cannot use limitFill "x": pass "touch" or "through"'],
      [{ limitFill: 5 }, RangeError, "Cannot use limitFill 5"],
      [
        { limitFill: "touch", rules: { LIMIT_FILL: "THROUGH" } },
        RangeError,
        "Cannot use both limitFill and LIMIT_FILL",
      ],
      [{ resume: null }, TypeError, "Cannot resume from null"],
    ] as const
  ) assertThrows(run(options), kind, message);
});

Deno.test("an option that a logger does not have is an error", () => {
  const options = { minimumlevel: "ERROR" } as ct.LogFilter;
  assertThrows(() => ct.consoleLogger(options), TypeError, 'Cannot use option "minimumlevel" of a logger');
});

Deno.test("a strategy with an async member is refused, as its orders would come to nothing", () => {
  class Waits extends ct.Strategy.with({}) {
    override async next(): Promise<void> {
      await Promise.resolve();
      this.buy();
    }
  }
  assertThrows(() => ct.backtest(Waits, risingBars(2)), TypeError, "Cannot run Waits: its next is async");
});

Deno.test("several feeds cannot have names that JavaScript sorts", () => {
  const feeds = { "7203": risingBars(2), "1301": risingBars(2) };
  assertThrows(() => ct.backtest(scripted({}), feeds), RangeError, 'Cannot keep feed "1301" in its place');
  assertEquals(ct.backtest(scripted({}), { "7203": risingBars(2) }).equity.length, 2);
  assertEquals(ct.backtest(scripted({}), { "0700": risingBars(2), "0005": risingBars(2) }).equity.length, 2);
});

Deno.test("without a chain the result has none, and coarse money is told", () => {
  assertEquals(ct.backtest(scripted({}), risingBars(2), { chain: false }).chain, "");
  const large = ct.backtest(scripted({}), risingBars(2), { cash: 1e15 }).summary();
  assertEquals(large.includes("Money is counted in units of 100, as the cash is 1000000000000000"), true);
  assertEquals(ct.backtest(scripted({}), risingBars(2), { cash: 1e10 }).summary().includes("Money is counted"), false);
});
