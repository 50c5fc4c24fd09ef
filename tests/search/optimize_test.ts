import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { enginesUnderTest } from "../engines.ts";
import { CROSS_PARAMS, crossing, crossSignals, Fails, fillsEach, SmaCross } from "./searched.ts";

const aapl = await ct.sample("aapl");
const crossed = { params: CROSS_PARAMS, where: (p: { fast: number; slow: number }) => p.fast < p.slow };

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`every trial of a class is the run with its parameters alone, on ${engineBackend}`, async () => {
    const options = { commission: 0.001, cash: 50_000, engineBackend };
    const found = await ct.optimize(SmaCross, aapl, { ...crossed, ...options });
    assertEquals(found.rows().length, 5);
    for (const row of found.rows()) {
      const alone = ct.backtest(SmaCross, aapl, { ...options, params: row.params });
      assertEquals([row.chain, row.markHash], [alone.chain, alone.markHash()]);
      for (const [name, value] of Object.entries(row.figures!)) assertEquals(value, alone.figures[name], name);
      assertEquals(row.objective, alone.stats.sharpe);
    }
    assertEquals(new Set(found.rows().map(({ chain }) => chain)).size, 5);
  });

  Deno.test(`every trial of signals is the run of these signals alone, on ${engineBackend}`, async () => {
    const found = await ct.optimize(crossing, aapl, { ...crossed, engineBackend, commission: 0.001 });
    for (const row of found.rows()) {
      const alone = ct.fromSignals(aapl, (lines) => crossSignals(lines, row.params), {
        ...{ engineBackend, commission: 0.001, name: "crossing" },
      });
      assertEquals([row.chain, row.markHash], [alone.chain, alone.markHash()]);
    }
  });
}

Deno.test("a grid has its combinations in order, the first parameter slowest, and where leaves some out", async () => {
  const found = await ct.optimize(SmaCross, aapl, crossed);
  assertEquals(found.rows().map(({ params }) => [params.fast, params.slow]), [
    ...[[5, 20], [5, 30], [15, 20], [15, 30], [25, 30]],
  ]);
  assertEquals(found.rows().map(({ trial }) => trial), [0, 1, 2, 3, 4]);
  assertEquals([found.method, found.complete, found.objective], ["grid", true, "sharpe"]);
});

Deno.test("the best is the highest or the lowest accepted objective, the first of equal ones", async () => {
  const search = { ...crossed, objective: "finalEquity" } as const;
  const up = await ct.optimize(SmaCross, aapl, search), rows = up.rows();
  const down = await ct.optimize(SmaCross, aapl, { ...search, direction: "minimize" });
  const values = rows.map(({ objective }) => objective!);
  assertEquals([up.best!.objective, down.best!.objective], [Math.max(...values), Math.min(...values)]);
  assertEquals(up.ranked().map(({ objective }) => objective), values.toSorted((a, b) => b - a));
  // No run trades here, so that all are equal.
  const equal = await ct.optimize(Fails, aapl, { params: { at: [0, 100_000, 200_000] }, objective: "finalEquity" });
  assertEquals(equal.best!.trial, 0);
});

Deno.test("accept turns trials down, which stay among the rows and are not the best", async () => {
  const all = await ct.optimize(SmaCross, aapl, crossed), most = all.best!.figures!.tradesClosed!;
  const found = await ct.optimize(SmaCross, aapl, { ...crossed, accept: ({ tradesClosed }) => tradesClosed !== most });
  assertEquals(found.rows().map(({ chain }) => chain), all.rows().map(({ chain }) => chain));
  assertEquals(found.rows()[all.best!.trial]!.accepted, false);
  assert(found.best!.trial !== all.best!.trial);
  assertStringIncludes(found.text(), "turned down by accept");
});

Deno.test("a trial that fails is a row with its error, and the others go on", async () => {
  const found = await ct.optimize(Fails, aapl, { params: { at: [0, 7, 9] }, objective: "finalEquity" });
  const [good, bad] = found.rows();
  assertEquals([good!.error, good!.accepted], [null, true]);
  assertStringIncludes(bad!.error!, "Fails.next failed at bar 6");
  assertEquals([bad!.accepted, bad!.objective, bad!.figures, bad!.chain], [false, null, null, ""]);
  assertEquals(found.best!.trial, 0);
  assertStringIncludes(found.text(), "2 failed.\nFirst failure, at=7: Fails.next failed at bar 6");
  assertThrows(() => found.result(bad!), ct.StrategyError, "no bar 7");
});

