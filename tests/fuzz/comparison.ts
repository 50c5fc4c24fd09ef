/**
 * Plays one case in all possible ways and finds the first difference between them.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import { type ColumnsCase, driveColumns, type Driven, type DrivingWay } from "./columns_case.ts";
import { firstDifference, noticesOnly } from "./difference.ts";
import { LANES_BEFORE_CONFIGURATION } from "./directed.ts";
import type { EngineName } from "../../src/engine/backends.ts";
import { playBatches, type Played, playWhole } from "../../src/laws/log/playback.ts";
import { Random } from "../../src/laws/random.ts";

/** The result of a comparison: the outputs to count, and the first difference if there is one. */
export interface Compared {
  readonly outputs: Uint32Array;
  readonly difference: string | undefined;
}

/**
 * Plays a log whole on every engine, in batches between them, and with other conduct settings; compares all results.
 */
export function compareLog(
  names: readonly EngineName[],
  config: Float64Array,
  events: Float64Array,
  seed: number,
): Compared {
  const random = new Random(seed);
  const base = playWhole(names[0]!, config, events);
  const differences = function* (): Generator<string | undefined> {
    if (base.failure !== undefined) yield firstDifference(base, base, events);
    for (const name of names.slice(1)) yield firstDifference(base, playWhole(name, config, events), events);
    yield firstDifference(base, playBatches(names, config, events, random), events);
    const conduct = otherConduct(config, random);
    yield conductDifference(base, playWhole(random.pick(names), conduct, events), conduct, events);
  };
  return { outputs: base.outputs, difference: first(differences()) };
}

/** Plays the bars of a case as records and from columns in every way; compares all results. */
export function compareColumns(names: readonly EngineName[], columns: ColumnsCase, seed: number): Compared {
  const random = new Random(seed), config = columns.configuration.lanes, events = columns.events;
  const base = playWhole(names[0]!, config, events);
  const differences = function* (): Generator<string | undefined> {
    if (base.failure !== undefined) yield firstDifference(base, base, events);
    for (const name of names.slice(1)) yield firstDifference(base, playWhole(name, config, events), events);
    const horizons: Driven[] = [];
    for (const way of ["step by step", "to the horizon", "in strides"] as const) {
      const conduct = way === "in strides" && random.chance(30) ? config : otherConduct(config, random);
      for (const name of names) {
        const driven = driveColumns([name], conduct, columns, way, way === "in strides" ? new Random(seed) : undefined);
        if (way === "to the horizon") horizons.push(driven);
        yield drivenDifference(base, driven, conduct, events);
      }
    }
    yield horizonDifference(horizons);
    yield shortDifference(names, columns, seed);
    yield movedDifference(names, base, columns, random);
  };
  return { outputs: base.outputs, difference: first(differences()) };
}

/**
 * Compares driving with short steps and without: where invariants are checked every step is a full one. All must be
 * equal, snapshots too. Marks as records and the input hash are off, as they make every step a full one.
 */
function shortDifference(names: readonly EngineName[], columns: ColumnsCase, seed: number): string | undefined {
  const lanes = columns.configuration.lanes.slice();
  lanes[contract.CONFIG_MARKS_TO_RECORDS] = lanes[contract.CONFIG_INPUT_HASH] = 0;
  const drive = (name: EngineName, checks: number): Driven => {
    lanes[contract.CONFIG_CHECKS] = checks;
    const driven = driveColumns([name], lanes, columns, "in strides", new Random(seed));
    const how = `${driven.how}, ${checks === 1 ? "full steps" : "short steps"}`;
    return { ...driven, how, snapshot: withoutChecks(driven.snapshot) };
  };
  const full = drive(names[0]!, 1);
  for (const name of names) {
    for (const checks of name === names[0] ? [0] : [0, 1]) {
      const other = drive(name, checks), difference = firstDifference(full, other, columns.events);
      if (difference !== undefined) return difference;
      const at = full.marks.findIndex((mark, lane) => !Object.is(mark, other.marks[lane]));
      if (at >= 0) return `Mark ${at} is ${full.marks[at]} (${full.how}) and ${other.marks[at]} (${other.how})`;
    }
  }
  return undefined;
}

