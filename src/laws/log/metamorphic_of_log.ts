/**
 * Law 7, metamorphic: a log that is rewritten in ways that must not matter gives the same result, rewritten in the same
 * way.
 *
 * @module
 */

import {
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  EVENT_PLACE,
  EVENT_SHUTDOWN,
  EVENT_SPLIT,
  INSTRUMENT_SLIPPAGE_IMPACT,
  INSTRUMENT_SLIPPAGE_RATE,
  INSTRUMENT_SLIPPAGE_STEPS,
  INSTRUMENT_STRIDE,
  INSTRUMENT_VOLUME_LIMIT_DENOMINATOR,
  INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
  LANE_KIND,
  ORDER_FLAG_TRAIL_RATE,
  ORDER_FLAG_WHOLE,
  PLACE_BASKET,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  STATUS_VALUE,
} from "../../contract/contract.gen.ts";
import { Core } from "../../core/core.ts";
import { type EventLog, filteredEvents } from "./event_log.ts";
import type { LawReport } from "../law_report.ts";
import { hasExactNumbers, hasTwoPasses, isBeyondLimits, isOnGrid } from "./log_limits.ts";
import { type LogClaim, type LogLawOptions, resolveLogOptions, tryClaims } from "./log_trial.ts";
import type { EngineName } from "../../engine/backends.ts";
import { isTrade, outputsOnly, playedDifference, type PlayedLog, playLog } from "./played_log.ts";
import { Random, shuffled } from "../random.ts";
import {
  finerLog,
  finerOutputs,
  type Grid,
  hasDebtByDues,
  hasPriceAtEnd,
  permutedLog,
  permutedOutputs,
  withoutCommits,
} from "./rewritten_log.ts";

/** Number of random orders of registration. */
const PERMUTATIONS = 3;

/**
 * Checks law 7: instruments registered in another order, and grids of prices and of lots twice as fine.
 *
 * Each claim is checked on the part of the log to which it applies:
 *
 * - Registration: without the end of the run, which closes positions by id.
 * - Finer prices: without slippage and without orders at a distance that is a rate, which are rounded to the grid, and
 *   without events off the grid and splits.
 * - Finer lots: without limits of volume, which are rounded to the lot, without splits, which leave odd lots, and without
 *   orders that are sized by money, alone or in a basket, whose size is rounded to the lot.
 */
export function metamorphicOfLog(log: EventLog, options: LogLawOptions = {}): LawReport {
  const resolved = resolveLogOptions(options, log), claims: LogClaim[] = [];
  for (const name of resolved.engines) {
    for (let draw = 0; draw < PERMUTATIONS; draw++) {
      claims.push({
        what: `The order in which instruments are registered changes nothing on ${name} but their ids`,
        try: (tried) => permutationFault(name, tried, new Random(resolved.seed, draw)),
      });
    }
    for (const grid of ["prices", "lots"] as const) {
      const what = grid === "prices" ? "A price grid twice as fine" : "Lots half as large";
      claims.push({ what: `${what} give the same trades on ${name}`, try: (tried) => finerFault(name, tried, grid) });
    }
  }
  return tryClaims(7, log, resolved, claims);
}

function permutationFault(name: EngineName, log: EventLog, random: Random): ReturnType<LogClaim["try"]> {
  const what = "another order of registration", count = log.configuration[CONFIG_INSTRUMENTS_COUNT]!;
  if (count < 2) return { leftOut: `${what}: there is one instrument` };
  if (!hasTwoPasses(log.configuration)) return { leftOut: `${what}: in a queue the order of registration counts` };
  const tried = { ...log, events: filteredEvents(log.events, (words) => words[LANE_KIND] !== EVENT_SHUTDOWN) };
  const played = playLog(name, tried);
  // Marks past the limits are reported by ascending id, so a new order of registration changes the outputs.
  if (isBeyondLimits(played.outputs)) return { leftOut: `${what}: amounts of the log pass the limits` };
  if (hasDebtByDues(tried, played.outputs)) {
    return { leftOut: `${what}: what fell due in a step took the cash below zero, instrument by instrument` };
  }
  let order = shuffled(Array.from({ length: count }, (_instrument, id) => id), random);
  if (order.every((to, from) => to === from)) order = order.toReversed();
  const other = playLog(name, permutedLog(tried, order));
  return outputsFault(
    { ...played, outputs: permutedOutputs(tried, played.outputs, order) },
    { ...other, how: `${other.how}, instruments as ${order.join(", ")}`, outputs: withoutCommits(other.outputs) },
  );
}

function finerFault(name: EngineName, log: EventLog, grid: Grid): ReturnType<LogClaim["try"]> {
  const what = grid === "prices" ? "finer prices" : "finer lots", configuration = log.configuration.slice();
  if (!hasExactNumbers(configuration)) {
    return { leftOut: `${what}: the numbers of the log are doubles, without a grid` };
  }
  const rounded = grid === "prices"
    ? [INSTRUMENT_SLIPPAGE_RATE, INSTRUMENT_SLIPPAGE_STEPS, INSTRUMENT_SLIPPAGE_IMPACT]
    : [INSTRUMENT_VOLUME_LIMIT_NUMERATOR, INSTRUMENT_VOLUME_LIMIT_DENOMINATOR];
  for (let id = 0; id < configuration[CONFIG_INSTRUMENTS_COUNT]!; id++) {
    for (const lane of rounded) configuration[CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE + lane] = 0;
  }
  const events = filteredEvents(log.events, (words, floats) => {
    // A split leaves odd lots and rounds a price, so it knows the grid.
    if (!isOnGrid(floats) || words[LANE_KIND] === EVENT_SPLIT) return false;
    if (words[LANE_KIND] !== EVENT_PLACE) return true;
    const flags = words[PLACE_FLAGS]!;
    if (grid === "prices") return (flags & ORDER_FLAG_TRAIL_RATE) === 0;
    const byAmount = floats[PLACE_CASH] !== 0 || floats[PLACE_FRACTION] !== 0 || words[PLACE_BASKET] !== 0;
    return !byAmount && (flags & ORDER_FLAG_WHOLE) === 0;
  });
  const tried: EventLog = { configuration, events }, played = playLog(name, tried);
  if (isBeyondLimits(played.outputs)) return { leftOut: `${what}: amounts of the log pass the limits` };
  if (grid === "prices" && hasPriceAtEnd(played.outputs)) {
    return { leftOut: `${what}: a price of the log is the first one of the grid, where a distance ends` };
  }
  const rewritten = finerLog(tried, grid);
  if (Core.check(rewritten.configuration) !== undefined) {
    return { leftOut: `${what}: the grids of the log are at their limits` };
  }
  const finer = playLog(name, rewritten), how = `${finer.how}, ${what}`;
  const fault = outputsFault(
    { ...played, outputs: finerOutputs(played.outputs, grid) },
    { ...outputsOnly(finer, isTrade), how },
  );
  if (fault !== undefined || played.status[STATUS_VALUE] === finer.status[STATUS_VALUE]) return fault;
  const side = (value: number | undefined): string => `value ${value}`;
  return { event: 0, expected: side(played.status[STATUS_VALUE]), found: side(finer.status[STATUS_VALUE]) };
}

function outputsFault(expected: PlayedLog, found: PlayedLog): ReturnType<LogClaim["try"]> {
  return playedDifference(expected, found, { state: false });
}
