/**
 * The folder of a series: its index, its months and the files that were kept.
 *
 * @module
 */

import { join } from "node:path";
import { AtomicFile, writeWhole } from "../checkpoint/atomic_file.ts";
import { sha256Hex } from "../engine/native/sha256.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { kindOf, listFolder, makeFolder, readWhole, unreadable } from "../host.ts";
import { parquetOfBytes } from "../parquet/parquet_file.ts";
import { checkParquetOptions } from "../parquet/parquet_options.ts";
import { parquetBytes } from "../parquet/write_parquet.ts";
import { isWritten, writtenBars } from "../parquet/written_bars.ts";
import { fileOfMonth, INDEX_FILE, indexText, type MonthEntry, readIndex, type SeriesIndex } from "./series_index.ts";

/** A month that was read. */
export interface ReadMonth {
  /** Its bars. */
  readonly feed: FeedData;
  /** The bytes of its file. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the file. */
  readonly sha256: string;
}

/** A month as a file that is not yet written. */
export interface NewMonth {
  /** The bytes of its file. */
  readonly bytes: Uint8Array;
  /** What the index says of it. */
  readonly entry: MonthEntry;
}

/** The folder of a series. */
export class SeriesFolder {
  /** Its path. */
  readonly path: string;

  /** Names a folder, which need not be there. */
  constructor(path: string) {
    this.path = path;
  }

  /** Returns the path of a file in it. */
  pathOf(file: string): string {
    return join(this.path, file);
  }

  /**
   * Reads the index; undefined if there is none.
   *
   * @throws {RangeError} If it cannot be read.
   */
  index(): SeriesIndex | undefined {
    const path = this.pathOf(INDEX_FILE);
    return kindOf(path) === "nothing" ? undefined : readIndex(new TextDecoder().decode(bytesAt(path)), path);
  }

  /**
   * Begins to change the series: nobody else does until the file is committed or dropped.
   *
   * @throws {FileError} If the folder cannot be written.
   */
  change(): AtomicFile {
    makeFolder(this.path);
    return new AtomicFile(this.pathOf(INDEX_FILE), true);
  }

  /** Puts an index in the place of that which is changed. */
  commit(file: AtomicFile, index: SeriesIndex): void {
    file.writeSync(new TextEncoder().encode(indexText(index)));
    file.commit();
  }

  /** Returns the names of the files in it. */
  files(): string[] {
    return listFolder(this.path).filter(({ isFolder }) => !isFolder).map(({ name }) => name);
  }

  /**
   * Reads the file of a month; undefined if it is not there.
   *
   * @throws {RangeError} If it is no file of a catalogue.
   */
  async month(month: string): Promise<ReadMonth | undefined> {
    const path = this.pathOf(fileOfMonth(month));
    if (kindOf(path) === "nothing") return undefined;
    const bytes = bytesAt(path), file = await parquetOfBytes(bytes, path);
    if (!isWritten(file)) {
      throw new RangeError(
        `Cannot read ${path}: another program wrote it; move it away, and import it into the catalogue`,
      );
    }
    const feed = await writtenBars(file, checkParquetOptions({}, path));
    return { feed, bytes, sha256: sha256Hex(bytes) };
  }

  /** Returns the SHA-256 of a file; undefined if it is not there. */
  hashOf(file: string): string | undefined {
    const path = this.pathOf(file);
    return kindOf(path) === "nothing" ? undefined : sha256Hex(bytesAt(path));
  }

  /** Writes a file whole; what is there before is replaced. */
  write(file: string, bytes: Uint8Array): void {
    writeWhole(this.pathOf(file), bytes);
  }
}

/** Makes the file of a month. */
export async function newMonth(month: string, feed: FeedData): Promise<NewMonth> {
  const bytes = await parquetBytes(feed), { timeUs } = feed.columns;
  const entry = { month, sha256: sha256Hex(bytes), bars: feed.length, firstUs: timeUs[0]!, lastUs: timeUs.at(-1)! };
  return { bytes, entry };
}

function bytesAt(path: string): Uint8Array {
  try {
    return readWhole(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
