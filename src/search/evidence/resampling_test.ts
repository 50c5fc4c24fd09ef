import { assert, assertEquals } from "@std/assert";
import { Random } from "../../laws/random.ts";
import { independentTrials } from "./independent_trials.ts";
import { bandOf, drawnPlaces, drawnReturns, tradeOrders } from "./resampling.ts";

Deno.test("the orders of two trades have two drawdowns, each in about half of the draws", () => {
  // 100 -> 150 -> 90 falls by 60 of 150; 100 -> 40 -> 90 by 60 of 100.
  const order = tradeOrders(Float64Array.of(50, -60), 100, 2000, 7)!;
  assertEquals([order.trades, order.runs, order.drawdown], [2, 2000, 0.4]);
  assertEquals([order.drawdowns.low, order.drawdowns.high], [0.4, 0.6]);
  assert(order.worse > 0.45 && order.worse < 0.55, `${order.worse}`);
  assertEquals(tradeOrders(Float64Array.of(50, -60), 100, 2000, 7), order);
  assertEquals(tradeOrders(Float64Array.of(50), 100, 10, 7), null);
});

Deno.test("drawn places go on by one within a block, around the end, and begin anew about once in its length", () => {
  const places = drawnPlaces(50_000, 8, new Random(3));
  let breaks = 0;
  for (let at = 1; at < places.length; at++) if (places[at] !== (places[at - 1]! + 1) % places.length) breaks++;
  assert(Math.abs(breaks / places.length - 1 / 8) < 0.01, `${breaks}`);
  assert(places.every((place) => place < 50_000));
  // With a mean of one each place is drawn by itself.
  const single = drawnPlaces(1000, 1, new Random(3));
  assert(single.filter((place, at) => place === (single[at - 1]! + 1) % 1000).length < 20);
});

Deno.test("the variance of drawn means is that of the stationary bootstrap's formula", () => {
  // Politis and Romano (1994), lemma 1: the variance is the sum of the circular covariances, each with its weight.
  const random = new Random(11), count = 120, length = 6, values = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    values[at] = (random.below(2001) - 1000) / 1e5 + (at > 0 ? 0.7 * values[at - 1]! : 0);
  }
  const mean = values.reduce((sum, value) => sum + value) / count, p = 1 / length;
  const covariance = (lag: number): number =>
    values.reduce((sum, value, at) => sum + (value - mean) * (values[(at + lag) % count]! - mean), 0) / count;
  let variance = covariance(0);
  for (let lag = 1; lag < count; lag++) {
    variance += 2 * (1 - lag / count) * (1 - p) ** lag * covariance(lag);
  }
  variance /= count;
  const draws = new Random(5), runs = 20_000;
  let square = 0;
  for (let run = 0; run < runs; run++) {
    let sum = 0;
    for (const place of drawnPlaces(count, length, draws)) sum += values[place]!;
    square += (sum / count - mean) ** 2;
  }
  assert(Math.abs(square / runs / variance - 1) < 0.03, `${square / runs} for ${variance}`);
});

Deno.test("returns that are all alike end alike, and losing ones lose", () => {
  const flat = drawnReturns(new Float64Array(20).fill(0.01), 1000, 50, 1)!;
  assert(Math.abs(flat.finalEquity.low - 1000 * 1.01 ** 20) < 1e-9 && flat.finalEquity.low === flat.finalEquity.high);
  assertEquals([flat.losing, flat.drawdowns.high, flat.blockLength], [0, 0, 1]);
  const losing = drawnReturns(Float64Array.from({ length: 20 }, (_none, at) => -0.01 - at / 1e4), 1000, 50, 1)!;
  assertEquals([losing.losing, losing.drawdowns.low > 0.1], [1, true]);
  assertEquals(drawnReturns(new Float64Array(9), 1000, 50, 1), null);
});

Deno.test("a band has the quantiles of its values", () => {
  const band = bandOf(Float64Array.from({ length: 101 }, (_none, at) => 100 - at));
  assertEquals(band, { low: 5, lowerQuarter: 25, median: 50, upperQuarter: 75, high: 95 });
});

Deno.test("trials whose returns go together are one, and those that go apart are several", () => {
  const wave = (shift: number): number[] => Array.from({ length: 64 }, (_none, at) => Math.sin((at + shift) / 3));
  assertEquals(independentTrials([wave(0), wave(0).map((value) => 5 * value + 1), wave(0.2)]), 1);
  assertEquals(independentTrials([wave(0), wave(0).map((value) => -value), wave(Math.PI * 1.5)]), 3);
  // Returns that do not vary resemble none, so that each counts: too many trials are safer than too few.
  assertEquals(independentTrials([wave(0), new Array(64).fill(0), new Array(64).fill(1)]), 3);
});