Deno.test("a random search draws no combination twice, and its seed alone says which", async () => {
  const params = { fast: ct.range(2, 20), slow: ct.range(21, 60) };
  const draw = async (seed: number): Promise<string> => {
    const found = await ct.optimize(SmaCross, aapl, { params, method: "random", trials: 12, seed, round: 5 });
    const drawn = found.rows().map(({ params }) => `${params.fast}/${params.slow}`);
    assertEquals(new Set(drawn).size, 12);
    assertEquals(found.method, `random, xoshiro128**/splitmix32, version 1, seed ${seed}`);
    return drawn.join(" ");
  };
  const one = await draw(1);
  // Recorded: another text is another version of the generator.
  assertEquals(one, RANDOM_OF_SEED_ONE);
  assertEquals([await draw(1) === one, await draw(2) === one], [true, false]);
  const all = await ct.optimize(SmaCross, aapl, {
    params: { fast: [5, 6], slow: [20, 30] },
    method: "random",
    trials: 9,
  });
  assertEquals(all.rows().length, 4);
});

const RANDOM_OF_SEED_ONE = "15/28 18/43 3/30 4/46 5/53 6/58 16/51 5/57 8/60 16/55 19/34 9/38";

Deno.test("a sampler is asked in rounds and sees whole rounds in the order of the trials", async () => {
  const seen: number[][] = [];
  const sampler: ct.Sampler<{ fast: number }> = {
    name: "halving, version 1",
    ask: (count, history) => {
      seen.push([count, ...history.map(({ trial }) => trial)]);
      return [32, 16, 8, 4].slice(history.length, history.length + count).map((fast) => ({ fast }));
    },
  };
  const found = await ct.optimize(SmaCross, aapl, { params: { fast: [4] }, method: sampler, trials: 10, round: 3 });
  assertEquals(seen, [[3], [3, 0, 1, 2], [3, 0, 1, 2, 3]]);
  assertEquals(found.rows().map(({ params }) => params.fast), [32, 16, 8, 4]);
  const greedy: ct.Sampler<{ fast: number }> = { name: "greedy, version 1", ask: () => [{ fast: 1 }, { fast: 2 }] };
  await assertRejects(
    () => ct.optimize(SmaCross, aapl, { params: { fast: [4] }, method: greedy, trials: 1 }),
    TypeError,
    'Cannot use what sampler "greedy, version 1" gave',
  );
});

Deno.test("a search ranks by a figure of its own, and keeps further figures", async () => {
  const found = await ct.optimize(SmaCross, aapl, {
    ...crossed,
    figures: { fillsEach },
    objective: "fillsEach",
    keep: ["beta"],
  });
  for (const row of found.rows()) {
    const alone = ct.backtest(SmaCross, aapl, { params: row.params, figures: { fillsEach } });
    assertEquals([row.objective, row.figures!["beta"]], [alone.figures["fillsEach"]!, alone.figures["beta"]!]);
  }
});

