/**
 * Names files that are no delimited text, by their first bytes.
 *
 * @module
 */

import { lineOfOffset } from "./line_at.ts";
import { decodeText } from "./parse_cells.ts";

/** A kind of file that is no delimited text. */
interface FileKind {
  /** The kind, as the end of "it is ...". */
  readonly name: string;
  /** What to do, as an imperative. */
  readonly remedy: string;
}

const UNPACK = "unpack it and read the file inside";
const EXPORT = "export it as CSV";
const EXCEL: FileKind = { name: "an Excel workbook", remedy: "save its sheet as CSV" };
const PARQUET_REMEDY = 'read it with parquet(path) of "@cracktrader/cracktrader/parquet"';
const ARROW_REMEDY = `write it as Parquet and ${PARQUET_REMEDY}, or pass its columns to bars()`;
const UTF_8 = "save it as UTF-8";

/** Kinds by the bytes at their beginning. */
const SIGNATURES: readonly (readonly [bytes: readonly number[] | string, FileKind])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], { name: "packed with zstd", remedy: UNPACK }],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], { name: "packed with xz", remedy: UNPACK }],
  [[0x04, 0x22, 0x4d, 0x18], { name: "packed with lz4", remedy: UNPACK }],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], { name: "a 7z archive", remedy: UNPACK }],
  [[0x1f, 0x9d], { name: "packed with compress", remedy: UNPACK }],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], { name: "a rar archive", remedy: UNPACK }],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], EXCEL],
  ["PAR1", { name: "a Parquet file", remedy: PARQUET_REMEDY }],
  ["PARE", { name: "an encrypted Parquet file", remedy: `write it without encryption and ${PARQUET_REMEDY}` }],
  ["ARROW1", { name: "an Arrow file", remedy: ARROW_REMEDY }],
  ["FEA1", { name: "a Feather file", remedy: ARROW_REMEDY }],
  [[0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a], { name: "an HDF5 file", remedy: EXPORT }],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], { name: "a NumPy file", remedy: EXPORT }],
  ["SQLite format 3\0", { name: "an SQLite database", remedy: EXPORT }],
  ["%PDF-", { name: "a PDF document", remedy: EXPORT }],
  ["CTLOG\r\n\0", { name: "a replay log", remedy: "pass it to replay()" }],
  ["version https://git-lfs", { name: "a pointer to a file in Git LFS", remedy: 'fetch the file with "git lfs pull"' }],
];

const LINE_FEED = 0x0a;

/** Most bytes of a file's beginning that are looked at. */
const HEAD_BYTES = 4096;

/**
 * Returns whether bytes are packed with gzip.
 *
 * @param bytes The file.
 * @returns Whether they begin as gzip does.
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Refuses a file that is no delimited text in UTF-8: packed files, spreadsheets, tables in binary form, pages, JSON,
 * and texts in UTF-16.
 *
 * @param bytes The file.
 * @param source The file, for messages.
 * @throws {RangeError} If it is one of these, with its kind and the remedy.
 */
export function refuseOtherKind(bytes: Uint8Array, source: string): void {
  const kind = kindOf(bytes);
  if (kind !== undefined) throw new RangeError(`Cannot read ${source}: it is ${kind.name}; ${kind.remedy}`);
}

/**
 * Refuses a line with a byte of zero, which no text has: the file was damaged, or its end was never written.
 *
 * @param bytes The file, ending with a line feed.
 * @param offset Offset of the line.
 * @param source The file, for messages.
 * @throws {RangeError} If the line has such a byte.
 */
export function refuseZeros(bytes: Uint8Array, offset: number, source: string): void {
  const zero = bytes.subarray(offset, bytes.indexOf(LINE_FEED, offset)).indexOf(0);
  if (zero === -1) return;
  throw new RangeError(
    `Cannot read line ${lineOfOffset(bytes, offset)} of ${source}: it has a byte of zero (NUL), byte ${
      offset + zero
    } of the file, and a text has none; the file is damaged or was not written to its end, so get it anew`,
  );
}

