import { assertEquals, assertThrows } from "@std/assert";
import { type CommandName, entriesBehind, KILLS, readJournalLine, readJournalLines } from "./journal_line.ts";
import { SessionError } from "./session_error.ts";

Deno.test("a kill stays behind any command until it is cleared", () => {
  const behind = (...commands: CommandName[]) => commands.reduce(entriesBehind, "open");
  for (const kill of KILLS) {
    assertEquals(behind(kill), "killed");
    assertEquals(behind(kill, "stop-entries"), "killed");
    assertEquals(behind(kill, "resume-entries"), "killed");
    assertEquals(behind(kill, "stop-entries", "clear-kill"), "open");
  }
  assertEquals([behind("stop-entries"), behind("stop-entries", "resume-entries")], ["stopped", "open"]);
});

const TERMS = { symbol: "A/B", base: "A", quote: "B", tick: "0.01", sizeStep: "0.1", status: "trading" };
const FEED = { name: "a", timeframe: "1m", terms: TERMS };
const HEAD = {
  ...{ kind: "head", version: 1, venue: "v", mode: "paper", strategy: "S", feeds: [FEED, { ...FEED, name: "b" }] },
  from_us: 60,
};
const BAR = {
  ...{ feed: 0, begin_us: 0, time_us: 60, open: "9.5", high: "10", low: "9", close: "10", volume: "0", by: "stream" },
};
const turn = (number: number, ...bars: readonly object[]): object => ({ kind: "turn", turn: number, now_us: 61, bars });

const isRead = (line: object): boolean => readJournalLine(JSON.stringify(line)) !== undefined;

Deno.test("a head whose feeds or terms a session does not write is no line", () => {
  assertEquals(isRead(HEAD), true);
  const wrong: readonly object[] = [
    { feeds: [] },
    { feeds: [null] },
    { feeds: [FEED, FEED] },
    { feeds: [{ ...FEED, name: 1 }] },
    { feeds: [{ ...FEED, timeframe: "1x" }] },
    { feeds: [{ ...FEED, terms: undefined }] },
    { feeds: [{ ...FEED, terms: { ...TERMS, tick: "0" } }] },
    { feeds: [{ ...FEED, terms: { ...TERMS, tick: "0.x1" } }] },
    { feeds: [{ ...FEED, terms: { ...TERMS, sizeStep: undefined } }] },
    { feeds: [{ ...FEED, terms: { ...TERMS, symbol: undefined } }] },
    { feeds: [{ ...FEED, terms: { ...TERMS, notionalMin: "much" } }] },
    { feeds: [{ ...FEED, terms: { ...TERMS, status: "away" } }] },
    { strategy: undefined },
    { from_us: "60" },
  ];
  for (const change of wrong) assertEquals(isRead({ ...HEAD, ...change }), false, JSON.stringify(change));
});

Deno.test("a bar whose prices or times contradict each other is no part of a line", () => {
  assertEquals(isRead(turn(0, BAR)), true);
  // Text of these prices has another order than their numbers.
  assertEquals(isRead(turn(0, { ...BAR, open: "9.5", high: "10", low: "9", close: "9" })), true);
  for (
    const change of [
      { high: "9.9" },
      { low: "9.6" },
      { open: "10.1" },
      { close: "8" },
      { volume: "-1" },
      { begin_us: 60 },
      { time_us: 0 },
      { feed: -1 },
      { close: "1e1" },
      { by: "steam" },
    ]
  ) assertEquals(isRead(turn(0, { ...BAR, ...change })), false, JSON.stringify(change));
});

Deno.test("lines that do not follow each other are damage, which names the line and the file", () => {
  const read = (...lines: readonly object[]): number =>
    readJournalLines([HEAD, ...lines].map((line) => JSON.stringify(line)), (line) => ({ path: "j/venue.jsonl", line }))
      .length;
  const next = { ...BAR, begin_us: 60, time_us: 120 };
  assertEquals(read(turn(0, BAR, { ...BAR, feed: 1 }, next), turn(1, { ...next, feed: 1 })), 3);
  const wrong: readonly [readonly object[], string][] = [
    [
      [turn(0, { ...BAR, feed: 2 })],
      "line 2 of j/venue.jsonl: it has a bar of feed 2, and the head has the feeds 0 to 1",
    ],
    [[turn(0, BAR), turn(1, BAR)], "line 3 of j/venue.jsonl: a bar of feed 0 does not come behind"],
    [[turn(0, next, BAR)], "line 2 of j/venue.jsonl: a bar of feed 0 does not come behind"],
    [[turn(0, next), turn(1), turn(2, { ...BAR, time_us: 180 })], "line 4 of j/venue.jsonl: a bar of feed 0"],
    [[turn(0, BAR), turn(2)], "line 3 of j/venue.jsonl: turn 2 comes behind turn 0"],
    [[turn(0, { ...BAR, low: "11" })], "line 2 of j/venue.jsonl: it is none that a session writes"],
  ];
  for (const [lines, text] of wrong) {
    assertEquals(assertThrows(() => read(...lines), SessionError, text).code, "JOURNAL_DAMAGED");
  }
});
