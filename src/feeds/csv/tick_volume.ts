/**
 * The volume of MetaTrader's files. Currencies have no volume of an exchange, so that its column is zero, and the count
 * of price changes stands in a column of its own.
 *
 * @module
 */

import { normalizedName } from "../column_names.ts";
import type { ColumnPlan } from "./column_plan.ts";
import { shortText } from "./short_text.ts";
import type { Rows } from "./read_rows.ts";

/** Names of the count of price changes, in the form of {@linkcode normalizedName}. */
const TICK_NAMES = ["tickvol", "tickvolume"];

/**
 * Returns the count of price changes as the volume, if the volume is zero in every row and such a count is there.
 *
 * @param rows The rows.
 * @param plan The columns.
 * @returns The volume and a note, or `undefined` if the volume stays.
 */
export function tickVolume(
  rows: Pick<Rows, "volume" | "extra">,
  plan: Pick<ColumnPlan, "names" | "volume">,
): { volume: Float64Array; note: string } | undefined {
  if (plan.volume === -1 || rows.volume.some((volume) => volume !== 0)) return undefined;
  const name = plan.names.find((each) => TICK_NAMES.includes(normalizedName(each)) && rows.extra.has(each));
  if (name === undefined) return undefined;
  // The column stays a line, too. A missing count is no trade.
  const volume = rows.extra.get(name)!.map((ticks) => Number.isNaN(ticks) ? 0 : ticks);
  if (!volume.some((ticks) => ticks > 0) || volume.some((ticks) => !(ticks >= 0 && ticks < Infinity))) return undefined;
  return {
    volume,
    note: `Column ${shortText(plan.names[plan.volume]!)} is zero in every row, so the volume is that of column ${
      shortText(name)
    }`,
  };
}
