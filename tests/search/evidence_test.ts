import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { overfitting } from "../../src/search/evidence/overfitting.ts";
import { shaken } from "../../src/search/evidence/reruns.ts";
import { probabilisticSharpe } from "../../src/search/evidence/sharpe_luck.ts";
import { Random } from "../../src/laws/random.ts";
import { CROSS_PARAMS, crossSignals, SmaCross } from "./searched.ts";

const aapl = await ct.sample("aapl");
const crossed = { params: CROSS_PARAMS, where: (p: { fast: number; slow: number }) => p.fast < p.slow };
// A library that a test opens would be a leak of it.
ct.backtest(SmaCross, aapl);
const few = { runs: 100, startDates: 4, priceChanges: 5 };

Deno.test("the evidence of a search has its numbers from the rows, and says them in sentences", async () => {
  const found = await ct.optimize(SmaCross, aapl, { ...crossed, commission: 0.001 });
  const evidence = await ct.evidence(found, few), { numbers } = evidence, best = found.best!;
  assertEquals(numbers.best, { params: best.params, objective: best.objective! });
  assertEquals([numbers.chain, numbers.trials.raw, numbers.trials.used], [best.chain, 5, numbers.trials.independent]);
  const { returns } = best, moments = { ...returns!, sharpe: returns!.sharpe! };
  assertEquals(evidence.probabilisticSharpe, probabilisticSharpe(moments, 0));
  assertEquals(evidence.deflatedSharpe, probabilisticSharpe(moments, numbers.luckySharpe));
  const more = await ct.evidence(found, { ...few, furtherTrials: 50 });
  assertEquals(more.numbers.trials.used, numbers.trials.independent + 50);
  assert(more.deflatedSharpe! < evidence.probabilisticSharpe! && more.numbers.luckySharpe > numbers.luckySharpe);
  assertStringIncludes(more.text(), "deflated Sharpe ratio");
  assertEquals(numbers.overfitting, overfitting(found.rows().map(({ returns }) => returns!)));
  const text = evidence.text();
  assertStringIncludes(text, `The best trial of SmaCross is fast=${best.params.fast} slow=${best.params.slow}`);
  for (const word of ["probability of overfitting", "later dates", "moved by a tick"]) {
    assertStringIncludes(text, word);
  }
  assertEquals((await ct.evidence(found, few)).toJSON(), evidence.toJSON());
  assert(
    JSON.stringify((await ct.evidence(found, { ...few, seed: 2 })).toJSON()) !== JSON.stringify(evidence.toJSON()),
  );
});

Deno.test("later begins and moved prices are runs of the best parameters alone", async () => {
  const options = { commission: 0.001 }, found = await ct.optimize(SmaCross, aapl, { ...crossed, ...options });
  const { numbers: { startDates, priceChanges } } = await ct.evidence(found, few), { params } = found.best!;
  assertEquals([startDates!.runs.length, priceChanges!.runs], [4, 5]);
  for (const { after, objective, returnFraction } of startDates!.runs) {
    const { stats } = ct.backtest(SmaCross, aapl, { ...options, params, from: after });
    assertEquals([objective, returnFraction], [stats.sharpe, stats.returnFraction]);
  }
  const moved = [0, 1, 2, 3, 4].map((run) => {
    const feed = shaken(aapl, new Random(1, run)) as ct.Bars;
    return ct.backtest(SmaCross, feed, { ...options, params }).stats;
  });
  const objectives = moved.map(({ sharpe }) => sharpe!);
  assertEquals([priceChanges!.lowest, priceChanges!.highest], [Math.min(...objectives), Math.max(...objectives)]);
  const sign = Math.sign(found.best!.figures!.returnFraction!);
  assertEquals(priceChanges!.flipped, moved.filter((stats) => Math.sign(stats.returnFraction!) !== sign).length);
});

Deno.test("moved prices lie a tick away at most, and stay bars", () => {
  const { columns } = aapl, moved = (shaken(aapl, new Random(4)) as ct.Bars).columns;
  let changes = 0;
  for (let bar = 0; bar < aapl.length; bar++) {
    for (const name of ["open", "close"] as const) {
      const change = Math.abs(moved[name][bar]! - columns[name][bar]!);
      if (change > 0) changes++;
      assert(change < 1.000001 * 10 ** -aapl.decimals, `${change}`);
    }
    assert(moved.high[bar]! >= Math.max(moved.open[bar]!, moved.close[bar]!));
    assert(moved.low[bar]! <= Math.min(moved.open[bar]!, moved.close[bar]!));
  }
  assert(changes > aapl.length, `${changes}`);
});

