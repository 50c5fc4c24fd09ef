/**
 * Files without a volume: those that write -1 in every row, as Interactive Brokers does beside prices that are no trades,
 * and those in which no column is known as the volume.
 *
 * @module
 */

import type { ColumnPlan } from "./column_plan.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { listOfTexts, shortText } from "./short_text.ts";

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

/** Most columns that a note names. */
const SHOWN = 5;

/**
 * Returns a note if no column is known as the volume, and a further column of numbers may be it.
 *
 * @param plan The columns.
 * @param extra The further columns of numbers by their names.
 * @returns The note, or `undefined`.
 */
export function unknownVolumeNote(plan: ColumnPlan, extra: ReadonlyMap<string, Float64Array>): string | undefined {
  const adjusted = plan.names[plan.adjustedClose],
    names = [...extra.keys()].filter((name) => name !== adjusted && !/split|dividend/i.test(name));
  if (plan.volume !== -1 || names.length === 0) return undefined;
  const which = names.length === 1 ? shortText(names[0]!) : `one of ${listOfTexts(names, SHOWN)}`;
  return `No column is known as the volume, which is 0 in every row; if ${which} is it, pass its name, as in ` +
    `columns: { volume: ${shortText(names[0]!)} }`;
}
