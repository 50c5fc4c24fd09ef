/**
 * Where the runs of a law are made.
 *
 * @module
 */

import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { makeRun, type RunOutcome, type RunRequest } from "./run_outcome.ts";

/** Makes runs of one strategy. */
export interface StrategyRunner {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Whether each call runs in a process of its own, which knows nothing but the requests of that call. */
  readonly isolated: boolean;
  /** Makes runs one after the other, in one place. */
  run(requests: readonly RunRequest[]): Promise<readonly RunOutcome[]>;
}

/** Makes runs of a class in this process, so that what the class closes over is there in each of them. */
export class ClassRunner<P extends Params> implements StrategyRunner {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** They are made here. */
  readonly isolated = false;
  readonly #strategyClass: StrategyClass<P>;

  constructor(strategyClass: StrategyClass<P>) {
    this.strategy = strategyClass.name;
    this.#strategyClass = strategyClass;
  }

  /** Makes the runs before it returns, so that nothing else of the process comes in between. */
  run(requests: readonly RunRequest[]): Promise<readonly RunOutcome[]> {
    try {
      return Promise.resolve(requests.map((request) => makeRun(this.#strategyClass, request)));
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
