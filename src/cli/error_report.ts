/**
 * The one form of errors as JSON, for all commands: `{"error": {"name", "message", ...}, "exitCode"}`.
 *
 * @module
 */

import { StrategyFailure } from "./strategy_failure.ts";
import { withoutColours } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

/** An error as plain data: its name, its message, and what else it tells in plain values, such as a code or a path. */
export interface ErrorReport {
  /** Name of its class. */
  readonly name: string;
  /** Its message. */
  readonly message: string;
  /** Further facts, under the names that the error has for them. */
  readonly [fact: string]: string | number | boolean;
}

/** Returns an error as plain data. A program may throw any value. */
export function describeError(error: unknown): ErrorReport {
  if (error instanceof StrategyFailure) return error.report();
  if (!(error instanceof Error)) return { name: "Error", message: withoutColours(textOf(error)) };
  const facts = Object.entries(error).filter((fact): fact is [string, string | number | boolean] =>
    ["string", "number", "boolean"].includes(typeof fact[1])
  );
  return { ...Object.fromEntries(facts), name: textOf(error.name), message: withoutColours(textOf(error.message)) };
}

/** Returns a report for standard output, as one line. */
export function jsonReport(error: unknown, exitCode: number): string {
  return jsonText({ error: describeError(error), exitCode });
}

/** Returns a report for people; an error of the command line names the page that helps. */
export function textReport(error: unknown, page: string): string {
  if (error instanceof StrategyFailure) return error.text();
  const { message } = describeError(error);
  return error instanceof UsageError ? `${message}\nSee ${page}` : message;
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that has no text";
  }
}
