/**
 * Decides whether the point or the comma is the decimal sign of a file.
 *
 * A number shows the sign if it can be read with one of them only: `145,12`, `1.234,5` and `1.234.567` with the comma,
 * `145.12`, `1,234.5` and `1,234,567` with the point. `145,123` can be read with both, as a thousand times the other. The
 * first number that shows the sign decides; one that shows the other sign is an error when it is read.
 *
 * @module
 */

import type { ColumnPlan } from "./column_plan.ts";
import { shortText } from "./short_text.ts";
import { lineOfOffset } from "./line_at.ts";
import { type DecimalSign, plainNumberText, plainVolumeText } from "../number_text.ts";
import { CellScanner } from "./parse_cells.ts";
import type { RowsPlace } from "./rows_place.ts";
import { signOfBars } from "./sign_of_bars.ts";

/** The decimal sign of a file. */
export interface DecimalChoice {
  /** The sign. */
  readonly sign: DecimalSign;
  /** Why it is the comma, as a sentence. */
  readonly note: string | undefined;
  /** The number that decided, with its place, for the message about a number that contradicts it. */
  readonly reason: string;
  /** True if no number was looked at yet, since few files of this kind have a comma in a number. */
  readonly isAssumed: boolean;
}

/** Thrown where the numbers of a file show the comma, and rows were read with the point that was assumed. */
export class DecimalCommaFound extends Error {
  /** The decimal sign of the file. */
  readonly choice: DecimalChoice;

