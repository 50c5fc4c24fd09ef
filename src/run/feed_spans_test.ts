import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { noteOnSpans } from "./feed_spans.ts";

function feedOf(name: string, from: string, count: number, days = 1): FeedData {
  const time = Array.from({ length: count }, (_, at) => new Date(Date.parse(from) + at * days * 864e5));
  const prices = time.map(() => 10);
  return bars({ time, open: prices, high: prices, low: prices, close: prices }, { name, timeframe: `${days}d` });
}

Deno.test("noteOnSpans() names a feed that begins later, and one that ends earlier", () => {
  const feeds = [feedOf("a", "2024-01-01", 60), feedOf("b", "2024-01-31", 30), feedOf("c", "2024-01-01", 20)];
  assertEquals(noteOnSpans(feeds), [
    "b begins on 2024-01-31, 30 days after a",
    "c ends on 2024-01-20, 40 days before a",
  ]);
});

Deno.test("noteOnSpans() does not tell what comes from longer bars, nor of one feed", () => {
  assertEquals(noteOnSpans([feedOf("a", "2024-01-01", 60)]), []);
  assertEquals(noteOnSpans([feedOf("days", "2024-01-03", 60), feedOf("weeks", "2024-01-01", 8, 7)]), []);
  assertEquals(noteOnSpans([feedOf("a", "2024-01-01", 60), feedOf("b", "2024-01-02", 59)]), [
    "b begins on 2024-01-02, 1 day after a",
  ]);
});
