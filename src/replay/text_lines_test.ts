import { assertEquals, assertThrows } from "@std/assert";
import { JsonLinesError } from "./json_lines_error.ts";
import { LINE_LETTERS_MAX, linesOfFile } from "./text_lines.ts";

function withFile<Result>(bytes: Uint8Array, run: (path: string) => Result): Result {
  const path = Deno.makeTempFileSync();
  try {
    Deno.writeFileSync(path, bytes);
    return run(path);
  } finally {
    Deno.removeSync(path);
  }
}

function linesOf(text: string): readonly string[] {
  return withFile(new TextEncoder().encode(text), (path) => [...linesOfFile(path)]);
}

Deno.test("the lines of a file are those of its text, wherever a piece of it ends", () => {
  assertEquals(linesOf(""), []);
  assertEquals(linesOf("\n\na\n"), ["", "", "a"]);
  assertEquals(linesOf("a\r\nb"), ["a\r", "b"]);
  for (const length of [65_534, 65_535, 65_536, 65_537, 200_000]) {
    // A letter of three bytes lies across the end of a piece.
    const text = `${"x".repeat(length)}\u20ac\n${"y".repeat(length)}\n${"\u20ac".repeat(length)}`;
    assertEquals(linesOf(text), text.split("\n"), `${length}`);
  }
});

Deno.test("a line of 64 million letters is joined once", () => {
  // It took 27 s when each piece was joined to those before it.
  const [line, last] = linesOf(`${"x".repeat(64_000_000)}\nlast`);
  assertEquals([line?.length, last], [64_000_000, "last"]);
});

Deno.test("bytes that are not UTF-8, and a line beyond the limit, are errors with the line", () => {
  const refused = (bytes: Uint8Array) =>
    withFile(bytes, (path) => {
      const error = assertThrows(() => [...linesOfFile(path)], JsonLinesError) as JsonLinesError;
      return [error.line, error.message];
    });
  const wrong = "it or one of the next lines is not written in UTF-8";
  assertEquals(refused(Uint8Array.of(0x61, 0x0a, 0xff, 0x0a)), [1, `Cannot import line 1: ${wrong}`]);
  const late = new Uint8Array(100_000).fill(0x0a);
  late[99_999] = 0xe2;
  assertEquals(refused(late)[1], `Cannot import line 100000: ${wrong}`);
  const path = Deno.makeTempFileSync();
  try {
    Deno.truncateSync(path, LINE_LETTERS_MAX + 100_000);
    const error = assertThrows(() => [...linesOfFile(path)], JsonLinesError) as Error;
    assertEquals(error.message, "Cannot import line 1: it has more than 134217728 letters, and no line of a log has");
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("the file is closed when its lines are not read to their end", () => {
  withFile(new TextEncoder().encode("a\nb\n"), (path) => {
    for (const line of linesOfFile(path)) {
      assertEquals(line, "a");
      break;
    }
  });
});
