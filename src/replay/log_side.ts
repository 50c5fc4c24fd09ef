/**
 * A replay log as a side of a bisection: its events, on an engine that is said.
 *
 * @module
 */

import { Engine, type EngineOptions } from "../engine/engine.ts";
import type { BisectSide } from "./bisect.ts";
import type { ReplayLogSource } from "./log_source.ts";
import { ReplayLogReader, type ReplayLogReaderOptions } from "./replay_log_reader.ts";

/** Options of {@linkcode logSide}: which engine or library, how it is called, and whether the log may break off. */
export interface LogSideOptions extends EngineOptions, ReplayLogReaderOptions {
  /** What the side is called; the engine's name by default. */
  readonly name?: string;
}

/**
 * Makes a side of a replay log. The events are read whole into memory: 128 bytes each.
 *
 * With two logs, or one log and two engines or library paths, `bisect(logSide(...), logSide(...))` finds where they part.
 *
 * @param source The log.
 * @param options Which engine; `engineBackend: "rust"` with a `libraryPath` for one build of the library.
 * @throws {ReplayLogError} If the log cannot be read.
 * @throws {EngineError} If the engine that was asked for cannot be had.
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
export function logSide(source: ReplayLogSource, options: LogSideOptions = {}): BisectSide {
  const reader = new ReplayLogReader(source, options), parts: Uint32Array[] = [];
  for (const chunk of reader.chunks()) if (chunk.kind === "events") parts.push(chunk.words.slice());
  // Word by word, so that a NaN keeps its bits.
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  const config = reader.header.configuration,
    createEngine = (lanes: Float64Array): Engine => new Engine(lanes, options);
  return {
    name: options.name ?? backendName(config, options),
    config,
    events: new Float64Array(words.buffer),
    createEngine,
  };
}

function backendName(config: Float64Array, options: EngineOptions): string {
  using engine = new Engine(config, options);
  return engine.backend.name;
}