Deno.test("neighbours are the trials one step of one parameter away", async () => {
  const params = { fast: [5, 10, 15], slow: [30, 40, 50] };
  const found = await ct.optimize(SmaCross, aapl, { params, objective: "finalEquity" });
  const { numbers: { neighbours } } = await ct.evidence(found, { ...few, startDates: 0, priceChanges: 0 });
  const { fast, slow } = found.best!.params;
  const near = found.rows().filter(({ params }) =>
    Math.abs(params.fast - fast) / 5 + Math.abs(params.slow - slow) / 10 === 1
  ).map(({ objective }) => objective!).sort((a, b) => a - b);
  assertEquals([neighbours!.tried, neighbours!.objectives, neighbours!.worst], [near.length, near, near[0]!]);
});

Deno.test("a run alone has one trial, unless a ledger or the caller knows of more", async () => {
  const result = ct.backtest(SmaCross, aapl, { commission: 0.001 }), { runs } = few;
  const alone = await ct.evidence(result, { runs });
  assertEquals([alone.numbers.trials.used, alone.numbers.luckySharpe], [1, 0]);
  assertEquals(alone.deflatedSharpe, alone.probabilisticSharpe);
  assertStringIncludes(alone.text(), "With one independent trial there is nothing to deflate.");
  assertEquals([alone.numbers.neighbours, alone.numbers.startDates, alone.numbers.overfitting], [null, null, null]);
  assertStringIncludes(alone.text(), "There is 1 trial on these prices.");
  const more = await ct.evidence(result, { runs, furtherTrials: 9 }), { trials } = more.numbers;
  assertEquals([trials.raw, trials.used], [10, 10]);
  assertStringIncludes(more.text(), "There are 10 trials on these prices, 10 of them independent");
  for (const [name, value] of [["startDates", 4], ["priceChanges", 5], ["blocks", 8]] as const) {
    await assertRejects(
      () => ct.evidence(result, { runs, [name]: value }),
      RangeError,
      `Cannot use ${name} for the evidence of one run, which has no other trials and is not run again: pass what`,
    );
  }
});

Deno.test("a ledger counts the trials of all searches on the same prices, also on parts of them, and each once", async () => {
  const folder = await Deno.makeTempDir(), ledger = ct.ledger(`${folder}/trials.jsonl`);
  const options = { ...crossed, commission: 0.001 }, part = aapl.slice({ to: "2017-06-30" });
  await ct.optimize(SmaCross, part, { ...options, ledger });
  assertEquals(ledger.rows().length, 5);
  const found = await ct.optimize(SmaCross, aapl, { ...options, ledger });
  await ct.optimize(SmaCross, aapl, { ...options, ledger });
  assertEquals([ledger.rows().length, ledger.rows(found.data).length], [10, 10]);
  // The same run by hand is known; another one is not.
  assertEquals(ledger.record(found.result(found.best!)), false);
  assertEquals(ledger.record(ct.backtest(SmaCross, aapl, { params: { fast: 9 } })), true);
  await ct.optimize(SmaCross, aapl.resample("1w"), { params: { fast: [5] }, ledger });
  const again = ct.ledger(`${folder}/trials.jsonl`);
  assertEquals([again.rows(), again.rows(found.data).length], [ledger.rows(), 11]);
  const { numbers: { trials } } = await ct.evidence(found, { ...few, ledger: again });
  assertEquals([trials.raw, trials.fromLedger], [11, true]);
  const row = again.rows()[0]!;
  assertEquals([row.strategy, row.parts.length, row.count > 100, typeof row.sharpe], ["SmaCross", 64, true, "number"]);
  await Deno.writeTextFile(`${folder}/other`, "{}\n");
  await assertRejects(async () => await ct.ledger(`${folder}/other`), ct.FileError, "no ledger of this version");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("signals have evidence as classes have, and a search without a best trial has none", async () => {
  const found = await ct.optimize({ signals: crossSignals }, aapl, crossed);
  assertEquals((await ct.evidence(found, few)).numbers.chain, found.best!.chain);
  const none = await ct.optimize({ signals: crossSignals }, aapl, { ...crossed, accept: () => false });
  await assertRejects(() => ct.evidence(none), RangeError, "a search without a best trial");
  await assertRejects(() => ct.evidence({} as ct.Result), TypeError, "pass what ct.optimize found");
  await assertRejects(() => ct.evidence(found, { confidence: 1 }), RangeError, "above 0.5 and below 1");
  await assertRejects(() => ct.evidence(found, { blocks: 5 as 4 }), RangeError, "pass 4, 8 or 16");
});
