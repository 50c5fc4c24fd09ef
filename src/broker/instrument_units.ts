/**
 * The units of an instrument: counts of the core as display numbers.
 *
 * @module
 */

/** An instrument as the edge shows its counts. */
export interface InstrumentUnits {
  /** Name of the feed. */
  readonly name: string;
  /** Value of one point of price for one unit. */
  readonly pointValue: number;
  /** Converts price steps to display units. */
  price(steps: number): number;
  /** Converts a distance between two prices in steps to display units. */
  distance(steps: number): number;
  /** Converts lots to display units. */
  size(lots: number): number;
  /** Converts a display price of the data to whole price steps. */
  wholeSteps(price: number): number;
  /** Steps that the core counts for a price of zero: zero, but for an instrument whose prices may be zero and below. */
  readonly zero: number;
  /**
   * True if counts are plain doubles in the units of the data, as under the queue model: records tell average prices where
   * others tell costs. Absent for false.
   */
  readonly isPlain?: boolean;
  /** Terms as the core reads them, lane by lane. */
  readonly lanes: Float64Array;
}
