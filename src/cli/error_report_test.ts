import { assertEquals } from "@std/assert";
import { FileError } from "../checkpoint/atomic_file.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { describeError, jsonReport, textReport } from "./error_report.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("an error is told with its class, its message and the plain facts that it has", () => {
  assertEquals(describeError(new CheckpointError("CUT", "It is cut")), {
    name: "CheckpointError",
    message: "It is cut",
    code: "CUT",
  });
  assertEquals(describeError(new FileError("a.log", "it is full")), {
    name: "FileError",
    message: "Cannot write a.log: it is full",
    path: "a.log",
  });
  const error = Object.assign(new RangeError("far"), { line: 3, isLast: true, list: [1], of: { a: 1 }, none: null });
  assertEquals(describeError(error), { name: "RangeError", message: "far", line: 3, isLast: true });
});

Deno.test("a message is told without the colours of the runtime", () => {
  assertEquals(describeError(new Error("at \x1b[0m\x1b[36mfile:///a.ts\x1b[0m:1")).message, "at file:///a.ts:1");
  assertEquals(describeError("\x1b[31mred").message, "red");
});

Deno.test("a thrown value that is no error is told too, whatever it is", () => {
  assertEquals(describeError("broken"), { name: "Error", message: "broken" });
  assertEquals(describeError(undefined), { name: "Error", message: "undefined" });
  assertEquals(describeError(Object.create(null)), { name: "Error", message: "a value that has no text" });
});

Deno.test("a report is one line of JSON with the exit code, or a text with the page that helps", () => {
  assertEquals(
    jsonReport(new UsageError("Cannot use it\nat all"), 2),
    '{"error":{"name":"UsageError","message":"Cannot use it\\nat all"},"exitCode":2}',
  );
  assertEquals(textReport(new UsageError("Cannot use it"), "run --help"), "Cannot use it\nSee run --help");
  assertEquals(textReport(new Error("Cannot do it"), "run --help"), "Cannot do it");
});
