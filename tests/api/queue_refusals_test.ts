/**
 * Every option of an order and of a run under profile "backtrader": taken, or refused by its name.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars } from "./daily_bars.ts";
import { scripted, type ScriptedStrategy } from "./scripted.ts";

const FEED = dailyBars([[100, 102, 99, 101], [101, 103, 98, 100], [100, 101, 97, 99]], { name: "made" });
const MODEL = 'with the queue model of profile "backtrader"';

type Value = (s: ScriptedStrategy) => unknown;

/** An option of `buy` and `sell`: values that are taken, and values that are refused, each with the words of its refusal. */
interface OptionRow {
  readonly takes: readonly Value[];
  readonly refuses: readonly (readonly [value: Value, says: string])[];
}

const only = (...values: readonly unknown[]): OptionRow => ({ takes: values.map((each) => () => each), refuses: [] });
const never = (name: string, ...values: readonly unknown[]): OptionRow => ({
  takes: [],
  refuses: values.map((each) => [() => each, `with ${name} ${MODEL}`] as const),
});

/** Every option that `buy` and `sell` have. */
const ORDER_OPTIONS: Readonly<Record<keyof ct.OrderOptions, OptionRow>> = {
  size: only(1),
  cash: never("cash", 100),
  fraction: never("fraction", 0.5),
  limit: only(99),
  stop: only(103),
  trail: {
    takes: [() => ({ amount: 1 }), () => ({ percent: 2 })],
    refuses: [[() => ({ amount: 0 }), "Cannot use trail amount 0"]],
  },
  limitOffset: { takes: [], refuses: [[() => 1, "with limitOffset and no trail"]] },
  touch: never("touch", 99),
  onOpen: never("onOpen", true),
  onClose: only(true),
  valid: {
    takes: [() => "day", () => ({ days: 2 }), () => new Date(Date.UTC(2024, 0, 2))],
    refuses: [[() => "ioc", `with valid "ioc" ${MODEL}`], [() => "fok", `with valid "fok" ${MODEL}`]],
  },
  postOnly: never("postOnly", true),
  stopLoss: {
    takes: [() => 95],
    refuses: [
      [() => ({ percent: 5 }), `with stopLoss { percent: 5 } ${MODEL}: pass a price`],
      [() => ({ amount: 2 }), `with stopLoss { amount: 2 } ${MODEL}: pass a price`],
      [() => ({ trail: { amount: 2 } }), "with stopLoss { trail:"],
    ],
  },
  takeProfit: {
    takes: [() => 110],
    refuses: [
      [() => ({ percent: 5 }), `with takeProfit { percent: 5 } ${MODEL}: pass a price`],
      [() => [{ price: 110, fraction: 0.5 }], "with takeProfit ["],
    ],
  },
  oco: {
    takes: [(s) => s.sell({ limit: 120 })],
    refuses: [[(s) => [s.sell({ limit: 120 })], "pass the one order that leads the group"]],
  },
  reduceOnly: never("reduceOnly", true),
  tag: only("entry"),
  feed: only("made"),
};

Deno.test("each option of an order is taken or refused by its name under profile backtrader", () => {
  for (const [name, { takes, refuses }] of Object.entries(ORDER_OPTIONS)) {
    assert(takes.length + refuses.length > 0, name);
    const run = (side: "buy" | "sell", value: Value) => (): ct.Result => {
      const options = { profile: "backtrader", engineBackend: "typescript" } as const;
      return ct.backtest(scripted({ 1: (s) => void s[side]({ [name]: value(s) }) }), FEED, options);
    };
    for (const value of takes) assert(run("buy", value)().orders.length > 0, name);
    for (const [value, says] of refuses) {
      for (const side of ["buy", "sell"] as const) assertThrows(run(side, value), ct.StrategyError, says);
    }
  }
});

/** Options of a run, and of an instrument, that the queue model has not. */
const RUN_OPTIONS: readonly (readonly [options: ct.BacktestOptions, says: string])[] = [
  [{ fillOn: { made: FEED } }, "fillOn"],
  [{ path: "adverse" }, "path"],
  [{ cashFlows: [{ time: "2024-01-02", amount: 5 }] }, "cashFlows"],
  [{ limitFill: "through" }, "limitFill"],
  [{ closeAtEnd: true }, "closeAtEnd"],
  [{ onRuin: "stop" }, "onRuin"],
  [{ latencyBars: 1 }, "latencyBars"],
  [{ volumeLimit: 0.1 }, "volumeLimit"],
  [{ slippageAmount: 1 }, "slippageAmount"],
  [{ slippageTicks: 1 }, "slippageTicks"],
  [{ slippageImpact: 0.1 }, "slippageImpact"],
  [{ slippageSpread: "spread" }, "slippageSpread"],
  [{ slippageAtOpen: false }, "slippageAtOpen"],
  [{ slippageOfLimits: true }, "slippageOfLimits"],
  [{ slippageBeyondBar: "wait" }, "slippageBeyondBar"],
  [{ flatAt: "close" }, "flatAt"],
];

Deno.test("each option of a run that the queue model has not is refused by its name", () => {
  for (const [options, says] of RUN_OPTIONS) {
    const run = (): unknown => ct.backtest(scripted({}), FEED, { ...options, profile: "backtrader" });
    assertThrows(run, Error, says);
  }
});

Deno.test("fill close is the rule CHEAT_ON_CLOSE of backtrader", () => {
  const script = { 1: (s: ScriptedStrategy): void => void s.buy({ size: 1 }) };
  const runs = [{ fill: "close" }, { rules: { CHEAT_ON_CLOSE: "ON" } }].map((options) =>
    ct.backtest(scripted(script), FEED, { ...options, profile: "backtrader" } as ct.BacktestOptions)
  );
  assertEquals(runs.map(({ fills }) => [fills[0]!.price, fills[0]!.rule]), [
    [101, "placementClose"],
    [101, "placementClose"],
  ]);
  assertEquals(runs[0]!.chain, runs[1]!.chain);
});
