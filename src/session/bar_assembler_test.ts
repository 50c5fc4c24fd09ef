import { assertEquals } from "@std/assert";
import type { VenueBar } from "../venue/venue.ts";
import { BarAssembler } from "./bar_assembler.ts";

const STEP = 60, GRACE = 5;

function bar(minute: number, volume: number, closed?: boolean, high: string = "12"): VenueBar {
  const plain = { beginUs: minute * STEP, open: "10", high, low: "9", close: "11", volume: String(volume) };
  return closed === undefined ? plain : { ...plain, closed };
}

function taken(assembler: BarAssembler): string[] {
  const found: string[] = [];
  for (let each = assembler.take(); each !== undefined; each = assembler.take()) {
    found.push(`${each.bar.beginUs / STEP}:${each.bar.volume} ${each.by} ${each.knownUs}`);
  }
  return found;
}

Deno.test("a bar is closed by the first update of its successor, with its last update", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  for (const [at, volume] of [[5, 1], [20, 2], [59, 3]] as const) assembler.tell(bar(0, volume), at);
  assertEquals(taken(assembler), []);
  assembler.tell(bar(1, 1), 61);
  assertEquals(taken(assembler), ["0:3 stream 61"]);
  assertEquals(assembler.openEndUs, 2 * STEP);
});

Deno.test("where the venue says that bars end, its word closes a bar, and one without it is asked for", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assembler.tell(bar(0, 3, true), 60);
  assertEquals(taken(assembler), ["0:3 stream 60"]);
  assembler.tell(bar(1, 1, false), 70);
  assembler.tell(bar(2, 1, false), 121);
  assertEquals(taken(assembler), []);
  assertEquals(assembler.wanted(121), { fromUs: 60, untilUs: 120 });
  assembler.answer([bar(1, 8)], { fromUs: 60, untilUs: 120 }, 122);
  assertEquals(taken(assembler), ["1:8 request 122"]);
});

Deno.test("a hole is filled before the newer bar, which waits", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assembler.tell(bar(0, 4), 10);
  assembler.tell(bar(3, 1), 181);
  assertEquals(taken(assembler), ["0:4 stream 181"]);
  assembler.tell(bar(4, 1), 241);
  assertEquals([taken(assembler), assembler.wantedFromUs], [[], -Infinity]);
  const wanted = assembler.wanted(241)!;
  assertEquals(wanted, { fromUs: 60, untilUs: 240 });
  assembler.answer([bar(2, 2), bar(1, 1)], { fromUs: 60, untilUs: 180 }, 242);
  assertEquals(taken(assembler), ["1:1 request 242", "2:2 request 242", "3:1 stream 242"]);
});

Deno.test("a bar is asked for from its end and the grace on, and not before", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assembler.tell(bar(0, 1), 30);
  assertEquals([assembler.wanted(64), assembler.wantedFromUs], [undefined, 65]);
  assertEquals(assembler.wanted(65), { fromUs: 0, untilUs: 60 });
  assembler.answer([bar(0, 7), bar(1, 1)], { fromUs: 0, untilUs: 60 }, 66);
  // The bar in progress at the end of the answer is none.
  assertEquals(taken(assembler), ["0:7 request 66"]);
});

Deno.test("a bar that the venue does not have is missing, but not within three graces of its end", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assembler.answer([], { fromUs: 0, untilUs: 60 }, 66);
  assertEquals([assembler.openEndUs, assembler.counts.missing], [60, 0]);
  assembler.answer([], { fromUs: 0, untilUs: 60 }, 75);
  assertEquals([assembler.openEndUs, assembler.counts.missing], [120, 1]);
  assembler.answer([bar(3, 1)], { fromUs: 60, untilUs: 240 }, 241);
  assertEquals([taken(assembler), assembler.counts.missing], [["3:1 request 241"], 3]);
});

Deno.test("a closed bar stays as it is, and another word on it is counted", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assembler.tell(bar(0, 3), 10);
  assembler.tell(bar(1, 1), 61);
  assertEquals(assembler.tell(bar(0, 3), 62), "taken");
  assertEquals(assembler.tell(bar(0, 2), 62), "taken", "an update from within the bar that was late");
  assertEquals(assembler.tell(bar(0, 4), 63), "revised");
  assertEquals(assembler.tell(bar(0, 3, true, "13"), 63), "revised");
  assertEquals([taken(assembler), assembler.counts.revised], [["0:3 stream 61"], 2]);
});

Deno.test("duplicates and reordered updates of an open bar end in the version that says that it has ended", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  for (const each of [bar(1, 1, false), bar(0, 3, true), bar(0, 2, false), bar(0, 3, true)]) assembler.tell(each, 61);
  assertEquals(taken(assembler), ["0:3 stream 61"]);
});

Deno.test("what lies off the timeframe or is no bar is counted and left out", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assertEquals(assembler.tell({ ...bar(0, 1), beginUs: 7 }, 10), "bad");
  assertEquals(assembler.tell(bar(0, 1, undefined, "1"), 10), "bad");
  assertEquals(assembler.tell({ ...bar(0, 1), low: "0" }, 10), "bad");
  assembler.answer([bar(0, 1, undefined, "1")], { fromUs: 0, untilUs: 60 }, 62);
  assertEquals([assembler.counts.bad, taken(assembler)], [4, []]);
});

Deno.test("a bar that was open when the stream was lost is closed by an answer, as its last updates are unknown", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  assembler.tell(bar(0, 1), 10);
  assembler.interrupt(20);
  assembler.tell(bar(1, 1), 70);
  assertEquals(taken(assembler), []);
  const wanted = assembler.wanted(70)!;
  assertEquals(wanted, { fromUs: 0, untilUs: 60 });
  assembler.answer([bar(0, 9)], wanted, 71);
  assembler.tell(bar(2, 1), 121);
  assertEquals(taken(assembler), ["0:9 request 71", "1:1 stream 121"]);
});

Deno.test("a bar that has ended and waits for one before it stays as it ended", () => {
  const assembler = new BarAssembler(STEP, 0, GRACE);
  for (const each of [bar(1, 3, true), bar(1, 2, false), bar(0, 1, true)]) assembler.tell(each, 125);
  assertEquals(taken(assembler), ["0:1 stream 125", "1:3 stream 125"]);
});
