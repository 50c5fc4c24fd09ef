/**
 * `stream`: bars that come one after the other, with the facts that they do not contain.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { showBy } from "../../shown.ts";
import { Bars } from "../bars.ts";
import type { BarsInput } from "../read_columns.ts";
import {
  type CheckedFeedOptions,
  checkFeedOptions,
  FEED_OPTION_NAMES,
  type FeedOptions,
  takenFeedOptions,
} from "../feed_options.ts";

/**
 * One bar as a plain object. The names are those of the columns of {@linkcode BarsInput}: `time`, `open`, `high`, `low`,
 * `close` and `volume`, or names that files use; each further number becomes a line.
 */
export interface BarObject {
  /** Values by their names. */
  readonly [name: string]: number | string | boolean | Date | undefined;
}

/** A part of a source: one bar, a block of bars in columns, or bars that a reader made. */
export type BarItem = BarObject | BarsInput | Bars;

/**
 * Bars that come one after the other: a `ReadableStream`, an async generator or another async iterable, or a plain
 * iterable. Times ascend. A part is one bar, or a block of them.
 */
export type BarSource = ReadableStream<BarItem> | AsyncIterable<BarItem> | Iterable<BarItem>;

/** Options of bars that come one after the other. A source is read once, so it has no `from`, `to` and `onBadRow`. */
export type StreamOptions = Omit<FeedOptions, "from" | "to" | "onBadRow">;

const OPTIONS: readonly string[] = FEED_OPTION_NAMES.filter((name) => !["from", "to", "onBadRow"].includes(name));

/** A source of bars with its facts, for `ct.run`; {@linkcode stream} makes it. */
export class BarStream {
  /** Name of the instrument. */
  readonly name: string;
  readonly #source: BarSource;
  readonly #options: StreamOptions;

  static {
    showBy(BarStream.prototype, ({ name }) => ({ title: "BarStream", facts: { name } }));
  }

  /** Keeps the source; {@linkcode stream} checks it. */
  constructor(source: BarSource, options: StreamOptions) {
    this.name = checkFeedOptions(options, "bars").name;
    this.#source = source;
    this.#options = options;
  }

  /** The source, which can be read once. */
  get source(): BarSource {
    return this.#source;
  }

  /** The facts as they were given. */
  get options(): StreamOptions {
    return this.#options;
  }
}

/**
 * Gives a source of bars the facts that the bars do not contain: timeframe, time zone, calendar, name and the like, as
 * `ct.bars` takes them. A source without any needs no `stream`: `ct.run` takes it as it is.
 *
 * @param source A `ReadableStream`, an async iterable or an iterable of bars, or of blocks of bars.
 * @param options The facts.
 * @returns The source with its facts, for {@linkcode run}.
 * @throws {TypeError} If the source is none, or an option is unknown or of the wrong type.
 * @throws {RangeError} If an option cannot be used.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * async function* minutes() {
 *   for (let minute = 0; minute < 3; minute++) {
 *     yield { time: new Date(Date.UTC(2024, 0, 2, 14, 30 + minute)), open: 10, high: 11, low: 9, close: 10 + minute / 4 };
 *   }
 * }
 *
 * class Idle extends ct.Strategy.with({}) {}
 *
 * const feed = ct.stream(minutes(), { name: "minutes", timeframe: "1m", stamp: "open" });
 * const result = await ct.run(Idle, feed);
 * assertEquals([result.feedFacts[0]?.name, result.stats.bars], ["minutes", 3]);
 * ```
 */
export function stream(source: BarSource, options: StreamOptions = {}): BarStream {
  checkSource(source, "make a stream of");
  return new BarStream(source, takenFeedOptions(options, OPTIONS));
}

/** Returns whether a value can be read as a source. */
export function isSource(value: unknown): value is BarSource {
  return typeof value === "object" && value !== null && !(value instanceof Bars) &&
    (value instanceof ReadableStream || Symbol.asyncIterator in value || Symbol.iterator in value);
}

/**
 * Rejects what is no source.
 *
 * @throws {TypeError} If it is none.
 */
export function checkSource(value: unknown, action: string): asserts value is BarSource {
  if (value instanceof Promise) throw new TypeError(`Cannot ${action} a promise: write await before it`);
  if (value instanceof Bars) {
    throw new TypeError(`Cannot ${action} bars, which have their facts: pass them to ct.run as they are`);
  }
  if (typeof value === "function") {
    throw new TypeError(`Cannot ${action} a function: call it, as in ct.stream(${value.name || "minutes"}())`);
  }
  if (isSource(value)) return;
  throw new TypeError(
    `Cannot ${action} ${inspected(value, 0)}: pass a ReadableStream, an async iterable or an iterable of bars`,
  );
}

/** Returns the facts of a stream, checked; the name of its feed stands for one that is not given. */
export function checkedOptions(options: StreamOptions, name: string): CheckedFeedOptions {
  return checkFeedOptions(options, name);
}
