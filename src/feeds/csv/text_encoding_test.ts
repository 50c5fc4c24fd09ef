import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv.ts";
import { asUtf8 } from "./text_encoding.ts";

const NOTE = "The file is not UTF-8 and was read as windows-1252; save it as UTF-8 if letters in it are wrong";

/** A text in latin-1, of which windows-1252 reads every letter alike. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

Deno.test("asUtf8() keeps a text in UTF-8 as it is, with letters of any language", () => {
  for (const text of ["", "Date,Open", "Eröffnung;名前", "\uFEFFDate"]) {
    const bytes = new TextEncoder().encode(text);
    assertEquals(asUtf8(bytes), { bytes, notes: [] });
    assert(asUtf8(bytes).bytes === bytes);
  }
});

Deno.test("asUtf8() reads a text that is not UTF-8 as windows-1252, all 256 bytes of it", () => {
  const { bytes, notes } = asUtf8(latin1("Eröffnung;Münch\x80\x85"));
  assertEquals([new TextDecoder().decode(bytes), notes], ["Eröffnung;Münch€…", [NOTE]]);
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assertEquals(new TextDecoder().decode(asUtf8(all).bytes), new TextDecoder("windows-1252").decode(all));
});

Deno.test("asUtf8() minds no letter that the end of its look cuts, and converts a long text whole", () => {
  const cut = new TextEncoder().encode("x".repeat(65_535) + "ö".repeat(10));
  assert(asUtf8(cut).bytes === cut);
  const long = "ö" + "x".repeat(3_000_000) + "é";
  assertEquals(new TextDecoder().decode(asUtf8(latin1(long)).bytes), long);
});

Deno.test("asUtf8() reads a text in GBK whose header has Chinese names, and tells it", () => {
  // 日期,开盘,收盘,最高,最低 in GBK.
  const names = [0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xbf, 0xaa, 0xc5, 0xcc, 0x2c, 0xca, 0xd5, 0xc5, 0xcc, 0x2c];
  const rest = [0xd7, 0xee, 0xb8, 0xdf, 0x2c, 0xd7, 0xee, 0xb5, 0xcd];
  const rows = new TextEncoder().encode("\n2024-01-02,1,2,2,1\n2024-01-03,1,1.5,2,1\n");
  const bytes = Uint8Array.from([...names, ...rest, ...rows]);
  assertEquals(new TextDecoder().decode(asUtf8(bytes).bytes).split("\n")[0], "日期,开盘,收盘,最高,最低");
  const feed = parseCsv(bytes, "x.csv");
  assertEquals([[...feed.columns.close], feed.notes[0]], [
    [2, 1.5],
    "The file is not UTF-8 and was read as GBK, in which its header has Chinese names",
  ]);
  // A letter of two bytes on the border of two parts is one letter.
  const long = Uint8Array.from([...names, ...rest, ...new Uint8Array(2 ** 20).fill(0x20), ...names]);
  assertEquals(new TextDecoder().decode(asUtf8(long).bytes).includes("\uFFFD"), false);
});

Deno.test("parseCsv() tells how a text was read whose columns are not found", () => {
  const text = "Datum;Anf\u00e4nge;Hoch;Tief;Schluss\n2024-01-02;1;1;1;1\n";
  const error = assertThrows(() => parseCsv(latin1(text), "x.csv"), RangeError) as Error;
  assertEquals(
    error.message.endsWith(`say which is meant with columns: { open: "..." }. ${NOTE}`),
    true,
    error.message,
  );
});

Deno.test("parseCsv() reads a German file in windows-1252, its header and the names of its instruments", () => {
  const text = "Datum;Name;Eröffnung;Hoch;Tief;Schluss;Volumen\n" +
    "02.01.2024;Münchener Rück;375,10;377,00;371,5;372,25;1.234\n03.01.2024;Münchener Rück;372;374,5;370;371;567\n";
  const feed = parseCsv(latin1(text), "muv2.csv", { symbol: "Münchener Rück" });
  const { open, close, volume } = feed.columns;
  assertEquals([feed.name, [...open], [...close], [...volume]], [
    "Münchener Rück",
    [375.1, 372],
    [372.25, 371],
    [1234, 567],
  ]);
  assertEquals(feed.notes[0], NOTE);
  const same = parseCsv(new TextEncoder().encode(text), "muv2.csv", { symbol: "Münchener Rück" });
  assertEquals([same.columns, same.notes], [feed.columns, feed.notes.slice(1)]);
});