/** Returns a snapshot without the lane that says whether invariants are checked, and without its checksum. */
function withoutChecks(snapshot: Uint8Array): Uint8Array {
  const lanes = new Float64Array(snapshot.slice().buffer);
  if (lanes.length === 0) return snapshot;
  lanes[LANES_BEFORE_CONFIGURATION + contract.CONFIG_CHECKS] = lanes[lanes.length - 1] = 0;
  return new Uint8Array(lanes.buffer);
}

/** Drives with snapshots that move the state between the engines. */
function movedDifference(
  names: readonly EngineName[],
  base: Played,
  columns: ColumnsCase,
  random: Random,
): string | undefined {
  const way: DrivingWay = random.pick(["to the horizon", "in strides"]);
  const conduct = otherConduct(columns.configuration.lanes, random);
  return drivenDifference(base, driveColumns(names, conduct, columns, way, random), conduct, columns.events);
}

function first(differences: Iterable<string | undefined>): string | undefined {
  for (const difference of differences) if (difference !== undefined) return difference;
  return undefined;
}

/**
 * Returns the configuration with other conduct settings: marks as columns, no checks, with or without the input hash.
 */
function otherConduct(config: Float64Array, random: Random): Float64Array {
  const conduct = config.slice();
  conduct[contract.CONFIG_MARKS_TO_RECORDS] = random.chance(25) ? 1 : 0;
  conduct[contract.CONFIG_CHECKS] = random.chance(50) ? 1 : 0;
  conduct[contract.CONFIG_INPUT_HASH] = random.chance(40) ? 1 : 0;
  return conduct;
}

/**
 * Compares the results that conduct must not change: notices, chain, money. Input hash and snapshots are compared only
 * if the hash is kept.
 */
function conductDifference(
  base: Played,
  other: Played,
  conduct: Float64Array,
  events: Float64Array,
): string | undefined {
  if (base.failure !== undefined || other.failure !== undefined) return firstDifference(base, other, events);
  const hashed = conduct[contract.CONFIG_INPUT_HASH] === 1, records = conduct[contract.CONFIG_MARKS_TO_RECORDS] === 1;
  const comparable = (played: Played): Played => {
    const status = played.status.slice();
    // The log does not contain the columns, so it has no hash of the data.
    status.fill(0, contract.STATUS_DATA_LOW, contract.STATUS_DATA_HIGH + 1);
    if (!hashed) status.fill(0, contract.STATUS_INPUT_LOW, contract.STATUS_INPUT_HIGH + 1);
    return {
      ...played,
      status,
      outputs: records && hashed ? played.outputs : noticesOnly(played.outputs),
      snapshot: hashed ? played.snapshot : new Uint8Array(0),
    };
  };
  return firstDifference(comparable(base), comparable(other), events);
}

function drivenDifference(
  base: Played,
  driven: Driven,
  conduct: Float64Array,
  events: Float64Array,
): string | undefined {
  const difference = conductDifference(base, driven, conduct, events);
  if (difference !== undefined) return difference;
  const floats = new Float64Array(base.outputs.slice().buffer), steps = driven.marks.length / 2;
  let step = 0;
  for (let word = 0; word < base.outputs.length; word += contract.RECORD_WORDS) {
    if ((base.outputs[word + contract.OUT_CODE]! & 255) !== contract.OUTPUT_MARK) continue;
    for (const [lane, at] of [[contract.OUT_MARK_CASH, step], [contract.OUT_MARK_VALUE, steps + step]] as const) {
      const record = floats[word / 2 + lane];
      if (at < driven.marks.length && !Object.is(record, driven.marks[at])) {
        return `Mark ${lane} of step ${step + 1} is ${record} (${base.how}) and ${driven.marks[at]} (${driven.how})`;
      }
    }
    step++;
  }
  return step < steps ? `The log has ${step} marks, the columns ${steps}` : undefined;
}

function horizonDifference(driven: readonly Driven[]): string | undefined {
  const base = driven[0]!;
  for (const other of driven.slice(1)) {
    for (let at = 0; at < Math.max(base.horizons.length, other.horizons.length); at++) {
      if (base.horizons[at] !== other.horizons[at]) {
        return `Horizon ${at + 1} is ${base.horizons[at]} (${base.how}) and ${other.horizons[at]} (${other.how})`;
      }
    }
  }
  return undefined;
}
