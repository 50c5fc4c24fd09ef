/**
 * Prices, searches and outcomes in Redis, beside the jobs: prices lie under their hash, searches under their key, and
 * outcomes under the key of their search. All of it is gone some time after its last use.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { TrialOutcome } from "../search/trial_row.ts";
import type { RedisClient } from "./library.ts";
import { QueueError } from "./queue_error.ts";
import { answerOf, type RedisAddress } from "./redis.ts";
import { packedOutcome, packedSearch, type StoredSearch, unpackedOutcome, unpackedSearch } from "./stored_search.ts";

/** Most bytes that are sent or fetched at once. */
const PART_BYTES = 8 * 1024 * 1024;
/** Most bytes of a value of Redis. */
const VALUE_BYTES_MAX = 512 * 1024 * 1024;
/** Most outcomes that are asked for at once. */
const ASKED_MAX = 1_000;
/** Answers that are texts come as bytes. */
const AS_BYTES = { typeMapping: { 36: Buffer } } as const;

/** Prices, searches and outcomes in Redis. */
export class SearchStore {
  /** Prefix of the keys of BullMQ. */
  readonly jobsPrefix: string;
  readonly #client: RedisClient;
  readonly #address: RedisAddress;
  readonly #prefix: string;
  readonly #keepMs: string;

  /** Keeps a connection, and how long all of it stays after its last use. */
  constructor(client: RedisClient, address: RedisAddress, prefix: string, keepMs: number) {
    this.#client = client;
    this.#address = address;
    this.#prefix = prefix;
    this.#keepMs = String(keepMs);
    this.jobsPrefix = `${prefix}:jobs`;
  }

  /**
   * Puts the prices there, if they are not, and renews their time.
   *
   * @throws {QueueError} TOO_LARGE if Redis cannot hold them.
   */
  async putData(hash: string, bytes: Uint8Array): Promise<void> {
    const key = this.#key("data", hash);
    if (await this.#renew(key)) return;
    if (bytes.length > VALUE_BYTES_MAX) {
      throw new QueueError(
        "TOO_LARGE",
        `Cannot put the prices into Redis: they have ${bytes.length} bytes, and it holds ${VALUE_BYTES_MAX}; search a part ` +
          "of them, or use workers of this machine",
      );
    }
    // Whole or not at all: a worker may look at any moment.
    const part = `${key}:${crypto.randomUUID()}`;
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      await this.#ask(["SETRANGE", part, String(at), bytes.subarray(at, at + PART_BYTES)]);
      await this.#renew(part);
    }
    await this.#ask(["RENAME", part, key]);
    await this.#renew(key);
  }

  /**
   * Returns the prices.
   *
   * @throws {QueueError} MISSING if they are not there.
   */
  async getData(hash: string): Promise<Uint8Array> {
    const key = this.#key("data", hash), length = await this.#ask(["STRLEN", key]) as number;
    if (length === 0 || !await this.#renew(key)) throw missing("the prices");
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += PART_BYTES) {
      const part = await this.#askBytes(["GETRANGE", key, String(at), String(at + PART_BYTES - 1)]) as Uint8Array;
      if (part.length !== Math.min(PART_BYTES, length - at)) throw missing("the prices");
      bytes.set(part, at);
    }
    return bytes;
  }

  /** Puts a search there, if it is not, and renews its time and that of its outcomes. */
  async putSearch(key: string, search: StoredSearch): Promise<void> {
    const [isThere] = await Promise.all([
      this.#renew(this.#key("search", key)),
      this.#renew(this.#key("outcomes", key)),
    ]);
    if (!isThere) await this.#ask(["SET", this.#key("search", key), packedSearch(search), "PX", this.#keepMs]);
  }

  /**
   * Returns a search.
   *
   * @throws {QueueError} MISSING if it is not there.
   */
  async getSearch(key: string): Promise<StoredSearch> {
    const bytes = await this.#askBytes(["GET", this.#key("search", key)]) as Uint8Array | null;
    if (bytes === null) throw missing("the search");
    return unpackedSearch(bytes);
  }

  /** Puts the outcome of a trial there, once: one that is there stays. */
  async putOutcome(search: string, trial: string, outcome: TrialOutcome): Promise<void> {
    const key = this.#key("outcomes", search);
    await Promise.all([this.#ask(["HSETNX", key, trial, packedOutcome(outcome)]), this.#renew(key)]);
  }

  /** Returns the outcomes of trials, undefined for those that have none. */
  async getOutcomes(search: string, trials: readonly string[]): Promise<readonly (TrialOutcome | undefined)[]> {
    const found: (TrialOutcome | undefined)[] = [];
    for (let at = 0; at < trials.length; at += ASKED_MAX) {
      const args = ["HMGET", this.#key("outcomes", search), ...trials.slice(at, at + ASKED_MAX)];
      for (const bytes of await this.#askBytes(args) as readonly (Uint8Array | null)[]) {
        found.push(bytes === null ? undefined : unpackedOutcome(bytes));
      }
    }
    return found;
  }

  /** Returns whether a job is there, and the reason for which it failed. */
  async jobFacts(
    queue: string,
    id: string,
  ): Promise<{ readonly isThere: boolean; readonly failure: string | undefined }> {
    const [added, failure] = await this.#ask([
      "HMGET",
      `${this.jobsPrefix}:${queue}:${id}`,
      "timestamp",
      "failedReason",
    ]) as readonly (string | null)[];
    return { isThere: added !== null, failure: failure ?? undefined };
  }

  /** Returns the place of the last event of the jobs, from which on a listener misses none. */
  async lastEvent(queue: string): Promise<string> {
    const key = `${this.jobsPrefix}:${queue}:events`;
    const [last] = await this.#ask([
      "XREVRANGE",
      key,
      "+",
      "-",
      "COUNT",
      "1",
    ]) as readonly (readonly [string, unknown])[];
    return last?.[0] ?? "0-0";
  }

  #key(kind: "data" | "search" | "outcomes", hash: string): string {
    return `${this.#prefix}:${kind}:${hash}`;
  }

  /** Renews the time of a key, and returns whether it is there. */
  async #renew(key: string): Promise<boolean> {
    return await this.#ask(["PEXPIRE", key, this.#keepMs]) === 1;
  }

  async #ask(args: readonly (string | Uint8Array)[], options?: object): Promise<unknown> {
    // The client takes bytes in this form alone.
    const sent = args.map((each) =>
      typeof each === "string" ? each : Buffer.from(each.buffer, each.byteOffset, each.length)
    );
    return await answerOf(this.#client, this.#address, () => this.#client.sendCommand(sent, options));
  }

  #askBytes(args: readonly string[]): Promise<unknown> {
    return this.#ask(args, AS_BYTES);
  }
}

function missing(part: string): QueueError {
  return new QueueError("MISSING", `Cannot make the trials: ${part} of their search are no longer in Redis`);
}
