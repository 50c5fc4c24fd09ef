/**
 * The loop of a search: rounds of trials, made by an executor, in the order that the sampler said.
 *
 * @module
 */

import { figures as allFigures } from "../analyzers/figures.ts";
import { inspected } from "../host.ts";
import { quoted } from "../records/text.ts";
import type { Params } from "../strategy/strategy.ts";
import type { Executor, TrialJob } from "./executor.ts";
import { Found } from "./found.ts";
import { type LedgerRow, ledgerRow } from "./ledger.ts";
import { paramsText } from "./param_space.ts";
import { ResumeFile } from "./resume_file.ts";
import { gridSampler, randomSampler, type Sampler } from "./sampler.ts";
import { textHash, valuesText } from "./search_key.ts";
import type { CheckedSearch, SearchProgress } from "./search_options.ts";
import { runStudy, STUDIES, type Study } from "./study.ts";
import { resolveParams } from "../run/params.ts";
import { nearNames } from "./trial_figures.ts";
import type { TrialOutcome, TrialRow } from "./trial_row.ts";

/** Milliseconds between two tellings of the progress. */
const TELLING_MS = 100;

/** Makes the trials of a study. */
export async function search(study: Study, executor: Executor): Promise<Found> {
  const { search: options, space } = study, { signal } = options;
  const sampler = samplerOf(study), most = options.trials ?? space.size;
  const file = options.resume === undefined ? undefined : new ResumeFile(options.resume, identityOf(study, sampler));
  const rows: TrialRow[] = [], progress = new Progress(most, options.onProgress);
  let ended = false;
  while (!ended && rows.length < most && signal?.aborted !== true) {
    const count = Math.min(options.round, most - rows.length), asked = askedOf(sampler, count, rows, study);
    ended = asked.length === 0;
    const { changes } = study;
    const jobs = asked.map((params, at): TrialJob => ({
      ...{ trial: rows.length + at, params },
      ...(changes === undefined ? {} : { changes }),
    }));
    const outcomes = new Map<number, TrialOutcome>();
    for (const { trial, params } of jobs) {
      const known = file?.outcomeOf(trial, params);
      if (known !== undefined) outcomes.set(trial, known);
    }
    const missing = jobs.filter(({ trial }) => !outcomes.has(trial)), made: TrialJob[] = [];
    progress.begin(rows.length + outcomes.size);
    await executor.make(missing, (job, outcome) => {
      outcomes.set(job.trial, outcome);
      made.push(job);
      progress.add(outcome.error !== null);
    }, signal);
    file?.add(
      made.toSorted((a, b) => a.trial - b.trial).map(({ trial, params }) => ({
        trial,
        params,
        outcome: outcomes.get(trial)!,
      })),
    );
    // A pause in a round keeps the trials up to the first one that is not made, so that rows are always the first ones.
    for (const { trial, params } of jobs) {
      const outcome = outcomes.get(trial);
      if (outcome === undefined) break;
      rows.push(rowOf(study, trial, params, outcome));
    }
  }
  progress.end();
  if (rows.length === 0 && signal?.aborted !== true) {
    throw new RangeError("Cannot search: no combination is left; where allows none of the values in params");
  }
  record(study, rows);
  const complete = ended || rows.length >= most;
  const found = new Found(
    {
      strategy: study.subject.name,
      objective: options.objective,
      direction: options.direction,
      method: sampler.name,
      axes: space.axes,
      complete,
      data: study.data,
    },
    rows,
    (params) => runStudy(study, params),
  );
  STUDIES.set(found, study);
  return found;
}

function samplerOf({ space, search: { method, seed, trials } }: Study): Sampler {
  if (method === "random") return randomSampler(space, seed);
  if (method !== "grid") return method;
  if (trials !== undefined && trials < space.size) {
    throw new RangeError(
      `Cannot search a grid of ${space.size} combinations with trials ${trials}: leave trials out, pass fewer values, ` +
        'or method: "random"',
    );
  }
  return gridSampler(space);
}

