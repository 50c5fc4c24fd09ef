import { assertEquals, assertThrows } from "@std/assert";
import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogEntry, type LogLevel } from "./log_entry.ts";
import { dispatchEntry, filteringLogger, logFilter } from "./logger.ts";

function entryOf(level: LogLevel, category: LogCategory): LogEntry {
  return { level, category, timeUs: 0, sequence: 1, message: `${level} ${category}`, fields: {} };
}

Deno.test("an entry goes to the method of its level, with its message", () => {
  const got: string[] = [];
  const method = (name: string) => (message: string, entry: LogEntry): void => {
    got.push(`${name}: ${message} ${entry.category}`);
  };
  const logger = { debug: method("d"), info: method("i"), warning: method("w"), error: method("e") };
  for (const level of LOG_LEVELS) dispatchEntry(logger, entryOf(level, "risk"));
  assertEquals(got, ["d: DEBUG risk risk", "i: INFO risk risk", "w: WARNING risk risk", "e: ERROR risk risk"]);
});

Deno.test("a filter lets through what is at or above its level and of its categories, for all of them", () => {
  for (const minimumLevel of LOG_LEVELS) {
    for (const only of LOG_CATEGORIES) {
      const got: LogEntry[] = [];
      const logger = filteringLogger(logFilter({ minimumLevel, categories: [only] }), (entry) => got.push(entry));
      assertEquals(logger.wants!(minimumLevel, only), true);
      for (const level of LOG_LEVELS) {
        for (const category of LOG_CATEGORIES) dispatchEntry(logger, entryOf(level, category));
      }
      assertEquals(
        got.map((entry) => entry.message),
        LOG_LEVELS.slice(LOG_LEVELS.indexOf(minimumLevel)).map((level) => `${level} ${only}`),
      );
    }
  }
});

Deno.test("a filter without options wants everything", () => {
  const wants = logFilter({});
  assertEquals(LOG_LEVELS.every((level) => LOG_CATEGORIES.every((category) => wants(level, category))), true);
});

Deno.test("a level or a category that does not exist is refused, with those that do", () => {
  const filter = { minimumLevel: "TRACE" as LogLevel };
  assertThrows(() => logFilter(filter), RangeError, 'Cannot use "TRACE" as minimumLevel: there are DEBUG, INFO');
  const other = { categories: ["orders" as LogCategory] };
  assertThrows(
    () => logFilter(other),
    RangeError,
    'Cannot use "orders" as one of the categories: there are data, order',
  );
});
