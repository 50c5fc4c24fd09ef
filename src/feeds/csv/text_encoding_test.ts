import { assert, assertEquals } from "@std/assert";
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
