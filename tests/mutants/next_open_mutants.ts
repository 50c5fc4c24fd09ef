/**
 * Mutants of decisions on the open of a coming bar.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";

/** A defect that the tests of these decisions have to find. */
function opens(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file, before, after }], suite: ["tests/api/next_open_test.ts"] };
}

const COMING_OPENS = "src/run/coming_opens.ts", DRIVER = "src/run/driver.ts";

/** Mutants of decisions on opens. */
export const NEXT_OPEN_MUTANTS: readonly Mutant[] = [
  opens(
    "opens_of_later_bars_are_shown",
    "wrong rule",
    COMING_OPENS,
    "      const row = rows[id]!, begins = timeUs[row] === stepUs && beginUs[row] === firstUs;",
    "      const row = rows[id]!, begins = timeUs[row] === stepUs && beginUs !== undefined;",
  ),
  opens(
    "opens_of_bars_that_began_before_are_shown",
    "wrong rule",
    COMING_OPENS,
    "      if (timeUs[rows[id]!] === stepUs && begin >= afterUs) firstUs = Math.min(firstUs, begin);",
    "      if (timeUs[rows[id]!] === stepUs) firstUs = Math.min(firstUs, begin);",
  ),
  opens(
    "opens_stay_shown",
    "check skipped",
    DRIVER,
    "      opens.hide();",
    "      void opens;",
  ),
  opens(
    "opens_are_shown_while_lines_have_no_value",
    "check skipped",
    DRIVER,
    "        if (opens !== undefined && steps.isReady && !this.#stopped) this.#decideOnOpens(opens, steps.timeUs[step]!);",
    "        if (opens !== undefined && step > 0 && !this.#stopped) this.#decideOnOpens(opens, steps.timeUs[step]!);",
  ),
  opens(
    "opens_of_a_block_begin_where_the_last_one_ended",
    "stale state after restore",
    COMING_OPENS,
    "    this.#rows.fill(0);",
    "    void this.#rows;",
  ),
  opens(
    "opens_law_overwrites_the_open_that_a_strategy_may_know",
    "wrong rule",
    "src/laws/strategy/look_ahead_of_run.ts",
    "  return run.base.uses.opens;",
    "  return run.base.uses.opens && false;",
  ),
  opens(
    "opens_time_of_the_block_before_is_lost",
    "stale state after restore",
    "src/broker/run_clock.ts",
    "    this.#beforeUs = this.#times.at(-1) ?? this.#beforeUs;",
    "    void this.#beforeUs;",
  ),
];
