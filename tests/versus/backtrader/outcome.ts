/**
 * What a strategy was told in a run, in the words of backtrader, with each double as it is.
 *
 * @module
 */

/** A row of numbers and words. */
export type OutcomeRow = readonly (number | string | boolean)[];

/** What a run did. */
export interface Outcome {
  /** Notifications of orders: number, status, signed size, executed size, average price, commission. */
  readonly orders: readonly OutcomeRow[];
  /** Executions: number of the order, signed size, price, commission, profit. */
  readonly executions: readonly OutcomeRow[];
  /** Notifications of trades: number, whether it is open, price, profit after commission, commission. */
  readonly trades: readonly OutcomeRow[];
  /** Cash after each bar. */
  readonly cash: readonly number[];
  /** Value after each bar. */
  readonly value: readonly number[];
}

/** Parts of an outcome, with the names of the columns of their rows. */
export const PARTS: Readonly<Record<keyof Outcome, readonly string[]>> = {
  orders: ["order", "status", "size", "executed size", "average price", "commission"],
  executions: ["order", "size", "price", "commission", "pnl"],
  trades: ["trade", "isopen", "price", "pnlcomm", "commission"],
  cash: ["cash"],
  value: ["value"],
};

/** The differences of two outcomes in one part. */
export interface PartDifference {
  readonly part: keyof Outcome;
  /** Values that both sides have. */
  readonly compared: number;
  /** Bits that differ in them; all 64 of a value that one side alone has, or of a word. */
  readonly bits: number;
  /** The first difference in words. */
  readonly first: string | undefined;
}

const WORD_BITS = 64;

/** Compares two outcomes value by value, and counts the bits that differ. */
export function differingBits(there: Outcome, here: Outcome): PartDifference[] {
  return (Object.keys(PARTS) as (keyof Outcome)[]).map((part) => {
    const left = there[part], right = here[part], columns = PARTS[part];
    let bits = 0, compared = 0, first: string | undefined;
    for (let row = 0; row < Math.max(left.length, right.length); row++) {
      const [mine, yours] = [cellsOf(left[row]), cellsOf(right[row])];
      columns.forEach((name, column) => {
        const differing = bitsBetween(mine[column], yours[column]);
        compared++;
        bits += differing;
        if (differing > 0) first ??= `${part} ${row + 1}, ${name}: there ${mine[column]}, here ${yours[column]}`;
      });
    }
    return { part, compared, bits, first };
  });
}

function cellsOf(row: OutcomeRow | number | undefined): OutcomeRow {
  return row === undefined ? [] : typeof row === "number" ? [row] : row;
}

/** Returns the number of bits in which two values differ. */
export function bitsBetween(
  one: number | string | boolean | undefined,
  other: number | string | boolean | undefined,
): number {
  if (Object.is(one, other)) return 0;
  if (typeof one !== "number" || typeof other !== "number") return WORD_BITS;
  const words = new BigUint64Array(Float64Array.of(one, other).buffer);
  return (words[0]! ^ words[1]!).toString(2).replaceAll("0", "").length;
}
