/**
 * A worker of a search: imports the strategy, takes the feeds in shared memory, and makes the trials that it is given.
 *
 * @module
 */

import { forbidEnding } from "../host.ts";
import { Bars } from "../feeds/bars.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { adoptAhead } from "../run/pack_ahead.ts";
import { messageOf } from "../strategy/strategy_error.ts";
import { makeTrial, type TrialWork } from "./make_trial.ts";
import { loadModule } from "./module_subject.ts";
import { takenFeeds, takenNamed } from "./shared_feeds.ts";
import type { FromWorker, ToWorker, WorkerStart } from "./worker_messages.ts";

/** The parts of a worker's global scope that are used here. */
interface WorkerScope {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
  addEventListener(
    kind: "error" | "unhandledrejection",
    hear: (event: { readonly error?: unknown; readonly reason?: unknown; preventDefault(): void }) => void,
  ): void;
}

const scope = globalThis as unknown as WorkerScope;
let work: TrialWork | undefined;

// Taken before a strategy is loaded, which could put another one in its place.
const post = scope.postMessage.bind(scope);
for (const kind of ["error", "unhandledrejection"] as const) {
  scope.addEventListener(kind, (event) => {
    event.preventDefault();
    post({ kind: "stray", error: messageOf(event.error ?? event.reason) });
  });
}
// A thread that ends itself tells nobody, and the search would wait for ever.
forbidEnding(() => {
  throw new Error("a strategy cannot end the worker that runs it");
});

scope.onmessage = async ({ data }): Promise<void> => {
  if (data.kind === "start") {
    try {
      work = await workOf(data.start);
      post({ kind: "ready" });
    } catch (error) {
      post({ kind: "failed", error: messageOf(error) });
    }
    return;
  }
  for (const job of data.jobs) {
    post({ kind: "made", trial: job.trial, outcome: makeTrial(work!, job) });
  }
  // An error that a run left to a promise is told before this turn.
  await new Promise<void>((resolve) => setTimeout(resolve));
  post({ kind: "idle" });
};

async function workOf(start: WorkerStart): Promise<TrialWork> {
  const { module, name, options, feedOptions, fillOn, further } = start, feeds = takenFeeds(start.feeds);
  const { subject, figures } = await loadModule(module, name);
  const used = Object.fromEntries(Object.entries(figures).filter(([each]) => further.includes(each)));
  const bars: Record<string, Bars> = {};
  for (const [option, feed] of Object.entries(feedOptions)) bars[option] = new Bars(feed);
  const whole: BacktestOptions = {
    ...{ ...options, ...bars },
    ...(fillOn === undefined ? {} : { fillOn: takenNamed(fillOn) }),
    ...(Object.keys(used).length === 0 ? {} : { figures: used }),
  };
  adoptAhead(subject.settled, feeds, whole, start.packed);
  return { subject, feeds, options: whole, further };
}