  /**
   * Makes the error.
   *
   * @param choice The decimal sign of the file.
   */
  constructor(choice: DecimalChoice) {
    super("The decimal sign is the comma");
    this.choice = choice;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SEMICOLON = 0x3b;
const LINE_FEED = 0x0a;
const NO_MARK = 0;

const OTHER = 0;
const NUMBER = 1;
const VOLUME = 2;
const EXTRA = 3;

const POINT_SIGN: DecimalChoice = { sign: ".", note: undefined, reason: "", isAssumed: false };

/** A number that can be read with both signs. */
interface Unclear {
  readonly text: string;
  readonly offset: number;
}

/**
 * Returns the decimal sign to begin with: in a file with semicolons that of its numbers, in another one the point, until
 * a number has a comma.
 *
 * @param place The rows of the file.
 * @param given The sign, if the user gave it.
 * @returns The sign.
 * @throws {RangeError} As {@linkcode decideDecimalSign}.
 */
export function firstDecimalSign(place: RowsPlace, given: DecimalSign | undefined): DecimalChoice {
  if (given !== undefined) return { ...POINT_SIGN, sign: given };
  return place.delimiter === SEMICOLON ? decideDecimalSign(place) : { ...POINT_SIGN, isAssumed: true };
}

/**
 * Decides the decimal sign of a file from its numbers.
 *
 * @param place The rows of the file.
 * @returns The sign.
 * @throws {RangeError} If no number shows the sign and the rest of the file does not either.
 */
export function decideDecimalSign(place: RowsPlace): DecimalChoice {
  const { bytes, source, delimiter } = place;
  // Where no cell can hold a comma, a file with one point in a number has it before the decimals.
  const holdsComma = delimiter === COMMA ? bytes.includes(QUOTE) : bytes.includes(COMMA);
  if (!holdsComma && delimiter !== SEMICOLON) return POINT_SIGN;

  const found = findSign(place);
  if (found.shown !== undefined) {
    const { sign, text, offset } = found.shown;
    const at = `${shortText(text)} in line ${lineOfOffset(bytes, offset)}`;
    const note = sign === "," ? `The decimal sign is the comma, as in ${at}` : undefined;
    return { sign, note, reason: at, isAssumed: false };
  }
  const { comma, point } = found;
  if (comma === undefined && (point === undefined || delimiter !== SEMICOLON)) {
    return POINT_SIGN;
  }
  const { text, offset } = comma ?? point!;
  const line = lineOfOffset(bytes, offset);
  const signOfPrices = signOfBars(place);
  if (signOfPrices !== undefined) {
    const reason = `${shortText(text)} in line ${line}`, name = signOfPrices === "." ? "point" : "comma";
    const note = `The decimal sign is the ${name}, as the prices make bars with no other: ${reason} is ${
      Number(plainVolumeText(text, signOfPrices))
    }`;
    return { sign: signOfPrices, note, reason, isAssumed: false };
  }
  const asComma = Number(plainVolumeText(text, ",")), asPoint = Number(plainVolumeText(text, "."));
  // Where dates are written as 31.12.2024, and where semicolons stand between cells, no comma stands between thousands.
  const isContinental = delimiter === SEMICOLON || hasDottedDates(place);
  if (comma !== undefined && point === undefined && isContinental) {
    return {
      sign: ",",
      note: `The decimal sign is taken to be the comma, so that ${shortText(text)} in line ${line} is ${asComma}: ` +
        `pass decimal: "." if it is ${asPoint}`,
      reason: `${shortText(text)} in line ${line}`,
      isAssumed: false,
    };
  }
  throw new RangeError(
    `Cannot tell the decimal sign of ${source}: ${shortText(text)} in line ${line} can be ${asComma} or ${asPoint}, ` +
      `and no other number decides; pass decimal: "," or decimal: "."`,
  );
}

/**
 * Returns the error of a number that contradicts the decimal sign of its file.
 *
 * @param text The number.
 * @param line Its line.
 * @param choice The sign of the file.
 * @param source The file.
 * @returns The error.
 */
export function decimalConflict(text: string, line: number, choice: DecimalChoice, source: string): RangeError {
  const [sign, other] = choice.sign === "." ? ["point", "comma"] : ["comma", "point"];
  const reason = choice.reason === "" ? "" : `, as in ${choice.reason}`;
  return new RangeError(
    `Cannot tell the decimal sign of ${source}: ${
      shortText(text)
    } in line ${line} can only be read with the ${other}, ` +
      `and the file was read with the ${sign}${reason}; correct it, or pass decimal: "," or decimal: "."`,
  );
}

interface FoundSign {
  /** The first number that shows the sign. */
  readonly shown: (Unclear & { readonly sign: DecimalSign }) | undefined;
  /** The first price or volume with a comma that can be read with both signs. */
  readonly comma: Unclear | undefined;
  /** The first one with a point. */
  readonly point: Unclear | undefined;
}

function findSign({ bytes, delimiter, start, plan }: RowsPlace): FoundSign {
  const scanner = new CellScanner(bytes, delimiter);
  const kinds = kindsOf(plan);
  const unclear = new Map<number, Unclear>();
  const found = () => ({ comma: unclear.get(COMMA), point: unclear.get(POINT) });
  let shownByExtra: FoundSign["shown"];
  let column = 0;
  for (let position = start; position < bytes.length; position = scanner.end + 1) {
    scanner.span(position);
    const kind = kinds[column] ?? OTHER, offset = scanner.textStart;
    if (kind !== OTHER) {
      const mark = markIn(bytes, offset, scanner.textEnd);
      // The thousandth number of an unclear shape says no more than the first one.
      const isKnown = unclear.has(mark) && isThousands(bytes, offset, scanner.textEnd);
      if (mark !== NO_MARK && !isKnown) {
        const text = scanner.text(), sign = signOf(text, kind);
        if (sign === "both") {
          if (kind !== EXTRA && !unclear.has(mark)) unclear.set(mark, { text, offset });
        } else if (sign !== undefined) {
          if (kind !== EXTRA) return { shown: { sign, text, offset }, ...found() };
          // A column of another kind may have signs of its own, so it decides only if no price does.
          shownByExtra ??= { sign, text, offset };
        }
      }
    }
    column = bytes[scanner.end] === LINE_FEED ? 0 : column + 1;
  }
  return { shown: shownByExtra, ...found() };
}

/** Returns the only sign that a number can be read with, `"both"`, or `undefined` for a text without a decimal sign. */
function signOf(text: string, kind: number): DecimalSign | "both" | undefined {
  const bare = kind === EXTRA && text.endsWith("%") ? text.slice(0, -1).trimEnd() : text;
  const read = kind === VOLUME ? plainVolumeText : plainNumberText;
  const asPoint = read(bare, "."), asComma = read(bare, ",");
  if (asPoint === undefined) return asComma === undefined ? undefined : ",";
  if (asComma === undefined) return ".";
  return asPoint === asComma ? undefined : "both";
}

/** Returns the first comma or point of a cell, or {@linkcode NO_MARK}. */
function markIn(bytes: Uint8Array, start: number, end: number): number {
  for (let position = start; position < end; position++) {
    const byte = bytes[position]!;
    if (byte === COMMA || byte === POINT) return byte;
  }
  return NO_MARK;
}

/** Returns whether a cell is one to three digits, not a zero first, then a comma or a point, then three digits. */
function isThousands(bytes: Uint8Array, start: number, end: number): boolean {
  const before = end - start - 4;
  if (before < 1 || before > 3 || bytes[start] === ZERO) return false;
  for (let position = start; position < end; position++) {
    if (position === end - 4) continue;
    if (bytes[position]! < ZERO || bytes[position]! > NINE) return false;
  }
  return bytes[end - 4] === COMMA || bytes[end - 4] === POINT;
}

function kindsOf(plan: ColumnPlan): Uint8Array {
  const kinds = new Uint8Array(plan.names.length);
  for (const column of plan.extra) kinds[column] = EXTRA;
  for (const column of [plan.open, plan.high, plan.low, plan.close, plan.adjustedClose]) {
    if (column !== -1) kinds[column] = NUMBER;
  }
  if (plan.volume !== -1) kinds[plan.volume] = VOLUME;
  return kinds;
}

/** Returns whether the first row with a date writes it as `31.12.2024`. */
function hasDottedDates({ bytes, delimiter, start, plan }: RowsPlace): boolean {
  const scanner = new CellScanner(bytes, delimiter);
  const wanted = plan.date === -1 ? plan.time : plan.date;
  for (let position = start; position < bytes.length; position = scanner.rowEnd(position) + 1) {
    scanner.span(position);
    for (let column = 0; column < wanted && bytes[scanner.end] !== LINE_FEED; column++) scanner.span(scanner.end + 1);
    if (scanner.textEnd > scanner.textStart) return /^\d{1,2}\.\d{1,2}\.\d{4}(?!\d)/.test(scanner.text());
  }
  return false;
}
