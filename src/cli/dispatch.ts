/**
 * Runs the command that a command line names, and converts its result to an exit code.
 *
 * @module
 */

import { PACKAGE_VERSION } from "../package_version.ts";
import type { CommandEntry } from "./command.ts";
import { readCommandLine } from "./flags.ts";
import { COMMON_FLAGS, PROGRAM, renderHelp, renderOverview } from "./help.ts";
import type { Terminal } from "./terminal.ts";
import { CommandFailure, UsageError } from "./usage_error.ts";

/** Exit code of a command whose task failed. */
const FAILED = 1;
/** Exit code of a command that could not run. */
const NOT_CARRIED_OUT = 2;

/**
 * Runs the command that a command line names.
 *
 * @param args The command line.
 * @param entries All commands.
 * @param terminal The terminal for the output.
 * @returns The exit code: 0 if the command succeeded, 1 if its task failed, 2 if it could not run.
 */
export async function dispatch(
  args: readonly string[],
  entries: readonly CommandEntry[],
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.error(renderOverview(entries));
    return NOT_CARRIED_OUT;
  }
  if (name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
    terminal.out(renderOverview(entries));
    return 0;
  }
  if (name === "--version") {
    terminal.out(PACKAGE_VERSION);
    return 0;
  }
  try {
    if (name === "help") return await runNamed(rest[0]!, ["--help"], entries, terminal);
    return await runNamed(name, rest, entries, terminal);
  } catch (error) {
    const page = entries.some((entry) => entry.name === name) ? `${name} --help` : "--help";
    return report(error, page, rest.includes("--json"), terminal);
  }
}

async function runNamed(
  name: string,
  args: readonly string[],
  entries: readonly CommandEntry[],
  terminal: Terminal,
): Promise<number> {
  const entry = entries.find((known) => known.name === name);
  if (entry === undefined) {
    const known = entries.map((known) => known.name).join(", ");
    throw new UsageError(`Cannot find the command ${JSON.stringify(name)}: there are ${known}`);
  }
  const { command } = await entry.load();
  const end = args.indexOf("--"), own = end < 0 ? args : args.slice(0, end);
  if (own.includes("--help") || own.includes("-h")) {
    terminal.out(renderHelp(name, command));
    return 0;
  }
  return await command.run(readCommandLine(args, [...command.flags, ...COMMON_FLAGS], command.operands), terminal);
}

function report(error: unknown, page: string, json: boolean, terminal: Terminal): number {
  const exitCode = error instanceof CommandFailure ? FAILED : NOT_CARRIED_OUT;
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    const kind = error instanceof Error ? error.name : "Error";
    terminal.out(JSON.stringify({ error: { name: kind, message }, exitCode }));
    return exitCode;
  }
  terminal.error(message);
  if (error instanceof UsageError) terminal.error(`See ${PROGRAM} ${page}`);
  return exitCode;
}
