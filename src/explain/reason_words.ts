/**
 * Reasons and states in words, by the names that rows have.
 *
 * @module
 */

import { CODE_NAMES, type CodeNames } from "../records/code_names.ts";

/** Returns the meaning of a reason, by its name in a row. */
export function meaningOfReason(name: string): string {
  return meaningOf(CODE_NAMES.REASON, name);
}

/** Returns the meaning of the state of an order, by its name in a row. */
export function meaningOfState(name: string): string {
  return meaningOf(CODE_NAMES.STATE, name);
}

function meaningOf(table: CodeNames, name: string): string {
  for (const [code, shown] of table.shown) if (shown === name) return table.meanings.get(code)!;
  return name;
}
