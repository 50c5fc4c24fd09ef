// Every series that was recorded from backtrader, bit for bit. A key of a fixture is the name of our line.
import { assertEquals } from "@std/assert";
import prices from "../../fixtures/indicators/2006_day_001.json" with { type: "json" };
import recordedCrossover from "../../fixtures/indicators/crossover.json" with { type: "json" };
import recordedEma from "../../fixtures/indicators/ema.json" with { type: "json" };
import recordedHighest from "../../fixtures/indicators/highest.json" with { type: "json" };
import recordedLowest from "../../fixtures/indicators/lowest.json" with { type: "json" };
import recordedMacd from "../../fixtures/indicators/macd.json" with { type: "json" };
import recordedSma from "../../fixtures/indicators/sma.json" with { type: "json" };
import tiedPrices from "../../fixtures/indicators/ties.json" with { type: "json" };
import { Clock } from "../../src/lines/clock.ts";
import { columnOf, Line } from "../../src/lines/line.ts";
import { crossover } from "../../src/indicators/rules/crossover.ts";
import { ema } from "../../src/indicators/average/ema.ts";
import { highest } from "../../src/indicators/statistics/highest.ts";
import { lowest } from "../../src/indicators/statistics/lowest.ts";
import { sma } from "../../src/indicators/average/sma.ts";

interface Recorded {
  minPeriod: number;
  values: string;
}

function doublesOf(text: string): Float64Array {
  return Float64Array.from(text.split(" "), Number);
}

function lineOf(name: string, text: string): Line {
  const values = doublesOf(text);
  return new Line({ name, clock: CLOCKS[values.length] ??= new Clock("recorded", values.length), values });
}

const CLOCKS: Record<number, Clock> = {};
const close = lineOf("close", prices.close);
const high = lineOf("high", prices.high);
const low = lineOf("low", prices.low);
const tied = {
  close: lineOf("close", tiedPrices.close),
  high: lineOf("high", tiedPrices.high),
  low: lineOf("low", tiedPrices.low),
};
const macd = ema(close, 12).minus(ema(close, 26));

const SERIES: [file: string, recorded: Record<string, Recorded>, lines: Record<string, Line>][] = [
  [
    "sma.json",
    recordedSma,
    byName([...[1, 2, 5, 10, 14, 30, 100].map((period) => sma(close, period)), sma(ema(close, 5), 10)]),
  ],
  [
    "ema.json",
    recordedEma,
    byName([
      ...[1, 2, 5, 9, 10, 12, 14, 26, 30, 100].map((period) => ema(close, period)),
      ema(ema(close, 5), 10),
    ]),
  ],
  [
    "highest.json",
    recordedHighest,
    byName([...[1, 2, 14, 30, 100].map((period) => highest(high, period)), highest(sma(high, 5), 14)]),
  ],
  ["lowest.json", recordedLowest, byName([1, 2, 14, 30, 100].map((period) => lowest(low, period)))],
  ["macd.json", recordedMacd, { macd, signal: ema(macd, 9) }],
  [
    "crossover.json",
    recordedCrossover,
    {
      ...byName([
        crossover(close, sma(close, 15)),
        crossover(close, sma(close, 2)),
        crossover(sma(close, 10), sma(close, 30)),
        crossover(sma(close, 2), sma(close, 5)),
      ]),
      ...byName([
        crossover(tied.close, tied.high),
        crossover(tied.close, 10),
        crossover(tied.close, sma(tied.close, 2)),
        crossover(tied.close, sma(tied.close, 5)),
        crossover(tied.low, sma(tied.high, 3)),
      ], "ties: "),
    },
  ],
];

function byName(lines: Line[], prefix = ""): Record<string, Line> {
  return Object.fromEntries(lines.map((line) => [prefix + line.name, line]));
}

for (const [file, recorded, lines] of SERIES) {
  for (const [name, { minPeriod, values }] of Object.entries(recorded)) {
    Deno.test(`${name} equals what backtrader recorded, bit for bit`, () => {
      const line = lines[name]!;
      assertEquals(columnOf(line), doublesOf(values));
      assertEquals(line.minPeriod, minPeriod);
    });
  }

  Deno.test(`${file} holds exactly the series that are compared`, () => {
    assertEquals(Object.keys(lines).sort(), Object.keys(recorded).sort());
  });
}
