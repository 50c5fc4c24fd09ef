import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DECLARED_MAX, memoryReport, READ_MAX } from "./memory.ts";
import { INDICATORS, type MemoryRun, runWith, singleLines } from "./memory_run.ts";

Deno.test("the measured strategy declares 100 different indicators, and reads all of them or none on every bar", () => {
  const names = singleLines().map(({ name }) => name), bars = 300;
  assertEquals([names.length, new Set(names).size], [INDICATORS, INDICATORS]);
  const [none, declared, read] = (["none", "declared", "read"] as const).map((mode) =>
    runWith(mode, bars, "typescript")
  );
  assertEquals([none!.declared, none!.calls, none!.read], [0, bars, 0]);
  assertEquals([declared!.declared, declared!.read, declared!.sum], [INDICATORS, 0, 0]);
  assertEquals([read!.declared, read!.read], [INDICATORS, INDICATORS * read!.calls]);
  assert(read!.calls > bars / 2 && Number.isFinite(read!.sum) && read!.sum > 0);
  for (const { peakBytes } of [none!, declared!, read!]) assert(peakBytes > 0);
});

Deno.test("the report is within the bars up to them, and names the run that is above", () => {
  const run = (peakBytes: number): MemoryRun => ({
    peakBytes,
    declared: 100,
    calls: 1000,
    read: 0,
    sum: 0,
    backend: "rust",
  });
  const reportOf = (declared: number, read: number): ReturnType<typeof memoryReport> =>
    memoryReport({ none: run(2e8), declared: run(2e8 + declared), read: run(read) }, 1000);
  const within = reportOf(DECLARED_MAX, READ_MAX);
  assert(within.isWithin && !within.text.includes("above the bar"));
  const declared = reportOf(DECLARED_MAX + 1, READ_MAX), read = reportOf(0, READ_MAX + 1);
  assert(!declared.isWithin && !read.isWithin);
  assertStringIncludes(declared.text, "the bar is 40 more than without: above the bar");
  assertStringIncludes(read.text, "the bar is 1200: above the bar");
});
