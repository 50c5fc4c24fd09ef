/**
 * `serveQueue`: a worker of a queue, which makes trials of searches that run elsewhere.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { checkWhole } from "../search/search_options.ts";
import type { TrialOutcome } from "../search/trial_row.ts";
import { type JobWorker, loadQueueLibrary, type QueueJob, type RedisClient } from "./library.ts";
import { failureOf } from "./queue_error.ts";
import { checkedPlace, OPTION_MS_MAX, PLACE_OPTIONS, type QueuePlace } from "./queue_options.ts";
import { connectRedis, redisError } from "./redis.ts";
import { SearchStore } from "./search_store.ts";
import { moduleOf, type ServedModule, servedModule, ServedSearch } from "./served_search.ts";
import { type StudyFeeds, trialKey, unpackedFeeds, unpackedTrials } from "./stored_search.ts";

/** Options of {@linkcode serveQueue}. */
export interface ServeOptions extends QueuePlace {
  /**
   * Modules of the strategies that this worker makes trials of, such as `[new URL("./my_strategy.ts", import.meta.url)]`. It
   * runs no other code: a search says which module it wants by the hash of its files.
   */
  readonly modules: readonly (URL | string)[];
  /** Threads that make trials. Default: one for each processor. */
  readonly threads?: number;
  /** Name in messages of searches. Default: the number of the process. */
  readonly name?: string;
  /**
   * Time in milliseconds for which a job stays with a worker that tells nothing. A worker tells that it is alive twice in
   * that time, also while a trial takes longer; the jobs of one that died go to others after it. Default: 10,000.
   */
  readonly lockMs?: number;
  /** Time in milliseconds between two looks for jobs of workers that died. Default: 5,000. */
  readonly stalledMs?: number;
  /** Most times that a job goes to another worker before its search ends with an error. Default: 10. */
  readonly stalledMax?: number;
  /** Ends the worker when it is aborted. Default: none. */
  readonly signal?: AbortSignal;
  /** Is told of errors that pass, such as a lost connection, which is opened anew. Default: nobody is told. */
  readonly onError?: (error: Error) => void;
}

const OPTIONS = [
  ...PLACE_OPTIONS,
  ...["modules", "threads", "name", "lockMs", "stalledMs", "stalledMax", "signal", "onError"],
] as const;

/** Searches whose threads a worker keeps. */
const SEARCHES_KEPT = 2;
/** Time in milliseconds for which a worker that ends waits for a Redis that is gone, and the looks in that time. */
const LOST_MS = 5_000, LOST_LOOKS = 10;
/** Prices that a worker keeps. */
const FEEDS_KEPT = 4;

/** A worker of a queue. */
export interface ServedQueue extends AsyncDisposable {
  /** Name in messages of searches. */
  readonly name: string;
  /** Number of trials that it has made. */
  readonly trials: number;
  /** Is fulfilled when the worker has ended. */
  readonly finished: Promise<void>;
  /** Ends the worker: it makes the trials that it has, and takes no more. */
  close(): Promise<void>;
}

/**
 * Starts a worker of a queue in this process. It takes jobs from Redis until it is closed, makes their trials in threads,
 * and puts the outcomes back. Prices are fetched once and kept.
 *
 * A worker needs the permissions `--allow-net` of Redis, `--allow-read` of the modules' files,
 * `--allow-env=NODE_ENV,MSGPACKR_NATIVE_ACCELERATION_DISABLED`, which BullMQ reads, and those of the strategies.
 *
 * @param options Where the jobs are, and the modules of the strategies; see {@linkcode ServeOptions}.
 * @returns The worker, once it takes jobs.
 * @throws {TypeError} If an option is unknown or of the wrong type, or a module cannot be read.
 * @throws {RangeError} If an option is out of range.
 * @throws {QueueError} If Redis or the library cannot be reached.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { QueueError, serveQueue } from "@cracktrader/cracktrader/queue";
 *
 * // A worker's program: await serveQueue({ redis: "redis://10.0.0.5:6379", modules: [new URL("./my_strategy.ts", import.meta.url)] });
 * await assertRejects(() => serveQueue({ modules: [] }), TypeError, "name the modules of the strategies");
 * ```
 */
