/**
 * A Parquet file in memory: its footer, and its columns, which are read one after the other and one row group at a time.
 *
 * @module
 */

import { readSource } from "../feeds/csv/source_bytes.ts";
import type { FileTexts } from "./arrow_zone.ts";
import { type ColumnForm, formsOf } from "./column_form.ts";
import { type AsyncBuffer, type ColumnChunk, type FileMetaData, loadReader, type Reader } from "./packages.ts";

/** The bytes with which a file begins and ends, and those of one whose footer is encrypted. */
const MAGIC = "PAR1", ENCRYPTED = "PARE";
/** Bytes of a file without a row: both marks, and the length of the footer. */
const LEAST_BYTES = 12;

/** Most rows: a column of them takes 2 GiB. */
const ROWS_LIMIT = 2 ** 28;

/** Numbers of a column, one for each row. */
export interface ReadNumbers {
  /** The numbers; NaN where there is none. */
  readonly values: Float64Array;
  /** A byte for each row, 1 where the value is null; undefined if none is. */
  readonly nulls: Uint8Array | undefined;
}

/** A Parquet file. */
export class ParquetFile {
  /** The file, for messages. */
  readonly source: string;
  /** Its columns. */
  readonly forms: readonly ColumnForm[];
  /** Number of its rows. */
  readonly length: number;
  /** Texts by name that its writer has added. */
  readonly texts: FileTexts;
  /** The program that wrote it, if the file tells. */
  readonly createdBy: string | undefined;
  readonly #bytes: AsyncBuffer;
  readonly #metadata: FileMetaData;
  readonly #reader: Reader;
  /** The first row of each row group, and the number of rows behind the last one. */
  readonly #starts: readonly number[];

  /**
   * Called by {@linkcode openParquet}.
   *
   * @throws {RangeError} If it has more rows than fit into memory.
   */
  constructor(source: string, bytes: AsyncBuffer, metadata: FileMetaData, reader: Reader) {
    this.source = source;
    this.#bytes = bytes;
    this.#reader = reader;
    this.forms = formsOf(metadata.schema);
    const readAs = new Map(this.forms.map(({ name, readAs }) => [name, readAs]));
    // Elements below a group keep their own names, which may be those of columns.
    let below = 0;
    const schema = metadata.schema.map((element, index) => {
      const isColumn = index > 0 && below === 0;
      if (index > 0) below = Math.max(0, below - 1) + (element.num_children ?? 0);
      return isColumn ? readAs.get(element.name) ?? element : element;
    });
    this.#metadata = { ...metadata, schema };
    const starts = [0];
    for (const { num_rows: rows } of metadata.row_groups) starts.push(starts.at(-1)! + Number(rows));
    this.#starts = starts;
    this.length = starts.at(-1)!;
    if (!(this.length <= ROWS_LIMIT && starts.every((start, group) => start >= (starts[group - 1] ?? 0)))) {
      throw new RangeError(
        `Cannot read ${source}: its footer tells of ${this.length} rows, and ${ROWS_LIMIT} are the most; split it into ` +
          "files by time, or get it anew if that is not their number",
      );
    }
    this.createdBy = metadata.created_by;
    this.texts = new Map((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
  }

  /** Returns the name of a row: `index 17 of aapl.parquet, in row group 0`. */
  place(row: number): string {
    return `index ${row} of ${this.source}, in row group ${this.#starts.findLastIndex((start) => start <= row)}`;
  }

  /**
   * Reads a column of numbers, truth values, dates or times.
   *
   * @throws {RangeError} If its bytes cannot be read; the message names the row group.
   */
  async numbers(form: ColumnForm): Promise<ReadNumbers> {
    const values = new Float64Array(this.length), { numberOf } = form;
    let nulls: Uint8Array | undefined;
    await this.#read(form, ({ columnData, rowStart }) => {
      if (columnData instanceof Float64Array) return values.set(columnData, rowStart);
      for (let index = 0; index < columnData.length; index++) {
        const value = columnData[index];
        if (value === null || value === undefined) {
          values[rowStart + index] = NaN;
          (nulls ??= new Uint8Array(values.length))[rowStart + index] = 1;
        } else values[rowStart + index] = numberOf(value);
      }
    });
    return { values, nulls };
  }

