/**
 * Loggers for measurements.
 *
 * @module
 */

import type { Logger } from "../src/logs/logger.ts";

/** A logger that does nothing with what it is told. */
export function droppingLogger(): Logger {
  const drop = (): void => {};
  return { debug: drop, info: drop, warning: drop, error: drop };
}

/** A logger that counts what it is told, by level. */
export function countingLogger(): Logger & { readonly counts: Record<"debug" | "info" | "warning" | "error", number> } {
  const counts = { debug: 0, info: 0, warning: 0, error: 0 };
  return {
    counts,
    debug: () => void counts.debug++,
    info: () => void counts.info++,
    warning: () => void counts.warning++,
    error: () => void counts.error++,
  };
}