export async function serveQueue(options: ServeOptions): Promise<ServedQueue> {
  const { modules, threads = navigator.hardwareConcurrency, name = `process ${Deno.pid}`, ...rest } = takenOptions(
    options,
    OPTIONS,
    {
      noObject: (shown) =>
        `Cannot use options ${shown} of serveQueue: pass an object, such as { modules: [new URL("./my_strategy.ts", import.meta.url)] }`,
      unknown: (name) => `Cannot use option ${inspected(name)} of serveQueue: there are ${OPTIONS.join(", ")}`,
    },
  );
  const { lockMs = 10_000, stalledMs = 5_000, stalledMax = 10, signal, onError = () => {}, ...others } = rest;
  if (!Array.isArray(modules) || modules.length === 0) {
    throw new TypeError(
      `Cannot serve with modules ${inspected(modules, 0)}: name the modules of the strategies, as ` +
        '[new URL("./my_strategy.ts", import.meta.url)]',
    );
  }
  checkWhole("threads", threads, 1, 256);
  checkWhole("lockMs", lockMs, 100, OPTION_MS_MAX);
  checkWhole("stalledMs", stalledMs, 100, OPTION_MS_MAX);
  checkWhole("stalledMax", stalledMax, 0, 1_000_000);
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot use name ${inspected(name, 0)}: pass a text that is not empty`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`Cannot use signal ${inspected(signal, 0)}: pass that of an AbortController`);
  }
  if (typeof onError !== "function") {
    throw new TypeError(`Cannot use onError ${inspected(onError, 0)}: pass a function`);
  }
  const place = checkedPlace(others), served: ServedModule[] = [];
  for (const module of modules) served.push(await servedModule(module));
  const library = await loadQueueLibrary();
  // A worker waits for a Redis that is gone, as there may be one again.
  const client = await connectRedis(library, place.address, Infinity);
  try {
    const store = new SearchStore(client, place.address, place.prefix, place.keepMs);
    const made = new TrialMaker(store, served, name);
    const worker = new library.Worker(
      place.queue,
      async (job) => {
        try {
          return await made.make(job);
        } catch (error) {
          // Another try would end the same.
          throw new library.UnrecoverableError(failureOf(error));
        }
      },
      {
        ...{ connection: client, prefix: store.jobsPrefix, concurrency: threads, lockDuration: lockMs },
        ...{ stalledInterval: stalledMs, maxStalledCount: stalledMax },
      },
    );
    worker.on("error", onError);
    await worker.waitUntilReady();
    return new QueueServer(name, worker, made, client, signal);
  } catch (error) {
    client.destroy();
    throw redisError(error, place.address);
  }
}

/** A worker of a queue, with what has to be closed behind it. */
class QueueServer implements ServedQueue {
  readonly name: string;
  readonly finished: Promise<void>;
  readonly #worker: JobWorker;
  readonly #made: TrialMaker;
  readonly #client: RedisClient;
  readonly #ended = Promise.withResolvers<void>();
  #closing: Promise<void> | undefined;

  constructor(name: string, worker: JobWorker, made: TrialMaker, client: RedisClient, signal: AbortSignal | undefined) {
    this.name = name;
    this.#worker = worker;
    this.#made = made;
    this.#client = client;
    this.finished = this.#ended.promise;
    const end = (): void => void this.close();
    if (signal?.aborted === true) end();
    else signal?.addEventListener("abort", end, { once: true });
  }

  get trials(): number {
    return this.#made.trials;
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Waits until Redis is gone for some time: nobody could be told of a trial any more. */
  async #lost(): Promise<void> {
    for (let looks = 0; looks < LOST_LOOKS && this.#client.isOpen; looks++) {
      await new Promise((resolve) => setTimeout(resolve, LOST_MS / LOST_LOOKS));
      if (this.#client.isReady) looks = -1;
    }
  }

  async #close(): Promise<void> {
    await Promise.race([this.#worker.close(), this.#lost()]);
    await this.#made[Symbol.asyncDispose]();
    if (this.#client.isOpen) this.#client.destroy();
    this.#ended.resolve();
  }
}

/** Makes the trials of jobs. */
class TrialMaker implements AsyncDisposable {
  /** Trials that were made. */
  trials = 0;
  readonly #store: SearchStore;
  readonly #modules: readonly ServedModule[];
  readonly #name: string;
  readonly #searches = new Map<string, Promise<ServedSearch>>();
  readonly #feeds = new Map<string, Promise<StudyFeeds>>();

  constructor(store: SearchStore, modules: readonly ServedModule[], name: string) {
    this.#store = store;
    this.#modules = modules;
    this.#name = name;
  }

  /** Makes the trials of a job that have no outcome yet, and returns how many they were. */
  async make({ data }: QueueJob): Promise<number> {
    const { search: key, trials: text } = data as { readonly search: string; readonly trials: string };
    const trials = unpackedTrials(text), keys = trials.map(trialKey);
    const search = await this.#searchOf(key), known = await this.#store.getOutcomes(key, keys);
    const missing = trials.flatMap((trial, at) => known[at] === undefined ? [{ trial, key: keys[at]! }] : []);
    if (missing.length === 0) return 0;
    const outcomes: TrialOutcome[] = [];
    await search.make(missing.map(({ trial }) => trial), (place, outcome) => outcomes[place] = outcome);
    // Not before all of them: an error that a run left to a promise is told behind its outcome, and belongs to the job.
    await Promise.all(missing.map((each, place) => this.#store.putOutcome(key, each.key, outcomes[place]!)));
    this.trials += missing.length;
    return missing.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const search of this.#searches.values()) await (await search.catch(() => undefined))?.[Symbol.asyncDispose]();
    this.#searches.clear();
  }

  async #searchOf(key: string): Promise<ServedSearch> {
    const search = await kept(this.#searches, key, () => this.#open(key));
    for (const [old, opened] of [...this.#searches].slice(0, -SEARCHES_KEPT)) {
      const other = await opened.catch(() => undefined);
      if (other === undefined || other === search || other.atWork > 0) continue;
      this.#searches.delete(old);
      await other[Symbol.asyncDispose]();
    }
    return search;
  }

  async #open(key: string): Promise<ServedSearch> {
    const search = await this.#store.getSearch(key), module = moduleOf(search, this.#modules, this.#name);
    const feeds = await kept(
      this.#feeds,
      search.data,
      async () => unpackedFeeds(await this.#store.getData(search.data)),
    );
    for (const old of [...this.#feeds.keys()].slice(0, -FEEDS_KEPT)) this.#feeds.delete(old);
    return await ServedSearch.open(search, module, feeds, this.#name);
  }
}

/** Returns the value of a key, made once for all that ask at the same time; one that fails is made anew by the next. */
async function kept<Value>(
  values: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = values.get(key) ?? make();
  // The last one that was used is the last one that is forgotten.
  values.delete(key);
  values.set(key, value);
  try {
    return await value;
  } catch (error) {
    if (values.get(key) === value) values.delete(key);
    throw error;
  }
}
