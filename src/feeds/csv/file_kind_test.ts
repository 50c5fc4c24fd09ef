import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv.ts";
import { isGzip, refuseOtherKind } from "./file_kind.ts";

const CSV = "Date,Open,High,Low,Close\n2024-01-02,10,12,9,11\n2024-01-03,10,12,9,11\n";

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** A text with two bytes a letter. */
function utf16(text: string, littleEndian: boolean): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).reduce((bytes, byte, index) => {
    bytes[2 * index + (littleEndian ? 0 : 1)] = byte;
    return bytes;
  }, new Uint8Array(2 * text.length));
}

function refused(bytes: Uint8Array, message: string): void {
  for (const onBadRow of ["error", "skip"] as const) {
    assertThrows(() => parseCsv(bytes, "x.csv", { onBadRow }), RangeError, `Cannot read x.csv: it is ${message}`);
  }
}

Deno.test("files of other kinds are refused by their kind, with the remedy", () => {
  const rest = "\x08\x00rest of the file\n\xff\n";
  const unpack = "unpack it and read the file inside";
  const kinds: readonly (readonly [string, string])[] = [
    ["\x1f\x8b", "packed with gzip; read it with csv(path), which unpacks it, or unpack it first"],
    ["PK\x03\x04", `packed with zip; ${unpack}`],
    ["PK\x03\x04\x14\x00[Content_Types].xml", "an Excel workbook; save its sheet as CSV"],
    ["PK\x03\x04\x14\x00docProps/app.xml\x00xl/workbook.xml", "an Excel workbook; save its sheet as CSV"],
    ["PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet; save its sheet"],
    ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook; save its sheet as CSV"],
    ["\x28\xb5\x2f\xfd", `packed with zstd; ${unpack}`],
    ["\xfd7zXZ\x00", `packed with xz; ${unpack}`],
    ["BZh91AY&SY", `packed with bzip2; ${unpack}`],
    ["7z\xbc\xaf\x27\x1c", `a 7z archive; ${unpack}`],
    ["\x04\x22\x4d\x18", `packed with lz4; ${unpack}`],
    ["PAR1", 'a Parquet file; read it with parquet(path) of "@cracktrader/cracktrader/parquet"'],
    ["PARE", "an encrypted Parquet file; write it without encryption and read it with parquet(path) of"],
    ["ARROW1\x00\x00", "an Arrow file; write it as Parquet and read it with parquet(path) of"],
    ["SQLite format 3\x00", "an SQLite database; export it as CSV"],
    ["%PDF-1.7", "a PDF document; export it as CSV"],
    ["CTLOG\r\n\x00", "a replay log; pass it to replay()"],
    ["version https://git-lfs.github.com/spec/v1\n", "a pointer to a file in Git LFS; fetch the file with"],
    [`a.csv${"\x00".repeat(252)}ustar`, `a tar archive; ${unpack}`],
  ];
  for (const [first, message] of kinds) refused(latin(first + rest), message);
});

Deno.test("pages and JSON are refused by their kind", () => {
  const pages = [
    "<!DOCTYPE html>\n<html>",
    "\n  <html lang='en'><head>",
    "<HTML>",
    "<!-- page --><html>",
    "<script>location = 1</script>",
    "\xef\xbb\xbf<!doctype HTML>",
  ];
  for (const page of pages) refused(latin(page), "an HTML page; the source answered with a page and not with prices");
  refused(latin('<?xml version="1.0"?>\n<rows/>'), "an XML document; export it as CSV");
  for (const json of ['{"error":"no key"}', "{\n}", "[[1704067200000,1,2]]", ' [{"t":1}]', "[]", '["a"]', "[1,2]"]) {
    refused(latin(json), "JSON; parse it and pass its columns to bars()");
  }
});

Deno.test("texts in UTF-16 and UTF-32 are refused, with and without a byte order mark", () => {
  for (const littleEndian of [true, false]) {
    refused(utf16(CSV, littleEndian), "written in UTF-16; save it as UTF-8");
    const mark = littleEndian ? [0xff, 0xfe] : [0xfe, 0xff];
    refused(Uint8Array.of(...mark, ...utf16(CSV, littleEndian)), "written in UTF-16; save it as UTF-8");
  }
  refused(Uint8Array.of(0xff, 0xfe, 0x44, 0, 0x61, 0), "written in UTF-16; save it as UTF-8");
  refused(Uint8Array.of(0xff, 0xfe, 0, 0, 0x44, 0, 0, 0), "written in UTF-32; save it as UTF-8");
});

Deno.test("a byte of zero is told as such, with its line, also where bad rows are left out", () => {
  const zeros = "\0".repeat(4096);
  const told = (text: string, line: number, byte: number) => {
    for (const onBadRow of ["error", "skip"] as const) {
      assertThrows(
        () => parseCsv(latin(text), "x.csv", { onBadRow }),
        RangeError,
        `Cannot read line ${line} of x.csv: it has a byte of zero (NUL), byte ${byte} of the file, and a text has none; ` +
          "the file is damaged or was not written to its end, so get it anew",
      );
    }
  };
  told(zeros, 1, 0);
  told("D\0ate,Open,High,Low,Close\n2024-01-02,1,1,1,1\n", 1, 1);
  told(CSV + zeros, 4, CSV.length);
  told(CSV.replace("2024-01-03", "2024-01-\x003"), 3, CSV.indexOf("2024-01-03") + 8);
  told(CSV.replace(/11\n$/, "1\x001\n"), 3, CSV.length - 2);
  told("Date,Open,High,Low,Close,Rate\n2024-01-02,1,1,1,1,5\x00\n", 2, 50);
});

Deno.test("a delimited text is no other kind of file", () => {
  const heads = [
    "<DATE>\t<TIME>\t<OPEN>",
    "<TICKER>,<PER>",
    "Date",
    "PARITY,x",
    "",
    "[Date],[Open]",
    "{x}",
    "PK,Open",
    "BZhang,1",
  ];
  for (const head of heads) assertEquals(refuseOtherKind(latin(head), "x.csv"), undefined, head);
  assertEquals([isGzip(latin("\x1f\x8b")), isGzip(latin("\x1f")), isGzip(latin(""))], [true, false, false]);
});
