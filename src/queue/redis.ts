/**
 * Connections to Redis: its address, and what to do where it cannot be reached.
 *
 * @module
 */

import { inspected, reasonOf } from "../host.ts";
import type { QueueLibrary, RedisClient } from "./library.ts";
import { QueueError } from "./queue_error.ts";

/** Milliseconds after which a connection that does not open has failed. */
const CONNECT_MS_MAX = 5_000;
/** Longest pause before a lost connection is tried again, in milliseconds. */
const PAUSE_MS_MAX = 1_000;

/** Words of the errors by which a connection is lost, in the client, in BullMQ and of the system. */
const LOST = /^Socket closed|^Connection is closed|\b(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT)\b/;

/** Where Redis is. */
export interface RedisAddress {
  /** The whole address, with its password. */
  readonly url: string;
  /** Host and port, for messages: a password belongs in none. */
  readonly shown: string;
}

/**
 * Returns an address, checked.
 *
 * @throws {TypeError} If it is none.
 */
export function redisAddress(given: unknown): RedisAddress {
  const url = typeof given === "string" && URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === "") {
    const shown = url === undefined ? inspected(given, 0) : JSON.stringify(`${url.protocol}//...`);
    throw new TypeError(`Cannot use redis ${shown}: pass an address such as "redis://127.0.0.1:6379"`);
  }
  return { url: url.href, shown: `${url.hostname}:${url.port === "" ? "6379" : url.port}` };
}

/**
 * Opens a connection. A connection that is lost later is opened anew, for as long as `patienceMs` says.
 *
 * @throws {QueueError} UNAVAILABLE, REFUSED or NOT_PERMITTED if it does not open.
 */
export async function connectRedis(
  { createClient }: QueueLibrary,
  address: RedisAddress,
  patienceMs: number,
): Promise<RedisClient> {
  let isOpened = false, lostMs = 0;
  const client = createClient({
    url: address.url,
    // Its part for a paid service reads the environment, and is of no use here.
    maintNotifications: "disabled",
    // A command waits while a lost connection is opened anew.
    commandOptions: { timeout: 0 },
    socket: {
      connectTimeout: CONNECT_MS_MAX,
      reconnectStrategy: (retries: number, cause: Error): number | Error => {
        if (!isOpened) return cause;
        if (retries === 0) lostMs = performance.now();
        return performance.now() - lostMs > patienceMs
          ? cause
          : Math.min(PAUSE_MS_MAX, 50 * 2 ** Math.min(retries, 10));
      },
    },
  });
  // An error that nobody hears would end the process; each command that fails tells its own.
  client.on("error", () => {});
  try {
    await client.connect();
    isOpened = true;
    return client;
  } catch (cause) {
    if (client.isOpen) client.destroy();
    throw redisError(cause, address);
  }
}

/**
 * Returns an answer of Redis. A question that was on its way when the connection was lost is asked again, so each has to do
 * the same the second time.
 *
 * @throws {QueueError} If Redis says no, or the connection is given up.
 */
export async function answerOf<Answer>(
  client: RedisClient,
  address: RedisAddress,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isLost = error instanceof Error && LOST.test(error.message);
      if (!isLost || !client.isOpen) throw redisError(error, address);
    }
  }
}

/** Returns the error of a Redis that could not be asked, with its address and the remedy. */
export function redisError(cause: unknown, { shown }: RedisAddress): QueueError {
  if (cause instanceof QueueError) return cause;
  const name = cause instanceof Error ? cause.name : "", reason = reasonOf(cause) || name || "no answer";
  if (name === "NotCapable") {
    return new QueueError("NOT_PERMITTED", `Cannot reach Redis at ${shown}: pass --allow-net=${shown}`, { cause });
  }
  if (/NOAUTH|WRONGPASS|AUTH/.test(reason)) {
    return new QueueError(
      "REFUSED",
      `Cannot use Redis at ${shown}: it wants another password; pass it in the address, as redis://:PASSWORD@${shown}`,
      { cause },
    );
  }
  return new QueueError(
    "UNAVAILABLE",
    `Cannot reach Redis at ${shown}: ${reason}; start it there with redis-server (apt-get install redis-server), or pass ` +
      "the address of one that runs as redis",
    { cause },
  );
}