Deno.test("an aborted search pauses, and its file lets the next one make the rest alone", async () => {
  const folder = await Deno.makeTempDir(), resume = `${folder}/search.jsonl`;
  const params = { fast: ct.range(3, 9), slow: [20, 30] }, controller = new AbortController();
  const whole = await ct.optimize(SmaCross, aapl, { params, round: 4 });
  const paused = await ct.optimize(SmaCross, aapl, {
    ...{ params, round: 4, resume, signal: controller.signal },
    accept: ({ finalEquity }) => {
      if (finalEquity !== null && controller.signal.aborted === false) controller.abort();
      return true;
    },
  });
  assertEquals([paused.complete, paused.rows().length], [false, 4]);
  // A process that dies while it writes leaves a line without an end.
  await Deno.writeTextFile(resume, '{"trial":4,"par', { append: true });
  const made: number[] = [];
  const rest = await ct.optimize(SmaCross, aapl, {
    ...{ params, round: 4, resume },
    onProgress: ({ done, total }) => made.push(done, total),
  });
  assertEquals(rest.rows(), whole.rows());
  assertEquals([rest.complete, made.slice(-2)], [true, [14, 14]]);
  const text = await Deno.readTextFile(resume);
  assertEquals(text.split("\n").length, 1 + 14 + 1);
  // Once more: nothing is made, so that the file stays as it is.
  assertEquals((await ct.optimize(SmaCross, aapl, { params, round: 4, resume })).rows(), whole.rows());
  assertEquals(await Deno.readTextFile(resume), text);
  for (
    const [other, word] of [[{ commission: 0.01 }, "options"], [{ round: 5 }, "method"], [{ keep: ["beta"] }, "search"]]
  ) {
    await assertRejects(
      () => ct.optimize(SmaCross, aapl, { params, round: 4, resume, ...other as object }),
      ct.FileError,
      `it is of another search: ${word} is`,
    );
  }
  await assertRejects(
    () => ct.optimize(SmaCross, aapl.head(400), { params, round: 4, resume }),
    ct.FileError,
    "options is",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("of a figure of which less is better the lowest is the best, unless a direction is said or it is one's own", async () => {
  const best = async (search: object): Promise<readonly [direction: string, objective: number | null]> => {
    const found = await ct.optimize(SmaCross, aapl, { ...crossed, ...search });
    const values = found.rows().flatMap((row) => row.objective ?? []), { direction } = found;
    assert(Math.min(...values) < Math.max(...values));
    assertEquals(found.best!.objective, direction === "minimize" ? Math.min(...values) : Math.max(...values));
    return [direction, found.best!.objective];
  };
  for (const objective of ["maxDrawdown", "maxDrawdownDuration", "volatility", "commission", "ulcerIndex"]) {
    assertEquals((await best({ objective, commission: 0.001 }))[0], "minimize", objective);
  }
  assertEquals((await best({ objective: "maxDrawdown", direction: "maximize" }))[0], "maximize");
  assertEquals((await best({ objective: "worstTrade" }))[0], "maximize");
  const share = ct.analyzer({ unit: "ratio", formula: "drawdown", compute: ({ stats }) => stats.maxDrawdown });
  assertEquals((await best({ objective: "share", figures: { share } }))[0], "maximize");
});

Deno.test("a map has the best objective for each pair of values", async () => {
  const found = await ct.optimize(SmaCross, aapl, crossed), map = found.heatmap("fast", "slow");
  const at = (fast: number, slow: number): number | null =>
    found.rows().find(({ params }) => params.fast === fast && params.slow === slow)?.objective ?? null;
  assertEquals(map.values, [20, 30].map((slow) => [5, 15, 25].map((fast) => at(fast, slow))));
  assertEquals(map.values[0]![2], null);
  assertStringIncludes(map.text(), "sharpe by slow (down) and fast (across)");
  assertThrows(() => found.heatmap("fast", "fast"), RangeError, "two different parameters");
  assertThrows(
    () => found.heatmap("fast", "slwo" as "slow"),
    RangeError,
    'parameters of the search are "fast", "slow"',
  );
});

Deno.test("a map over two of three parameters has the best trial, whatever the third one is", async () => {
  const signals = ({ close }: ct.FeedLines, { fast, slow, lag }: { fast: number; slow: number; lag: number }) => {
    const cross = ct.crossover(ct.sma(close, fast), ct.sma(close, slow)).shift(lag);
    return { entries: cross.above(0), exits: cross.below(0) };
  };
  const params = { fast: [5, 15], slow: [20, 30], lag: [0, 1, 2, 3] };
  for (const direction of ["maximize", "minimize"] as const) {
    const found = await ct.optimize({ signals }, aapl, { params, objective: "finalEquity", direction });
    const { values, trials } = found.heatmap("slow", "fast"), pick = direction === "maximize" ? Math.max : Math.min;
    for (const [line, fast] of params.fast.entries()) {
      for (const [column, slow] of params.slow.entries()) {
        const cell = found.rows().filter(({ params }) => params.fast === fast && params.slow === slow);
        assertEquals(values[line]![column], pick(...cell.map(({ objective }) => objective!)));
        assertEquals(found.rows()[trials[line]![column]!]!.objective, values[line]![column]);
      }
    }
  }
});

Deno.test("a trial is repeated for its whole result, and one that is another by then is refused", async () => {
  const found = await ct.optimize(SmaCross, aapl, crossed);
  assertEquals(found.result(found.best!).chain, found.best!.chain);
  assertEquals(found.result({ fast: 7, slow: 40 }).configuration.params, { fast: 7, slow: 40 });
  let runs = 0;
  const unsteady = await ct.optimize(
    {
      signals: ({ close }: ct.FeedLines, { period }: { period: number }) => ({
        entries: close.above(ct.sma(close, period + runs++)),
      }),
    },
    aapl,
    { params: { period: [5, 6] } },
  );
  assertThrows(() => unsteady.result(unsteady.rows()[0]!), Error, "Cannot repeat trial 0 (period=5): its chain was");
});

Deno.test("mistakes of the caller are refused before a trial is made, with the remedy", async () => {
  const none = { params: { fast: [5] } };
  // deno-lint-ignore no-explicit-any -- what a caller in JavaScript could write
  const wrong = (options: any, kind: new (...given: any[]) => Error, message: string): Promise<unknown> =>
    assertRejects(() => ct.optimize(SmaCross, aapl, options), kind, message);
  await wrong(
    { ...none, objective: "sharp" },
    RangeError,
    'Cannot find the figure "sharp" of objective: did you mean "sharpe"',
  );
  await wrong({ ...none, keep: ["nothing like it"] }, RangeError, "ct.figures lists them");
  await wrong({ params: { fsat: [5] } }, RangeError, 'Cannot find parameter "fsat" of SmaCross');
  await wrong({ params: { fast: ["5"] } }, TypeError, "its default 10 is a number");
  await wrong({ params: { fast: 5 } }, TypeError, "pass a list of values");
  await wrong({ params: { fast: [] } }, RangeError, "its list is empty");
  await wrong({ params: { fast: [5, 5] } }, RangeError, "5 stands in its list twice");
  await wrong({ params: {} }, RangeError, "Cannot search over no parameter");
  await wrong({ ...none, where: () => 1 }, TypeError, "it gave 1 for fast=5, not true or false");
  await wrong({ ...none, where: () => false }, RangeError, "no combination is left");
  await wrong(
    { ...none, where: (p: { slow: { at: number } }) => p.slow.at > 1 },
    TypeError,
    "Cannot use where: it failed for fast=5: Cannot read properties",
  );
  await wrong(
    { ...none, accept: (figures: Record<string, number>) => figures["tradesClosd"]! > 3 },
    RangeError,
    'a trial has no figure "tradesClosd"; did you mean "tradesClosed"',
  );
  await wrong(
    { ...none, accept: (figures: Record<string, number>) => figures["beta"]! > 3 },
    RangeError,
    'name it in keep: ["beta"]',
  );
  await wrong({ ...none, seed: 2 }, RangeError, 'Cannot use seed 2 without a random search: pass method: "random"');
  await wrong({ ...none, checkpoint: { every: 1, save: "x" } }, RangeError, "Cannot use checkpoint of optimize");
  await wrong({ ...none, cash: -1 }, RangeError, "Cannot start with cash -1");
  await wrong({ ...none, from: "2030-01-01" }, RangeError, "no bar is left");
  await wrong({ ...none, workers: 2 }, RangeError, "a worker cannot be given a class or a function");
  await wrong({ ...none, method: "random" }, RangeError, "Cannot search without trials");
  await wrong({ params: { fast: [5, 6, 7] }, trials: 2 }, RangeError, 'or method: "random"');
  await wrong({ ...none, seed: -1 }, RangeError, "Cannot use seed -1");
  await wrong({ ...none, direction: "up" }, RangeError, 'it is "maximize" or "minimize"');
  await wrong({ ...none, tirals: 3 }, TypeError, 'Cannot find option "tirals" of optimize');
});

Deno.test("the page of a search has its trials, its map and its failures, and escapes what a strategy says", async () => {
  const found = await ct.optimize(SmaCross, aapl, crossed), page = await found.html({ title: "<Search> & more" });
  assertStringIncludes(page, "<h1>&lt;Search&gt; &amp; more</h1>");
  assertStringIncludes(page, "sharpe by slow and fast");
  for (const { chain } of found.rows()) assertStringIncludes(page, `<code>${chain}</code>`);
  assertEquals([page.match(/background:rgb/g)!.length, /<script|https?:/.test(page)], [5, false]);
  const failing = await ct.optimize(Fails, aapl, { params: { at: [0, 7] }, objective: "finalEquity" });
  assertStringIncludes(await failing.html(), "no bar 7");
});
