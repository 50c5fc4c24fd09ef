/**
 * Options of a wrong type: each is an error that names the option, and none is taken for something else in silence.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
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

Deno.test("an option is read once, so that a getter cannot pass the check with one value and be used with another", () => {
  const once = (name: string, values: readonly unknown[]): object => {
    let reads = 0;
    return Object.defineProperty({}, name, { enumerable: true, get: () => values[reads++] });
  };
  const sizes = once("size", [5, NaN, NaN, NaN]);
  assertEquals((calling("buy", sizes)() as ct.Result).fills[0]!.size, 5);
  const cash = ct.backtest(scripted({}), risingBars(2), once("cash", [1000, "1"]));
  assertEquals(cash.configuration.cash, 1000);
  const tick = ct.backtest(scripted({}), risingBars(2), { instruments: { AAA: once("tick", [0.5, "x"]) } });
  assertEquals(tick.configuration.instruments[0]!.tick, "1/2");
});

Deno.test("options whose entries would be lost are errors: a Map, a promise, a list, a number", () => {
  for (const options of [new Map([["cash", 5]]), Promise.resolve({ cash: 5 }), [5], 5, "cash"] as unknown as object[]) {
    assertThrows(() => ct.backtest(scripted({}), risingBars(2), options), TypeError, "Cannot use options");
    assertThrows(() => ct.bars({ time: [], open: [], high: [], low: [], close: [] }, options), TypeError, "as options");
    assertThrows(() => ct.consoleLogger(options), TypeError, "Cannot make a logger with");
    assertThrows(() => ct.Strategy.with(options as never), TypeError, "Cannot make a strategy with");
    for (const call of ["buy", "sell", "close", "target"] as const) {
      assertThrows(calling(call, options), ct.StrategyError, `Cannot ${call} with `);
    }
  }
});

Deno.test("null is a wrong option, and not one that was left out", () => {
  for (const name of ["slippage", "profile", "params", "rules", "start", "checkpoint", "logger", "measureFrom"]) {
    const error = assertThrows(() => ct.backtest(scripted({}), risingBars(2), { [name]: null }), Error, "Cannot ");
    assert(error.message.includes("null"), error.message);
  }
});

Deno.test("an undefined term of one feed leaves the term of all feeds, and an undefined parameter its default", () => {
  const instruments = { AAA: { tick: undefined } } as unknown as Readonly<Record<string, ct.InstrumentOptions>>;
  const { configuration } = ct.backtest(scripted({}), risingBars(2), { tick: 0.5, instruments });
  assertEquals(configuration.instruments[0]!.tick, "1/2");
  class Fast extends ct.Strategy.with({ fast: 3 }) {}
  const params = { fast: undefined } as unknown as { fast: number };
  assertEquals(ct.backtest(Fast, risingBars(2), { params }).configuration.params, { fast: 3 });
});

Deno.test("a wrong term of all feeds is an error where a feed has its own, too", () => {
  for (
    const terms of [
      { tick: () => 1 },
      { lot: -1 },
      { slippage: "1" },
      { commission: { perUnit: -1 } },
      { tickRounding: "up" },
      { barWithoutVolume: 5 },
    ] as unknown as readonly ct.InstrumentOptions[]
  ) {
    const [name] = Object.keys(terms) as (keyof ct.InstrumentOptions)[];
    const right = { tick: 1, lot: 1, slippage: 0, commission: 0, tickRounding: "snap", barWithoutVolume: "fill" };
    const instruments = { AAA: { [name!]: right[name as keyof typeof right] } };
    assertThrows(
      () => ct.backtest(scripted({}), risingBars(2), { ...terms, instruments }),
      Error,
      `Cannot use ${name}`,
    );
  }
});

Deno.test("a member of a strategy that is no method is an error that names it, before the run", () => {
  const run = (strategy: unknown): unknown => ct.backtest(strategy as never, risingBars(2));
  for (const member of ["start", "next", "nextstart", "stop", "notifyOrder", "notifyCash", "saveState"]) {
    const wrong = class Wrong extends ct.Strategy.with({}) {};
    Object.defineProperty(wrong.prototype, member, { value: class {} });
    assertThrows(() => run(wrong), TypeError, `Cannot run Wrong: its ${member} is the function`);
    const field = class Field extends ct.Strategy.with({}) {
      constructor(context: ct.StrategyContext) {
        super(context);
        Object.assign(this, { [member]: 5 });
      }
    };
    assertThrows(() => run(field), TypeError, `Cannot run Field: its ${member} is 5; write ${member} as a method`);
  }
  const defaults = class Defaults extends ct.Strategy.with({}) {};
  Object.defineProperty(defaults, "defaults", { value: 5 });
  assertThrows(() => run(defaults), TypeError, "Cannot run Defaults with defaults 5");
});

Deno.test("a feed named __proto__ is a feed as any other", () => {
  class Named extends ct.Strategy.with({}) {
    bars: number = this.feeds["__proto__"]!.length;
  }
  const feeds = Object.fromEntries([["__proto__", risingBars(2)]]);
  assertEquals(ct.backtest(Named, feeds).equity.length, 2);
});

Deno.test("a URL that is no file is no path of a checkpoint", () => {
  const url = new URL("https://127.0.0.1/x");
  assertThrows(() => ct.backtest(scripted({}), risingBars(2), { resume: url }), TypeError, "Cannot resume from https:");
  const checkpoint = { every: 1, save: url };
  assertThrows(
    () => ct.backtest(scripted({}), risingBars(2), { checkpoint }),
    TypeError,
    "Cannot save a checkpoint to",
  );
});

Deno.test("wrong parts of an indicator are errors with the part", () => {
  const makes = (options: unknown): () => unknown => () =>
    ct.backtest(
      class Indicated extends ct.Strategy.with({}) {
        line: ct.Line = ct.indicator(typeof options === "function" ? options(this.data.close) : options as never);
        override next(): void {
          void this.line.now;
        }
      },
      risingBars(3),
    );
  const refused = (options: unknown, message: string): unknown =>
    assertThrows(makes(options), ct.StrategyError, message);
  refused(5, "Cannot make an indicator from 5");
  refused((close: ct.Line) => ({ name: "", inputs: [close], update: () => () => 1 }), 'Cannot name an indicator ""');
  refused((close: ct.Line) => ({ name: "a", inputs: close, update: () => () => 1 }), "pass its inputs as an array");
  refused((close: ct.Line) => ({ name: "a", inputs: [close], update: 5 }), "with update 5");
  refused((close: ct.Line) => ({ name: "a", inputs: [close], update: () => 5 }), "its update returned 5 instead of");
  refused((close: ct.Line) => ({ name: "a", inputs: [close], updat: 5 }), 'Cannot use option "updat" of indicator');
});

Deno.test("wrong terms for an order that was refused are errors as for any other", () => {
  const act = {
    1: (s: ct.Strategy): unknown => s.replace(s.buy({ size: 1, oco: s.buy({ size: -1 }) }), { size: NaN }),
  };
  assertThrows(() => ct.backtest(scripted(act as never), risingBars(4)), ct.StrategyError, "Cannot use size NaN");
});

Deno.test("what is no method of a class cannot be proved, and the options of a proof are checked", async () => {
  const refused = async (strategy: unknown, options: unknown, message: string): Promise<void> => {
    const error: unknown = await ct.prove(strategy as never, risingBars(5), options as never).catch((error) => error);
    assert(error instanceof Error && error.message.startsWith(message), `${error}`);
  };
  class Idle extends ct.Strategy.with({}) {}
  await refused(() => 5, {}, "Cannot run the class as a strategy: it does not extend ct.Strategy");
  await refused(undefined, {}, "Cannot prove undefined: pass a class that extends ct.Strategy");
  await refused(Idle, 5, "Cannot use options 5: pass an object");
  await refused(Idle, { onLaw: 5 }, "Cannot call onLaw 5");
  await refused(Idle, { cutz: undefined }, 'Cannot prove a run that fails: Cannot find option "cutz"');
});
