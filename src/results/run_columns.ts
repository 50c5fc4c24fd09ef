/**
 * The columns of results, for readers inside the package: what a user writes to the copies of a result changes nothing
 * there.
 *
 * @module
 */

/** The columns of the steps of a run. */
export interface RunColumns {
  /** Time of each step in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
}

const COLUMNS: WeakMap<object, RunColumns> = new WeakMap();

/** Keeps the columns of a result. Only a result adds itself. */
export function keepColumns(result: object, columns: RunColumns): void {
  COLUMNS.set(result, columns);
}

/** Returns the columns of a result as its run left them; of something that is like a result, those that it shows. */
export function columnsOf(result: RunColumns): RunColumns {
  return COLUMNS.get(result) ?? result;
}
