/**
 * Volumes that no source has: -1 in every row, as Interactive Brokers writes it beside prices that are no trades.
 *
 * @module
 */

import type { ColumnPlan } from "./column_plan.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { shortText } from "./short_text.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Leaves the column of the volume out if it is -1 in every row.
 *
 * @param place The rows.
 * @returns The columns.
 */
export function settleVolumeColumn({ bytes, delimiter, start, plan }: Omit<RowsPlace, "source">): ColumnPlan {
  if (plan.volume === -1) return plan;
  const scanner = new CellScanner(bytes, delimiter);
  let count = 0;
  for (let position = start; position < bytes.length; position = scanner.rowEnd(position) + 1) {
    if (bytes[position] === LINE_FEED || bytes[position] === CARRIAGE_RETURN) continue;
    if (!spanColumn(scanner, bytes, position, plan.volume)) continue;
    if (!/^-1(?:\.0*)?$/.test(scanner.text())) return plan;
    count++;
  }
  if (count === 0) return plan;
  const note = `Column ${
    shortText(plan.names[plan.volume]!)
  } is -1 in every row, which stands for none: the volume is 0`;
  return { ...plan, volume: -1, notes: [...plan.notes, note] };
}
