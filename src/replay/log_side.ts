/**
 * Makes a side of a bisection from a replay log: its events, on a chosen engine.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { ENGINE_OPTIONS, wantedEngine } from "../engine/choice.ts";
import { Engine, type EngineOptions } from "../engine/engine.ts";
import type { BisectSide } from "./bisect.ts";
import { displayUnitsOf } from "./display_values.ts";
import type { ReplayLogSource } from "./log_source.ts";
import {
  READER_OPTIONS,
  readerOptionsOf,
  ReplayLogReader,
  type ReplayLogReaderOptions,
  takenReplayOptions,
} from "./replay_log_reader.ts";

/** Options of {@linkcode logSide}: the engine or library, its name in the result, and whether the log may break off. */
export interface LogSideOptions extends EngineOptions, ReplayLogReaderOptions {
  /** Name of the side; the engine's name by default. */
  readonly name?: string;
}

/**
 * Makes a side from a replay log. All events are read into memory, 128 bytes each.
 *
 * With two logs, or one log and two engines or library paths, `bisect(logSide(...), logSide(...))` finds the first
 * event at which they differ.
 *
 * @param source The log.
 * @param given The engine; `engineBackend: "rust"` with a `libraryPath` selects one build of the library.
 * @throws {ReplayLogError} If the log cannot be read.
 * @throws {EngineError} If the requested engine is not available.
 *
 * @example The same log on two engines
 * ```ts
 * import { bisect, formatDivergence, logSide } from "@cracktrader/cracktrader/replay";
 *
 * function compare(path: string): string {
 *   const sides = (["typescript", "rust"] as const).map((engineBackend) => logSide(path, { engineBackend }));
 *   return formatDivergence(bisect(sides[0]!, sides[1]!));
 * }
 * ```
 */
export function logSide(source: ReplayLogSource, given: LogSideOptions = {}): BisectSide {
  const options = takenReplayOptions("make a side", given, [...ENGINE_OPTIONS, ...READER_OPTIONS, "name"]);
  if (options.name !== undefined && typeof options.name !== "string") {
    throw new TypeError(`Cannot name a side ${inspected(options.name, 0)}: pass a text`);
  }
  // A wrong choice of an engine is told here, and not when the side is played.
  wantedEngine(options);
  const reader = new ReplayLogReader(source, readerOptionsOf(options)), parts: Uint32Array[] = [];
  for (const chunk of reader.chunks()) if (chunk.kind === "events") parts.push(chunk.words.slice());
  // Copied word by word, so that a NaN keeps its bits.
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  const config = reader.header.configuration,
    createEngine = (lanes: Float64Array): Engine => new Engine(lanes, options);
  const units = displayUnitsOf(reader.header.description);
  return {
    name: options.name ?? backendName(config, options),
    config,
    events: new Float64Array(words.buffer),
    createEngine,
    ...(units === undefined ? {} : { units }),
  };
}

function backendName(config: Float64Array, options: EngineOptions): string {
  using engine = new Engine(config, options);
  return engine.backend.name;
}