/** Asks the sampler for a round. */
function askedOf(sampler: Sampler, count: number, rows: readonly TrialRow[], { subject }: Study): readonly Params[] {
  const asked: unknown = sampler.ask(count, Object.freeze([...rows]));
  if (!Array.isArray(asked) || asked.length > count) {
    throw new TypeError(
      `Cannot use what sampler "${sampler.name}" gave, ${
        inspected(asked, 0)
      }: ask(${count}, history) returns a list of ` +
        `at most ${count} parameters`,
    );
  }
  return asked.map((params: Params) => {
    // A sampler's own mistake, and no trial that failed.
    if (subject.defaults !== undefined) resolveParams(subject.settled, params);
    return Object.freeze({ ...params });
  });
}

function rowOf(
  { search: { objective, accept } }: Study,
  trial: number,
  params: Params,
  outcome: TrialOutcome,
): TrialRow {
  const { figures } = outcome;
  return Object.freeze({
    ...{ trial, params, ...outcome },
    objective: figures?.[objective] ?? null,
    accepted: figures !== null && isAccepted(accept, figures, params),
  });
}

function isAccepted(
  accept: CheckedSearch["accept"],
  figures: NonNullable<TrialOutcome["figures"]>,
  params: Params,
): boolean {
  if (accept === undefined) return true;
  const accepted: unknown = accept(namedFigures(figures), params);
  if (typeof accepted === "boolean") return accepted;
  throw new TypeError(
    `Cannot use accept: it gave ${inspected(accepted, 0)} for ${paramsText(params)}, not true or false`,
  );
}

/** Returns figures that refuse a name which none of them has: it would turn every trial down without a word. */
function namedFigures(figures: NonNullable<TrialOutcome["figures"]>): NonNullable<TrialOutcome["figures"]> {
  return new Proxy(figures, {
    get(target, name): unknown {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
      const near = nearNames(name, Object.keys(target));
      const known = Object.hasOwn(allFigures, name) ? `name it in keep: [${JSON.stringify(name)}]` : undefined;
      throw new RangeError(
        `Cannot use accept: a trial has no figure ${JSON.stringify(name)}; ` +
          (known ?? (near.length > 0 ? `did you mean ${quoted(near)}?` : `there are ${quoted(Object.keys(target))}`)),
      );
    },
  });
}

/** Returns what a file of the search is known by. */
function identityOf(study: Study, sampler: Sampler): ConstructorParameters<typeof ResumeFile>[1] {
  const { subject, code, data, optionsHash, search: { where, round }, further, space } = study;
  return {
    ...{ strategy: subject.name, code, data, options: optionsHash },
    search: textHash(valuesText({ axes: space.axes, where, further })),
    method: `${sampler.name}, rounds of ${round}`,
  };
}

/** Records the trials in the ledger, if there is one. */
function record({ search: { ledger }, subject, code, data }: Study, rows: readonly TrialRow[]): void {
  ledger?.add(
    rows.flatMap(({ params, returns, run }): LedgerRow[] =>
      returns === null || run === null
        ? []
        : [ledgerRow({ data, ...run, strategy: subject.name, code, params: plainOf(params) }, returns)]
    ),
  );
}

/** Returns parameters as a file holds them. */
function plainOf(params: Params): Params {
  return JSON.parse(valuesText(params)) as Params;
}

/** Tells how far the search is. */
class Progress {
  readonly #total: number;
  readonly #tell: ((progress: SearchProgress) => void) | undefined;
  readonly #beganMs = performance.now();
  #toldMs = -Infinity;
  #done = 0;
  #made = 0;
  #failed = 0;

  constructor(total: number, tell: ((progress: SearchProgress) => void) | undefined) {
    this.#total = total;
    this.#tell = tell;
  }

  /** Begins a round with the trials that are there. */
  begin(done: number): void {
    this.#done = done;
  }

  add(failed: boolean): void {
    this.#done++;
    this.#made++;
    if (failed) this.#failed++;
    if (performance.now() - this.#toldMs >= TELLING_MS) this.end();
  }

  end(): void {
    if (this.#tell === undefined) return;
    this.#toldMs = performance.now();
    const seconds = (this.#toldMs - this.#beganMs) / 1000, rate = seconds > 0 ? this.#made / seconds : 0;
    this.#tell(Object.freeze({
      done: this.#done,
      total: this.#total,
      failed: this.#failed,
      trialsPerSecond: rate,
      secondsLeft: rate > 0 ? (this.#total - this.#done) / rate : null,
    }));
  }
}
