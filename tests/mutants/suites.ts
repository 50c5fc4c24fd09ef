/**
 * Suites that many mutants name.
 *
 * @module
 */

/** Fixture cases and hand-worked scenarios on both engines. */
export const PARITY = "tests/parity_test.ts";
/** Random logs against a model that shares no code with either core. */
export const AUDITOR = "src/auditor/auditor_test.ts";
/** Laws on event logs. */
export const LAWS = "tests/laws_test.ts";
/** Random logs on both engines, and the failures that were found before. */
export const FUZZ = "tests/fuzz_test.ts";
/** Every pair of state and order event. */
export const ORDER_STATES = "tests/order_states_test.ts";
/** Recorded backtrader runs. */
export const ORACLE = "tests/oracle_test.ts";
/** Fills inside a bar against every path that the bar allows. */
export const PATHS = "tests/bar_paths_test.ts";
/** Runs over bars without volume. */
export const NO_VOLUME = "tests/api/bars_without_volume_test.ts";
/** Runs whose account is ruined. */
export const RUIN = "tests/api/ruin_test.ts";
/** The C interface's own tests. */
export const FFI_CRATE = "cargo:cracktrader_ffi";
