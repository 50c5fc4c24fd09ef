import { assert, assertEquals } from "@std/assert";
import type { LogEntry } from "../../logs/log_entry.ts";
import type { RunStatus } from "../session_parts.ts";
import { RunRecord } from "./run_record.ts";

const STATUS = {} as RunStatus;

function entry(timeUs: number, category: LogEntry["category"], level: LogEntry["level"] = "INFO"): LogEntry {
  const fields = { instrument: "a", side: "sell", size: 2, price: 10 + timeUs, orderId: 7 };
  return { timeUs, category, level, sequence: 1, message: `m${timeUs}`, fields };
}

Deno.test("a record of a hundred thousand turns has the size of one of some hundred", () => {
  const record = new RunRecord(1);
  const bar = (timeUs: number): Parameters<RunRecord["bars"]>[0] => {
    const one = Float64Array.of(timeUs);
    const columns = {
      timeUs: one,
      beginUs: one,
      sessionDay: one,
      open: one,
      high: one,
      low: one,
      close: one,
      volume: one,
    };
    return [{ columns, length: 1 }] as unknown as Parameters<RunRecord["bars"]>[0];
  };
  for (let turn = 1; turn <= 100_000; turn++) {
    record.bars(bar(turn));
    record.entry(entry(turn, "execution"), false);
  }
  const news = record.news(STATUS, 0, 0);
  assertEquals([record.length, news.bars.length, news.fills.length, news.messages.length], [640, 240, 200, 200]);
  assertEquals([news.bars.at(-1)![1], news.fills[0]!.timeUs, record.fillsCount], [100_000, 99_801, 100_000]);
  assertEquals(record.news(STATUS, 0, record.last).bars, []);
});

Deno.test("a run that is made again from its journal tells fills and no messages", () => {
  const record = new RunRecord(1);
  record.entry(entry(1, "execution"), true);
  record.entry(entry(2, "session", "WARNING"), true);
  record.entry(entry(3, "session", "DEBUG"), false);
  record.entry(entry(4, "session"), false);
  const { fills, messages } = record.news(STATUS, 0, 0);
  assertEquals(fills, [{ timeUs: 1, feed: "a", side: "sell", size: 2, price: 11, order: 7 }]);
  assertEquals(messages, [{ timeUs: 4, level: "INFO", category: "session", text: "m4" }]);
  assert(record.wants("DEBUG", "execution", true) && !record.wants("ERROR", "risk", true));
});
