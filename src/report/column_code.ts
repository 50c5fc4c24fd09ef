/**
 * Columns of numbers as few bytes, which compress well: the writer of the page and the reader in it.
 *
 * Times are runs of equal differences. Numbers that are decimals are whole numbers of their last digit, as differences or
 * as they are; all others are doubles, byte by byte. Every number comes back to the bit, unless it was to be rounded.
 *
 * @module
 */

/** The place and the code of a column in the bytes. */
export interface ColumnPlan {
  /** Number of values. */
  readonly count: number;
  /** Offset of the first byte. */
  readonly at: number;
  /** Number of bytes. */
  readonly bytes: number;
  /** The code: runs of equal differences, whole numbers, differences of these, or doubles. */
  readonly code: "runs" | "whole" | "delta" | "double";
  /** Whole numbers are so many digits behind the point; for runs the unit of time in microseconds. */
  readonly digits: number;
  /** Lengths of stretches with and without a value by turns; absent where every value is there. */
  readonly holes?: readonly number[];
}

const MOST_DIGITS = 9;
const SAMPLE = 512;

/** Collects columns. */
export class ColumnWriter {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 16);
  #length = 0;

  /** Returns the bytes of all columns. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Writes a column. A value that is NaN or null is a hole.
   *
   * @param values The values; infinite ones become holes.
   * @param significant Digits to which the values may be rounded, counted from the largest; exact without.
   */
  write(values: ArrayLike<number | null>, significant?: number): ColumnPlan {
    const holes = holesOf(values),
      there = holes === undefined ? Float64Array.from(values as ArrayLike<number>) : kept(
        values,
      );
    const at = this.#length, count = values.length;
    const digits = significant === undefined ? exactDigits(there) : roundedDigits(there, significant);
    const code = digits === undefined ? "double" : this.#wholes(there, digits);
    if (digits === undefined) this.#doubles(there);
    const plan: ColumnPlan = { count, at, bytes: this.#length - at, code, digits: digits ?? 0 };
    return holes === undefined ? plan : { ...plan, holes };
  }

  /** Writes ascending moments in whole microseconds. */
  writeTimes(timeUs: Float64Array): ColumnPlan {
    const at = this.#length, count = timeUs.length;
    let unit = 0;
    for (let i = 1; i < count && unit !== 1; i++) unit = greatestDivisor(unit, timeUs[i]! - timeUs[i - 1]!);
    unit ||= 1;
    this.#room(16);
    if (count > 0) this.#varint(zigzag(timeUs[0]!));
    for (let i = 1; i < count;) {
      const step = timeUs[i]! - timeUs[i - 1]!, from = i;
      while (i < count && timeUs[i]! - timeUs[i - 1]! === step) i++;
      this.#room(32);
      this.#varint(step / unit);
      this.#varint(i - from);
    }
    return { count, at, bytes: this.#length - at, code: "runs", digits: unit };
  }

  /** Writes whole numbers of the last digit, as differences where these are smaller. */
  #wholes(values: Float64Array, digits: number): "whole" | "delta" {
    const power = 10 ** digits, count = values.length;
    let plain = 0, steps = 0, last = 0;
    for (let i = 0, every = Math.max(1, Math.floor(count / 4096)); i < count; i += every) {
      const value = Math.round(values[i]! * power), before = i === 0 ? 0 : Math.round(values[i - 1]! * power);
      // The bits of a number; a difference has a sign beside them.
      plain += Math.log2(1 + Math.abs(value));
      steps += Math.log2(1 + Math.abs(value - before)) + 1;
    }
    const delta = steps < plain;
    this.#room(9 * count);
    for (let i = 0; i < count; i++) {
      const value = Math.round(values[i]! * power) + 0;
      this.#varint(zigzag(delta ? value - last : value));
      last = value;
    }
    return delta ? "delta" : "whole";
  }

  #doubles(values: Float64Array): void {
    const count = values.length, view = new Uint8Array(values.buffer, values.byteOffset, 8 * count);
    this.#room(8 * count);
    // Bytes of the same weight lie together, since signs and exponents repeat.
    for (let lane = 0; lane < 8; lane++) {
      for (let i = 0; i < count; i++) this.#bytes[this.#length++] = view[8 * i + lane]!;
    }
  }

  #varint(value: number): void {
    while (value > 0x7fffffff) {
      this.#bytes[this.#length++] = value % 128 + 128;
      value = Math.floor(value / 128);
    }
    while (value > 127) {
      this.#bytes[this.#length++] = value & 127 | 128;
      value >>>= 7;
    }
    this.#bytes[this.#length++] = value;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads a column that a {@linkcode ColumnWriter} has written; a hole is NaN. */
