/**
 * Makes trials in workers: threads of this process, each with the strategy's module, and all with the same prices in
 * shared memory.
 *
 * @module
 */

import { Bars } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { pathOfUrl } from "../host.ts";
import { packAhead } from "../run/pack_ahead.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { Executor, TrialJob } from "./executor.ts";
import type { Found } from "./found.ts";
import { InProcess } from "./in_process.ts";
import { loadModule, moduleAddress } from "./module_subject.ts";
import { search } from "./search.ts";
import type { CheckedSearch } from "./search_options.ts";
import { SharedColumns } from "./shared_feeds.ts";
import { type Study, studyOf } from "./study.ts";
import type { ModuleSubject, SearchFeeds } from "./subject.ts";
import type { TrialOutcome } from "./trial_row.ts";
import type { FromWorker, ToWorker, WorkerStart } from "./worker_messages.ts";

/** Most trials that a worker is given at once. */
const BATCH_MAX = 8;

/** Searches the parameters of a module's strategy. */
export async function optimizeModule(
  module: ModuleSubject,
  feeds: SearchFeeds,
  checked: CheckedSearch,
): Promise<Found> {
  const study = await moduleStudy(module, feeds, checked);
  await using executor = executorOf(study);
  return await search(study, executor);
}

/** Returns the study of a module's strategy, which this process imports too. */
export async function moduleStudy(module: ModuleSubject, feeds: SearchFeeds, checked: CheckedSearch): Promise<Study> {
  const address = moduleAddress(module), { subject, figures } = await loadModule(address, module.name);
  return studyOf(
    subject,
    { module: address, ...(module.name === undefined ? {} : { name: module.name }) },
    feeds,
    checked,
    figures,
  );
}

/** Returns the executor of a study: this process, or workers. */
export function executorOf(study: Study): Executor {
  const { module, search: { workers = module === undefined ? 0 : navigator.hardwareConcurrency } } = study;
  return module === undefined || workers === 0 ? new InProcess(study) : new WorkerPool(study, module, workers);
}

/** The jobs of a call of `make`. */
interface Call {
  /** Jobs that no worker has. */
  readonly waiting: TrialJob[];
  /** Number of jobs that are not told. */
  left: number;
  readonly batch: number;
  readonly tell: (job: TrialJob, outcome: TrialOutcome) => void;
  readonly signal: AbortSignal | undefined;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/** A worker, with the jobs that it has. */
interface Hand {
  readonly worker: Worker;
  jobs: TrialJob[];
  isReady: boolean;
  /** True from its jobs on until it has said that they left nothing behind. */
  isBusy: boolean;
}

/** Makes trials in workers. */
export class WorkerPool implements Executor {
  /** Number of workers. */
  readonly atOnce: number;
  readonly #start: WorkerStart;
  readonly #hands: Hand[] = [];
  #call: Call | undefined;

  /** Prepares what each worker is given. They are started with the first trials. */
  constructor(study: Study, module: ModuleSubject, workers: number) {
    this.atOnce = workers;
    this.#start = startOf(study, module);
  }

