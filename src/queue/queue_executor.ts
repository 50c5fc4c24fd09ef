/**
 * Makes trials in the workers of a queue: other processes, on this machine or on others, which take jobs from Redis.
 *
 * Outcomes are read from where the workers put them, under the keys of their trials; events of the queue only say when to
 * look. So a lost event, a lost job and a worker that dies cost time, and change no row.
 *
 * @module
 */

import { takenOptions } from "../options.ts";
import { inspected } from "../host.ts";
import type { Executor, ExecutorFactory, SearchWork, TrialJob } from "../search/executor.ts";
import { moduleAddress } from "../search/module_subject.ts";
import { checkWhole } from "../search/search_options.ts";
import type { TrialOutcome } from "../search/trial_row.ts";
import { type JobEvents, type JobQueue, loadQueueLibrary, type RedisClient } from "./library.ts";
import { moduleHash } from "./module_hash.ts";
import { errorOfFailure, QueueError } from "./queue_error.ts";
import { type CheckedPlace, checkedPlace, OPTION_MS_MAX, PLACE_OPTIONS, type QueuePlace } from "./queue_options.ts";
import { answerOf, connectRedis, redisError } from "./redis.ts";
import { SearchStore } from "./search_store.ts";
import {
  jobId,
  PACKAGE_IDENTITY,
  packedFeeds,
  packedTrials,
  searchKey,
  type StoredSearch,
  trialKey,
} from "./stored_search.ts";

/** Options of {@linkcode queueExecutor}. */
export interface QueueOptions extends QueuePlace {
  /** Most trials of a job. A worker that dies loses the trials of its job, which another one makes. Default: 8. */
  readonly batch?: number;
  /** Time in milliseconds after which a search ends with an error while no worker is there. Default: 30,000. */
  readonly workerWaitMs?: number;
}

const OPTIONS = [...PLACE_OPTIONS, "batch", "workerWaitMs"] as const;

/** Jobs among which the trials of a call are divided, so that all workers have some. */
const JOBS_OF_CALL = 16;
/** Milliseconds between two looks at the jobs, beside those that events cause. */
const LOOK_MS = 500;
/** Most jobs that a look asks about: workers take the oldest first. */
const LOOKED_MAX = 500;
/** Milliseconds for which a lost connection is tried anew. */
const PATIENCE_MS = 30_000;
/** Events that stay in Redis: a search that misses one looks by itself. */
const EVENTS_MAX = 1_000;
/** Jobs that failed and stay until their search looks. */
const FAILED_MAX = 1_000;
/** Seconds after which a job that failed is removed, where its search did not. */
const FAILED_SECONDS_MAX = 3_600;

/**
 * Returns an executor for the option `executor` of `ct.optimize` and `ct.walkForward`, which has their trials made by the
 * workers of a queue; {@linkcode serveQueue} starts one. Nothing is loaded or asked before a search begins.
 *
 * A search needs the permissions `--allow-net` of Redis, `--allow-read` of the strategy's files, and
 * `--allow-env=NODE_ENV,MSGPACKR_NATIVE_ACCELERATION_DISABLED`, which BullMQ reads.
 *
 * @param options Where the jobs are; see {@linkcode QueueOptions}.
 * @returns The executor. One may be used by several searches.
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { queueExecutor } from "@cracktrader/cracktrader/queue";
 *
 * const executor = queueExecutor({ redis: "redis://127.0.0.1:6379" });
 * assertEquals(executor.name, "queue search at 127.0.0.1:6379");
 * // await ct.optimize({ module: new URL("./my_strategy.ts", import.meta.url) }, feed, { params, executor });
 * ```
 */
export function queueExecutor(options: QueueOptions = {}): ExecutorFactory {
  const { batch = 8, workerWaitMs = 30_000, ...place } = takenOptions(options, OPTIONS, {
    noObject: (shown) =>
      `Cannot use options ${shown} of queueExecutor: pass an object, such as { redis: "redis://127.0.0.1:6379" }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of queueExecutor: there are ${OPTIONS.join(", ")}`,
  });
  checkWhole("batch", batch, 1, 10_000);
  checkWhole("workerWaitMs", workerWaitMs, 1_000, OPTION_MS_MAX);
  const checked = checkedPlace(place);
  return {
    name: `queue ${checked.queue} at ${checked.address.shown}`,
    open: (work) => openExecutor(work, checked, { batch, workerWaitMs }),
  };
}

/** Numbers of an executor. */
type Limits = Required<Pick<QueueOptions, "batch" | "workerWaitMs">>;

