import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "../../../mod.ts";
import { ROOT, temporaryFolder } from "../../../tests/boundary/installed_library.ts";
import type { LawReport } from "../law_report.ts";
import { batchingOfRun } from "./batching_of_run.ts";
import { checkpointOfRun } from "./checkpoint_of_run.ts";
import { determinismOfRun } from "./determinism_of_run.ts";
import { lookAheadOfRun } from "./look_ahead_of_run.ts";
import { metamorphicOfRun } from "./metamorphic_of_run.ts";
import { startDatesOfRun } from "./start_date_of_run.ts";

const feed = await ct.csv(new URL("fixtures/prices/aapl.csv", ROOT));
const OPTIONS = { engineBackend: "typescript", cuts: 2 } as const;

/** Tries law 2 on a class that does something at each bar. */
function ofClass(next: (strategy: ct.Strategy) => void): Promise<LawReport> {
  class Tried extends ct.Strategy {
    override next(): void {
      next(this);
    }
  }
  return determinismOfRun(Tried, feed, OPTIONS);
}

/** Tries law 2 on a module with these lines in its `next`, and these before the class. */
async function ofModule(next: string, before: string = ""): Promise<LawReport> {
  using folder = temporaryFolder();
  const module = new URL("strategy.ts", folder.url);
  const text = `import * as ct from "@cracktrader/cracktrader";\n${before}\n` +
    `export class Tried extends ct.Strategy { override next(): void { ${next} } }\n`;
  Deno.writeTextFileSync(module, text);
  return await determinismOfRun({ module }, feed, OPTIONS);
}

Deno.test("a strategy that counts over runs does not repeat, and is told with bar and member", async () => {
  let calls = 0;
  const { verdict, counterExample } = await ofClass((strategy) => {
    if (++calls % 97 === 0) strategy.buy({ size: 1 });
  });
  assertEquals([verdict, counterExample!.member, typeof counterExample!.bar], ["failed", "next", "number"]);
  assertEquals(counterExample!.what, "The run, repeated in this process, does what it did");
});

Deno.test("a strategy without such state repeats; a second process and another place are said to be left out", async () => {
  const report = await ofClass((strategy) => {
    if (strategy.data.length % 97 === 0) strategy.buy({ size: 1 });
  });
  assertEquals([report.verdict, report.cases, report.leftOut], ["held", 3, [
    "a second process, another time zone and another language, as that takes the strategy's module",
  ]]);
  assertEquals(report.tried, "2 repetitions in this process, and 1 under a fixed clock and fixed random numbers");
});

Deno.test("state in a module repeats in a new process and not in the same one, and so breaks the law", async () => {
  const report = await ofModule("if (++bars % 11 === 0) this.buy({ size: 1 });", "let bars = 0;");
  assertEquals([report.verdict, report.cases], ["failed", 1]);
  assertEquals(report.counterExample!.what, "The run, repeated in the same process, does what it did");
  // There are 1260 bars, so a count of nine comes to the same after each whole run.
  assertEquals((await ofModule("if (++bars % 9 === 0) this.buy({ size: 1 });", "let bars = 0;")).verdict, "failed");
  const kept = `const seen: { closes?: number[] } = globalThis as never;`;
  const next = `seen.closes ??= []; const at = this.data.length - 1; seen.closes[at] = this.data.close.now;
    if ((seen.closes[at + 1] ?? 0) > seen.closes[at]!) this.buy({ size: 1 });`;
  assertEquals((await ofModule(next, kept)).verdict, "failed");
});

Deno.test("dice differ from process to process and break the law, which names what the strategy reads", async () => {
  const report = await ofModule("if (this.data.length % 50 === 0) this.buy({ size: 1 + Math.random() });");
  assertEquals(report.verdict, "failed");
  assertEquals(report.counterExample!.what, "The run, repeated in another process, does what it did");
  assertStringIncludes(report.tried, "the strategy reads Math.random");
  assertEquals((await ofModule("if (crypto.randomUUID() < '8') this.buy({ size: 1 });")).verdict, "failed");
});

/** Strategies that repeat, and do otherwise under another clock. */
const DEPENDING: readonly (readonly [next: string, before: string, source: string])[] = [
  ["if (new Date().getFullYear() > 2020 && this.data.length === 5) this.buy();", "", "the clock (Date)"],
  ["if (late && this.data.length === 5) this.buy();", "const late = Date.now() > 1.6e12;", "the clock (Date)"],
  [
    "if (Temporal.Now.plainDateISO().year > 2020 && this.data.length === 5) this.buy();",
    "declare const Temporal: { Now: { plainDateISO(): { year: number } } };",
    "the clock (Temporal.Now)",
  ],
  [
    "if (year > 2020 && this.data.length === 5) this.buy();",
    'const year = Number(new Intl.DateTimeFormat("en", { year: "numeric" }).format());',
    "the clock (Intl.DateTimeFormat)",
  ],
  [
    "if (new File([], 'x').lastModified > 1.6e12 && this.data.length === 5) this.buy();",
    "",
    "the clock (File)",
  ],
  [
    "if (performance.timeOrigin > 1.6e12 && this.data.length === 5) this.buy();",
    "",
    "the clock (performance.timeOrigin)",
  ],
];

Deno.test("a strategy that repeats and depends on the clock is told so, whenever it looks at it", async () => {
  for (const [next, before, source] of DEPENDING) {
    const report = await ofModule(next, before);
    assertEquals(report.verdict, "not applicable", `${next}: ${JSON.stringify(report)}`);
    assertStringIncludes(report.reason!, `the run repeats, but depends on ${source}: at bar 4 `);
  }
});

