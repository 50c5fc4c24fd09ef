import { assertEquals, assertThrows } from "@std/assert";
import { formatJsonLine, jsonLinesLogger } from "./json_lines_logger.ts";
import { LOG_LEVELS, type LogEntry } from "./log_entry.ts";
import { dispatchEntry } from "./logger.ts";

const entry: LogEntry = {
  fields: { size: 0.1 + 0.2, late: true, value: NaN, needed: Infinity, available: -Infinity, limit: -0, zero: 0 },
  message: 'Order 1 of "A\nB"',
  sequence: 2,
  timeUs: 1_704_239_999_999_999,
  category: "order",
  level: "ERROR",
};

Deno.test("an entry is one line with its keys in order, and no number is lost", () => {
  const line = formatJsonLine(entry);
  assertEquals(
    line,
    '{"level":"ERROR","category":"order","timeUs":1704239999999999,"sequence":2,"message":"Order 1 of \\"A\\nB\\"",' +
      '"fields":{"size":0.30000000000000004,"late":true,"value":"NaN","needed":"Infinity","available":"-Infinity",' +
      '"limit":"-0","zero":0}}',
  );
  assertEquals((JSON.parse(line) as LogEntry).fields["size"], 0.1 + 0.2);
});

Deno.test("every entry that the filter wants is written as a line that ends", () => {
  const lines: string[] = [];
  const logger = jsonLinesLogger((line) => lines.push(line), { minimumLevel: "WARNING" });
  for (const level of LOG_LEVELS) dispatchEntry(logger, { ...entry, level });
  assertEquals(lines.map((line) => (JSON.parse(line) as LogEntry).level), ["WARNING", "ERROR"]);
  assertEquals(lines.every((line) => line.endsWith("}\n") && line.indexOf("\n") === line.length - 1), true);
});

Deno.test("an argument that is not a function to write with is refused", () => {
  const write = "log.jsonl" as unknown as (line: string) => void;
  assertThrows(() => jsonLinesLogger(write), TypeError, 'Cannot write JSON Lines with "log.jsonl"');
});
