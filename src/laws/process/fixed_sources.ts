/**
 * Replaces the clock and the random numbers of JavaScript by fixed ones, and takes down which of them are read.
 *
 * Replaced are `Date`, `performance.now`, `performance.timeOrigin`, the times of marks and measures, `Temporal.Now`, an
 * `Intl.DateTimeFormat` that is given no date, the time of a `File` that was given none, `process.hrtime` and
 * `process.uptime`, `Math.random`, `crypto.getRandomValues` and `crypto.randomUUID`. A thread has sources of its own,
 * which stay as they are, and so do those of Node's modules: a start of a thread is taken down, and two plain runs that
 * differ by them break law 2.
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
export const CLOCKS: ReadonlySet<string> = new Set([
  ...["Date", "performance.now", "performance.timeOrigin", "performance.mark", "performance.measure", "Temporal.Now"],
  ...["Intl.DateTimeFormat", "File", "process.hrtime", "process.uptime"],
]);
/** Names of the sources that are taken down and stay as they are. */
export const UNFIXED: ReadonlySet<string> = new Set(["Worker"]);

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
/** Options of marks and measures that hold times. */
type Times = Readonly<Record<"detail" | "duration" | "end" | "start" | "startTime", unknown>>;
/** The clocks of Node's `process`, which is a global name. */
interface ProcessScope {
  hrtime: ((before?: readonly [number, number]) => [number, number]) & { bigint: () => bigint };
  uptime: () => number;
}

/** Replaces the sources. Code that kept one of them before still reads the real one. */
export function fixSources({ clockMs, chance }: FixedSources): ReplacedSources {
  const reads = new Set<string>(), restores: (() => void)[] = [];
  const replace: Replace = (object, name, value, isGetter = false) => {
    const before = Object.getOwnPropertyDescriptor(object, name);
    const kind = isGetter ? { get: value as () => unknown } : { value, writable: true };
    Object.defineProperty(object, name, { ...kind, enumerable: before?.enumerable ?? false, configurable: true });
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
  replace(
    globalThis,
    "Worker",
    new Proxy(Worker, {
      construct(target, values, made) {
        reads.add("Worker");
        return Reflect.construct(target, values, made);
      },
    }),
  );
  return {
    reads,
    restore: () => {
      for (const restore of restores.reverse()) restore();
    },
  };
}

/** Replaces a property by a value, or by a getter. */
type Replace = (object: object, name: string, value: unknown, isGetter?: boolean) => void;
/** Looks at the clock, in milliseconds since the epoch, and takes down the name of the source. */
type Tick = (source: string) => number;

function replaceClock(replace: Replace, startMs: number, tick: Tick): void {
  const RealDate = Date, now = (): number => tick("Date");
  const fixed = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, values, made) => Reflect.construct(target, values.length === 0 ? [now()] : values, made),
  });
  replace(RealDate, "now", now);
  replace(globalThis, "Date", fixed);
  replace(RealDate.prototype, "constructor", fixed);
  replaceTemporal(replace, tick);
  replaceFormats(replace, tick);
  replaceFiles(replace, tick);
  replacePerformance(replace, startMs, tick);
  replaceProcess(replace, startMs, tick);
}

