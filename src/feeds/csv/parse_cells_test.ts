import { assertEquals } from "@std/assert";
import { decimalsOfText } from "../number_text.ts";
import { CellScanner, decodeText, endWithLineFeed } from "./parse_cells.ts";

const COMMA = 0x2c;

function scannerOf(text: string): CellScanner {
  return new CellScanner(endWithLineFeed(new TextEncoder().encode(text)), COMMA);
}

/** Numbers in many written forms, the same ones for the same seed. */
function* numberTexts(seed: number, count: number): Generator<string> {
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const digits = (length: number) => Array.from({ length }, () => next(10)).join("");
  const words = new Uint32Array(2);
  const double = new Float64Array(words.buffer);
  for (let index = 0; index < count; index++) {
    const sign = ["", "", "", "-", "+"][next(5)]!;
    switch (next(8)) {
      case 0:
        yield sign + digits(1 + next(20));
        break;
      case 1:
        yield `${sign}${digits(1 + next(12))}.${digits(next(12))}`;
        break;
      case 2:
        yield `${sign}.${digits(1 + next(17))}`;
        break;
      case 3:
        yield String(next(1_000_000) / 10 ** next(7));
        break;
      case 4:
        yield `${sign}${digits(1 + next(6))}.${digits(next(6))}e${next(2) === 0 ? "-" : ""}${next(300)}`;
        break;
      case 5:
        words[0] = next(2 ** 31 - 1) * 2;
        words[1] = next(2 ** 31 - 1);
        yield String(Number.isFinite(double[0]) ? double[0] : 0);
        break;
      case 6:
        // Around the bound below which integers are exact.
        yield String(9_007_199_254_740_000 + next(2000)) + ["", ".0", "0"][next(3)];
        break;
      default:
        yield `0.${"0".repeat(next(15))}${digits(1 + next(3))}`;
    }
  }
}

Deno.test("CellScanner.readNumber() gives the double of Number() or leaves the cell alone", () => {
  let read = 0;
  const target = new Float64Array(1);
  for (const text of numberTexts(20_240_101, 200_000)) {
    for (const cell of [text, `${text},x`, `"${text}"`]) {
      const scanner = scannerOf(cell);
      if (!scanner.readNumber(0, target, 0)) continue;
      read++;
      if (!Object.is(target[0], Number(text))) assertEquals(target[0], Number(text), cell);
      if (scanner.end !== cell.length - (cell.endsWith(",x") ? 2 : 0)) assertEquals(scanner.end, -1, cell);
      const decimals = scanner.decimalsBeyond(0);
      if (target[0] !== 0 && decimals !== decimalsOfText(text)) assertEquals(decimals, decimalsOfText(text), cell);
    }
  }
  assertEquals(read > 300_000, true, `only ${read} were read at once`);
});

Deno.test("CellScanner.readNumber() reads plain numbers of up to fifteen digits at once", () => {
  const target = new Float64Array(1);
  for (const text of ["0", "1.", ".5", "123456789", "1234567890.5", "123456789.123456", "999999999999999", "-0"]) {
    assertEquals(scannerOf(text).readNumber(0, target, 0), true, text);
    assertEquals(target[0], Number(text), text);
  }
});

Deno.test("CellScanner.readNumber() refuses what is not a plain number", () => {
  const target = new Float64Array([7]);
  for (const text of ["", ".", "-", "1e5", "1.2.3", "abc", '"1', "1 2", '"1"2', "$5", "1\r2", "0x1", ",1", '""']) {
    assertEquals(scannerOf(text).readNumber(0, target, 0), false, text);
    assertEquals(target[0], 7, text);
  }
});

Deno.test("CellScanner.span() reads quotes, doubled quotes, spaces and every kind of line end", () => {
  const scanner = scannerOf(' a b ,"x,y","say ""hi""", "n\nm" ,\r\n"open, z');
  const texts: string[] = [];
  let start = 0;
  for (let cell = 0; cell < 7; cell++) {
    scanner.span(start);
    texts.push(scanner.text());
    start = scanner.end + 1;
  }
  assertEquals(texts, ["a b", "x,y", 'say "hi"', "n\nm", "", '"open', "z"]);
});

Deno.test("CellScanner.rowEnd() passes over line feeds inside quotes", () => {
  const scanner = scannerOf('1,"a\nb",2\n3');
  assertEquals(scanner.rowEnd(0), 9);
});

Deno.test("decodeText() reads UTF-8 of any length", () => {
  for (const text of ["Zamknięcie", "a".repeat(40), "é".repeat(40), ""]) {
    const bytes = new TextEncoder().encode(text);
    assertEquals(decodeText(bytes, 0, bytes.length), text);
  }
});

Deno.test("endWithLineFeed() copies only where it must", () => {
  const ended = new TextEncoder().encode("a\n");
  assertEquals(endWithLineFeed(ended) === ended, true);
  assertEquals([...endWithLineFeed(new Uint8Array())], [10]);
});