function kindOf(bytes: Uint8Array): FileKind | undefined {
  if (isGzip(bytes)) {
    return { name: "packed with gzip", remedy: "read it with csv(path), which unpacks it, or unpack it first" };
  }
  for (const [signature, kind] of SIGNATURES) if (beginsWith(bytes, signature)) return kind;
  if (beginsWith(bytes, "PK\x03\x04") || beginsWith(bytes, "PK\x05\x06")) return zipKind(bytes);
  if (beginsWith(bytes, "BZh") && beginsWith(bytes.subarray(4), [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])) {
    return { name: "packed with bzip2", remedy: UNPACK };
  }
  if (beginsWith(bytes.subarray(257), "ustar")) return { name: "a tar archive", remedy: UNPACK };
  return wideTextKind(bytes) ?? markupKind(bytes);
}

/** Spreadsheets are zip archives with certain names in them. */
function zipKind(bytes: Uint8Array): FileKind {
  const head = latin(bytes.subarray(0, HEAD_BYTES));
  if (head.includes("xl/") || head.includes("[Content_Types].xml")) return EXCEL;
  if (head.includes("opendocument.spreadsheet")) return { ...EXCEL, name: "an OpenDocument spreadsheet" };
  return { name: "packed with zip", remedy: UNPACK };
}

/** Texts with two or four bytes a letter, by their byte order mark, or by the zeros beside their letters. */
function wideTextKind(bytes: Uint8Array): FileKind | undefined {
  if (beginsWith(bytes, [0xff, 0xfe, 0, 0]) || beginsWith(bytes, [0, 0, 0xfe, 0xff])) {
    return { name: "written in UTF-32", remedy: UTF_8 };
  }
  const utf16 = { name: "written in UTF-16", remedy: UTF_8 };
  if (beginsWith(bytes, [0xff, 0xfe]) || beginsWith(bytes, [0xfe, 0xff])) return utf16;
  const pairs = Math.min(bytes.length, HEAD_BYTES) >>> 1;
  let first = 0, second = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) first++;
    if (bytes[2 * pair + 1] === 0) second++;
  }
  // Nearly every letter of a price file is ASCII, and has one zero in UTF-16.
  const mostly = (zeros: number, others: number) => zeros > 0 && zeros >= pairs * 0.75 && others <= pairs * 0.25;
  return mostly(first, second) || mostly(second, first) ? utf16 : undefined;
}

/** Pages and JSON, by the first letters. */
function markupKind(bytes: Uint8Array): FileKind | undefined {
  const text = decodeText(bytes, 0, Math.min(bytes.length, HEAD_BYTES)).replace(/^\uFEFF/, "").trimStart();
  // MetaTrader and Stooq write names of columns in angle brackets, too: <DATE>, <TICKER>.
  if (/^<(?:!doctype\b|!--|(?:html|head|body|title|meta|script|table)[\s>])/i.test(text)) {
    return {
      name: "an HTML page",
      remedy: "the source answered with a page and not with prices: look at it, and get the file anew",
    };
  }
  if (/^<\?xml/i.test(text)) return { name: "an XML document", remedy: EXPORT };
  if (/^(?:\{\s*["}]|\[\s*[[{"\]\d-])/.test(text)) {
    return { name: "JSON", remedy: "parse it and pass its columns to bars()" };
  }
  return undefined;
}

function beginsWith(bytes: Uint8Array, signature: readonly number[] | string): boolean {
  if (bytes.length < signature.length) return false;
  for (let at = 0; at < signature.length; at++) {
    const byte = signature[at]!;
    if (bytes[at] !== (typeof byte === "number" ? byte : byte.charCodeAt(0))) return false;
  }
  return true;
}

/** Returns one letter a byte, so that names among binary bytes are found. */
function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
