/**
 * Codes of the contract as tests and the fuzz show them.
 *
 * @module
 */

import { CODE_NAMES, type CodeTableName } from "../src/records/code_names.ts";

/** Returns the contract's name of a code, or its number where the table has none. */
export function codeName(table: CodeTableName, code: number): string {
  return CODE_NAMES[table].names.get(code) ?? `${code}`;
}
