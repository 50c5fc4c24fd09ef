import { assertEquals, assertThrows } from "@std/assert";
import { isClass } from "./classes.ts";
import { type Expression, parseSetup, type Setup } from "./setup.ts";

/** Writes a set-up in one form. */
function shown({ name, arguments: given }: Setup): string {
  return `${name}(${given.map(({ name, value }) => (name === undefined ? "" : `${name}=`) + text(value)).join(", ")})`;
}

function text(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "name":
      return expression.name;
    case "list":
      return `[${expression.items.map(text).join(", ")}]`;
    case "range":
      return `${text(expression.from)}..${text(expression.to)}`;
    case "operation":
      return `(${text(expression.left)} ${expression.operator} ${text(expression.right)})`;
    case "delay":
      return `${expression.input}(${text(expression.bars)})`;
    case "call":
      return shown(expression) + (expression.output === undefined ? "" : `.${expression.output}`);
  }
}

const CASES: readonly (readonly [name: string, args: string, read: string])[] = [
  ["SMA", "data, default params", "SMA(data)"],
  ["SMA", "data.high, period=10", "SMA(data.high, period=10)"],
  ["SMA", "default params", "SMA()"],
  ["SMA", "data.close(-1), period=5", "SMA(data.close((0 - 1)), period=5)"],
  ["SMA", "SMA(data(-1), period=5)", "SMA(data((0 - 1)), period=5)"],
  ["CrossOver", "RSI(14), 30", "CrossOver(RSI(14), 30)"],
  ["SMA", "100-RSI(data, period=14), period=5", "SMA((100 - RSI(data, period=14)), period=5)"],
  ["AllN", "AllN(close>open, period=3)", "AllN((close > open), period=3)"],
  ["Average", "(data.close, period=14)", "Average(data.close, period=14)"],
  ["CrossOver", "(data.close, SMA(15))", "CrossOver(data.close, SMA(15))"],
  ["Envelope", "Envelope(SMA(30))", "Envelope(SMA(30))"],
  ["Envelope", "SMA(30)", "Envelope(SMA(30))"],
  ["Envelope", "SMA(30), perc=1.5", "Envelope(SMA(30), perc=1.5)"],
  [
    "ExponentialSmoothing",
    "(data.close, period=14) alpha default 2/(1+14)",
    "ExponentialSmoothing(data.close, period=14)",
  ],
  [
    "WeightedAverage",
    "(close, period=5, coef=1/15, weights=1..5)",
    "WeightedAverage(close, period=5, coef=(1 / 15), weights=1..5)",
  ],
  ["WeightedAverage", "(close, 3, weights=[1, 2.5, -3])", "WeightedAverage(close, 3, weights=[1, 2.5, (0 - 3)])"],
  ["WeightedAverage", "(close, 3, weights=(1, 2))", "WeightedAverage(close, 3, weights=[1, 2])"],
  ["ATR movav=SMA period 10", "ATR movav=SMA period 10", "ATR(movav=SMA, period=10)"],
  ["fast bands", "BBands period 10 on high", "BBands(period=10, high)"],
  ["EMA(EMA(5),10)", "EMA(EMA(5),10)", "EMA(EMA(5), 10)"],
  ["HMA(period=16)", "HMA(period=16)", "HMA(period=16)"],
  ["HMA(period=16)", "data, period=16", "HMA(data, period=16)"],
  ["x", "bt.ind.SMA(self.data.close, period=5)", "SMA(self.data.close, period=5)"],
  ["x", "SMA(MACD(data).signal, 3)", "SMA(MACD(data).signal, 3)"],
  ["x", "RSI(data, safediv=True, movav=bt.ind.EMA)", "RSI(data, safediv=True, movav=bt.ind.EMA)"],
  ["x", "SMA((high + low) / 2, 1e2)", "SMA(((high + low) / 2), 100)"],
];

for (const [name, args, read] of CASES) {
  Deno.test(`the set-up "${name}" with "${args}" is ${read}`, () => {
    assertEquals(shown(parseSetup(name, args, isClass)), read);
  });
}

Deno.test("a text that is no set-up is refused by its place", () => {
  for (
    const [args, at] of [["SMA(30", "the end"], ["(data, lambda x: x)", "x"], ["(data; 3)", ";"], ["(,)", ","]] as const
  ) {
    const wanted = `Cannot read set-up "SMA" with arguments "${args}" at "${at}"`;
    assertThrows(() => parseSetup("SMA", args, isClass), SyntaxError, wanted);
  }
});
