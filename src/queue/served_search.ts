/**
 * A search in a worker of a queue: its strategy, its prices in shared memory, and the threads that make its trials.
 *
 * @module
 */

import { BACKENDS, ENGINE_NAMES, type EngineName } from "../engine/backends.ts";
import { quoted } from "../records/text.ts";
import type { TrialJob } from "../search/executor.ts";
import { type LoadedModule, loadModule, moduleAddress } from "../search/module_subject.ts";
import { codeHash } from "../search/search_key.ts";
import type { TrialOutcome } from "../search/trial_row.ts";
import { startOf, WorkerPool } from "../search/worker_pool.ts";
import type { WorkerStart } from "../search/worker_messages.ts";
import { moduleHash } from "./module_hash.ts";
import { QueueError } from "./queue_error.ts";
import { PACKAGE_IDENTITY, type StoredSearch, type StudyFeeds } from "./stored_search.ts";

/** A module that a worker serves. */
export interface ServedModule {
  /** Its address. */
  readonly address: string;
  /** Name of its file. */
  readonly file: string;
  /** Hash of its files. */
  readonly hash: string;
}

/** Returns a module to serve, with the hash of its files as they are now. */
export async function servedModule(module: URL | string): Promise<ServedModule> {
  const address = moduleAddress({ module });
  return { address, file: address.slice(address.lastIndexOf("/") + 1), hash: await moduleHash(address) };
}

/**
 * Returns the module of a search.
 *
 * @throws {QueueError} OTHER_VERSION if this worker does not have it, or has another version of it or of the package.
 */
export function moduleOf(search: StoredSearch, modules: readonly ServedModule[], worker: string): ServedModule {
  if (search.version !== PACKAGE_IDENTITY) {
    throw new QueueError(
      "OTHER_VERSION",
      `Cannot make the trials: the worker ${worker} runs version ${PACKAGE_IDENTITY} of @cracktrader/cracktrader, and the ` +
        `search version ${search.version}; run one version everywhere`,
    );
  }
  const found = modules.find(({ hash }) => hash === search.moduleHash);
  if (found !== undefined) return found;
  const other = modules.find(({ file }) => file === search.file);
  throw new QueueError(
    "OTHER_VERSION",
    other === undefined
      ? `Cannot make the trials: the worker ${worker} does not serve ${search.file}, it serves ${
        quoted(modules.map(({ file }) => file))
      }; name the module in its modules, or give each strategy a queue of its own`
      : `Cannot make the trials: the worker ${worker} has another version of ${search.file} or of a file that it imports, ` +
        `with the hash ${other.hash.slice(0, 12)}, and the search has ${
          search.moduleHash.slice(0, 12)
        }; give both the ` +
        "same files, and start the worker again",
  );
}

/** A search of which a worker makes trials. */
export class ServedSearch implements AsyncDisposable {
  readonly #start: WorkerStart;
  readonly #free: WorkerPool[] = [];
  #isEnded = false;
  /** Number of calls of {@linkcode make} that go on. */
  atWork = 0;

  private constructor(start: WorkerStart) {
    this.#start = start;
  }

  /**
   * Opens a search: imports its strategy, and packs its prices.
   *
   * @throws {QueueError} OTHER_VERSION if the strategy is another one; NO_ENGINE if its engine is not here.
   */
  static async open(
    search: StoredSearch,
    module: ServedModule,
    feeds: StudyFeeds,
    worker: string,
  ): Promise<ServedSearch> {
    const { name, options, further } = search, loaded: LoadedModule = await loadModule(module.address, name);
    const { subject, figures } = loaded, { engineBackend = "auto" } = options;
    if (codeHash(subject) !== search.code) {
      throw new QueueError(
        "OTHER_VERSION",
        `Cannot make the trials: the worker ${worker} loaded another ${subject.name} of ${search.file} than the search; ` +
          "start both again",
      );
    }
    if (ENGINE_NAMES.includes(engineBackend as EngineName) && !BACKENDS[engineBackend as EngineName].open({}).found) {
      throw new QueueError(
        "NO_ENGINE",
        `Cannot make the trials: the worker ${worker} cannot open the engine ${JSON.stringify(engineBackend)} of the ` +
          "search; install it there, or leave engineBackend out: every engine gives the same rows",
      );
    }
    const used = Object.fromEntries(Object.entries(figures).filter(([each]) => further.includes(each)));
    const whole = { ...options, ...feeds.feedOptions, ...(further.length === 0 ? {} : { figures: used }) };
    const shared = { module: address(module, name), code: search.code, ...feeds, options, further };
    return new ServedSearch(startOf({ subject, options: whole }, shared));
  }

  /** Makes trials in a thread of their own, and tells each outcome with its place. */
  async make(
    jobs: readonly Omit<TrialJob, "trial">[],
    tell: (place: number, outcome: TrialOutcome) => void,
  ): Promise<void> {
    const pool = this.#free.pop() ?? new WorkerPool(this.#start, 1);
    this.atWork++;
    try {
      await pool.make(jobs.map((job, trial) => ({ ...job, trial })), ({ trial }, outcome) => tell(trial, outcome));
      if (this.#isEnded) await pool[Symbol.asyncDispose]();
      else this.#free.push(pool);
    } catch (error) {
      // The thread has an error that a trial left behind.
      await pool[Symbol.asyncDispose]();
      throw error;
    } finally {
      this.atWork--;
    }
  }

  /** Ends its threads; those that make trials end behind them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnded = true;
    for (const pool of this.#free.splice(0)) await pool[Symbol.asyncDispose]();
  }
}

function address(
  { address }: ServedModule,
  name: string | undefined,
): { readonly module: string; readonly name?: string } {
  return { module: address, ...(name === undefined ? {} : { name }) };
}
