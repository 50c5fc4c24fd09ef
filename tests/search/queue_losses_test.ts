import { assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { queueExecutor, serveQueue } from "@cracktrader/cracktrader/queue";
import { startWorker, type WorkerProcess } from "../../tasks/queue_workers.ts";
import { freePort, type RedisServer, startRedis } from "../../tasks/redis_server.ts";
import { CROSS_PARAMS } from "./searched.ts";
import { failure, jobs, testQueue, until } from "./queue_play.ts";

const aapl = await ct.sample("aapl"), module = new URL("./searched.ts", import.meta.url);
const slow = new URL("./slow_cross.ts", import.meta.url);
const where = ({ fast, slow }: { fast: number; slow: number }): boolean => fast < slow;
const crossed = { params: CROSS_PARAMS, where }, cross = { module, name: "SmaCross" };

testQueue("workers killed with kill -9 lose nothing, and nothing counts twice", async (play) => {
  const params = { after: ct.range(2, 31), ms: [30] }, search = { params, objective: "finalEquity" } as const;
  const start = (): WorkerProcess => startWorker([slow.pathname], play);
  await using first = start();
  await using second = start();
  assertEquals([await first.ready, await second.ready], [true, true]);
  const told: number[] = [], victims = [first, second];
  const searching = ct.optimize({ module: slow }, aapl, {
    ...{ ...search, executor: queueExecutor({ redis: play.address, batch: 3 }) },
    onProgress: ({ done }) => {
      told.push(done);
      if (done > 4 * (3 - victims.length)) victims.shift()?.kill();
    },
  });
  await until(() => victims.length === 0);
  await using third = start();
  const found = await searching;
  assertEquals(await third.ready, true);
  assertEquals(found.rows(), (await ct.optimize({ module: slow }, aapl, { ...search, workers: 0 })).rows());
  assertEquals([found.rows().length, await play.outcomes(), told.at(-1)], [30, 30, 30]);
  assertEquals(told, told.toSorted((a, b) => a - b));
});

testQueue("trials that end each worker end the search, which names them", async (play) => {
  const params = { after: [2], ms: [60_000] }, executor = queueExecutor({ redis: play.address });
  await using first = startWorker([slow.pathname], play);
  assertEquals(await first.ready, true);
  const searching = failure(() => ct.optimize({ module: slow }, aapl, { params, objective: "finalEquity", executor }));
  await until(async () => await play.ask("LLEN", "cracktrader:jobs:search:active") === 1);
  first.kill();
  await first.ended;
  await using second = await play.serve([slow], { stalledMax: 0 });
  const error = await searching;
  assertEquals([error.code, second.trials], ["LOST", 0]);
  assertStringIncludes(
    error.message,
    "each worker that took trial 0 ended before it was made; run { after: 2, ms: 60000 } alone",
  );
  assertEquals(await jobs(play), []);
});

testQueue("a search goes on when Redis has forgotten everything", async (play) => {
  await using _worker = await play.serve([slow]);
  const params = { after: ct.range(2, 21), ms: [20] }, search = { params, objective: "finalEquity" } as const;
  let flushed: Promise<unknown> | undefined;
  const found = await ct.optimize({ module: slow }, aapl, {
    ...{ ...search, executor: queueExecutor({ redis: play.address, batch: 1 }) },
    onProgress: ({ done }) => done > 5 && (flushed ??= play.ask("FLUSHALL")),
  });
  assertEquals(await flushed, "OK");
  assertEquals(found.rows(), (await ct.optimize({ module: slow }, aapl, { ...search, workers: 0 })).rows());
});

testQueue("a search and its workers go on when Redis was ended and started again", async () => {
  await using first = await startRedis();
  const worker = await serveQueue({ redis: first.address, modules: [slow], threads: 1, lockMs: 1000, stalledMs: 500 });
  const params = { after: ct.range(2, 21), ms: [20] }, search = { params, objective: "finalEquity" } as const;
  const again = Promise.withResolvers<RedisServer>();
  let hasEnded = false;
  const found = await ct.optimize({ module: slow }, aapl, {
    ...{ ...search, executor: queueExecutor({ redis: first.address, batch: 1 }) },
    onProgress: ({ done }) => {
      if (done <= 5 || hasEnded) return;
      hasEnded = true;
      first[Symbol.asyncDispose]().then(() => again.resolve(startRedis([], first.port)));
    },
  });
  await using _second = await again.promise;
  assertEquals(found.rows(), (await ct.optimize({ module: slow }, aapl, { ...search, workers: 0 })).rows());
  await worker.close();
});

testQueue("a search without a worker ends with the way to start one, and takes its jobs back", async (play) => {
  const executor = queueExecutor({ redis: play.address, workerWaitMs: 1000 });
  const error = await failure(() => ct.optimize(cross, aapl, { ...crossed, executor }));
  assertEquals(error.code, "NO_WORKER");
  assertStringIncludes(
    error.message,
    `no worker took trials of the queue search at 127.0.0.1:${play.port} for 1000 ms`,
  );
  assertEquals(await jobs(play), []);
});

testQueue("a Redis that is not there, or wants a password, is told with its address and the remedy", async () => {
  const port = freePort(), address = `redis://:hidden@127.0.0.1:${port}`;
  const search = (redis: string) => () => ct.optimize(cross, aapl, { ...crossed, executor: queueExecutor({ redis }) });
  for (const action of [search(address), () => serveQueue({ redis: address, modules: [module] })]) {
    const error = await failure(action);
    assertEquals([error.code, error.message.includes("hidden")], ["UNAVAILABLE", false]);
    assertStringIncludes(error.message, `Cannot reach Redis at 127.0.0.1:${port}`);
    assertStringIncludes(error.message, "apt-get install redis-server");
  }
  await using locked = await startRedis(["--requirepass", "right"]);
  for (const redis of [locked.address, locked.address.replace("//", "//:wrong@")]) {
    for (const action of [search(redis), () => serveQueue({ redis, modules: [module] })]) {
      const error = await failure(action);
      assertEquals([error.code, error.message.includes("wrong@")], ["REFUSED", false]);
      assertStringIncludes(error.message, `redis://:PASSWORD@127.0.0.1:${locked.port}`);
    }
  }
  const redis = locked.address.replace("//", "//:right@");
  await using _worker = await serveQueue({ redis, modules: [module], threads: 1 });
  assertEquals((await search(redis)()).rows().length, 5);
});

testQueue("an error that a run left to a promise ends the search, and the worker goes on", async (play) => {
  const ends = new URL("./ends_its_worker.ts", import.meta.url), executor = queueExecutor({ redis: play.address });
  await using _worker = await play.serve([ends]);
  const search = (way: string): Promise<ct.Found> =>
    ct.optimize({ module: ends }, aapl, { params: { at: [3, 6], way: [way] }, objective: "finalEquity", executor });
  const error = await failure(() => search("promise"));
  assertEquals(error.code, "FAILED");
  assertStringIncludes(error.message, "left an error that nobody caught");
  assertEquals((await search("none")).rows().map(({ error }) => error), [null, null]);
});
