import { assertEquals } from "@std/assert";
import { CandleHistory } from "./candle_history.ts";

Deno.test("a candle tells its body, its shadows and its direction", () => {
  const candles = new CandleHistory(2);
  candles.push(10, 15, 7, 12);
  const { body, top, bottom, upper, lower, color } = candles.ago(0);
  assertEquals([body, top, bottom, upper, lower, color], [2, 12, 10, 3, 3, 1]);
  candles.push(12, 13, 5, 8);
  const fall = candles.ago(0);
  assertEquals([fall.body, fall.top, fall.bottom, fall.upper, fall.lower, fall.color], [4, 12, 8, 1, 3, -1]);
  assertEquals(candles.ago(1).open, 10);
  candles.push(8, 8, 8, 8);
  assertEquals([candles.ago(0).body, candles.ago(0).color, candles.ago(1).open], [0, 1, 12]);
});

Deno.test("a candle knows the usual sizes of the candles before it, and of no other", () => {
  const candles = new CandleHistory(3);
  for (let bar = 0; bar < 14; bar++) candles.push(100, 101 + bar, 99, 100 + bar);
  // The bodies before the last candle are 3 to 12, their ranges 5 to 14; of the nearest five 10 to 14.
  const last = candles.ago(0);
  assertEquals([last.meanBody, last.meanRange, last.nearbyRange], [7.5, 9.5, 12]);
  assertEquals([last.veryShort, last.near, last.far], [0.1 * 9.5, 0.2 * 12, 0.6 * 12]);
  assertEquals([candles.ago(2).meanBody, candles.ago(2).nearbyRange], [5.5, 10]);
});

Deno.test("a candle with too few before it has no usual sizes", () => {
  const candles = new CandleHistory(1), known: boolean[][] = [];
  for (let bar = 0; bar < 12; bar++) {
    candles.push(100, 101, 99, 100);
    const { meanBody, meanRange, nearbyRange } = candles.ago(0);
    known.push([meanBody === 0, meanRange === 2, nearbyRange === 2]);
  }
  assertEquals(known.map((sizes) => sizes.map(Number).join("")), [
    ...Array(5).fill("000"),
    ...Array(5).fill("001"),
    ...Array(2).fill("111"),
  ]);
});
