/**
 * What codes mean, in the words of the contract.
 *
 * @module
 */

import { CODES, type CodeTable, REASONS } from "../contract/codes.ts";

const reasons = meaningsOf(REASONS), rules = meaningsOf(CODES.FILL_RULE!);

/** What a reason says. */
export function reasonMeaning(code: number): string {
  return reasons.get(code) ?? `reason ${code}`;
}

/** By which rule a fill's price was set. */
export function fillRuleMeaning(code: number): string {
  return rules.get(code) ?? `rule ${code}`;
}

function meaningsOf(table: CodeTable): Map<number, string> {
  return new Map(Object.values(table));
}
