/**
 * A run as plain data, for `run --json`.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import { inspected } from "../host.ts";
import type { Result } from "../results/result.ts";

/** Returns a run as plain data. A parameter that JSON cannot hold is its text, as in the summary. */
export function describeRun(result: Result, feeds: Readonly<Record<string, Bars>>, withRows: boolean): unknown {
  const { strategyName, engine, chain, events, crossings, stats, configuration } = result;
  const { orders, fills, trades, refusals, diagnostics } = result;
  const params = Object.entries(configuration.params).map(([name, value]) => [name, plainParam(value)] as const);
  return {
    strategy: strategyName,
    engine,
    chain,
    events,
    crossings,
    feeds: Object.entries(feeds).map(([name, { length, timeframeUs, stamp, timeZone, decimals, adjusted, notes }]) => ({
      ...{ name, bars: length, timeframeUs, stamp, timeZone, decimals, adjusted, notes },
    })),
    stats,
    configuration: { ...configuration, params: Object.fromEntries(params) },
    ...(withRows ? { orders, fills, trades, refusals, diagnostics } : {}),
  };
}

function plainParam(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? inspected(value) : value.toISOString();
  return isJson(value, []) ? value : inspected(value);
}

/** Returns whether JSON holds a value whole, without a call of a method of it. */
function isJson(value: unknown, above: readonly object[]): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || above.includes(value)) return false;
  const inside = [...above, value];
  if (Array.isArray(value)) return value.every((item) => isJson(item, inside));
  return Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every((item) => isJson(item, inside));
}
