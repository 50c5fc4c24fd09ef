/**
 * Refusals of configurations and columns in words: the lane, its value, and the reason.
 *
 * @module
 */

import { REASONS } from "../contract/codes.ts";
import { CONFIG_INSTRUMENTS, INSTRUMENT_STRIDE } from "../contract/contract.gen.ts";
import { CONFIG_LANES, INSTRUMENT_LANES } from "../contract/records.ts";
import { RULE_LANES } from "../contract/rules.ts";

/** Returns the message for a refused configuration: the lane, its value and the reason. */
export function describeRefusal(config: Float64Array, reason: number, lane: number): string {
  const place = lane < config.length ? `${laneName(lane)} is ${config[lane]}` : `it has ${config.length} lanes`;
  return `Cannot configure the engine as ${place}: ${describeReason(reason)}`;
}

/** Returns the number and the name of a configuration's lane. */
export function laneName(lane: number): string {
  const head = CONFIG_LANES[lane]?.[0];
  if (head !== undefined) return `lane ${lane} (${head})`;
  if (lane < CONFIG_INSTRUMENTS) return `lane ${lane} (rule ${Object.keys(RULE_LANES)[lane - CONFIG_LANES.length]})`;
  const instrument = Math.floor((lane - CONFIG_INSTRUMENTS) / INSTRUMENT_STRIDE);
  const name = INSTRUMENT_LANES[(lane - CONFIG_INSTRUMENTS) % INSTRUMENT_STRIDE]?.[0];
  return `lane ${lane} (${name} of instrument ${instrument})`;
}

/** Returns the name and the meaning of a reason code. */
export function describeReason(reason: number): string {
  const found = Object.entries(REASONS).find(([, [code]]) => code === reason);
  return found === undefined ? `reason ${reason}` : `${found[0]}, ${found[1][1]}`;
}
