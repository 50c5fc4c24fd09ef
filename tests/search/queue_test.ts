import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { queueExecutor } from "@cracktrader/cracktrader/queue";
import { CROSS_PARAMS, SmaCross } from "./searched.ts";
import { failure, jobs, testQueue, until } from "./queue_play.ts";

const aapl = await ct.sample("aapl"), module = new URL("./searched.ts", import.meta.url);
const slow = new URL("./slow_cross.ts", import.meta.url);
const where = ({ fast, slow }: { fast: number; slow: number }): boolean => fast < slow;
const crossed = { params: CROSS_PARAMS, where }, cross = { module, name: "SmaCross" };

testQueue(
  "every trial of a queue is the run with its parameters alone, and the rows are those of this process",
  async (play) => {
    await using _worker = await play.serve([module], { threads: 2 });
    const executor = queueExecutor({ redis: play.address, batch: 2 }),
      options = { ...crossed, commission: 0.001, round: 4 };
    const found = await ct.optimize(cross, aapl, { ...options, executor });
    assertEquals(found.rows(), (await ct.optimize(SmaCross, aapl, options)).rows());
    assertEquals(found.complete, true);
    for (const { chain, params } of found.rows()) {
      assertEquals(ct.backtest(SmaCross, aapl, { commission: 0.001, params }).chain, chain);
    }
    // A trial that fails, a figure of the module, several feeds, bars as an option, and a span.
    const fails = { module, name: "Fails" }, failing = { params: { at: [0, 7, 9] }, objective: "finalEquity" } as const;
    assertEquals(
      (await ct.optimize(fails, aapl, { ...failing, executor })).rows(),
      (await ct.optimize(fails, aapl, { ...failing, workers: 0 })).rows(),
    );
    const signals = { module, name: "crossing" }, ranked = { ...crossed, objective: "fillsEach" };
    assertEquals(
      (await ct.optimize(signals, aapl, { ...ranked, executor })).rows(),
      (await ct.optimize(signals, aapl, { ...ranked, workers: 0 })).rows(),
    );
  },
);

testQueue("a queue gets several feeds, bars as an option and a part of the prices, and walks forward", async (play) => {
  const weekly = new URL("./weekly_signals.ts", import.meta.url), week = aapl.resample("1w");
  await using _worker = await play.serve([module, weekly]);
  const executor = queueExecutor({ redis: play.address }), feeds = { stock: aapl.slice({ from: "2016-01-01" }), week };
  const options = { params: { period: [5, 10, 20] }, benchmark: week, keep: ["beta"], to: "2017-06-30" };
  const found = await ct.optimize({ module: weekly }, feeds, { ...options, executor });
  assertEquals(found.rows(), (await ct.optimize({ module: weekly }, feeds, { ...options, workers: 0 })).rows());
  const finer = { params: CROSS_PARAMS, fillOn: { [week.name]: aapl } };
  assertEquals(
    (await ct.optimize(cross, week, { ...finer, executor })).rows(),
    (await ct.optimize(SmaCross, week, finer)).rows(),
  );
  const walk = { ...crossed, train: "9M", test: "3M" } as const;
  const walked = await ct.walkForward(cross, aapl, { ...walk, executor });
  assertEquals(walked.toJSON(), (await ct.walkForward(cross, aapl, { ...walk, workers: 0 })).toJSON());
  assert(walked.windows.length > 2);
});

testQueue(
  "a repeated trial is made once and stored once, by searches one after another and at a time",
  async (play) => {
    const params = { after: ct.range(2, 13), ms: [5] }, executor = queueExecutor({ redis: play.address, batch: 2 });
    const search = (): Promise<ct.Found<{ after: number; ms: number }>> =>
      ct.optimize({ module: slow }, aapl, { params, objective: "finalEquity", executor });
    const worker = await play.serve([slow], { threads: 2 });
    const [one, two] = await Promise.all([search(), search()]);
    assertEquals([one.rows().length, await play.outcomes(), worker.trials, await play.calls("hsetnx")], [
      12,
      12,
      12,
      12,
    ]);
    assertEquals(two.rows(), one.rows());
    // A sampler that asks for the same parameters again has a row for each time, and one trial.
    const repeats: ct.Sampler<{ after: number; ms: number }> = {
      name: "repeats, version 1",
      ask: (count) => Array.from({ length: count }, (_none, at) => ({ after: 50 + at % 2, ms: 5 })),
    };
    const repeated = await ct.optimize({ module: slow }, aapl, {
      ...{ params, method: repeats, trials: 6, objective: "finalEquity", executor },
    });
    assertEquals([repeated.rows().length, new Set(repeated.rows().map(({ chain }) => chain)).size], [6, 2]);
    assertEquals([await play.outcomes(), worker.trials], [14, 14]);
    // With no worker at all the rows are there.
    await worker.close();
    await worker.finished;
    assertEquals((await search()).rows(), one.rows());
  },
);

testQueue("prices travel once to each worker, whatever number of jobs and searches it has", async (play) => {
  const workers = [await play.serve([module, slow]), await play.serve([module, slow])];
  const executor = queueExecutor({ redis: play.address, batch: 1 }),
    rounds = { objective: "finalEquity", round: 6, executor };
  for (const after of [2, 40]) {
    await ct.optimize({ module: slow }, aapl, { ...rounds, params: { after: ct.range(after, after + 17), ms: [10] } });
  }
  assert(workers.every(({ trials }) => trials > 0));
  await ct.optimize(cross, aapl, { ...crossed, ...rounds });
  assertEquals([await play.calls("getrange"), await play.calls("setrange")], [2, 1]);
  for (const worker of workers) await worker.close();
});