async function openExecutor(work: SearchWork, place: CheckedPlace, limits: Limits): Promise<Executor> {
  if (work.options.libraryPath !== undefined) {
    throw new RangeError(
      "Cannot send the option libraryPath to a queue: each worker has its own library; leave it out, and install the " +
        "library where the worker runs",
    );
  }
  const stored = await storedSearch(work), library = await loadQueueLibrary();
  const client = await connectRedis(library, place.address, PATIENCE_MS);
  const opened: { close(): Promise<void> }[] = [{
    close: () => Promise.resolve(client.isOpen ? client.destroy() : undefined),
  }];
  try {
    const store = new SearchStore(client, place.address, place.prefix, place.keepMs), { jobsPrefix: prefix } = store;
    const queue = new library.Queue(place.queue, {
      connection: client,
      prefix,
      streams: { events: { maxLen: EVENTS_MAX } },
    });
    opened.unshift(queue);
    const lastEventId = await store.lastEvent(place.queue);
    const eventsClient: RedisClient = await connectRedis(library, place.address, PATIENCE_MS);
    opened.unshift({ close: () => Promise.resolve(eventsClient.isOpen ? eventsClient.destroy() : undefined) });
    const events = new library.QueueEvents(place.queue, { connection: eventsClient, prefix, lastEventId });
    opened.unshift(events);
    // Each command that fails tells its own error.
    for (const each of [queue, events]) each.on("error", () => {});
    await queue.waitUntilReady();
    const workers = await queue.getWorkersCount();
    return new QueueExecutor({ client, store, queue, events, place, limits, workers, opened, ...stored });
  } catch (error) {
    for (const each of opened) await each.close();
    throw redisError(error, place.address);
  }
}

/** Returns a search as it is stored, with its prices. */
async function storedSearch({ module, code, feeds, options, feedOptions, further }: SearchWork): Promise<Stored> {
  const address = moduleAddress(module), prices = packedFeeds({ feeds, feedOptions });
  const search: StoredSearch = {
    ...{ version: PACKAGE_IDENTITY, file: address.slice(address.lastIndexOf("/") + 1), code, data: prices.hash },
    ...{ moduleHash: await moduleHash(address), options, further },
    ...(module.name === undefined ? {} : { name: module.name }),
  };
  return { search, key: searchKey(search), bytes: prices.bytes };
}

/** A search as it is stored. */
interface Stored {
  readonly search: StoredSearch;
  readonly key: string;
  /** The prices. */
  readonly bytes: Uint8Array;
}

/** The parts of an executor. */
interface Parts extends Stored {
  readonly client: RedisClient;
  readonly store: SearchStore;
  readonly queue: JobQueue;
  readonly events: JobEvents;
  readonly place: CheckedPlace;
  readonly limits: Limits;
  readonly workers: number;
  /** All that has to be closed, in this order. */
  readonly opened: readonly { close(): Promise<void> }[];
}

/** Trials of one job: keys, with the trials of this search that have them. */
type Batch = ReadonlyMap<string, readonly TrialJob[]>;

