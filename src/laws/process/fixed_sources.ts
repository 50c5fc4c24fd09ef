/**
 * Replaces the clock and the random numbers of JavaScript by fixed ones, and takes down which of them are read.
 *
 * Replaced are `Date`, `performance.now`, `Temporal.Now`, `Math.random`, `crypto.getRandomValues` and
 * `crypto.randomUUID`. Other sources, such as those of Node's modules, stay as they are: two plain runs that differ by
 * them break law 2.
 *
 * @module
 */

import { Random } from "../random.ts";

/** The fixed sources of a run; one that is left out stays as it is. */
export interface FixedSources {
  /** Time of the clock when the run begins, in milliseconds since the epoch. Each look at it takes a millisecond. */
  readonly clockMs?: number;
  /** The random numbers. */
  readonly chance?: {
    /** Seed of the numbers. */
    readonly seed: number;
    /** True for 1 - x in place of each x, so that a threshold is missed by one of the two at least. */
    readonly inverted: boolean;
  };
}

/** Sources that are replaced. */
export interface ReplacedSources {
  /** Names of the sources that were read so far, in the order in which they were first read. */
  readonly reads: ReadonlySet<string>;
  /** Puts the sources of before back. */
  restore(): void;
}

/** Names of the sources that are clocks. */
export const CLOCKS: ReadonlySet<string> = new Set(["Date", "performance.now", "Temporal.Now"]);

/** The methods of `Temporal.Now` that look at the clock, with the conversion of an instant to what they return. */
type Now = Readonly<Record<string, (zone?: unknown) => unknown>>;
interface Zoned {
  toPlainDate(): unknown;
  toPlainDateTime(): unknown;
  toPlainTime(): unknown;
}
interface TemporalScope {
  readonly Now: Now & { timeZoneId(): string };
  readonly Instant: {
    fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: unknown): Zoned };
  };
}

/** Replaces the sources. Code that kept one of them before still reads the real one. */
export function fixSources({ clockMs, chance }: FixedSources): ReplacedSources {
  const reads = new Set<string>(), restores: (() => void)[] = [];
  const replace = (object: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
    restores.push(() => {
      if (before === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, before);
    });
  };
  if (clockMs !== undefined) {
    let now = clockMs;
    replaceClock(replace, clockMs, (name) => {
      reads.add(name);
      return now++;
    });
  }
  if (chance !== undefined) {
    const random = new Random(chance.seed, 2);
    replaceChance(replace, (name) => {
      reads.add(name);
      const word = random.below(2 ** 32);
      return chance.inverted ? 2 ** 32 - 1 - word : word;
    });
  }
  return {
    reads,
    restore: () => {
      for (const restore of restores.reverse()) restore();
    },
  };
}

type Replace = (object: object, name: string, value: unknown) => void;

function replaceClock(replace: Replace, startMs: number, tick: (source: string) => number): void {
  const RealDate = Date, now = (): number => tick("Date");
  const fixed = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, values, made) => Reflect.construct(target, values.length === 0 ? [now()] : values, made),
  });
  replace(RealDate, "now", now);
  replace(globalThis, "Date", fixed);
  replace(RealDate.prototype, "constructor", fixed);
  replace(performance, "now", () => tick("performance.now") - startMs);
  const temporal = (globalThis as unknown as { readonly Temporal?: TemporalScope }).Temporal;
  if (temporal === undefined) return;
  const { Now: real, Instant } = temporal;
  const instant = (): ReturnType<typeof Instant.fromEpochMilliseconds> =>
    Instant.fromEpochMilliseconds(tick("Temporal.Now"));
  const zoned = (zone: unknown): Zoned => instant().toZonedDateTimeISO(zone ?? real.timeZoneId());
  const methods: Now = {
    instant,
    zonedDateTimeISO: zoned,
    plainDateISO: (zone) => zoned(zone).toPlainDate(),
    plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
    plainTimeISO: (zone) => zoned(zone).toPlainTime(),
  };
  for (const [name, method] of Object.entries(methods)) replace(real, name, method);
}

function replaceChance(replace: Replace, draw: (source: string) => number): void {
  replace(Math, "random", () => draw("Math.random") / 2 ** 32);
  const fill = (bytes: Uint8Array, source: string): void => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = draw(source) >>> 24;
  };
  replace(crypto, "getRandomValues", <T extends ArrayBufferView>(array: T): T => {
    fill(new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength), "crypto.getRandomValues");
    return array;
  });
  replace(crypto, "randomUUID", () => {
    const bytes = new Uint8Array(16);
    fill(bytes, "crypto.randomUUID");
    // Version 4, variant 1 (RFC 9562, section 5.4).
    bytes[6] = bytes[6]! & 0x0f | 0x40;
    bytes[8] = bytes[8]! & 0x3f | 0x80;
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  });
}
