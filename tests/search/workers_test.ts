import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { enginesUnderTest } from "../engines.ts";
import { CROSS_PARAMS, crossing, SmaCross } from "./searched.ts";

const aapl = await ct.sample("aapl"), module = new URL("./searched.ts", import.meta.url);
const where = ({ fast, slow }: { fast: number; slow: number }): boolean => fast < slow;
const crossed = { params: CROSS_PARAMS, where };

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`any number of workers makes the same rows in the same order, on ${engineBackend}`, async () => {
    const options = { ...crossed, engineBackend, commission: 0.001, round: 3 };
    const here = await ct.optimize(SmaCross, aapl, options);
    for (const workers of [0, 1, 3]) {
      const found = await ct.optimize({ module, name: "SmaCross" }, aapl, { ...options, workers });
      assertEquals(found.rows(), here.rows(), `${workers} workers`);
      assertEquals(found.toJSON(), here.toJSON());
    }
  });
}

Deno.test("workers make signals of several feeds, with bars as benchmark and a part of the data", async () => {
  const feeds = { stock: aapl, week: aapl.resample("1w") };
  const options = {
    ...{ params: { period: [5, 10, 20] }, benchmark: aapl.resample("1w"), keep: ["beta"], to: "2017-06-30" },
  };
  const own = { module: new URL("./weekly_signals.ts", import.meta.url) };
  const one = await ct.optimize(own, feeds, { ...options, workers: 0 });
  const two = await ct.optimize(own, feeds, { ...options, workers: 2 });
  assertEquals(two.rows(), one.rows());
  assertEquals(new Set(one.rows().map(({ chain }) => chain)).size, 3);
  const { benchmark: _none, ...plain } = options, other = await ct.optimize(own, feeds, { ...plain, workers: 0 });
  assert(one.rows().every(({ figures }, at) => figures!["beta"] !== other.rows()[at]!.figures!["beta"]));
});

Deno.test("workers match orders on finer bars as this process does", async () => {
  const week = aapl.resample("1w"), finer = { params: CROSS_PARAMS, fillOn: { [week.name]: aapl } };
  const found = await ct.optimize({ module, name: "SmaCross" }, week, { ...finer, workers: 2 });
  assertEquals(found.rows(), (await ct.optimize(SmaCross, week, finer)).rows());
  assert(found.rows().every(({ error }) => error === null));
});

Deno.test("a search ranks by a figure that the module of the strategy exports", async () => {
  const named = { module, name: "crossing" }, options = { ...crossed, objective: "fillsEach" };
  const found = await ct.optimize(named, aapl, { ...options, workers: 2 });
  assert(found.rows().every(({ objective }) => objective !== null && objective >= 2));
  assertEquals(found.rows(), (await ct.optimize(named, aapl, { ...options, workers: 0 })).rows());
  await assertRejects(
    () => ct.optimize(named, aapl, { ...options, objective: "filsEach" }),
    RangeError,
    'did you mean "fillsEach"',
  );
});

Deno.test("a sampler sees the same history with any number of workers", async () => {
  const climb = (): ct.Sampler<{ fast: number; slow: number }> => ({
    name: "climb, version 1",
    ask: (count, history) =>
      Array.from({ length: count }, (_none, at) => ({
        fast: 2 + at + Math.floor(Math.abs(history.at(-1)?.figures?.finalEquity ?? 0)) % 7,
        slow: 30 + history.length,
      })),
  });
  const search = (workers: number): Promise<ct.Found<{ fast: number; slow: number }>> =>
    ct.optimize({ module, name: "crossing" }, aapl, {
      params: CROSS_PARAMS,
      method: climb(),
      trials: 12,
      round: 4,
      workers,
    });
  const [one, three] = [await search(1), await search(3)];
  assertEquals(three.rows(), one.rows());
  assertEquals(one.rows().length, 12);
});

Deno.test("a strategy that would end its worker fails its trial alone", async () => {
  const ends = { module: new URL("./ends_its_worker.ts", import.meta.url) };
  const search = { objective: "finalEquity", workers: 2 } as const;
  for (const [way, at] of [["exit", 4], ["close", 5]] as const) {
    const found = await ct.optimize(ends, aapl, { params: { at: ct.range(0, 9), way: [way] }, ...search });
    const failed = found.rows().filter(({ error }) => error !== null);
    assertEquals([found.rows().length, failed.map(({ params }) => params.at)], [10, [at]]);
    assertStringIncludes(failed[0]!.error!, "a strategy cannot end the worker that runs it");
  }
  // Also of the last trial, behind which nothing is made.
  for (const [way, at] of [["promise", ct.range(0, 9)], ["report", ct.range(0, 9)], ["promise", [6]]] as const) {
    await assertRejects(
      () => ct.optimize(ends, aapl, { params: { at, way: [way] }, ...search }),
      Error,
      "left an error that nobody caught, of a promise or a timer: out of everything",
    );
  }
});

Deno.test("what a worker cannot be given is refused with the remedy", async () => {
  const named = { module, name: "SmaCross" };
  await assertRejects(
    () => ct.optimize(named, aapl, { ...crossed, sizer: () => 1, workers: 1 }),
    TypeError,
    "Cannot send the option sizer to workers: write it as static sizer of the strategy",
  );
  const fills = ct.analyzer({ formula: "fills", unit: "count", compute: ({ fills }) => fills.length });
  await assertRejects(
    () => ct.optimize(named, aapl, { ...crossed, figures: { fills }, workers: 1 }),
    TypeError,
    "export the figure from the module",
  );
  await assertRejects(
    () => ct.optimize({ module: Deno.mainModule }, aapl, crossed),
    TypeError,
    "it is the main module of this program, which each worker would run anew",
  );
  await assertRejects(() => ct.optimize({ module }, aapl, crossed), TypeError, "pass name, that of an export");
  await assertRejects(
    () => ct.optimize({ module, name: "Nothing" }, aapl, crossed),
    TypeError,
    'Cannot find the export "Nothing"',
  );
  await assertRejects(
    () => ct.optimize({ module: new URL("./not_there.ts", import.meta.url) }, aapl, crossed),
    TypeError,
    "Cannot import file:",
  );
  assertEquals(crossing.name, "crossing");
});

Deno.test("an aborted search with workers keeps the first rows, and goes on from its file", async () => {
  const folder = await Deno.makeTempDir(), resume = `${folder}/search.jsonl`, controller = new AbortController();
  const named = { module, name: "crossing" }, search = { params: { fast: ct.range(3, 12), slow: [20, 30] }, round: 20 };
  const whole = await ct.optimize(named, aapl, { ...search, workers: 0 });
  const paused = await ct.optimize(named, aapl, {
    ...{ ...search, resume, workers: 2, signal: controller.signal },
    onProgress: ({ done }) => done > 2 && controller.abort(),
  });
  assertEquals(paused.rows(), whole.rows().slice(0, paused.rows().length));
  assertEquals((await ct.optimize(named, aapl, { ...search, resume, workers: 2 })).rows(), whole.rows());
  await Deno.remove(folder, { recursive: true });
});