/** Makes trials in the workers of a queue. */
class QueueExecutor implements Executor {
  readonly atOnce: number;
  readonly #parts: Parts;
  /** Jobs that are not told, by their ids. */
  readonly #waiting = new Map<string, Batch>();
  #call:
    | { readonly tell: (job: TrialJob, outcome: TrialOutcome) => void; readonly done: PromiseWithResolvers<void> }
    | undefined;
  #looking: Promise<void> = Promise.resolve();
  #toldMs = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.atOnce = Math.max(1, parts.workers);
    parts.events.on("completed", ({ jobId }) => this.#lookSoon([jobId]));
    parts.events.on("failed", ({ jobId }) => this.#lookSoon([jobId]));
  }

  async make(
    jobs: readonly TrialJob[],
    tell: (job: TrialJob, outcome: TrialOutcome) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    if (jobs.length === 0 || signal?.aborted === true) return;
    const done = Promise.withResolvers<void>(), end = (): void => done.resolve();
    // It is awaited below, and may fail before.
    done.promise.catch(() => {});
    this.#call = { tell, done };
    this.#toldMs = performance.now();
    signal?.addEventListener("abort", end);
    const timer = setInterval(() => this.#lookSoon([...this.#waiting.keys()].slice(0, LOOKED_MAX)), LOOK_MS);
    try {
      await this.#begin(jobs);
      if (this.#waiting.size === 0) done.resolve();
      await done.promise;
    } finally {
      clearInterval(timer);
      signal?.removeEventListener("abort", end);
      this.#call = undefined;
      await this.#looking;
      await this.#clear();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#parts.opened) await each.close();
  }

  /** Tells the outcomes that are there, and adds jobs for the others. */
  async #begin(jobs: readonly TrialJob[]): Promise<void> {
    const { store, key, limits } = this.#parts;
    const byKey = Map.groupBy(jobs, trialKey), keys = [...byKey.keys()];
    await this.#put();
    const outcomes = await store.getOutcomes(key, keys), missing: string[] = [];
    for (const [at, trial] of keys.entries()) {
      if (outcomes[at] === undefined) missing.push(trial);
      else this.#tell(byKey.get(trial)!, outcomes[at]);
    }
    const size = Math.max(1, Math.min(limits.batch, Math.ceil(missing.length / JOBS_OF_CALL)));
    const added: string[] = [];
    for (let at = 0; at < missing.length; at += size) {
      const trials = missing.slice(at, at + size), id = jobId(key, trials);
      this.#waiting.set(id, new Map(trials.map((trial) => [trial, byKey.get(trial)!])));
      added.push(id);
    }
    await this.#add(added);
  }

  /** Puts what the trials share into Redis, where it is not there. */
  async #put(): Promise<void> {
    const { store, search, key, bytes } = this.#parts;
    await store.putData(search.data, bytes);
    await store.putSearch(key, search);
  }

  /** Adds jobs. One that is there by another search is left; one that failed before is made anew. */
  async #add(ids: readonly string[]): Promise<void> {
    const { store, queue, place, key } = this.#parts;
    // One by one and not as a bulk, which is a transaction: a Redis that was started again knows none of its scripts there.
    await Promise.all(ids.map(async (id) => {
      const batch = this.#waiting.get(id);
      if (batch === undefined) return;
      if ((await store.jobFacts(place.queue, id)).failure !== undefined) await this.#asked(() => queue.remove(id));
      const trials = packedTrials([...batch.values()].map(([job]) => job!));
      const removeOnFail = { age: FAILED_SECONDS_MAX, count: FAILED_MAX };
      const opts = { jobId: id, attempts: 1, removeOnComplete: true, removeOnFail };
      await this.#asked(() => queue.add("trials", { search: key, trials }, opts));
    }));
  }

  /** Looks at jobs after those that are looked at now. */
  #lookSoon(ids: readonly string[]): void {
    const known = ids.filter((id) => this.#waiting.has(id));
    if (known.length === 0) return;
    this.#looking = this.#looking.then(() => this.#look(known)).catch((error) => {
      this.#call?.done.reject(error);
    });
  }

  /** Tells the outcomes of jobs, and adds those anew that are lost. */
  async #look(ids: readonly string[]): Promise<void> {
    const { store, place, key, queue } = this.#parts, lost: string[] = [];
    const looked = ids.filter((id) => this.#call !== undefined && this.#waiting.has(id));
    // The job first: one that ends between both questions has its outcomes by the second.
    const facts = await Promise.all(looked.map((id) => store.jobFacts(place.queue, id)));
    const trials = looked.map((id) => [...this.#waiting.get(id)!.keys()]);
    const outcomes = [...await store.getOutcomes(key, trials.flat())];
    for (const [at, id] of looked.entries()) {
      const batch = this.#waiting.get(id)!, found = outcomes.splice(0, batch.size), { isThere, failure } = facts[at]!;
      if (this.#call === undefined) return;
      if (found.every((outcome) => outcome !== undefined)) {
        this.#waiting.delete(id);
        if (failure !== undefined) await this.#asked(() => queue.remove(id));
        for (const [place, jobs] of [...batch.values()].entries()) this.#tell(jobs, found[place]!);
      } else if (failure !== undefined) {
        const error = failure.includes("stalled more than") ? this.#lostError(batch) : errorOfFailure(failure);
        await this.#asked(() => queue.remove(id));
        if (error.code !== "MISSING") throw error;
        lost.push(id);
      } else if (!isThere) lost.push(id);
    }
    if (lost.length > 0) {
      await this.#put();
      await this.#add(lost);
    }
    if (this.#waiting.size === 0) this.#call?.done.resolve();
    else await this.#checkWorkers();
  }

  #tell(jobs: readonly TrialJob[], outcome: TrialOutcome): void {
    this.#toldMs = performance.now();
    for (const job of jobs) this.#call?.tell(job, outcome);
  }

  /** Returns an answer of the queue, and throws its errors with the address of Redis. */
  #asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    return answerOf(this.#parts.client, this.#parts.place.address, ask);
  }

  /** Throws if no worker is there, and none was for some time. */
  async #checkWorkers(): Promise<void> {
    const { queue, place, limits: { workerWaitMs } } = this.#parts;
    if (performance.now() - this.#toldMs < workerWaitMs) return;
    if (await this.#asked(() => queue.getWorkersCount()) > 0) return;
    throw new QueueError(
      "NO_WORKER",
      `Cannot go on with the search: no worker took trials of the queue ${place.queue} at ${place.address.shown} for ` +
        `${workerWaitMs} ms; start one with serveQueue of @cracktrader/cracktrader/queue`,
    );
  }

  #lostError(batch: Batch): QueueError {
    const [job] = [...batch.values()][0]!;
    return new QueueError(
      "LOST",
      `Cannot go on with the search: each worker that took trial ${job!.trial}${
        batch.size === 1 ? "" : ` and the ${batch.size - 1} others of its job`
      } ended before it was made; run ${inspected(job!.params)} alone, and see why`,
    );
  }

  /** Removes the jobs that nobody has begun. */
  async #clear(): Promise<void> {
    const ids = [...this.#waiting.keys()];
    this.#waiting.clear();
    await Promise.allSettled(ids.map((id) => this.#parts.queue.remove(id)));
  }
}