testQueue("a worker with another version of the strategy, or without it, refuses its trials by name", async (play) => {
  const folder = await Deno.makeTempDir(), copy = new URL(`file://${folder}/slow_cross.ts`);
  const bars = new URL("./slow_cross_bars.ts", import.meta.url);
  await Deno.copyFile(slow, copy);
  await Deno.copyFile(bars, `${folder}/slow_cross_bars.ts`);
  const options = { params: { after: [2, 3], ms: [1] }, objective: "finalEquity" };
  const search = (queue: string): Promise<ct.Found> =>
    ct.optimize({ module: slow }, aapl, { ...options, executor: queueExecutor({ redis: play.address, queue }) });
  {
    // The same files at another place are the same version.
    await using _same = await play.serve([copy], { queue: "same" });
    assertEquals((await search("same")).rows().length, 2);
    await play.ask("FLUSHALL");
  }
  // A file that the module imports is another one.
  await Deno.writeTextFile(`${folder}/slow_cross_bars.ts`, "export const holdBars = 21;\n");
  const old = await play.serve([copy], { queue: "other", name: "desk 4" });
  const other = await failure(() => search("other"));
  assertEquals(other.code, "OTHER_VERSION");
  assertStringIncludes(
    other.message,
    "the worker desk 4 has another version of slow_cross.ts or of a file that it imports",
  );
  assertStringIncludes(other.message, "give both the same files, and start the worker again");
  await old.close();
  const without = await play.serve([module], { queue: "without" }), none = await failure(() => search("without"));
  assertEquals(none.code, "OTHER_VERSION");
  assertStringIncludes(
    none.message,
    'does not serve slow_cross.ts, it serves "searched.ts"; name the module in its modules',
  );
  await without.close();
  // A refusal leaves no job, so that the same search goes on once a worker has the right files.
  assertEquals(await jobs(play), []);
  await using _right = await play.serve([slow], { queue: "without" });
  assertEquals((await search("without")).rows().length, 2);
  await Deno.remove(folder, { recursive: true });
});

testQueue("an aborted search ends at once, keeps its first rows, and leaves no job that waits", async (play) => {
  const controller = new AbortController(), executor = queueExecutor({ redis: play.address, batch: 1 });
  const search = { params: { after: ct.range(2, 61), ms: [40] }, objective: "finalEquity", executor } as const;
  const worker = await play.serve([slow]);
  const found = await ct.optimize({ module: slow }, aapl, {
    ...{ ...search, signal: controller.signal },
    onProgress: ({ done }) => done > 3 && controller.abort(),
  });
  assertEquals([found.complete, found.rows().length < 60], [false, true]);
  // The trial that was being made is made, and those that waited are gone.
  await until(async () => (await jobs(play)).length === 0);
  const { trials } = worker;
  assert(trials < 30, `${trials}`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assertEquals(worker.trials, trials);
  const whole = await ct.optimize({ module: slow }, aapl, search);
  assertEquals(found.rows(), whole.rows().slice(0, found.rows().length));
  assertEquals(worker.trials, 60);
  await worker.close();
});

testQueue("nothing stays in Redis without an end but the few keys of a queue", async (play) => {
  await using _worker = await play.serve([module], { keepMs: 60_000 });
  await ct.optimize(cross, aapl, { ...crossed, executor: queueExecutor({ redis: play.address, keepMs: 60_000 }) });
  const keys = await play.ask("KEYS", "*") as string[], lasting: string[] = [];
  for (const key of keys.toSorted()) {
    const leftMs = await play.ask("PTTL", key) as number;
    if (leftMs < 0) lasting.push(key);
    else assert(leftMs <= 60_000, `${key} stays for ${leftMs} ms`);
  }
  assertEquals(keys.filter((key) => /^cracktrader:(?:data|search|outcomes):/.test(key)).length, 3);
  const known = ["events", "id", "marker", "meta"].map((name) => `cracktrader:jobs:search:${name}`);
  assertEquals(lasting.filter((key) => !known.includes(key)), []);
  assert(await play.ask("XLEN", "cracktrader:jobs:search:events") as number < 100);
});

Deno.test("an option that a queue cannot be given is refused with the remedy", async () => {
  const executor = queueExecutor();
  assertEquals(executor.name, "queue search at 127.0.0.1:6379");
  await assertRejects(
    () => ct.optimize(SmaCross, aapl, { ...crossed, executor }),
    RangeError,
    "cannot be given a class",
  );
  await assertRejects(
    () => ct.walkForward(SmaCross, aapl, { ...crossed, train: 100, test: 50, executor }),
    RangeError,
    "Cannot walk forward with the executor",
  );
  await assertRejects(
    () => ct.optimize(cross, aapl, { ...crossed, executor, workers: 2 }),
    RangeError,
    "Cannot use workers 2 together with executor",
  );
  await assertRejects(
    () => ct.optimize(cross, aapl, { ...crossed, executor: {} as ct.ExecutorFactory }),
    TypeError,
    "pass one such as queueExecutor",
  );
  await assertRejects(
    () => ct.optimize(cross, aapl, { ...crossed, executor, sizer: () => 1 }),
    TypeError,
    "Cannot send the option sizer to queue search at 127.0.0.1:6379: write it as static sizer of the strategy",
  );
  await assertRejects(
    () => ct.optimize(cross, aapl, { ...crossed, executor, libraryPath: "rust/lib" }),
    RangeError,
    "each worker has its own library",
  );
});
