import { assertEquals } from "@std/assert";
import { OutputError, plainText } from "./terminal.ts";

Deno.test("what steers a terminal is written in letters, and lines and tabs stay", () => {
  assertEquals(plainText("a\tb\nc\u00e9 \u{1f600}"), "a\tb\nc\u00e9 \u{1f600}");
  assertEquals(plainText("\x1b[2J\r\x07\x9b31m\x7f\0"), "\\u001b[2J\\u000d\\u0007\\u009b31m\\u007f\\u0000");
});

Deno.test("a text in JSON stays JSON and means the same", () => {
  const value = { name: "\x1b\x9b\x7f\r\n\t" };
  assertEquals(JSON.parse(plainText(JSON.stringify(value))), value);
});

Deno.test("an answer that nobody reads is told from one that cannot be written", () => {
  const broken = new OutputError(new Deno.errors.BrokenPipe("Broken pipe (os error 32)"));
  assertEquals([broken.isUnread, broken.message], [true, "Cannot write the answer: Broken pipe (os error 32)"]);
  assertEquals(new OutputError(new Error("No space left on device")).isUnread, false);
  assertEquals(new OutputError("full").message, "Cannot write the answer: full");
});
