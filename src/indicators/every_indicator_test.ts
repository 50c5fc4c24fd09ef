// The promises of every indicator: NaN before the minimum period, minimum periods that nest, and no value that depends on
// a later bar.
import { assertEquals } from "@std/assert";
import { Clock } from "../lines/clock.ts";
import { columnOf, Line } from "../lines/line.ts";
import { crossedAbove, crossedBelow, crossover } from "./crossover.ts";
import { ema } from "./ema.ts";
import { highest } from "./highest.ts";
import { indicator } from "./indicator.ts";
import { lowest } from "./lowest.ts";
import { sma } from "./sma.ts";

interface Case {
  name: string;
  /** Bars that the first value takes. */
  period: number;
  column: (close: Line) => Line;
}

function countAbove(level: number): () => (value: number) => number {
  return () => {
    let count = 0;
    return (value) => value > level ? ++count : count;
  };
}

const CASES: Case[] = [
  ...[1, 2, 10, 64].flatMap((period): Case[] => [
    { name: `sma ${period}`, period, column: (close) => sma(close, period) },
    { name: `ema ${period}`, period, column: (close) => ema(close, period) },
    { name: `highest ${period}`, period, column: (close) => highest(close, period) },
    { name: `lowest ${period}`, period, column: (close) => lowest(close, period) },
  ]),
  { name: "crossover of a level", period: 2, column: (close) => crossover(close, 100) },
  { name: "crossings above a level", period: 2, column: (close) => crossedAbove(close, 100) },
  { name: "crossings below a level", period: 2, column: (close) => crossedBelow(close, 100) },
  {
    name: "an indicator of one's own",
    period: 1,
    column: (close) => indicator({ name: "count", inputs: [close], update: countAbove(100) }),
  },
];

function pricesFrom(seed: number, length: number): Float64Array {
  let state = seed;
  let price = 100;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    price += Math.round((state / 2 ** 32 - 0.5) * 200) / 100;
    return state % 97 === 0 ? NaN : state % 89 === 0 ? price * 1e20 : price;
  });
}

function lineOf(values: Float64Array): Line {
  return new Line({ name: "close", clock: new Clock("aapl", values.length), values });
}

/** The column of a line that makes each bar's value when that bar has come. */
function stepped(prices: Float64Array, column: (close: Line) => Line): Float64Array {
  const clock = new Clock("aapl", prices.length), values = new Float64Array(prices.length);
  clock.stepwise = true;
  const line = column(new Line({ name: "close", clock, values: prices }));
  while (++clock.index < prices.length) values[clock.index] = line.now;
  return values;
}

for (const { name, period, column } of CASES) {
  Deno.test(`${name}: step by step it has the bits of the whole column`, () => {
    for (const prices of [pricesFrom(period, 300), pricesFrom(3, period), new Float64Array(100).fill(5)]) {
      assertEquals(stepped(prices, column), columnOf(column(lineOf(prices))));
    }
  });

  Deno.test(`${name}: no value depends on a later bar`, () => {
    const prices = pricesFrom(period, 300);
    const whole = columnOf(column(lineOf(prices)));
    for (const cut of [0, 1, period, 150, 299]) {
      assertEquals(columnOf(column(lineOf(prices.slice(0, cut)))), whole.slice(0, cut), `cut at ${cut}`);
      const overwritten = prices.slice().fill(-1e9, cut);
      assertEquals(columnOf(column(lineOf(overwritten))).slice(0, cut), whole.slice(0, cut), `overwritten at ${cut}`);
    }
  });

  Deno.test(`${name}: minimum periods nest, and nothing is valid before them`, () => {
    const prices = pricesFrom(7, 200).map((price) => Number.isNaN(price) ? 100 : price);
    const inner = sma(lineOf(prices), 5);
    const outer = column(inner);
    assertEquals(outer.minPeriod, 5 + period - 1);
    const values = columnOf(outer);
    assertEquals(values.findIndex((value) => !Number.isNaN(value)), outer.minPeriod - 1);
    const alone = columnOf(column(lineOf(columnOf(inner).slice(4))));
    assertEquals(values.slice(4), alone, "an outer indicator sees its inner one from the first valid bar");
  });
}
