/**
 * Decompression of raw deflate data (RFC 1951) in one call.
 *
 * An engine is made synchronously, and the platform decompresses asynchronously only (`DecompressionStream`). So the
 * WebAssembly module is decompressed here.
 *
 * @module
 */

/** First length and extra bits of the codes 257 to 285. */
const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31].concat(
  [35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258],
);
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
/** First distance and extra bits of the codes 0 to 29. */
const DISTANCE_BASES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769].concat(
  [1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577],
);
const DISTANCE_BITS = [
  0,
  0,
  0,
  0,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  4,
  5,
  5,
  6,
  6,
  7,
  7,
  8,
  8,
  9,
  9,
  10,
  10,
  11,
  11,
  12,
  12,
  13,
  13,
];
/** Order in which a block states the lengths of the codes for lengths. */
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256, LENGTH_CODES_FIRST = 257;
/** Lowest bits of an entry of a table: the length of the code; the symbol lies above. */
const LENGTH_FIELD = 4, LENGTH_MASK = 15;

/** A table of codes: the entry at the next bits of the input has the symbol and the length of its code. */
interface CodeTable {
  readonly entries: Uint16Array;
  /** Length of the longest code. */
  readonly bits: number;
}

/**
 * Returns the decompressed bytes.
 *
 * @param bytes Raw deflate data.
 * @param size Size of the decompressed bytes.
 * @throws {RangeError} If the data is damaged or has another size.
 */
export function inflate(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  return new Inflation(bytes, size).run();
}

class Inflation {
  readonly #bytes: Uint8Array;
  readonly #out: Uint8Array<ArrayBuffer>;
  #at = 0;
  #written = 0;
  /** Bits that were taken from the bytes and not used yet, lowest first, and their number. */
  #held = 0;
  #heldBits = 0;

  constructor(bytes: Uint8Array, size: number) {
    this.#bytes = bytes;
    this.#out = new Uint8Array(size);
  }

  run(): Uint8Array<ArrayBuffer> {
    for (let isLast = false; !isLast;) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#copyStored();
      else if (kind === 1) this.#expand(FIXED_LITERALS, FIXED_DISTANCES);
      else if (kind === 2) this.#expandOwnCodes();
      else throw damaged("a block of kind 3");
    }
    if (this.#written !== this.#out.length) throw damaged(`${this.#written} bytes, not ${this.#out.length}`);
    return this.#out;
  }

  /** Returns the next bits as a number, lowest first. */
  #take(count: number): number {
    this.#fill(count);
    if (this.#heldBits < count) throw damaged("an early end");
    const value = this.#held & (1 << count) - 1;
    this.#drop(count);
    return value;
  }

  /** Makes so many bits ready, as far as there are bytes. */
  #fill(count: number): void {
    while (this.#heldBits < count && this.#at < this.#bytes.length) {
      this.#held |= this.#bytes[this.#at++]! << this.#heldBits;
      this.#heldBits += 8;
    }
  }

  #drop(count: number): void {
    this.#held >>>= count;
    this.#heldBits -= count;
  }

  #symbol({ entries, bits }: CodeTable): number {
    this.#fill(bits);
    const entry = entries[this.#held & (1 << bits) - 1]!, length = entry & LENGTH_MASK;
    if (length === 0 || length > this.#heldBits) throw damaged("a code that is none");
    this.#drop(length);
    return entry >>> LENGTH_FIELD;
  }

  #copyStored(): void {
    this.#drop(this.#heldBits & 7);
    const count = this.#take(16), complement = this.#take(16);
    if (count !== (~complement & 0xffff)) throw damaged("a stored block without its length");
    for (let left = count; left > 0; left--) this.#write(this.#take(8));
  }

  #write(byte: number): void {
    if (this.#written === this.#out.length) throw damaged(`more than ${this.#out.length} bytes`);
    this.#out[this.#written++] = byte;
  }

  #expandOwnCodes(): void {
    const literals = this.#take(5) + LENGTH_CODES_FIRST, distances = this.#take(5) + 1, stated = this.#take(4) + 4;
    const codeLengths = new Uint8Array(LENGTHS_ORDER.length);
    for (let at = 0; at < stated; at++) codeLengths[LENGTHS_ORDER[at]!] = this.#take(3);
    const table = tableOf(codeLengths), lengths = new Uint8Array(literals + distances);
    for (let at = 0; at < lengths.length;) {
      const symbol = this.#symbol(table);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      const repeated = symbol === 16 ? lengths[at - 1] : 0;
      const count = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (repeated === undefined || at + count > lengths.length) throw damaged("lengths of codes past their number");
      lengths.fill(repeated, at, at + count);
      at += count;
    }
    this.#expand(tableOf(lengths.subarray(0, literals)), tableOf(lengths.subarray(literals)));
  }

  #expand(literals: CodeTable, distances: CodeTable): void {
    const out = this.#out;
    while (true) {
      const symbol = this.#symbol(literals);
      if (symbol < END_OF_BLOCK) {
        this.#write(symbol);
        continue;
      }
      if (symbol === END_OF_BLOCK) return;
      const code = symbol - LENGTH_CODES_FIRST, base = LENGTH_BASES[code];
      if (base === undefined) throw damaged("a length that is none");
      const length = base + this.#take(LENGTH_BITS[code]!);
      const far = this.#symbol(distances), nearest = DISTANCE_BASES[far];
      if (nearest === undefined) throw damaged("a distance that is none");
      const distance = nearest + this.#take(DISTANCE_BITS[far]!);
      let to = this.#written;
      if (distance > to || to + length > out.length) throw damaged("a copy from or to outside");
      // Both parts may overlap: bytes that were just written are copied, too.
      for (const end = to + length; to < end; to++) out[to] = out[to - distance]!;
      this.#written = to;
    }
  }
}

/** Returns the table of the canonical codes with these lengths; zero is a symbol without a code. */
function tableOf(lengths: Uint8Array): CodeTable {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const bits = Math.max(counts.findLastIndex((count) => count > 0), 1), next = new Uint16Array(17);
  for (let length = 1; length < 16; length++) next[length + 1] = next[length]! + counts[length]! << 1;
  const entries = new Uint16Array(1 << bits);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = next[length]!++;
    if (code >= 1 << length) throw damaged("more codes than their lengths allow");
    // The input has the first bit of a code lowest. Every entry whose lowest bits are the code is the symbol's.
    for (let at = reversed(code, length); at < entries.length; at += 1 << length) {
      entries[at] = symbol << LENGTH_FIELD | length;
    }
  });
  return { entries, bits };
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result = result << 1 | code >>> bit & 1;
  return result;
}

function damaged(found: string): RangeError {
  return new RangeError(`Cannot decompress the data: it has ${found}`);
}

const FIXED_LITERALS = tableOf(
  Uint8Array.from({ length: 288 }, (_, symbol) => symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8),
);
const FIXED_DISTANCES = tableOf(new Uint8Array(30).fill(5));
