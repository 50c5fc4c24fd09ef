/**
 * The encoding of a text: UTF-8; GBK, in which Chinese sources write; or windows-1252, in which programs on Windows and
 * older sources write the letters of Western Europe.
 *
 * @module
 */

/** A text in UTF-8. */
export interface Utf8Text {
  /** The text. */
  readonly bytes: Uint8Array;
  /** The decision about the encoding, as sentences. */
  readonly notes: readonly string[];
}

/** Names of the prices that no text in windows-1252 shows when it is read as GBK. */
const CHINESE_NAMES = /开盘|收盘/;

/** Most bytes of a file's beginning by which its encoding is told: the header, and rows with names in them. */
const HEAD_BYTES = 1 << 16;

/** Bytes that are converted at once, as a text of a whole file may be longer than a string can be. */
const CHUNK_BYTES = 1 << 20;

/**
 * Returns a text in UTF-8. A text whose beginning is not UTF-8 is read as windows-1252, which also reads latin-1: its
 * digits and signs are the same bytes in either encoding, so that numbers cannot change.
 *
 * @param bytes The text, which stays as it is.
 * @returns The same bytes if the text is UTF-8, else a copy.
 */
export function asUtf8(bytes: Uint8Array): Utf8Text {
  const head = bytes.subarray(0, HEAD_BYTES);
  if (isUtf8(head)) return { bytes, notes: [] };
  if (CHINESE_NAMES.test(new TextDecoder("gbk").decode(head))) {
    return {
      bytes: inUtf8(bytes, "gbk"),
      notes: ["The file is not UTF-8 and was read as GBK, in which its header has Chinese names"],
    };
  }
  return {
    bytes: inUtf8(bytes, "windows-1252"),
    notes: ["The file is not UTF-8 and was read as windows-1252; save it as UTF-8 if letters in it are wrong"],
  };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The last letter may be cut, which a stream does not mind.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function inUtf8(bytes: Uint8Array, encoding: "windows-1252" | "gbk"): Uint8Array {
  const decoder = new TextDecoder(encoding), encoder = new TextEncoder(), chunks: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const chunk = encoder.encode(
      decoder.decode(bytes.subarray(start, start + CHUNK_BYTES), { stream: start + CHUNK_BYTES < bytes.length }),
    );
    chunks.push(chunk);
    length += chunk.length;
  }
  const text = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    text.set(chunk, offset);
    offset += chunk.length;
  }
  return text;
}