Deno.test("a source that is read and changes nothing is told, as no proof that it cannot", async () => {
  const report = await ofModule("if (Math.random() >= 0 && this.data.length === 5) this.buy();", "performance.now();");
  assertEquals([report.verdict, report.cases], ["held", 7]);
  assertEquals(report.leftOut, [
    "whether performance.now, Math.random can change a run: the strategy reads it, and no run under other values was " +
    "another one",
  ]);
});

Deno.test("numbers that fall alike in the repetitions are found out by the inverted ones", async () => {
  // Where it repeats by luck, one of two numbers that add up to one lies below a half.
  const report = await ofModule("if (low && this.data.length === 5) this.buy();", "const low = Math.random() < 0.5;");
  assert(report.verdict !== "held", JSON.stringify(report));
  const text = `${report.tried} ${report.reason}`;
  assertStringIncludes(text, "Math.random");
});

Deno.test("a module that depends on the machine's time zone or language is told so, and one that names both is not", async () => {
  const cases: readonly (readonly [next: string, part: string])[] = [
    [
      "if (new Date(this.data.endsAt).getDay() === 3 && this.data.length % 9 === 0) this.buy({ size: 1 });",
      "time zone",
    ],
    ["if (this.data.endsAt.getHours() === hours && this.data.length % 9 === 0) this.buy({ size: 1 });", "time zone"],
    [`if ((1.5).toLocaleString() === one && this.data.length % 9 === 0) this.buy({ size: 1 });`, "language"],
  ];
  // Written down here, as another machine would tell it.
  const here = `const hours = ${new Date(feed.columns.timeUs[0]! / 1000).getHours()}, one = ${
    JSON.stringify((1.5).toLocaleString())
  };`;
  for (const [next, part] of cases) {
    const report = await ofModule(next, here);
    assertEquals([report.verdict, report.cases], ["not applicable", 0], JSON.stringify(report));
    assertStringIncludes(report.reason!, `the run repeats, but depends on the machine's ${part}: at bar `);
  }
  const named = `const zone = { timeZone: "America/New_York", hour: "numeric" } as const;`;
  const report = await ofModule(
    `if (this.data.endsAt.toLocaleString("en-US", zone) !== "" && this.data.length % 9 === 0) this.buy({ size: 1 });`,
    named,
  );
  assertEquals([report.verdict, report.leftOut], ["held", []], JSON.stringify(report));
  assertEquals(
    report.tried,
    "2 repetitions in another process, the second after other runs there, 1 under a fixed clock and fixed random " +
      "numbers, and 3 with another time zone and language",
  );
});

Deno.test("sources that nobody can fix are named where they are used, and said to be unknown where none is seen", async () => {
  const worker = `new Worker("data:application/javascript,self.close()", { type: "module" });`;
  const uses = await ofModule(
    "if (this.data.length === 5) this.buy();",
    `import "node:os"; import "node:path"; ${worker}`,
  );
  assertEquals([uses.verdict, uses.leftOut], ["held", [
    "whether Worker, node:os can change a run: the strategy uses it, and nobody fixed the clock, the random numbers and " +
    "the facts of the machine that are there",
  ]]);
  let runs = 0;
  class Counts extends ct.Strategy {
    override start(): void {
      runs++;
    }
    override next(): void {
      // The first run, its two repetitions and the part between them come before the fixed one.
      if (runs === 5 && this.data.length === 5) this.buy();
    }
  }
  const unknown = await determinismOfRun(Counts, feed, OPTIONS);
  assertEquals(unknown.verdict, "not applicable");
  assertStringIncludes(unknown.reason!, "the run differs between runs, by a source that is not known: at bar 4 ");
  // The fixed run is not the same, and neither are plain ones after it: the clock is not to blame.
  runs = 0;
  class LooksToo extends Counts {
    override next(): void {
      if (Date.now() > 0 && runs >= 5 && this.data.length === 5) this.buy();
    }
  }
  const looks = await determinismOfRun(LooksToo, feed, OPTIONS);
  assertStringIncludes(looks.reason!, "the run differs between runs; the strategy uses Date: at bar 4 ");
});

Deno.test("a class that looks at the clock while it runs is told so, and the real clock is back afterwards", async () => {
  const report = await ofClass((strategy) => {
    if (new Date().getFullYear() > 2020 && strategy.data.length === 5) strategy.buy();
  });
  assertEquals(report.verdict, "not applicable");
  assertStringIncludes(report.reason!, "depends on the clock (Date)");
  assert(new Date().getFullYear() > 2020);
});

Deno.test("the laws that compare runs, and the measurement of start dates, are not applicable to runs that do not repeat", async () => {
  let calls = 0;
  class Counts extends ct.Strategy {
    override next(): void {
      if (++calls % 97 === 0) this.buy({ size: 1 });
    }
  }
  for (const law of [batchingOfRun, checkpointOfRun, metamorphicOfRun, lookAheadOfRun]) {
    const { verdict, reason } = await law(Counts, feed, OPTIONS);
    assertEquals([verdict, reason], ["not applicable", "the strategy does not repeat"], law.name);
  }
  assertEquals(await startDatesOfRun(Counts, feed, OPTIONS), {
    reason: "the strategy does not repeat",
    starts: [],
    lines: [],
  });
});
