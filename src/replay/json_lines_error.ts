/**
 * Errors of a log in JSON Lines, with the line and the field.
 *
 * @module
 */

/** Thrown when lines are no replay log. */
export class JsonLinesError extends Error {
  /** Always `"JsonLinesError"`. */
  override readonly name = "JsonLinesError";
  /** Number of the line, from 1. */
  readonly line: number;
  /** Path of the field within the line, such as `raw.float_3`; empty if the error concerns the whole line. */
  readonly field: string;

  /** Makes an error for a field of a line. The clause describes the fault. */
  constructor(line: number, field: string, clause: string) {
    super(`Cannot import line ${line}${field === "" ? "" : ` at "${field}"`}: ${clause}`);
    this.line = line;
    this.field = field;
  }
}

/** Thrown for a field, before the number of its line is known. */
export class FieldError extends Error {
  /** Always `"FieldError"`. */
  override readonly name = "FieldError";
  /** Path of the field. */
  readonly field: string;

  /** Makes an error for a field. */
  constructor(field: string, clause: string) {
    super(clause);
    this.field = field;
  }
}
