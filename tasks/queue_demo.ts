/**
 * `deno task queue:demo`: a search on two worker processes over a Redis of its own, with workers killed on the way, held
 * against the same search on this machine alone.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { syntheticBars } from "../bench/synthetic_bars.ts";
import * as ct from "../mod.ts";
import { loadQueueLibrary } from "../src/queue/library.ts";
import { queueExecutor } from "../src/queue/mod.ts";
import { connectRedis, redisAddress } from "../src/queue/redis.ts";
import { startWorker, type WorkerProcess } from "./queue_workers.ts";
import { hasRedisServer, REDIS_REMEDY, type RedisServer, startRedis } from "./redis_server.ts";

const HELP =
  `Searches on two worker processes, kills workers with SIGKILL on the way, and compares with a search on this
machine alone.

Usage: deno task queue:demo [--trials N] [--bars N] [--kills N]

--trials N  Trials of the search; 400 by default.
--bars N    Bars of the prices; 10000 by default.
--kills N   Workers that are killed, each of which another one follows; 1 by default.

Ends with "N of N: same chain as local". Exit code: 0 if all are the same, 1 if not, 2 for wrong arguments.`;

const MODULE = new URL("./demo/sma_cross.ts", import.meta.url), WORKERS = 2;

interface Arguments {
  readonly trials: number;
  readonly bars: number;
  readonly kills: number;
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      trials: { type: "string", default: "400" },
      bars: { type: "string", default: "10000" },
      kills: { type: "string", default: "1" },
    },
  });
  const [trials, bars, kills] = [values.trials, values.bars, values.kills].map(Number) as [number, number, number];
  const wrong = Object.entries({ trials, bars, kills }).find(([name, value]) =>
    !Number.isSafeInteger(value) || value < (name === "kills" ? 0 : 1)
  );
  if (wrong !== undefined) throw new RangeError(`Cannot use --${wrong[0]} ${wrong[1]}: pass a whole number`);
  return { trials, bars, kills };
}

/** Workers that are killed when it is their time, and followed by others. */
class Killed implements AsyncDisposable {
  /** Workers that were killed. */
  kills = 0;
  readonly #redis: RedisServer;
  readonly #wanted: number;
  readonly #workers = new Set<WorkerProcess>();
  readonly #ready: WorkerProcess[] = [];
  #due = 0;

  constructor(redis: RedisServer, wanted: number) {
    this.#redis = redis;
    this.#wanted = wanted;
  }

  start(): void {
    const worker = startWorker([MODULE.pathname], this.#redis);
    this.#workers.add(worker);
    worker.ready.then((isReady) => {
      if (isReady) this.#ready.push(worker);
      this.#kill();
    });
    worker.ended.then(() => this.#workers.delete(worker));
  }

  /** Waits until as many as that take trials. */
  async wait(): Promise<void> {
    for (const worker of this.#workers) {
      if (!await worker.ready) throw new Error(`A worker ended before it took trials: ${await worker.ended}`);
    }
  }

  /** Tells how much of the search is made: a kill is due after each equal part of it. */
  made(part: number): void {
    this.#due = Math.min(this.#wanted, Math.floor(part * (this.#wanted + 1)));
    this.#kill();
  }

  #kill(): void {
    while (this.kills < this.#due) {
      const worker = this.#ready.shift();
      if (worker === undefined) return;
      worker.kill();
      this.kills++;
      console.log(`Killed a worker (${this.kills} of ${this.#wanted}), and started another`);
      this.start();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of [...this.#workers]) await worker[Symbol.asyncDispose]();
  }
}

/** Returns values to try with so many combinations or a few more, of which a search takes the first. */
function spaceOf(trials: number): { readonly fast: readonly number[]; readonly slow: readonly number[] } {
  const side = Math.ceil(Math.sqrt(trials));
  return { fast: ct.range(2, side + 1), slow: ct.range(side + 2, 2 * side + 1) };
}

async function demo({ trials, bars, kills }: Arguments): Promise<boolean> {
  const feed = syntheticBars(bars), subject = { module: MODULE, name: "SmaCross" };
  const search = { ...{ params: spaceOf(trials), method: "random", trials, commission: 0.001, round: 256 } as const };
  await using redis = await startRedis();
  await using workers = new Killed(redis, kills);
  for (let count = 0; count < WORKERS; count++) workers.start();
  await workers.wait();
  console.log(`Redis on 127.0.0.1:${redis.port} with ${WORKERS} workers: ${trials} trials of ${bars} bars`);
  let beganMs = performance.now();
  const local = await ct.optimize(subject, feed, { ...search, workers: WORKERS });
  const localMs = performance.now() - beganMs;
  beganMs = performance.now();
  const found = await ct.optimize(subject, feed, {
    ...{ ...search, executor: queueExecutor({ redis: redis.address }) },
    onProgress: ({ done }) => workers.made(done / trials),
  });
  const queueMs = performance.now() - beganMs;
  console.log(`${WORKERS} local workers: ${Math.round(localMs)} ms; the queue: ${Math.round(queueMs)} ms`);
  const rows = found.rows(), others = local.rows();
  const same =
    rows.filter(({ trial, chain, error }, at) =>
      trial === at && chain !== "" && error === null && chain === others[at]?.chain
    ).length;
  console.log(
    `Killed ${workers.kills} workers; ${rows.length} rows, ${new Set(rows.map(({ trial }) => trial)).size} trials`,
  );
  const { outcomes, jobs } = await leftIn(redis);
  console.log(`${outcomes} outcomes in Redis, ${jobs} jobs left`);
  console.log(`${same} of ${trials}: same chain as local`);
  return same === trials && rows.length === trials && others.length === trials && workers.kills === kills &&
    outcomes === trials && jobs === 0;
}

/** Counts the outcomes in Redis, and the jobs that wait there, are made, or failed. */
async function leftIn(redis: RedisServer): Promise<{ readonly outcomes: number; readonly jobs: number }> {
  const client = await connectRedis(await loadQueueLibrary(), redisAddress(redis.address), 0);
  try {
    const keysOf = async (pattern: string): Promise<readonly string[]> =>
      await client.sendCommand(["KEYS", pattern]) as readonly string[];
    let outcomes = 0;
    for (const key of await keysOf("cracktrader:outcomes:*")) {
      outcomes += await client.sendCommand(["HLEN", key]) as number;
    }
    const jobs = await keysOf("cracktrader:jobs:search:" + "?".repeat(64));
    return { outcomes, jobs: jobs.length };
  } finally {
    client.destroy();
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let given: Arguments;
  try {
    given = readArguments(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  if (!await hasRedisServer()) {
    console.error(REDIS_REMEDY);
    return 1;
  }
  try {
    return await demo(given) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
