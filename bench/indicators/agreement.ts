/**
 * The comparison of columns that two libraries computed.
 *
 * @module
 */

/** Greatest relative difference of two values that agree, and greatest difference of values below 1. */
export const TOLERANCE = 1e-9;

/**
 * Checks that the values of another library agree with those of this one from a bar on, both aligned at the last bar:
 * some libraries leave out the bars before the first value.
 *
 * @throws {Error} If a value is missing or differs, with its bar and both values.
 */
export function checkAgreement(title: string, ours: Float64Array, theirs: ArrayLike<number>, from: number): void {
  const skipped = ours.length - theirs.length;
  if (skipped < 0 || skipped > from) {
    throw new Error(`${title} has ${theirs.length} values of ${ours.length} bars, so none at bar ${from}`);
  }
  for (let bar = from; bar < ours.length; bar++) {
    const our = ours[bar]!, their = theirs[bar - skipped]!;
    // A NaN fails the comparison.
    if (Math.abs(our - their) <= TOLERANCE * Math.max(1, Math.abs(our))) continue;
    throw new Error(`${title} is ${their} at bar ${bar}, where it is ${our} here`);
  }
}
