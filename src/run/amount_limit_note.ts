/**
 * The note on amounts that passed what the account can count.
 *
 * @module
 */

import type { Journal } from "../broker/journal.ts";
import { EXACT_MAX } from "../contract/contract.gen.ts";
import { formatMoment } from "../records/moment_text.ts";
import { formatAmount, formatFixed } from "../records/number_format.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";

/** Money units of now in one unit of the remedy: room for accounts that grow by this factor more. */
const COARSER = 10_000;

/** Returns the note on amounts that passed 2^53 money units; none if none did. */
export function noteOnAmountLimit(
  { events: { amountLimits } }: Pick<Journal, "events">,
  moneyUnits: number,
  timeZone: string,
): string[] {
  const { count, firstUs } = amountLimits;
  if (count === 0) return [];
  const amount = formatAmount(EXACT_MAX / moneyUnits), times = count === 1 ? "once" : `${formatFixed(count, 0)} times`;
  const first = formatMoment(firstUs, new TimeZone(timeZone), false);
  return [
    `Amounts passed ${amount}, which is 2^53 money units, ${times}, first at ${first}: the equity stays at its last mark ` +
    `while they do, so that it and all figures are wrong; moneyUnit: ${COARSER / moneyUnits} counts ` +
    `${formatFixed(COARSER, 0)} times as much`,
  ];
}
