/**
 * Runs the command that a command line names, and converts its result to an exit code.
 *
 * @module
 */

import { PACKAGE_VERSION } from "../package_version.ts";
import type { CommandEntry } from "./command.ts";
import { readCommandLine } from "./flags.ts";
import { describeError, jsonReport, textReport } from "./error_report.ts";
import { ANSWERED_NO, DONE, NOT_CARRIED_OUT } from "./exit_code.ts";
import { COMMON_FLAGS, PROGRAM, renderHelp, renderOverview } from "./help.ts";
import { OutputError, type Terminal } from "./terminal.ts";
import { CommandFailure, UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

/**
 * Runs the command that a command line names.
 *
 * @param args The command line.
 * @param entries All commands.
 * @param terminal The terminal for the output.
 * @returns The exit code, one of {@linkcode EXIT_CODES}.
 */
export async function dispatch(
  args: readonly string[],
  entries: readonly CommandEntry[],
  terminal: Terminal,
): Promise<number> {
  const json = wantsJson(args), words = args[0] === "--json" ? [...args.slice(1, 2), "--json", ...args.slice(2)] : args;
  const [name, ...rest] = words;
  const page = entries.some((entry) => entry.name === name) ? `${PROGRAM} ${name} --help` : `${PROGRAM} --help`;
  try {
    return await answer(name, rest, entries, json, terminal);
  } catch (thrown) {
    if (thrown instanceof OutputError) return unwritten(thrown, terminal);
    const error = sentenceOf(thrown, name);
    const code = error instanceof CommandFailure ? ANSWERED_NO : NOT_CARRIED_OUT;
    if (!json) {
      terminal.error(textReport(error, page));
      return code;
    }
    try {
      terminal.out(jsonReport(error, code));
      return code;
    } catch (failure) {
      if (failure instanceof OutputError) return unwritten(failure, terminal);
      throw failure;
    }
  }
}

/** Returns whether a command line asks for JSON. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

/** Returns an error whose message is a sentence; that of the system is the end of one. */
function sentenceOf(error: unknown, name: string | undefined): unknown {
  const { message, ...facts } = describeError(error);
  if (error instanceof CommandFailure || message.startsWith("Cannot ")) return error;
  return Object.assign(new Error(`Cannot carry out ${name}: ${message}`, { cause: error }), facts);
}

/** Tells that the answer could not be written, except to those who no longer wanted it. */
function unwritten(error: OutputError, terminal: Terminal): number {
  if (!error.isUnread) terminal.error(error.message);
  return NOT_CARRIED_OUT;
}

async function answer(
  name: string | undefined,
  rest: readonly string[],
  entries: readonly CommandEntry[],
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const words = rest.filter((word) => word !== "--json");
  const tell = (what: string, text: string): number => {
    terminal.out(json ? jsonText({ [what]: text }) : text);
    return DONE;
  };
  if (name === undefined || name === "--json") {
    if (json) throw new UsageError(`Cannot go on without a command: there are ${namesOf(entries)}`);
    terminal.error(renderOverview(entries));
    return NOT_CARRIED_OUT;
  }
  if (name === "--help" || name === "-h" || (name === "help" && words.length === 0)) {
    return tell("help", renderOverview(entries));
  }
  if (name === "--version") return tell("version", PACKAGE_VERSION);
  const named = name === "help" ? words[0]! : name, args = name === "help" ? ["--help"] : rest;
  const entry = entries.find((known) => known.name === named);
  if (entry === undefined) {
    throw new UsageError(`Cannot find the command ${JSON.stringify(named)}: there are ${namesOf(entries)}`);
  }
  const { command } = await entry.load();
  const end = args.indexOf("--"), own = end < 0 ? args : args.slice(0, end);
  if (own.includes("--help") || own.includes("-h")) return tell("help", renderHelp(named, command));
  return await command.run(readCommandLine(args, [...command.flags, ...COMMON_FLAGS], command.operands), terminal);
}

function namesOf(entries: readonly CommandEntry[]): string {
  return entries.filter((entry) => entry.isMoved !== true).map((entry) => entry.name).join(", ");
}
