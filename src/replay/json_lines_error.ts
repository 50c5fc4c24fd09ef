/**
 * What is wrong with a log in JSON Lines: the line and the field.
 *
 * @module
 */

/** Thrown when lines are not a replay log. */
export class JsonLinesError extends Error {
  /** Always `"JsonLinesError"`. */
  override readonly name = "JsonLinesError";
  /** Number of the line, from 1. */
  readonly line: number;
  /** Path of the field within the line, as in `raw.float_3`; empty when it is about the whole line. */
  readonly field: string;

  /** Makes an error about a field of a line, with the clause that says what is wrong. */
  constructor(line: number, field: string, clause: string) {
    super(`Cannot import line ${line}${field === "" ? "" : ` at "${field}"`}: ${clause}`);
    this.line = line;
    this.field = field;
  }
}

/** What is wrong with a field, before it is known on which line that is. */
export class FieldError extends Error {
  /** Always `"FieldError"`. */
  override readonly name = "FieldError";
  /** Path of the field. */
  readonly field: string;

  /** Makes an error about a field. */
  constructor(field: string, clause: string) {
    super(clause);
    this.field = field;
  }
}