  /**
   * Reads a column of texts; null where there is none.
   *
   * @throws {RangeError} As {@linkcode ParquetFile.numbers}.
   */
  async textsOf(form: ColumnForm): Promise<(string | null)[]> {
    const texts = new Array<string | null>(this.length).fill(null);
    await this.#read(form, ({ columnData, rowStart }) => {
      for (let index = 0; index < columnData.length; index++) {
        const value = columnData[index];
        if (value !== null && value !== undefined) texts[rowStart + index] = String(value);
      }
    });
    return texts;
  }

  async #read({ name }: ColumnForm, take: (chunk: ColumnChunk) => void): Promise<void> {
    for (const [group, { columns }] of this.#metadata.row_groups.entries()) {
      const rowStart = this.#starts[group]!, rowEnd = this.#starts[group + 1]!;
      const fail = (reason: string, cause?: unknown): never => {
        throw new RangeError(`Cannot read the column "${name}" of row group ${group} of ${this.source}: ${reason}`, {
          cause,
        });
      };
      const chunk = columns.find(({ meta_data: found }) => found?.path_in_schema[0] === name);
      if (chunk === undefined || chunk.crypto_metadata !== undefined) {
        fail("it is encrypted; write the file without encryption");
      }
      if (rowStart === rowEnd) continue;
      // What is thrown while a part is taken would be lost in the reader, so parts are taken afterwards.
      const parts: ColumnChunk[] = [];
      try {
        await this.#reader.readColumn({
          ...{ file: this.#bytes, metadata: this.#metadata, name, rowStart, rowEnd },
          onChunk: (part) => parts.push(part),
        });
      } catch (error) {
        fail(`${error instanceof Error ? error.message : String(error)}; the file is damaged, so get it anew`, error);
      }
      const read = parts.reduce((sum, { columnData }) => sum + columnData.length, 0);
      if (read !== rowEnd - rowStart) {
        fail(`it has ${read} values and the row group ${rowEnd - rowStart} rows; the file is damaged, so get it anew`);
      }
      parts.forEach(take);
    }
  }
}

/**
 * Opens a file, from the disk or from an address.
 *
 * @throws {RangeError} If it is no whole Parquet file, or is encrypted.
 * @throws {TypeError} If the path is none.
 * @throws {Deno.errors.NotCapable} If there is no permission for the file or the address.
 */
export async function openParquet(path: string | URL): Promise<ParquetFile> {
  const { bytes, source } = await readSource(path);
  return await parquetOfBytes(bytes, source);
}

/**
 * Opens a file in memory.
 *
 * @param bytes Its bytes.
 * @param source Its name, for messages.
 * @throws {RangeError} As {@linkcode openParquet}.
 */
export async function parquetOfBytes(bytes: Uint8Array, source: string): Promise<ParquetFile> {
  checkMarks(bytes, source);
  const reader = await loadReader();
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    // A Buffer of Node, as unpacking makes it, has a slice that is no copy.
    slice: (start, end) => Uint8Array.prototype.slice.call(bytes, start, end).buffer as ArrayBuffer,
  };
  let metadata: FileMetaData;
  try {
    metadata = await reader.readFooter(file);
  } catch (error) {
    throw new RangeError(
      `Cannot read ${source}: its footer is damaged (${error instanceof Error ? error.message : String(error)}); ` +
        "get it anew",
      { cause: error },
    );
  }
  return new ParquetFile(source, file, metadata, reader);
}

function checkMarks(bytes: Uint8Array, source: string): void {
  const first = markAt(bytes, 0), last = markAt(bytes, bytes.length - MAGIC.length);
  if (first === ENCRYPTED || (first === MAGIC && last === ENCRYPTED)) {
    throw new RangeError(`Cannot read ${source}: its footer is encrypted; write the file without encryption`);
  }
  if (first !== MAGIC) {
    const found = bytes.length === 0 ? "it is empty" : `it does not begin with "${MAGIC}"`;
    throw new RangeError(
      `Cannot read ${source}: it is no Parquet file, as ${found}; csv() reads delimited text, bars() columns in memory`,
    );
  }
  if (last === MAGIC && bytes.length >= LEAST_BYTES) return;
  throw new RangeError(
    `Cannot read ${source}: it is cut, as its footer is missing (it ends after ${bytes.length} bytes without ` +
      `"${MAGIC}"); get it anew`,
  );
}

function markAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(Math.max(0, offset), Math.max(0, offset) + MAGIC.length));
}
