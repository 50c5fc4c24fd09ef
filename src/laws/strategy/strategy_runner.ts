/**
 * Makes the runs of a law, in this process or in another.
 *
 * @module
 */

import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { makeRun, type RunOutcome, type RunRequest } from "./run_outcome.ts";

/** Makes runs of one strategy. */
export interface StrategyRunner {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** True if each call runs in a separate process, which has only the requests of that call. */
  readonly isolated: boolean;
  /** Makes the runs one after the other, all in the same process. */
  run(requests: readonly RunRequest[]): Promise<readonly RunOutcome[]>;
}

/** Makes runs of a class in this process, where all of them share the closures of the class. */
export class ClassRunner<P extends Params> implements StrategyRunner {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** False: the runs are made in this process. */
  readonly isolated = false;
  readonly #strategyClass: StrategyClass<P>;

  constructor(strategyClass: StrategyClass<P>) {
    this.strategy = strategyClass.name;
    this.#strategyClass = strategyClass;
  }

  /** Makes the runs before it returns, so that no other code of the process runs between them. */
  run(requests: readonly RunRequest[]): Promise<readonly RunOutcome[]> {
    try {
      return Promise.resolve(requests.map((request) => makeRun(this.#strategyClass, request)));
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
