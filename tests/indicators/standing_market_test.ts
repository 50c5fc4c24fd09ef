// The values that the documentation of momentum, trend and volatility tells for a market in which nothing moves.
import { assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { columnOf, type Line } from "../../src/lines/line.ts";
import { type IndicatorInputs, inputsOf, seriesOf } from "./indicator_case.ts";

const CASES: readonly (readonly [name: string, value: number, make: (inputs: IndicatorInputs) => Line])[] = [
  ["rsi is 50", 50, ({ line }) => ct.rsi(line)],
  ["rmi is 50", 50, ({ line }) => ct.rmi(line)],
  ["stochastic k is 50", 50, ({ feed }) => ct.stochastic(feed).k],
  ["stochasticFast d is 50", 50, ({ feed }) => ct.stochasticFast(feed).d],
  ["stochasticFull dSlow is 50", 50, ({ feed }) => ct.stochasticFull(feed).dSlow],
  ["stochRsi d is 50", 50, ({ line }) => ct.stochRsi(line).d],
  // Both indices are 50, and all former rates of change are equal to that of the bar.
  ["connorsRsi is 200 / 3", 200 / 3, ({ line }) => ct.connorsRsi(line)],
  ["connorsRsi without ties is 100 / 3", 100 / 3, ({ line }) => ct.connorsRsi(line, 3, 2, 100, { ties: "skip" })],
  ["williamsR is -50", -50, ({ feed }) => ct.williamsR(feed)],
  // The weights 400 / 7, 200 / 7 and 100 / 7 are rounded.
  ["ultimateOscillator is 50", 50 + 2 ** -47, ({ feed }) => ct.ultimateOscillator(feed)],
  ["cci is 0", 0, ({ feed }) => ct.cci(feed)],
  ["cci of moving distances is 0", 0, ({ feed }) => ct.cci(feed, 20, { distances: "moving" })],
  ["macd is 0", 0, ({ line }) => ct.macd(line).histogram],
  ["ppo is 0", 0, ({ line }) => ct.ppo(line).line],
  ["tsi is 0", 0, ({ line }) => ct.tsi(line)],
  ["trix is 0", 0, ({ line }) => ct.trix(line)],
  ["kst is 0", 0, ({ line }) => ct.kst(line).line],
  ["prettyGoodOscillator is 0", 0, ({ feed }) => ct.prettyGoodOscillator(feed)],
  ["momentumOscillator is 100", 100, ({ line }) => ct.momentumOscillator(line)],
  ["dv2 is 0", 0, ({ feed }) => ct.dv2(feed, 100)],
  ["plusDi is 0", 0, ({ feed }) => ct.plusDi(feed)],
  ["minusDi is 0", 0, ({ feed }) => ct.minusDi(feed)],
  ["adx is 0", 0, ({ feed }) => ct.adx(feed)],
  ["aroon up is 100", 100, ({ feed }) => ct.aroon(feed).up],
  ["aroonOscillator is 0", 0, ({ feed }) => ct.aroonOscillator(feed)],
  ["vortex is 0", 0, ({ feed }) => ct.vortex(feed).plus],
  ["choppiness is 100", 100, ({ feed }) => ct.choppiness(feed)],
  ["superTrend points downwards", -1, ({ feed }) => ct.superTrend(feed).direction],
  [
    "superTrend of pandas-ta points upwards",
    1,
    ({ feed }) => ct.superTrend(feed, 10, 3, { variant: "pandasTa" }).direction,
  ],
  ["ichimoku laggingSpan is 0", 0, ({ feed }) => ct.ichimoku(feed).laggingSpan],
  ["natr is 0", 0, ({ feed }) => ct.natr(feed)],
  ["bollingerBandwidth is 0", 0, ({ line }) => ct.bollingerBandwidth(line)],
  ["bollingerPercentB is 0.5", 0.5, ({ line }) => ct.bollingerPercentB(line)],
  ["keltner lies on the price", 100, ({ feed }) => ct.keltner(feed).upper],
  ["chandelier lies on the price", 100, ({ feed }) => ct.chandelier(feed).long],
  ["psar lies on the price", 100, ({ feed }) => ct.psar(feed)],
];

for (const [title, value, make] of CASES) {
  Deno.test(`${title} while nothing moves`, () => {
    const line = make(inputsOf(seriesOf("constant", 1, 150)).inputs), values = columnOf(line).slice(line.minPeriod - 1);
    // Adding zero makes 0 of -0.
    assertEquals(values.map((each) => each + 0), new Float64Array(values.length).fill(value));
  });
}

Deno.test("cci is 0 at a standing price of which the mean is rounded", () => {
  for (const price of [0.1, 3604.33, 0.00001234]) {
    const columns = seriesOf("constant", 1, 60);
    for (const column of [columns.open, columns.high, columns.low, columns.close]) column.fill(price);
    const { inputs: { feed } } = inputsOf(columns);
    for (const line of [ct.cci(feed), ct.cci(feed, 20, { distances: "moving" })]) {
      const values = columnOf(line).slice(line.minPeriod - 1);
      assertEquals(values, new Float64Array(values.length), `${line.name} at ${price}`);
    }
  }
});

Deno.test("laguerreRsi is 1 where no stage of its filter differs from the next", () => {
  const { inputs: { line } } = inputsOf(seriesOf("constant", 1, 20));
  const values = columnOf(ct.laguerreRsi(line.minus(100)));
  assertEquals(values.slice(5), new Float64Array(15).fill(1));
});

Deno.test("rates of change from zero are none", () => {
  const { inputs: { line } } = inputsOf(seriesOf("constant", 1, 120)), zero = line.minus(100);
  const none: readonly (readonly [Line, number])[] = [
    [ct.roc(zero), 0],
    [ct.roc100(zero), 0],
    [ct.percentChange(zero), 0],
    [ct.momentumOscillator(zero), 100],
    [ct.trix(zero), 0],
    [ct.ppo(zero).line, 0],
    [ct.kst(zero).line, 0],
    [ct.bollingerBandwidth(zero), 0],
    [ct.connorsRsi(zero), 200 / 3],
  ];
  for (const [made, value] of none) {
    const values = columnOf(made).slice(made.minPeriod - 1);
    assertEquals(values, new Float64Array(values.length).fill(value), made.name);
  }
});