function replaceTemporal(replace: Replace, tick: Tick): void {
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

/** A format that is given no date formats the present one. */
function replaceFormats(replace: Replace, tick: Tick): void {
  const { prototype } = Intl.DateTimeFormat, parts = prototype.formatToParts;
  const format = Object.getOwnPropertyDescriptor(prototype, "format")!.get!;
  const dated = (date: unknown): Date =>
    date === undefined ? tick("Intl.DateTimeFormat") as unknown as Date : date as Date;
  const made = new WeakMap<object, (date?: Date) => string>();
  replace(prototype, "formatToParts", function (this: Intl.DateTimeFormat, date?: Date) {
    return parts.call(this, dated(date));
  });
  replace(prototype, "format", function (this: Intl.DateTimeFormat) {
    const real = format.call(this) as (date?: Date) => string;
    if (!made.has(this)) made.set(this, (date?: Date): string => real(dated(date)));
    return made.get(this)!;
  }, true);
}

/** A file that is given no time has the present one, also one that a form makes. */
function replaceFiles(replace: Replace, tick: Tick): void {
  const timed = new WeakSet<object>(), times = new WeakMap<object, number>(), { prototype } = File;
  const lastModified = Object.getOwnPropertyDescriptor(prototype, "lastModified")!.get!;
  const fixed = new Proxy(File, {
    construct(target, values, made) {
      const file = Reflect.construct(target, values, made) as object;
      if ((values[2] as FilePropertyBag | undefined)?.lastModified !== undefined) timed.add(file);
      return file;
    },
  });
  replace(globalThis, "File", fixed);
  replace(prototype, "constructor", fixed);
  replace(prototype, "lastModified", function (this: File) {
    const real = lastModified.call(this) as number;
    if (timed.has(this)) return real;
    if (!times.has(this)) times.set(this, tick("File"));
    return times.get(this)!;
  }, true);
}

/** The clock of `performance` lies in its prototype, by which it can be read too. */
function replacePerformance(replace: Replace, startMs: number, tick: Tick): void {
  const { prototype } = Performance, { mark, measure } = prototype, RealMark = PerformanceMark;
  const since = (source: string): number => tick(source) - startMs;
  const begun = (options: Partial<Times> | undefined): PerformanceMarkOptions =>
    ({ ...options, startTime: options?.startTime ?? since("performance.mark") }) as PerformanceMarkOptions;
  const fixedMark = new Proxy(RealMark, {
    construct: (target, [name, options], made) => Reflect.construct(target, [name, begun(options)], made),
  });
  replace(globalThis, "PerformanceMark", fixedMark);
  replace(RealMark.prototype, "constructor", fixedMark);
  replace(prototype, "now", () => since("performance.now"));
  replace(prototype, "timeOrigin", () => (tick("performance.timeOrigin"), startMs), true);
  replace(prototype, "toJSON", () => ({ timeOrigin: (tick("performance.timeOrigin"), startMs) }));
  replace(prototype, "mark", function (this: Performance, name: string, options?: Times) {
    return mark.call(this, name, begun(options));
  });
  replace(prototype, "measure", function (this: Performance, name: string, from?: string | Times, until?: string) {
    const given: Partial<Times> = typeof from === "object" ? from : {
      ...(from === undefined ? {} : { start: from }),
      ...(until === undefined ? {} : { end: until }),
    };
    const ends = given.end !== undefined || (given.start !== undefined && given.duration !== undefined);
    const options = ends ? given : { ...given, end: since("performance.measure") };
    return measure.call(this, name, options as PerformanceMeasureOptions);
  });
}

function replaceProcess(replace: Replace, startMs: number, tick: Tick): void {
  const { process } = globalThis as unknown as { readonly process?: ProcessScope };
  if (process === undefined) return;
  const since = (source: string): number => tick(source) - startMs;
  const hrtime: ProcessScope["hrtime"] = Object.assign((before?: readonly [number, number]): [number, number] => {
    const ms = since("process.hrtime") - (before === undefined ? 0 : 1000 * before[0] + before[1] / 1e6);
    return [Math.floor(ms / 1000), Math.round(ms % 1000 * 1e6)];
  }, { bigint: () => BigInt(since("process.hrtime")) * 1_000_000n });
  replace(process, "hrtime", hrtime);
  replace(process, "uptime", () => since("process.uptime") / 1000);
}

function replaceChance(replace: Replace, draw: (source: string) => number): void {
  replace(Math, "random", () => draw("Math.random") / 2 ** 32);
  const fill = (bytes: Uint8Array, source: string): void => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = draw(source) >>> 24;
  };
  // In the prototype, by which they can be read too.
  replace(Crypto.prototype, "getRandomValues", <T extends ArrayBufferView>(array: T): T => {
    fill(new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength), "crypto.getRandomValues");
    return array;
  });
  replace(Crypto.prototype, "randomUUID", () => {
    const bytes = new Uint8Array(16);
    fill(bytes, "crypto.randomUUID");
    // Version 4, variant 1 (RFC 9562, section 5.4).
    bytes[6] = bytes[6]! & 0x0f | 0x40;
    bytes[8] = bytes[8]! & 0x3f | 0x80;
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  });
}