export function readColumn(plan: ColumnPlan, bytes: Uint8Array): Float64Array {
  const { count, holes } = plan;
  const there = holes === undefined
    ? count
    : holes.reduce((sum, length, turn) => turn % 2 === 0 ? sum + length : sum, 0);
  const values = new Float64Array(there);
  if (plan.code === "runs") readRuns(plan, bytes, values);
  else if (plan.code === "double") readDoubles(plan, bytes, values);
  else readWholes(plan, bytes, values);
  return holes === undefined ? values : spread(values, holes, count);
}

function readRuns({ at, digits: unit }: ColumnPlan, bytes: Uint8Array, values: Float64Array): void {
  if (values.length === 0) return;
  const cursor = { at };
  let now = values[0] = unzigzag(readVarint(bytes, cursor));
  for (let i = 1; i < values.length;) {
    const step = readVarint(bytes, cursor) * unit;
    for (let left = readVarint(bytes, cursor); left > 0; left--) values[i++] = now += step;
  }
}

function readWholes({ at, digits, code }: ColumnPlan, bytes: Uint8Array, values: Float64Array): void {
  const power = 10 ** digits, delta = code === "delta", cursor = { at };
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    const value = unzigzag(readVarint(bytes, cursor));
    last = delta ? last + value : value;
    values[i] = last / power;
  }
}

function readDoubles({ at }: ColumnPlan, bytes: Uint8Array, values: Float64Array): void {
  const count = values.length, view = new Uint8Array(values.buffer);
  for (let lane = 0; lane < 8; lane++) {
    for (let i = 0; i < count; i++) view[8 * i + lane] = bytes[at + lane * count + i]!;
  }
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0, weight = 1;
  for (;;) {
    const byte = bytes[cursor.at++]!;
    value += (byte & 127) * weight;
    if (byte < 128) return value;
    weight *= 128;
  }
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Returns the fewest digits behind the point with which every value comes back, or undefined if there are none. */
function exactDigits(values: Float64Array): number | undefined {
  const every = Math.max(1, Math.floor(values.length / SAMPLE));
  for (let digits = 0; digits <= MOST_DIGITS; digits++) {
    if (comesBack(values, digits, every) && comesBack(values, digits, 1)) return digits;
  }
  return undefined;
}

function comesBack(values: Float64Array, digits: number, every: number): boolean {
  const power = 10 ** digits;
  for (let i = 0; i < values.length; i += every) {
    const value = values[i]!, whole = Math.round(value * power);
    // A zero with a sign would lose it.
    if (!(Math.abs(whole) < 2 ** 50) || whole / power !== value || Object.is(value, -0)) return false;
  }
  return true;
}

/** Returns the digits behind the point that leave so many digits of the largest value. */
function roundedDigits(values: Float64Array, significant: number): number | undefined {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > largest) largest = size;
  }
  if (largest === 0) return 0;
  const digits = Math.max(0, significant - 1 - Math.floor(Math.log10(largest)));
  return largest * 10 ** digits < 2 ** 50 && digits <= 300 ? digits : undefined;
}

/** Returns the stretches with and without a value by turns, the first of them with values; undefined without a hole. */
function holesOf(values: ArrayLike<number | null>): number[] | undefined {
  const stretches: number[] = [];
  let from = 0, there = true;
  for (let i = 0; i <= values.length; i++) {
    const isThere: boolean = i === values.length ? !there : values[i] !== null && Number.isFinite(values[i]);
    if (isThere === there) continue;
    stretches.push(i - from);
    [from, there] = [i, isThere];
  }
  return stretches.length <= 1 && (stretches.length === 0 || stretches[0] === values.length) ? undefined : stretches;
}

function kept(values: ArrayLike<number | null>): Float64Array {
  const numbers: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && Number.isFinite(value)) numbers.push(value!);
  }
  return Float64Array.from(numbers);
}

function spread(values: Float64Array, stretches: readonly number[], count: number): Float64Array {
  const result = new Float64Array(count).fill(NaN);
  let at = 0, from = 0;
  stretches.forEach((length, turn) => {
    if (turn % 2 === 0) {
      result.set(values.subarray(from, from + length), at);
      from += length;
    }
    at += length;
  });
  return result;
}
