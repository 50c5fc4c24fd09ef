import { assertEquals } from "@std/assert";
import { consoleLogger, formatLogLine } from "./console_logger.ts";
import { LOG_LEVELS, type LogEntry } from "./log_entry.ts";
import { dispatchEntry } from "./logger.ts";

const entry: LogEntry = {
  level: "INFO",
  category: "execution",
  timeUs: 1_704_239_999_999_999,
  sequence: 7,
  message: "Order 1 bought 10 AAPL",
  fields: {},
};

Deno.test("a line has time, level, category and message", () => {
  assertEquals(formatLogLine(entry), "2024-01-02T23:59:59.999999Z INFO    execution Order 1 bought 10 AAPL");
  const early = { ...entry, timeUs: -86_400_000_000, level: "WARNING", category: "data" } as const;
  assertEquals(formatLogLine(early), "1969-12-31T00:00:00Z WARNING data      Order 1 bought 10 AAPL");
});

Deno.test("the console gets what is at INFO or above, by the method of its level", () => {
  const got: string[] = [];
  const method = (name: string) => (line: string): void => {
    got.push(`${name} ${line.slice(28, 35).trim()}`);
  };
  const target = { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") };
  const logger = consoleLogger({ console: target });
  for (const level of LOG_LEVELS) dispatchEntry(logger, { ...entry, level });
  assertEquals(got, ["info INFO", "warn WARNING", "error ERROR"]);
  dispatchEntry(consoleLogger({ console: target, minimumLevel: "DEBUG" }), { ...entry, level: "DEBUG" });
  assertEquals(got.at(-1), "debug DEBUG");
});
