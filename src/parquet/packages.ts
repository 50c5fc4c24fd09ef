/**
 * The npm packages behind this room, and the part of them that it uses. They are loaded when a file is first read or
 * written, so that no other module of the package has an import of npm in its graph.
 *
 * @module
 */

import { gzipSync } from "node:zlib";

/** The type of a column, as a file states it. */
export interface SchemaElement {
  /** Its name. */
  readonly name: string;
  /** The type in which its values are stored; none for a group of columns. */
  readonly type?: string;
  /** Number of bytes of a value of fixed length. */
  readonly type_length?: number;
  /** Whether values may be missing (`OPTIONAL`) or come several times a row (`REPEATED`). */
  readonly repetition_type?: string;
  /** Number of columns below it, for a group. */
  readonly num_children?: number;
  /** The older form of its meaning. */
  readonly converted_type?: string | undefined;
  /** Digits after the point of a decimal number. */
  readonly scale?: number;
  /** Digits of a decimal number. */
  readonly precision?: number;
  /** Its meaning. */
  readonly logical_type?: LogicalType | undefined;
}

/** The meaning of stored values. */
export interface LogicalType {
  /** Its name, such as `TIMESTAMP`. */
  readonly type?: string;
  /** The unit of times: `MILLIS`, `MICROS` or `NANOS`. */
  readonly unit?: string;
  /** True for moments, false for times on some clock. */
  readonly isAdjustedToUTC?: boolean;
  /** Number of bits of an integer. */
  readonly bitWidth?: number;
  /** True for an integer with a sign. */
  readonly isSigned?: boolean;
}

/** A row group of a file. */
export interface RowGroup {
  /** Number of its rows. */
  readonly num_rows: bigint;
  /** Its columns. */
  readonly columns: readonly {
    readonly meta_data?: { readonly path_in_schema: readonly string[]; readonly codec?: string };
    readonly crypto_metadata?: unknown;
  }[];
}

/** The footer of a file. */
export interface FileMetaData {
  /** The schema: its root, and then all columns. */
  readonly schema: readonly SchemaElement[];
  /** Number of rows. */
  readonly num_rows: bigint;
  /** The row groups. */
  readonly row_groups: readonly RowGroup[];
  /** Texts by name that the writer has added. */
  readonly key_value_metadata?: readonly { readonly key: string; readonly value?: string }[];
  /** The program that wrote it. */
  readonly created_by?: string;
}

/** A file in memory, as the reader asks for it. */
export interface AsyncBuffer {
  /** Number of bytes. */
  readonly byteLength: number;
  /** Returns some of the bytes. */
  slice(start: number, end?: number): ArrayBuffer;
}

/** Values of a part of a column. */
export interface ColumnChunk {
  /** The values. */
  readonly columnData: ArrayLike<unknown>;
  /** The row of the first one in the file. */
  readonly rowStart: number;
}

/** The reader of the package `hyparquet`, with the decompressors of `hyparquet-compressors`. */
export interface Reader {
  /** Reads the footer of a file. */
  readFooter(file: AsyncBuffer): Promise<FileMetaData>;
  /** Reads one column of the rows of one row group. */
  readColumn(column: {
    readonly file: AsyncBuffer;
    readonly metadata: FileMetaData;
    readonly name: string;
    readonly rowStart: number;
    readonly rowEnd: number;
    readonly onChunk: (chunk: ColumnChunk) => void;
  }): Promise<void>;
}

/** A column that is written. */
export interface WrittenColumn {
  /** Its name. */
  readonly name: string;
  /** Its values, one for each row. */
  readonly data: Float64Array | BigInt64Array | Int32Array;
  /** The way in which they are stored. */
  readonly encoding: "PLAIN" | "DELTA_BINARY_PACKED" | "RLE_DICTIONARY";
}

/** The content of a file that is written. */
export interface WrittenFile {
  /** The schema. */
  readonly schema: readonly SchemaElement[];
  /** The columns. */
  readonly columnData: readonly WrittenColumn[];
  /** Texts by name. */
  readonly kvMetadata: readonly { readonly key: string; readonly value: string }[];
  /** Name of the writer. */
  readonly createdBy: string;
  /** The packing of pages. */
  readonly codec: "SNAPPY" | "GZIP" | "UNCOMPRESSED";
  /** Rows of each row group. */
  readonly rowGroupSize: number;
}

/** The nanoseconds of a microsecond. */
const NANOSECONDS = 1000n;

/** Moments as numbers: milliseconds and microseconds as they are, nanoseconds as whole microseconds. */
const PARSERS = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: Number,
  timestampFromNanoseconds: (nanoseconds: bigint): number => Number(floorOf(nanoseconds)),
} as const;

function floorOf(nanoseconds: bigint): bigint {
  const microseconds = nanoseconds / NANOSECONDS;
  return nanoseconds < 0n && microseconds * NANOSECONDS !== nanoseconds ? microseconds - 1n : microseconds;
}

/** Loads the reader. */
export async function loadReader(): Promise<Reader> {
  const { parquetMetadataAsync, parquetRead, compressors } = await loaded(async () => ({
    ...await import("npm:hyparquet@1.31.5"),
    ...await import("npm:hyparquet-compressors@1.1.2"),
  }));
  // Its own types say that moments become dates, and take a mutable schema.
  const read = parquetRead as unknown as (options: Readonly<Record<string, unknown>>) => Promise<void>;
  return {
    readFooter: async (file) => await parquetMetadataAsync(file, { geoparquet: false }) as unknown as FileMetaData,
    readColumn: ({ name, ...column }) =>
      read({ ...column, columns: [name], parsers: PARSERS, compressors, utf8: false }),
  };
}

/** Loads the writer, and returns the bytes of a file. */
export async function writtenBytes(file: WrittenFile): Promise<Uint8Array<ArrayBuffer>> {
  const { parquetWriteBuffer } = await loaded(async () => await import("npm:hyparquet-writer@0.17.0"));
  const write = parquetWriteBuffer as unknown as (options: Readonly<Record<string, unknown>>) => ArrayBuffer;
  const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
  return new Uint8Array(write({ ...file, statistics: true, compressors }));
}

/** Returns what was loaded, or tells that packages are loaded from the network once. */
async function loaded<Modules>(load: () => Promise<Modules>): Promise<Modules> {
  try {
    return await load();
  } catch (error) {
    throw new Error(
      `Cannot load the packages for Parquet files: ${
        error instanceof Error ? error.message : String(error)
      }; connect to ` +
        'the network once, or run "deno cache jsr:@cracktrader/cracktrader/parquet" where there is one',
      { cause: error },
    );
  }
}
