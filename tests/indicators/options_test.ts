// Options of momentum, trend and volatility that are none, and those of which the name is none.
import { assertEquals, assertThrows } from "@std/assert";
import { columnOf } from "../../src/lines/line.ts";
import * as ct from "../../mod.ts";
import { inputsOf, seriesOf } from "./indicator_case.ts";

const { inputs: { feed, line } } = inputsOf(seriesOf("walk", 1, 10));

/** Options as a program without types could pass them. */
function given(options: object): never {
  return options as never;
}

const REFUSED: readonly (readonly [message: string, call: () => unknown])[] = [
  ['Cannot compute rsi with the average "x": there are', () => ct.rsi(line, 14, given({ average: "x" }))],
  ['Cannot compute rsi with seed "x": there are "sma", "first"', () => ct.rsi(line, 14, given({ seed: "x" }))],
  ['Cannot compute rmi with seed "x": there are "sma", "first"', () => ct.rmi(line, 14, given({ seed: "x" }))],
  [
    'Cannot compute macd with start "x": there are "each", "together"',
    () => ct.macd(line, 12, 26, 9, given({ start: "x" })),
  ],
  ['Cannot compute macd with the average "x"', () => ct.macd(line, 12, 26, 9, given({ average: "x" }))],
  ['Cannot compute ppo with base "x": there are "slow", "fast"', () => ct.ppo(line, 12, 26, 9, given({ base: "x" }))],
  [
    'Cannot compute cci with distances "x": there are "moving", "window"',
    () => ct.cci(feed, 20, given({ distances: "x" })),
  ],
  ["Cannot compute cci with factor 0: give it a finite number above 0", () => ct.cci(feed, 20, { factor: 0 })],
  [
    'Cannot compute connorsRsi with ties "x": there are "count", "skip"',
    () => ct.connorsRsi(line, 3, 2, 100, given({ ties: "x" })),
  ],
  ["Cannot compute laguerreRsi with gamma 1: give it a number above 0 and below 1", () => ct.laguerreRsi(line, 1)],
  ["Cannot compute laguerreFilter with gamma 0", () => ct.laguerreFilter(line, 0)],
  [
    "Cannot compute kst with weight3 Infinity: pass a finite number",
    () => ct.kst(line, 9, { weights: [1, 2, Infinity, 4] }),
  ],
  ["Cannot compute kst with a rate2 of 0", () => ct.kst(line, 9, { rates: [1, 0, 3, 4] })],
  ["Cannot compute psar with step -0.02", () => ct.psar(feed, -0.02)],
  ["Cannot compute psar with limit 0", () => ct.psar(feed, 0.02, 0)],
  [
    'Cannot compute superTrend with variant "x": there are "tradingView", "pandasTa"',
    () => ct.superTrend(feed, 10, 3, given({ variant: "x" })),
  ],
  ["Cannot compute superTrend with factor NaN", () => ct.superTrend(feed, 10, NaN)],
  [
    "Cannot compute choppiness with a period of 1: give it a whole number of bars from 2 on",
    () => ct.choppiness(feed, 1),
  ],
  ["Cannot compute bollinger with deviations -2", () => ct.bollinger(line, 20, -2)],
  ["Cannot compute bollingerPercentB with deviations 0", () => ct.bollingerPercentB(line, 20, 0)],
  ["Cannot compute bollingerBandwidth with deviations 0", () => ct.bollingerBandwidth(line, 20, 0)],
  [
    'Cannot compute keltner with range "x": there are "true", "bar"',
    () => ct.keltner(feed, 20, 2, given({ range: "x" })),
  ],
  ["Cannot compute chandelier with a rangePeriod of 0", () => ct.chandelier(feed, 22, 3, { rangePeriod: 0 })],
];

for (const [message, call] of REFUSED) {
  Deno.test(`an option is refused: ${message}`, () => void assertThrows(call, RangeError, message));
}

const WRONG: readonly (readonly [message: string, call: () => unknown])[] = [
  ['Cannot use option "sed" of rsi', () => ct.rsi(line, 14, given({ sed: "sma" }))],
  ['Cannot use option "length" of stochastic', () => ct.stochastic(feed, 14, 3, 3, given({ length: 3 }))],
  ['Cannot use option "method" of atr', () => ct.atr(feed, 14, given({ method: "sma" }))],
  ['Cannot use option "mult" of keltner', () => ct.keltner(feed, 20, 2, given({ mult: 3 }))],
  ['Cannot use option "rate" of kst', () => ct.kst(line, 9, given({ rate: [1, 2, 3, 4] }))],
  ["Cannot compute atr with countsFirst 1: pass a boolean", () => ct.atr(feed, 14, given({ countsFirst: 1 }))],
  ["Cannot compute donchian with current 0: pass a boolean", () => ct.donchian(feed, 20, given({ current: 0 }))],
  ["Cannot compute kst with rates [ 1, 2, 3 ]: pass four numbers", () => ct.kst(line, 9, given({ rates: [1, 2, 3] }))],
  ['Cannot compute bollinger with "2" (string) as its deviations', () => ct.bollinger(line, 20, given("2" as never))],
  ["Cannot compute adx of close: it reads several prices of a bar", () => ct.adx(given(feed.close))],
  [
    'Cannot compute rsi of feed "series" as its line: pass one line, such as this.data.close',
    () => ct.rsi(given(feed)),
  ],
  [
    "Cannot compute sma of an object of lines (middle, upper, lower) as its line",
    () => ct.sma(given(ct.bollinger(line)), 5),
  ],
  ["Cannot compute beta of 3 as its market", () => ct.beta(line, given(3 as never))],
];

for (const [message, call] of WRONG) {
  Deno.test(`a wrong kind or name is refused: ${message}`, () => void assertThrows(call, TypeError, message));
}

Deno.test("the average of trixSignal is that of its signal, too", () => {
  const { line: close } = inputsOf(seriesOf("walk", 3, 60)).inputs;
  const made = ct.trixSignal(close, 3, 4, { average: "sma" }),
    signal = ct.sma(ct.trix(close, 3, { average: "sma" }), 4);
  assertEquals(made.signal.minPeriod, signal.minPeriod);
  assertEquals(columnOf(made.signal), columnOf(signal));
});
