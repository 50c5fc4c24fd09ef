/**
 * The parts that tests of queues share: a Redis of their own, workers in this process, and a look into Redis.
 *
 * @module
 */

import { assertRejects } from "@std/assert";
import { loadQueueLibrary, type RedisClient } from "../../src/queue/library.ts";
import { QueueError, type ServedQueue, type ServeOptions, serveQueue } from "../../src/queue/mod.ts";
import { connectRedis, redisAddress } from "../../src/queue/redis.ts";
import { hasRedisServer, REDIS_REMEDY, type RedisServer, startRedis } from "../../tasks/redis_server.ts";

const problem = await hasRedisServer()
  ? await loadQueueLibrary().then(() => undefined, (error: Error) => error.message)
  : REDIS_REMEDY;

/** A Redis with a connection to look into it. */
export interface Play extends RedisServer {
  /** Sends a command. */
  ask(...args: readonly string[]): Promise<unknown>;
  /** Number of calls of a command since the start. */
  calls(command: string): Promise<number>;
  /** Number of outcomes that lie there. */
  outcomes(): Promise<number>;
  /** Starts a worker in this process. */
  serve(modules: readonly URL[], options?: Partial<ServeOptions>): Promise<ServedQueue>;
}

/** Registers a test that needs redis-server and the library; without them it is skipped, and says what is missing. */
export function testQueue(name: string, fn: (play: Play) => Promise<void>): void {
  const skipped = problem === undefined ? "" : ` (skipped: ${problem})`;
  Deno.test({
    name: name + skipped,
    ignore: problem !== undefined,
    // The library keeps timers for a moment after its end.
    ...{ sanitizeOps: false, sanitizeResources: false },
    fn: async () => {
      await using redis = await startRedis();
      const client = await connectRedis(await loadQueueLibrary(), redisAddress(redis.address), 1000);
      try {
        await fn(playOf(redis, client));
      } finally {
        client.destroy();
      }
    },
  });
}

function playOf(redis: RedisServer, client: RedisClient): Play {
  const ask = (...args: readonly string[]): Promise<unknown> => client.sendCommand(args);
  return {
    ...redis,
    ask,
    async calls(command) {
      const found = `${await ask("INFO", "commandstats")}`.match(new RegExp(`cmdstat_${command}:calls=(\\d+)`));
      return Number(found?.[1] ?? 0);
    },
    async outcomes() {
      let count = 0;
      for (const key of await ask("KEYS", "cracktrader:outcomes:*") as readonly string[]) {
        count += await ask("HLEN", key) as number;
      }
      return count;
    },
    serve: (modules, options = {}) =>
      serveQueue({ redis: redis.address, threads: 1, lockMs: 1000, stalledMs: 500, ...options, modules }),
  };
}

/** Waits for a condition. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("Waited in vain");
}

/** Returns the error of the queue with which an action ends. */
export async function failure(action: () => Promise<unknown>): Promise<QueueError> {
  return await assertRejects(action, QueueError) as QueueError;
}

/** Keys of jobs that wait, are made, or failed. */
export async function jobs(play: Play): Promise<string[]> {
  const keys = await play.ask("KEYS", "cracktrader:jobs:*") as string[];
  return keys.filter((key) => !/:(?:meta|id|events|stalled-check|marker)$/.test(key)).toSorted();
}
