/**
 * All mutants.
 *
 * @module
 */

import { ACCOUNTING_MUTANTS } from "./accounting_mutants.ts";
import { ANY_PRICES_MUTANTS } from "./any_prices_mutants.ts";
import { BOTH_CORES_MUTANTS } from "./both_cores_mutants.ts";
import { BOUNDARY_MUTANTS } from "./boundary_mutants.ts";
import { CROSSING_MUTANTS } from "./crossing_mutants.ts";
import { EXPLANATION_MUTANTS } from "./explanation_mutants.ts";
import { DAY_ENDS_MUTANTS } from "./day_ends_mutants.ts";
import { FEEDS_MUTANTS } from "./feeds_mutants.ts";
import { FLOWS_MUTANTS } from "./flows_mutants.ts";
import { FILLS_MUTANTS } from "./fills_mutants.ts";
import { FINER_FILLS_MUTANTS } from "./finer_fills_mutants.ts";
import { FIGURES_MUTANTS } from "./figures_mutants.ts";
import { LATENCY_MUTANTS } from "./latency_mutants.ts";
import { NEXT_OPEN_MUTANTS } from "./next_open_mutants.ts";
import { LAWS_MUTANTS } from "./laws_mutants.ts";
import { LOG_MUTANTS } from "./log_mutants.ts";
import { MARGIN_MUTANTS } from "./margin_mutants.ts";
import type { Mutant } from "./mutant.ts";
import { MONEY_MUTANTS } from "./money_mutants.ts";
import { ORDERS_MUTANTS } from "./orders_mutants.ts";
import { PAGE_MUTANTS } from "./page_mutants.ts";
import { PAPER_MUTANTS } from "./paper_mutants.ts";
import { QUEUE_MUTANTS } from "./queue_mutants.ts";
import { REPORT_MUTANTS } from "./report_mutants.ts";
import { RESULTS_MUTANTS } from "./results_mutants.ts";
import { ROTATION_MUTANTS } from "./rotation_mutants.ts";
import { RUST_CORE_MUTANTS } from "./rust_core_mutants.ts";
import { SCALING_MUTANTS } from "./scaling_mutants.ts";
import { SEARCH_MUTANTS } from "./search_mutants.ts";
import { SESSIONS_MUTANTS } from "./sessions_mutants.ts";
import { PLAIN_MUTANTS } from "./plain_mutants.ts";
import { SHORT_MUTANTS } from "./short_mutants.ts";
import { SIGNALS_MUTANTS } from "./signals_mutants.ts";
import { TYPESCRIPT_CORE_MUTANTS } from "./typescript_core_mutants.ts";
import { VENUE_MUTANTS } from "./venue_mutants.ts";

/** Every mutant, area by area. */
export const MUTANTS: readonly Mutant[] = [
  ...TYPESCRIPT_CORE_MUTANTS,
  ...RUST_CORE_MUTANTS,
  ...BOTH_CORES_MUTANTS,
  ...SCALING_MUTANTS,
  ...PLAIN_MUTANTS,
  ...SHORT_MUTANTS,
  ...MARGIN_MUTANTS,
  ...ACCOUNTING_MUTANTS,
  ...QUEUE_MUTANTS,
  ...CROSSING_MUTANTS,
  ...FILLS_MUTANTS,
  ...FINER_FILLS_MUTANTS,
  ...LATENCY_MUTANTS,
  ...NEXT_OPEN_MUTANTS,
  ...ANY_PRICES_MUTANTS,
  ...VENUE_MUTANTS,
  ...BOUNDARY_MUTANTS,
  ...DAY_ENDS_MUTANTS,
  ...FEEDS_MUTANTS,
  ...FLOWS_MUTANTS,
  ...SESSIONS_MUTANTS,
  ...ORDERS_MUTANTS,
  ...PAGE_MUTANTS,
  ...PAPER_MUTANTS,
  ...ROTATION_MUTANTS,
  ...SIGNALS_MUTANTS,
  ...FIGURES_MUTANTS,
  ...LOG_MUTANTS,
  ...LAWS_MUTANTS,
  ...EXPLANATION_MUTANTS,
  ...RESULTS_MUTANTS,
  ...MONEY_MUTANTS,
  ...REPORT_MUTANTS,
  ...SEARCH_MUTANTS,
];
