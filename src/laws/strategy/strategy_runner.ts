/**
 * Makes the runs of a law, in this process or in another.
 *
 * @module
 */

import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { type FixedSources, fixSources } from "../process/fixed_sources.ts";
import type { GivenPlace } from "../process/machine_place.ts";
import { makeRun, outcomeOf, type RunOutcome, type RunRequest } from "./run_outcome.ts";

/** The surroundings of a process; it has its own where one is left out. */
export interface Surroundings {
  /** The clock and the random numbers. */
  readonly fixed?: FixedSources;
  /** Time zone and language; only where each call has a process of its own. */
  readonly place?: GivenPlace;
}

/** Makes runs of one strategy. */
export interface StrategyRunner {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** True if each call runs in a separate process, which has only the requests of that call. */
  readonly isolated: boolean;
  /** Names of the samples of this package that the strategy loaded itself so far; of a class they are not known. */
  readonly samples: readonly string[];
  /** Number of calls that may run at once. */
  readonly atOnce: number;
  /** Makes the runs one after the other, all in the same process. */
  run(requests: readonly RunRequest[], surroundings?: Surroundings): Promise<readonly RunOutcome[]>;
}

/** Makes runs of a class in this process, where all of them share the closures of the class. */
export class ClassRunner<P extends Params> implements StrategyRunner {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** False: the runs are made in this process. */
  readonly isolated = false;
  /** None: this process may have loaded a sample for any purpose. */
  readonly samples: readonly string[] = [];
  /** One: the runs share this process, and a law may overwrite the data of a run in place. */
  readonly atOnce = 1;
  readonly #strategyClass: StrategyClass<P>;

  constructor(strategyClass: StrategyClass<P>) {
    this.strategy = strategyClass.name;
    this.#strategyClass = strategyClass;
  }

  /**
   * Makes the runs before it returns, so that no other code of the process runs between them. Runs over feeds that wait
   * are made in turns.
   */
  run(requests: readonly RunRequest[], { fixed }: Surroundings = {}): Promise<readonly RunOutcome[]> {
    if (requests.some(({ wants }) => wants?.waiting !== undefined)) return this.#runInTurns(requests);
    const replaced = fixed === undefined ? undefined : fixSources(fixed);
    try {
      const outcomes = requests.map((request) => makeRun(this.#strategyClass, request));
      if (replaced === undefined) return Promise.resolve(outcomes);
      return Promise.resolve(outcomes.map((outcome) => ({ ...outcome, reads: [...replaced.reads] })));
    } catch (error) {
      return Promise.reject(error);
    } finally {
      replaced?.restore();
    }
  }

  async #runInTurns(requests: readonly RunRequest[]): Promise<readonly RunOutcome[]> {
    const outcomes: RunOutcome[] = [];
    for (const request of requests) outcomes.push(await outcomeOf(this.#strategyClass, request));
    return outcomes;
  }
}
