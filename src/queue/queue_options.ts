/**
 * The options that a search and its workers share, and their check.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { checkWhole } from "../search/search_options.ts";
import { type RedisAddress, redisAddress } from "./redis.ts";

/** Where the jobs are. Search and workers pass the same. */
export interface QueuePlace {
  /**
   * Address of Redis: `"redis://:PASSWORD@HOST:PORT"`, with `rediss:` over TLS. Default: `"redis://127.0.0.1:6379"`.
   */
  readonly redis?: string;
  /** Name of the queue: workers take the jobs of their queue alone. Default: `"search"`. */
  readonly queue?: string;
  /** Begin of all keys in Redis. Default: `"cracktrader"`. */
  readonly prefix?: string;
  /**
   * Time in milliseconds for which prices, searches and outcomes stay in Redis after their last use. Within it, a trial
   * that was made is not made again. Default: a day.
   */
  readonly keepMs?: number;
}

/** Names of the options of {@linkcode QueuePlace}. */
export const PLACE_OPTIONS = ["redis", "queue", "prefix", "keepMs"] as const;

/** A place, checked and with defaults. */
export interface CheckedPlace {
  readonly address: RedisAddress;
  readonly queue: string;
  readonly prefix: string;
  readonly keepMs: number;
}

/** Longest time in milliseconds that an option takes: some 24 days, the most of a timer. */
export const OPTION_MS_MAX: number = 2 ** 31 - 1;

/**
 * Returns a place, checked.
 *
 * @throws {TypeError} If the address is none, or a name is no text.
 * @throws {RangeError} If a name or a number is out of range.
 */
export function checkedPlace(
  { redis = "redis://127.0.0.1:6379", queue = "search", prefix = "cracktrader", keepMs = 86_400_000 }: QueuePlace,
): CheckedPlace {
  for (const [name, value] of Object.entries({ queue, prefix })) {
    if (typeof value === "string" && /^[\w.-]{1,100}$/.test(value)) continue;
    throw new RangeError(
      `Cannot use ${name} ${inspected(value, 0)}: pass a name of letters, digits, ".", "-" and "_"`,
    );
  }
  checkWhole("keepMs", keepMs, 1_000, OPTION_MS_MAX);
  return { address: redisAddress(redis), queue, prefix, keepMs };
}
