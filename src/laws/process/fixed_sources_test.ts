import { assert, assertEquals, assertNotEquals } from "@std/assert";
import process from "node:process";
import { CLOCKS, type FixedSources, fixSources, UNFIXED } from "./fixed_sources.ts";

const CLOCK_MS = Date.UTC(2031, 10, 14, 15, 16, 17);

interface TemporalLike {
  readonly Now: Readonly<Record<string, (zone?: string) => { toString(): string }>>;
}

/** Does something under fixed sources; returns its result and the names of the sources that it read. */
function under<T>(fixed: FixedSources, act: () => T): [result: T, reads: string[]] {
  const sources = fixSources(fixed);
  try {
    return [act(), [...sources.reads]];
  } finally {
    sources.restore();
  }
}

Deno.test("every way to look at the clock gives the fixed time, a millisecond later each time", () => {
  const [times, reads] = under({ clockMs: CLOCK_MS }, () => {
    const { Now } = (globalThis as unknown as { readonly Temporal: TemporalLike }).Temporal;
    return [
      Date.now(),
      new Date().getTime(),
      Date.parse(Date()),
      new (new Date(0).constructor as DateConstructor)().getTime(),
      performance.now(),
      Date.parse(Now["instant"]!().toString()),
      Now["plainDateISO"]!("UTC").toString(),
      Now["plainTimeISO"]!("UTC").toString(),
      Now["plainDateTimeISO"]!("UTC").toString(),
      Now["zonedDateTimeISO"]!("UTC").toString(),
    ];
  });
  assertEquals(times, [
    CLOCK_MS,
    CLOCK_MS + 1,
    CLOCK_MS, // the text of a date has no milliseconds
    CLOCK_MS + 3,
    4,
    CLOCK_MS + 5,
    "2031-11-14",
    "15:16:17.007",
    "2031-11-14T15:16:17.008",
    "2031-11-14T15:16:17.009+00:00[UTC]",
  ]);
  assertEquals(reads, ["Date", "performance.now", "Temporal.Now"]);
});

Deno.test("the clock is fixed where it is read without its name: formats, files, forms, marks, the process of Node", () => {
  const utc = { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" } as const;
  const [times, reads] = under({ clockMs: CLOCK_MS }, (): unknown => {
    const format = new Intl.DateTimeFormat("en-GB", utc), before = process.hrtime();
    return [
      format.format(),
      format.formatToParts().at(-1)!.value,
      [2024].map(() => Date.UTC(2024, 4, 6)).map(format.format)[0],
      format.format === format.format,
      new File([], "x").lastModified,
      new File([], "x", { lastModified: 5 }).lastModified,
      performance.timeOrigin,
      (performance.toJSON() as { timeOrigin: number }).timeOrigin,
      performance.mark("a").startTime,
      new PerformanceMark("b").startTime,
      performance.mark("c", { startTime: 7 }).startTime,
      performance.measure("d", "c").duration,
      performance.measure("e", { start: 1, end: 3 }).duration,
      Performance.prototype.now.call(performance),
      process.hrtime(before),
      process.hrtime.bigint(),
      process.uptime(),
    ];
  });
  assertEquals(times, [
    ...["14/11/2031", "2031", "06/05/2024", true],
    ...[CLOCK_MS + 3, 5],
    ...[CLOCK_MS, CLOCK_MS, 6, 7, 7, 1, 2, 9],
    ...[[0, 10_000_000], 11_000_000n, 0.012],
  ]);
  assertEquals(reads, [
    ...["process.hrtime", "Intl.DateTimeFormat", "File", "performance.timeOrigin", "performance.mark"],
    ...["performance.measure", "performance.now", "process.uptime"],
  ]);
  assertEquals(reads.filter((name) => !CLOCKS.has(name)), []);
  const [file, formReads] = under({ clockMs: CLOCK_MS }, () => {
    const form = new FormData();
    form.append("file", new Blob(["text"]), "name");
    return form.get("file") as File;
  });
  const [year, later] = under({ clockMs: 0 }, () => new Date(file.lastModified).getFullYear());
  assert(formReads.concat(later).includes("File") && year < 2000, `${formReads} ${later} ${year}`);
});

Deno.test("a thread has sources of its own, so its start is taken down", () => {
  const code = "data:application/javascript,self.close()";
  const [, reads] = under({ clockMs: CLOCK_MS }, () => new Worker(code, { type: "module" }).terminate());
  assertEquals([reads, UNFIXED], [["Worker"], new Set(["Worker"])]);
});

Deno.test("a date that is made from a value does not look at the clock, and is a date as before", () => {
  const [date, reads] = under({ clockMs: CLOCK_MS }, () => {
    class Mine extends Date {}
    const made = new Date(2024, 0, 2), mine = new Mine(5);
    return [made instanceof Date, mine instanceof Mine, mine.getTime(), Date.UTC(1970), Date.parse("1970-01-01")];
  });
  assertEquals([date, reads], [[true, true, 5, 0, 0], []]);
});

Deno.test("random numbers follow from the seed, and from 1 - x where they are inverted", () => {
  const draw = (): number[] => Array.from({ length: 50 }, () => Math.random());
  const [first, reads] = under({ chance: { seed: 4, inverted: false } }, draw);
  const [again] = under({ chance: { seed: 4, inverted: false } }, draw);
  const [other] = under({ chance: { seed: 5, inverted: false } }, draw);
  const [inverted] = under({ chance: { seed: 4, inverted: true } }, draw);
  assertEquals([first, reads], [again, ["Math.random"]]);
  assertNotEquals(first, other);
  for (const [at, value] of first.entries()) {
    assert(value >= 0 && value < 1, `${value}`);
    assertEquals(value < 0.5, inverted[at]! >= 0.5, `a threshold of a half, at ${value}`);
  }
});

Deno.test("random bytes and UUIDs follow from the seed", () => {
  const draw = (): unknown => [
    Array.from(crypto.getRandomValues(new Uint8Array(4))),
    Array.from(crypto.getRandomValues(new Uint32Array(2))),
    crypto.randomUUID(),
  ];
  const fixed = { chance: { seed: 1, inverted: false } },
    [first, reads] = under(fixed, draw),
    [again] = under(fixed, draw);
  assertEquals([first, reads], [again, ["crypto.getRandomValues", "crypto.randomUUID"]]);
  const uuid = (first as unknown[])[2] as string;
  assert(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid), uuid);
});

Deno.test("afterwards the real sources are back, and one that was not asked for never went", () => {
  const before = [Date, Date.now, Math.random, performance.now, crypto.randomUUID, new Date(0).constructor];
  under({ clockMs: 0 }, () => assertEquals(Math.random, before[2]));
  under({ chance: { seed: 1, inverted: false } }, () => assertEquals(Date, before[0]));
  assertEquals([Date, Date.now, Math.random, performance.now, crypto.randomUUID, new Date(0).constructor], before);
  assert(Math.abs(Date.now() - performance.timeOrigin - performance.now()) < 60_000);
});
