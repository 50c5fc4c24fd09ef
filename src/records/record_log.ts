/**
 * A growing log of output records: a run keeps the core's outputs here, without an object for each.
 *
 * @module
 */

import { RECORD_LANES } from "../contract/contract.gen.ts";
import { giveBack } from "./given_back.ts";
import { OutputReader } from "./output_reader.ts";

/** Records of a page: it takes less than 128 KB, from which on an allocator maps new memory for each page. */
const PAGE_RECORDS = 512;

/** Output records, each with the step that emitted it. Pages are added, never copied. */
export class RecordLog {
  readonly #pages: Float64Array[] = [];
  readonly #bars: Uint32Array[] = [];
  #count = 0;
  /** The last page, its number of records, and the steps of these. */
  #page: Float64Array = new Float64Array(0);
  #used = PAGE_RECORDS;
  #steps: Uint32Array = new Uint32Array(0);

  /** Number of records. */
  get count(): number {
    return this.#count;
  }

  /** Appends the current record of a reader. */
  append(notice: OutputReader, bar: number): void {
    if (this.#used === PAGE_RECORDS) this.#turnPage();
    const at = this.#used++;
    notice.copy(this.#page, at * RECORD_LANES);
    this.#steps[at] = bar;
    this.#count++;
  }

  /** Gives the memory of all records back; no record is read or added any more. */
  giveBack(): void {
    for (const page of [...this.#pages, ...this.#bars]) giveBack(page);
  }

  #turnPage(): void {
    this.#page = new Float64Array(PAGE_RECORDS * RECORD_LANES);
    this.#steps = new Uint32Array(PAGE_RECORDS);
    this.#pages.push(this.#page);
    this.#bars.push(this.#steps);
    this.#used = 0;
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
