/**
 * A growing log of output records: a run keeps the core's outputs here, without an object for each.
 *
 * @module
 */

import { RECORD_LANES } from "../contract/contract.gen.ts";
import { OutputReader } from "./output_reader.ts";

/** Records of a page. */
const PAGE_RECORDS = 1024;

/** Output records, each with the step that emitted it. Pages are added, never copied. */
export class RecordLog {
  readonly #pages: Float64Array[] = [];
  readonly #bars: Uint32Array[] = [];
  #count = 0;

  /** Number of records. */
  get count(): number {
    return this.#count;
  }

  /** Appends the current record of a reader. */
  append(notice: OutputReader, bar: number): void {
    const at = this.#count % PAGE_RECORDS;
    if (at === 0) {
      this.#pages.push(new Float64Array(PAGE_RECORDS * RECORD_LANES));
      this.#bars.push(new Uint32Array(PAGE_RECORDS));
    }
    notice.copy(this.#pages[this.#pages.length - 1]!, at * RECORD_LANES);
    this.#bars[this.#bars.length - 1]![at] = bar;
    this.#count++;
  }

  /** Copies all records in order, and the step of each. */
  save(): { records: Float64Array<ArrayBuffer>; bars: Uint32Array<ArrayBuffer> } {
    const records = new Float64Array(this.#count * RECORD_LANES), bars = new Uint32Array(this.#count);
    this.#pages.forEach((page, number) => {
      const count = Math.min(PAGE_RECORDS, this.#count - number * PAGE_RECORDS);
      records.set(page.subarray(0, count * RECORD_LANES), number * PAGE_RECORDS * RECORD_LANES);
      bars.set(this.#bars[number]!.subarray(0, count), number * PAGE_RECORDS);
    });
    return { records, bars };
  }

  /** Calls `visit` with each record in order, and the step that emitted it. */
  forEach(visit: (notice: OutputReader, bar: number) => void): void {
    this.#pages.forEach((page, number) => {
      const notice = new OutputReader(page), count = Math.min(PAGE_RECORDS, this.#count - number * PAGE_RECORDS);
      for (let at = 0; at < count; at++) {
        notice.seek(at);
        visit(notice, this.#bars[number]![at]!);
      }
    });
  }
}
