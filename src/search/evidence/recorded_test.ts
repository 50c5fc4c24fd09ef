import { assert, assertEquals } from "@std/assert";
import { returnFacts } from "../return_facts.ts";
import { blockLength } from "./block_length.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { overfitting } from "./overfitting.ts";
import { expectedBestSharpe, leastTrackRecord, probabilisticSharpe } from "./sharpe_luck.ts";

// What scipy, arch and numpy say, by tests/oracle/evidence/record.py.
const recorded = JSON.parse(
  Deno.readTextFileSync(new URL("../../../fixtures/evidence/recorded.json", import.meta.url)),
);

/** Rejects a number whose difference from another program's is more than the rounding of both. */
function assertNear(value: number, expected: number, digits: number, what: string): void {
  assert(Math.abs(value - expected) <= Math.abs(expected) * 10 ** -digits, `${what}: ${value}, recorded ${expected}`);
}

Deno.test("quantiles of the normal distribution are those of scipy", () => {
  for (const [part, value] of recorded.quantiles) assertNear(normalQuantile(part), value, 14, `at ${part}`);
  assertEquals([normalQuantile(0.5), normalQuantile(0), normalQuantile(1)], [0, -Infinity, Infinity]);
  assert(Number.isNaN(normalQuantile(1.5)));
});

Deno.test("the worked example of Bailey and López de Prado comes out as they print it", () => {
  const { sharpe, count, skewness, kurtosis, variance, printed, lucky, deflated } = recorded.paper;
  const moments = { sharpe, count, skewness, kurtosis }, threshold = expectedBestSharpe(variance, printed.trials);
  assertEquals([threshold.toFixed(4), printed.lucky], ["0.1132", 0.1132]);
  assertEquals(probabilisticSharpe(moments, threshold)!.toFixed(4), printed.deflated.toFixed(4));
  const fewer = expectedBestSharpe(variance, printed.fewer);
  assertEquals(probabilisticSharpe(moments, fewer)!.toFixed(3), printed.deflatedOfFewer.toFixed(3));
  assertNear(threshold, lucky, 13, "luck");
  assertNear(probabilisticSharpe(moments, threshold)!, deflated, 13, "deflated");
});

Deno.test("moments, probability and length of a block are those of scipy and arch", () => {
  for (const { returns, mean, deviation, skewness, kurtosis, probabilistic, blockLength: length } of recorded.series) {
    const facts = returnFacts(Float64Array.from(returns));
    assertNear(facts.mean, mean, 11, "mean");
    assertNear(facts.deviation, deviation, 12, "deviation");
    assertNear(facts.skewness, skewness, 9, "skewness");
    assertNear(facts.kurtosis, kurtosis, 12, "kurtosis");
    assertNear(probabilisticSharpe({ ...facts, sharpe: facts.sharpe! }, 0)!, probabilistic, 12, "probability");
    assertNear(blockLength(Float64Array.from(returns)), Math.max(1, length), 10, "length");
  }
});

Deno.test("the least track record is where the probability reaches the confidence", () => {
  const moments = { sharpe: 0.1, count: 1, skewness: -0.5, kurtosis: 5 };
  const least = leastTrackRecord(moments, 0.02, 0.95)!;
  assertNear(probabilisticSharpe({ ...moments, count: least }, 0.02)!, 0.95, 12, "at the least record");
  assertEquals(leastTrackRecord(moments, 0.1, 0.95), Infinity);
  assertEquals(leastTrackRecord({ ...moments, sharpe: 1, skewness: 3 }, 0, 0.95), null);
});

Deno.test("the probability of overfitting is that of numpy on the returns themselves", () => {
  const trials = (recorded.trials as number[][]).map((returns) => returnFacts(Float64Array.from(returns)));
  for (const { blocks, splits, probability, medianRank, lossProbability } of recorded.overfitting) {
    assertEquals(overfitting(trials, blocks), {
      ...{ probability, splits, blocks, trials: trials.length, medianRank, lossProbability },
    });
  }
  assertEquals(overfitting(trials)!.blocks, 16);
  assertEquals(overfitting(trials.slice(0, 1)), null);
  assertEquals(overfitting(trials.map(() => returnFacts(new Float64Array(30)))), null);
});
