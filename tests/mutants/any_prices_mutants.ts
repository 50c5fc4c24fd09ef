/**
 * Mutants of futures whose prices may be zero and below, and of the prices that news of trailing orders have.
 *
 * @module
 */

import type { Mutant, Operator } from "./mutant.ts";

const TRADING = "tests/api/any_prices_trading_test.ts";

function edge(name: string, operator: Operator, file: string, before: string, after: string): Mutant {
  return { name, operator, edits: [{ file: `src/${file}`, before, after }], suite: [TRADING] };
}

/** Mutants of any prices. */
export const ANY_PRICES_MUTANTS: readonly Mutant[] = [
  edge(
    "any_prices_distance_is_taken_for_a_price",
    "wrong rule",
    "broker/distance_terms.ts",
    "    return { trail: Math.min(spec.distanceSteps(amount), EXACT_MAX + 2), byRate: false, asked: { amount } };",
    "    return { trail: Math.min(spec.wholeSteps(amount), EXACT_MAX + 2), byRate: false, asked: { amount } };",
  ),
  edge(
    "any_prices_order_is_not_counted_from_the_lowest",
    "wrong rule",
    "broker/instrument_spec.ts",
    "    return wholeOr(this.#quotient(price), (steps) => steps) + this.zero;",
    "    return wholeOr(this.#quotient(price), (steps) => steps);",
  ),
  edge(
    "any_prices_below_the_lowest_are_packed",
    "wrong rule",
    "broker/pack.ts",
    "    if (count <= 0) {",
    "    if (count > 0) {",
  ),
  edge(
    "any_prices_percent_is_taken_of_a_price",
    "wrong rule",
    "broker/distance_terms.ts",
    '  if (spec.zero !== 0) throw fractionOfOrder(`${option}: { percent: ${percent} }`, spec.name, "pass { amount }");',
    "",
  ),
  edge(
    "any_prices_core_does_not_know_where_zero_is",
    "statement removed",
    "broker/instrument_spec.ts",
    "    lanes[INSTRUMENT_PRICE_ZERO] = this.zero;",
    "",
  ),
  edge(
    "any_prices_notional_has_no_sign",
    "wrong rule",
    "broker/position_money.ts",
    "  return steps < zero ? -worth : worth;",
    "  return steps < zero ? worth : worth;",
  ),
  edge(
    "any_prices_lowest_is_not_among_the_terms_of_a_run",
    "wrong rule",
    "results/terms_of.ts",
    "    const any = pricesFrom === undefined ? {} : { pricesFrom };",
    "    const any = pricesFrom === undefined ? {} : { pricesFrom: `${pricesFrom}0` };",
  ),
  edge(
    "any_prices_log_tells_counted_prices",
    "wrong rule",
    "broker/log_instrument.ts",
    "  return (steps) => distance(steps - zero);",
    "  return (steps) => distance(steps - 0 * zero);",
  ),
  edge(
    "any_prices_cost_of_a_position_has_what_is_below_zero",
    "wrong rule",
    "broker/journal_story.ts",
    "  return positionBasis - (positionSize < 0 ? -below : below);",
    "  return positionBasis + (positionSize < 0 ? -below : below);",
  ),
  edge(
    "trailing_news_have_the_bar_behind_them",
    "wrong rule",
    "broker/trailing_prices.ts",
    "    this.#follow(followed, Math.min(this.nowUs(), this.newsUs));",
    "    this.#follow(followed, this.nowUs());",
  ),
];
