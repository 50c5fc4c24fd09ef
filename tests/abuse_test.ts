/**
 * A sample of wrong calls of the public interface, and the judge of them.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import * as ct from "../mod.ts";
import { Abuse } from "./abuse/abuse.ts";
import { caseOf, KIND_NAMES } from "./abuse/calls.ts";
import { call, type Expression, object, render, shrunk, text } from "./abuse/expression.ts";
import { digestOf, faultOfEnd, faultOfError, faultOfResult } from "./abuse/judge.ts";
import { OWN_MESSAGE } from "./abuse/nasty_values.ts";
import { BACKTEST_WITH_ENGINE, CSV, FEED, INSTRUMENT, ORDER, takes } from "./abuse/options.ts";
import { evaluated, programFile, runProgram } from "./abuse/program.ts";
import { enginesUnderTest } from "./engines.ts";

const CASES = 600;

Deno.test("wrong calls of every part of the interface are errors with a remedy, or are right on every engine", async () => {
  using abuse = new Abuse(enginesUnderTest());
  for (let number = 0; number < CASES; number++) {
    const found = await abuse.try(2026, number);
    assertEquals(found, undefined, found && `case ${number}: ${found.fault}\n${found.program}`);
  }
  assertEquals([...abuse.counts.keys()].toSorted(), KIND_NAMES.toSorted());
  const returned = [...abuse.counts.values()].reduce((sum, counts) => sum + counts.returned, 0);
  // Calls that all return, or all fail at their first look, would show nothing.
  assert(returned > CASES / 5 && returned < CASES * 0.9, `${returned} calls returned`);
});

Deno.test("one seed and number is one call", () => {
  for (let number = 0; number < 100; number++) assertEquals(caseOf(3, number), caseOf(3, number));
});

Deno.test("the values that the tables call right are taken by the interface", () => {
  for (const [slots, call] of [[BACKTEST_WITH_ENGINE, "backtest"], [FEED, "bars"], [CSV, "parseCsv"]] as const) {
    for (const [name, { good, beside }] of Object.entries(slots)) {
      for (const value of good) {
        if (name === "engineBackend") continue;
        const program = call === "backtest"
          ? `ct.backtest(Trader, feed(), { ${name}: ${value}${beside === undefined ? "" : `, ${beside}`} })`
          : call === "bars"
          ? `ct.bars(columns(), { ${name}: ${value} })`
          : `ct.parseCsv(bytes(lines()), "x.csv", { ${name}: ${value} })`;
        assert(evaluated(program) !== undefined, program);
      }
    }
  }
});

Deno.test("the tables tell what an option takes from what it does not", () => {
  const rejected = (slot: (typeof ORDER)[string], ...values: readonly unknown[]): void =>
    values.forEach((value) => assertEquals(takes(slot, value), false, Deno.inspect(value)));
  rejected(ORDER["size"]!, undefined, null, NaN, Infinity, "5", 5n, {});
  rejected(INSTRUMENT["commission"]!, null, { perUnit: -1 }, { perOrder: 1, minimum: 1 }, { perunit: 1 }, [0.1]);
  rejected(BACKTEST_WITH_ENGINE["checkpoint"]!, { every: 1 }, { every: 0, save: () => {} }, new Map());
  rejected(FEED["session"]!, { open: "9" }, {}, [], { open: "09:30", close: "16:00", x: 1 });
  assertEquals(takes(INSTRUMENT["commission"]!, { perUnit: 0.01, minimum: 1 }), true);
});

Deno.test("the judge refuses raw words, other classes, no remedy and long messages", () => {
  const refuses = (error: unknown, fault: RegExp): void => assertMatch(faultOfError(error) ?? "", fault);
  refuses(new TypeError("Cannot read properties of undefined (reading 'x')"), /raw words/);
  refuses(new TypeError("sink.writeSync is not a function"), /raw words/);
  refuses(new RangeError("offset is out of bounds"), /raw words/);
  refuses(new TypeError("Cannot use [object Object]: pass a number"), /raw words/);
  refuses(new RangeError("cash is wrong: pass a number"), /begin with "Cannot"/);
  refuses(new RangeError("Cannot use cash"), /no remedy/);
  refuses(new RangeError(`Cannot use ${"x".repeat(3000)}: pass a number`), /3\d{3} characters/);
  refuses(new SyntaxError("Cannot read it: mend it"), /another class/);
  refuses("Cannot read it: mend it", /no error/);
  refuses(new ct.StrategyError("A", "next", 1, "", new TypeError("x is not a function")), /raw words/);
  assertEquals(faultOfError(new TypeError('Cannot use cash "is not a function": pass a number')), undefined);
  assertEquals(faultOfError(new Error(OWN_MESSAGE)), undefined);
  assertEquals(faultOfError(new ct.StrategyError("A", "next", 1, "", new Error(OWN_MESSAGE))), undefined);
});

Deno.test("the judge finds a wrong value that passes, a call that passes at a wrong moment, and an option read twice", async () => {
  const faultOf = async (expression: Expression): Promise<string> =>
    faultOfEnd(expression, await runProgram(render(expression), "typescript")) ?? "nothing";
  const wrong = text("5", { place: "columns", refused: true });
  assertMatch(await faultOf(call("((given) => given)", [wrong])), /a wrong value as columns was taken/);
  const act = { moment: "next", bar: 3, call: text("5"), refused: true, caught: true } as const;
  const strategy: Expression = { kind: "strategy", fields: [], acts: [act] };
  assertMatch(await faultOf(call("ct.backtest", [strategy, text("feed()")])), /a call in next returned 5/);
  const twice = call("((given) => [given.a, given.a])", [object([["get a", text("5")]])]);
  assertMatch(await faultOf(twice), /read a second time: a/);
});

Deno.test("the judge counts the equity of a run again, and finds one that is off by a money unit", () => {
  const result = evaluated("finished()") as ct.Result;
  assertEquals(faultOfResult(result), undefined);
  const changed = (changes: Partial<ct.Result>): ct.Result =>
    Object.create(result, {
      equity: { value: result.equity },
      cash: { value: result.cash },
      timeUs: { value: result.timeUs },
      ...Object.getOwnPropertyDescriptors(changes),
      fills: { value: result.fills },
      orders: { value: result.orders },
      trades: { value: result.trades },
      stats: { value: result.stats },
      refusals: { value: result.refusals },
    });
  assertEquals(faultOfResult(changed({})), undefined);
  const equity = result.equity.map((value, step) => step === 7 ? value + 1e-6 : value);
  assertMatch(faultOfResult(changed({ equity })) ?? "", /do not follow from its fills: the equity of step 7/);
  const cash = result.cash.map((value, step) => step === 3 ? NaN : value);
  assertEquals(faultOfResult(changed({ cash })), "result.cash[3] is not a finite number");
});

Deno.test("a digest tells results apart by their rows and not by their engine", () => {
  const digests = enginesUnderTest().map((engine) =>
    digestOf(evaluated(`ct.backtest(Trader, feed(), { engineBackend: "${engine}" })`))
  );
  assertEquals(new Set(digests).size, 1);
  assert(digestOf(evaluated("ct.backtest(Trader, feed(), { commission: 0.01 })")) !== digests[0]);
});

Deno.test("a call is shrunk to the part that fails, and its program can be pasted", async () => {
  const options = object([["a", text("1")], ["b", object([["c", text("2")], ["d", text("3")]])]]);
  const smallest = await shrunk(
    call("keep", [options, text("4")], 1),
    (tried) => Promise.resolve(render(tried).includes("d: 3")),
    100,
  );
  assertEquals(render(smallest), "keep({ b: { d: 3 } })");
  const file = programFile("5 + 5", "typescript");
  assertMatch(file, /^\/\/ deno run /);
  assert(
    file.includes("console.log(await (5 + 5));") && file.includes('import * as ct from "@cracktrader/cracktrader"'),
  );
});
