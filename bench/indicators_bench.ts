/**
 * Indicators over 10^6 bars: time an iteration in milliseconds is nanoseconds a value. The first two are what there is to
 * compare with: a plain running mean, which is not exact, and reading a line on every bar.
 *
 * Each result is checked against a value-by-value or naive computation before it is timed.
 */
import { crossover } from "../src/indicators/rules/crossover.ts";
import { ema } from "../src/indicators/average/ema.ts";
import { exponentialFactor, Smoothing } from "../src/indicators/average/smoothing.ts";
import { exactSum } from "../src/feeds/exact_sum.ts";
import { highest } from "../src/indicators/statistics/highest.ts";
import { indicator } from "../src/indicators/indicator.ts";
import { sma } from "../src/indicators/average/sma.ts";
import { Clock } from "../src/lines/clock.ts";
import { columnOf, Line } from "../src/lines/line.ts";

const LENGTH = 1_000_000;

/** A random walk in cents, seeded. */
function randomWalk(seed: number): Float64Array {
  let state = seed;
  let cents = 10_000;
  return Float64Array.from({ length: LENGTH }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    cents += Math.floor(state / 2 ** 32 * 101) - 50;
    if (cents < 5_000) cents = 5_000;
    return cents / 100;
  });
}

function check(name: string, right: boolean): void {
  if (!right) throw new Error(`Cannot time ${name}: its result is wrong`);
}

const values = randomWalk(7);
const clock = new Clock("walk", LENGTH);
const close = new Line({ name: "close", clock, values });
const fast = sma(close, 10);
const slow = sma(close, 30);
const plain = new Float64Array(LENGTH);

function plainMean(period: number): void {
  let sum = 0;
  for (let i = 0; i < LENGTH; i++) {
    sum += values[i]! - (i >= period ? values[i - period]! : 0);
    plain[i] = sum / period;
  }
}

function readAll(line: Line): number {
  let sum = 0;
  for (clock.index = 10; clock.index < LENGTH; clock.index++) sum += line.now - line.ago(1);
  clock.index = -1;
  return sum;
}

for (let i = 29; i < LENGTH; i += 9973) {
  check("sma", columnOf(slow)[i] === exactSum(values.slice(i - 29, i + 1)) / 30);
  check("highest", columnOf(highest(close, 30))[i] === Math.max(...values.slice(i - 29, i + 1)));
}
const oneByOne = new Smoothing(30, exponentialFactor(30));
check("ema", columnOf(ema(close, 30)).every((value, i) => Object.is(value, oneByOne.update(values[i]!))));
const crossings = columnOf(crossover(fast, slow)).filter((value) => value === 1 || value === -1);
check("crossover", crossings.length > 1000 && crossings.every((value, i) => i === 0 || value === -crossings[i - 1]!));

Deno.bench("plain running mean 10 (not exact)", { group: "sma" }, () => plainMean(10));
Deno.bench("sma 10", { group: "sma", baseline: true }, () => void columnOf(sma(close, 10)));
Deno.bench("sma 30", { group: "sma" }, () => void columnOf(sma(close, 30)));
Deno.bench("line.now - line.ago(1) on every bar", { group: "read" }, () => void readAll(fast));
Deno.bench("ema 30", { group: "others" }, () => void columnOf(ema(close, 30)));
Deno.bench("highest 30", { group: "others" }, () => void columnOf(highest(close, 30)));
Deno.bench("crossover of two lines", { group: "others" }, () => void columnOf(crossover(fast, slow)));
Deno.bench("fast.minus(slow)", { group: "others" }, () => void columnOf(fast.minus(slow)));
Deno.bench("indicator of one's own, two inputs", { group: "others" }, () => {
  columnOf(indicator({ name: "spread", inputs: [fast, slow], update: () => (a, b) => a - b }));
});