  /** Makes trials in all workers. */
  async make(
    jobs: readonly TrialJob[],
    tell: (job: TrialJob, outcome: TrialOutcome) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    if (jobs.length === 0 || signal?.aborted === true) return;
    const done = Promise.withResolvers<void>(), batch = Math.ceil(jobs.length / (this.atOnce * 4));
    const call: Call = {
      ...{ waiting: [...jobs], left: jobs.length, batch: Math.min(BATCH_MAX, batch), tell, signal },
      ...{ end: () => done.resolve(), fail: (error) => done.reject(error) },
    };
    this.#call = call;
    while (this.#hands.length < Math.min(this.atOnce, jobs.length)) this.#open();
    for (const hand of this.#hands) this.#give(hand);
    try {
      await done.promise;
    } finally {
      this.#call = undefined;
    }
  }

  /** Ends all workers. */
  [Symbol.asyncDispose](): Promise<void> {
    for (const { worker } of this.#hands.splice(0)) worker.terminate();
    return Promise.resolve();
  }

  #open(): void {
    const worker = new Worker(new URL("./search_worker.ts", import.meta.url), { type: "module" });
    const hand: Hand = { worker, jobs: [], isReady: false, isBusy: false };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>): void => this.#hear(hand, data);
    worker.onerror = (event): void => {
      event.preventDefault();
      this.#call?.fail(strayError(event.message));
    };
    this.#hands.push(hand);
    const start: ToWorker = { kind: "start", start: this.#start };
    worker.postMessage(start);
  }

  #hear(hand: Hand, message: FromWorker): void {
    if (message.kind === "failed") {
      this.#call?.fail(new Error(`Cannot start a worker of the search: ${message.error}`));
      return;
    }
    if (message.kind === "stray") {
      this.#call?.fail(strayError(message.error));
      return;
    }
    if (message.kind === "made") {
      this.#told(hand, message.trial, message.outcome);
      return;
    }
    hand.isReady = true;
    hand.isBusy = false;
    this.#give(hand);
  }

  #told(hand: Hand, trial: number, outcome: TrialOutcome): void {
    const at = hand.jobs.findIndex((job) => job.trial === trial), call = this.#call;
    if (at < 0 || call === undefined) return;
    const [job] = hand.jobs.splice(at, 1);
    call.left--;
    try {
      call.tell(job!, outcome);
    } catch (error) {
      call.fail(error);
    }
  }

  /** Gives a worker its next jobs, once it has none. */
  #give(hand: Hand): void {
    const call = this.#call;
    if (call === undefined || !hand.isReady || hand.isBusy) return;
    if (call.signal?.aborted === true) call.left -= call.waiting.splice(0).length;
    hand.jobs = call.waiting.splice(0, call.batch);
    hand.isBusy = hand.jobs.length > 0;
    if (hand.isBusy) hand.worker.postMessage({ kind: "make", jobs: hand.jobs } satisfies ToWorker);
    if (call.left === 0 && !this.#hands.some(({ isBusy }) => isBusy)) call.end();
  }
}

/** Returns what each worker is given. */
function startOf({ feeds, options, subject, further, search }: Study, { module, name }: ModuleSubject): WorkerStart {
  // The bars are packed once, here, and shared in that form.
  const packed = packAhead(subject.settled, feeds, options), columns = new SharedColumns();
  const feedOptions: Record<string, FeedData> = {}, plain: Record<string, unknown> = {};
  const { figures: _figures, fillOn, ...others } = options;
  if (Object.keys(search.run.figures ?? {}).length > 0) throw unsent("figures");
  for (const [option, value] of Object.entries(others)) {
    if (value instanceof Bars) feedOptions[option] = columns.feed(value);
    else plain[option] = value instanceof URL ? pathOfUrl(value) : sent(option, value);
  }
  return {
    ...{ module: String(module), feeds: columns.feeds(feeds), packed: columns.packed(packed) },
    ...{ options: plain as BacktestOptions, feedOptions, further },
    ...(fillOn === undefined ? {} : { fillOn: columns.named(fillOn) }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Returns an option that can be sent to a worker. */
function sent(option: string, value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw unsent(option);
  }
}

/** Returns the error of a search whose strategy left one: it comes after the run, so that nobody knows of which trial. */
function strayError(message: string): Error {
  return new Error(
    `Cannot go on with the search: a run in a worker left an error that nobody caught, of a promise or a timer: ${message}; ` +
      "a run waits for no promise, so take it out of the strategy",
  );
}

function unsent(option: string): TypeError {
  const remedy = option === "sizer"
    ? "write it as static sizer of the strategy"
    : option === "figures"
    ? "export the figure from the module of the strategy"
    : "pass plain values";
  return new TypeError(`Cannot send the option ${option} to workers: ${remedy}, or pass workers: 0`);
}
