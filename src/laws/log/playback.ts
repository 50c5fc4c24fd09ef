/**
 * Plays logs to engines: whole, or in random batches with changes of the engine between them.
 *
 * @module
 */

import * as contract from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";
import type { EngineName } from "../../engine/backends.ts";
import { Engine } from "../../engine/engine.ts";
import type { Random } from "../random.ts";

/** All results of playing a log. Outputs are kept as words, so that copies keep the bits of a NaN. */
export interface Played {
  /** The way in which it was played, for messages. */
  readonly how: string;
  readonly outputs: Uint32Array;
  readonly status: Float64Array;
  readonly snapshot: Uint8Array;
  /** The message of an error that the engine threw. The other fields then cover the events before the error. */
  readonly failure: string | undefined;
}

/** Makes an engine with exactly this name; no environment variable can replace it. */
export function makeEngine(name: EngineName, config: Float64Array): Engine {
  return new Engine(config, { engineBackend: name, environmentOverride: false });
}

/** Plays a log in one batch. */
export function playWhole(name: EngineName, config: Float64Array, events: Float64Array): Played {
  using engine = makeEngine(name, config);
  try {
    engine.apply(events);
    const outputs = wordsOf(engine.readAll());
    return {
      how: `${name}, one batch`,
      outputs,
      status: engine.status(),
      snapshot: engine.snapshot(),
      failure: undefined,
    };
  } catch (error) {
    return failed(`${name}, one batch`, [], error);
  }
}

/**
 * Plays a log in random batches. From time to time a new engine, another kind where there are several, continues from
 * the snapshot.
 */
export function playBatches(
  names: readonly EngineName[],
  config: Float64Array,
  events: Float64Array,
  random: Random,
): Played {
  const count = events.length / contract.RECORD_LANES;
  const longest = random.pick([1, 3, 40, 1000]);
  // About four changes of the engine, for any number of batches.
  const moves_percent = Math.min(30, Math.ceil(200 * longest / count));
  const outputs: Uint32Array[] = [];
  let at = random.below(names.length), name = names[at]!;
  let how = `${name}, batches of up to ${longest}`;
  let engine = makeEngine(name, config);
  try {
    for (let from = 0; from < count;) {
      const until = Math.min(count, from + random.between(1, longest));
      engine.apply(events.subarray(from * contract.RECORD_LANES, until * contract.RECORD_LANES));
      from = until;
      if (random.chance(25)) outputs.push(wordsOf(engine.readAll()));
      if (from === count || !random.chance(moves_percent)) continue;
      outputs.push(wordsOf(engine.readAll()));
      const snapshot = engine.snapshot();
      engine[Symbol.dispose]();
      at = (at + 1) % names.length;
      name = names[at]!;
      how += `, restored into ${name} after event ${from}`;
      engine = makeEngine(name, config);
      engine.restore(snapshot);
    }
    outputs.push(wordsOf(engine.readAll()));
    return { how, outputs: joined(outputs), status: engine.status(), snapshot: engine.snapshot(), failure: undefined };
  } catch (error) {
    return failed(how, outputs, error);
  } finally {
    engine[Symbol.dispose]();
  }
}

function failed(how: string, outputs: readonly Uint32Array[], error: unknown): Played {
  const failure = error instanceof Error ? error.message : String(error);
  return { how, outputs: joined(outputs), status: new Float64Array(0), snapshot: new Uint8Array(0), failure };
}

/** Joins arrays of words. */
export function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
