/**
 * The forms of columns: what a stored type means for prices, and how its values become numbers.
 *
 * The type by which a column is read may differ from the stated one, so that its values come without rounding: decimal
 * numbers as whole ones, and whole numbers of 64 bits without an object for each.
 *
 * @module
 */

import { DAY_US } from "../feeds/time/civil_date.ts";
import type { SchemaElement } from "./packages.ts";

/**
 * The kind of a column: numbers, truth values or texts; dates, moments, times on a clock without a zone, or times of day;
 * or none that a bar has a use for.
 */
export type ColumnKind = "number" | "truth" | "text" | "date" | "moment" | "local" | "clock" | "other";

/** The form of a column. */
export interface ColumnForm {
  /** Its name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: ColumnKind;
  /** Its content in words, as the end of "it holds ...". */
  readonly holds: string;
  /** The type by which it is read. */
  readonly readAs: SchemaElement;
  /** Returns a value as a number: dates and times in microseconds. */
  readonly numberOf: (value: unknown) => number;
  /** True for numbers of 32 bits with a point, which hold some 7 digits. */
  readonly isSingle: boolean;
}

/** Microseconds of a unit of time; nanoseconds come as microseconds. */
const UNIT_US: Readonly<Record<string, number>> = { MILLIS: 1000, MICROS: 1, NANOS: 1 };

/** Largest power of ten that a double holds without rounding. */
const EXACT_DECIMALS = 22;

const asNumber = (value: unknown): number => value as number;

/**
 * Returns the forms of the columns of a file, in their order. A group of columns is one column of no use.
 *
 * @param schema The schema: its root, and then all columns with those below them.
 */
export function formsOf(schema: readonly SchemaElement[]): ColumnForm[] {
  const forms: ColumnForm[] = [];
  let at = 1;
  /** Skips a column with all that is below it. */
  const skip = (): void => {
    let below = schema[at++]?.num_children ?? 0;
    while (below-- > 0) skip();
  };
  while (at < schema.length) {
    const element = schema[at]!;
    skip();
    forms.push(formOf(element));
  }
  return forms;
}

function formOf(element: SchemaElement): ColumnForm {
  const { name, type, converted_type: converted, logical_type: logical } = element;
  const make = (
    kind: ColumnKind,
    holds: string,
    readAs: Partial<SchemaElement> = {},
    numberOf: (value: unknown) => number = asNumber,
  ): ColumnForm => ({ name, kind, holds, readAs: { ...element, ...readAs }, numberOf, isSingle: type === "FLOAT" });
  const bare = { converted_type: undefined, logical_type: undefined };
  // The parser of milliseconds makes a number of each value at once.
  const whole = { converted_type: "TIMESTAMP_MILLIS", logical_type: undefined };

  if ((element.num_children ?? 0) > 0 || element.repetition_type === "REPEATED") {
    return make("other", "lists or groups of values (it is nested)");
  }
  if (logical?.type === "NULL") return make("other", "no value at all");
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") {
    const numberOf = decimalReader(element.scale ?? 0);
    return make("number", "decimal numbers", { ...bare, scale: 0 }, numberOf);
  }
  const time = timeForm(element);
  if (time !== undefined) return make(time.kind, time.holds, time.readAs, time.numberOf);
  switch (type) {
    case "DOUBLE":
    case "FLOAT":
      return make("number", "numbers", bare);
    case "BOOLEAN":
      return make("truth", "truth values", bare, Number);
    case "INT32":
      return converted === "UINT_32" || (logical?.bitWidth === 32 && logical.isSigned === false)
        ? make("number", "whole numbers", bare, (value) => asNumber(value) >>> 0)
        : make("number", "whole numbers", bare);
    case "INT64":
      return converted === "UINT_64" || (logical?.bitWidth === 64 && logical.isSigned === false)
        ? make(
          "number",
          "whole numbers",
          whole,
          (value) => asNumber(value) < 0 ? asNumber(value) + 2 ** 64 : asNumber(value),
        )
        : make("number", "whole numbers", whole);
    case "FIXED_LEN_BYTE_ARRAY":
      return logical?.type === "FLOAT16" ? make("number", "numbers") : make("other", "bytes");
    case "BYTE_ARRAY": {
      const meaning = converted ?? logical?.type;
      const isText = meaning === undefined || ["UTF8", "STRING", "ENUM"].includes(meaning);
      return isText
        ? make("text", "texts", { converted_type: "UTF8", logical_type: undefined })
        : make("other", `${meaning} values`);
    }
    default:
      return make("other", `values of the type ${type}`);
  }
}

interface TimeForm {
  readonly kind: "date" | "moment" | "local" | "clock";
  readonly holds: string;
  readonly readAs: Partial<SchemaElement>;
  readonly numberOf: (value: unknown) => number;
}

function timeForm({ type, converted_type: converted, logical_type: logical }: SchemaElement): TimeForm | undefined {
  const bare = { converted_type: undefined, logical_type: undefined };
  if (type === "INT96") return { kind: "moment", holds: "times", readAs: {}, numberOf: asNumber };
  if (converted === "DATE" || logical?.type === "DATE") {
    return { kind: "date", holds: "dates", readAs: bare, numberOf: (days) => asNumber(days) * DAY_US };
  }
  const [, older, olderUnit] = /^(TIMESTAMP|TIME)_(MILLIS|MICROS)$/.exec(converted ?? "") ?? [];
  const meaning = logical?.type === "TIMESTAMP" || logical?.type === "TIME" ? logical.type : older;
  if (meaning === undefined) return undefined;
  const unit = logical?.unit ?? olderUnit!, unitUs = UNIT_US[unit] ?? NaN;
  const numberOf = unitUs === 1 ? asNumber : (count: unknown) => asNumber(count) * unitUs;
  // Times of day have no parser of their own, and those of 64 bits are read as moments, which makes numbers of them.
  const readAs = meaning === "TIME" && type === "INT32"
    ? bare
    : { converted_type: undefined, logical_type: { type: "TIMESTAMP", unit, isAdjustedToUTC: true } };
  if (meaning === "TIME") return { kind: "clock", holds: "times of day", readAs, numberOf };
  // A file without the newer form means moments.
  const isMoment = logical === undefined || logical.isAdjustedToUTC === true;
  return { kind: isMoment ? "moment" : "local", holds: "times", readAs, numberOf };
}

/** Returns the reader of decimal numbers, which are stored as whole ones. Each is rounded once, as its text would be. */
function decimalReader(scale: number): (value: unknown) => number {
  const divisor = 10 ** scale;
  return (value) => {
    const whole = value instanceof Uint8Array ? wholeOf(value) : value as number | bigint;
    const number = Number(whole);
    if (Number.isSafeInteger(number) && scale <= EXACT_DECIMALS) return number / divisor;
    return Number(`${whole}e-${scale}`);
  };
}

/** Returns the whole number in bytes, the highest one first. */
function wholeOf(bytes: Uint8Array): bigint {
  let whole = 0n;
  for (const byte of bytes) whole = (whole << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, whole);
}
