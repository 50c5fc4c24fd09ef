/**
 * A batch with more notices than one, for tests of outputs that wait.
 *
 * @module
 */

import { trialOrder } from "../src/engine/native/trial.ts";

/** Returns the order of the trial and two repetitions. The order is taken in silence; each repetition is refused. */
export function repeatedOrder(): Float64Array<ArrayBuffer> {
  return Float64Array.from([...trialOrder(), ...trialOrder(), ...trialOrder()]);
}
