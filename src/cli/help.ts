/**
 * The help of the command line: an overview, and one page for each command.
 *
 * @module
 */

import type { Command, CommandEntry } from "./command.ts";
import { EXIT_CODES } from "./exit_code.ts";
import type { Flag } from "./flags.ts";

/** The call of the command line. */
export const PROGRAM = "deno run jsr:@cracktrader/cracktrader/cli";

/** Beginning of a placeholder whose value can be for a single feed. */
const FEED_NAME = "[NAME=]";
const NAMED_VALUES =
  "A value with NAME= before it is for that feed alone, one without for all feeds; such flags may be " +
  "given several times.";
const WIDTH = 100;
const INDENT = "  ";

/** The flags of every command. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: "json", summary: "Print one object of JSON on standard output and nothing else there." },
  { name: "help", summary: "Print this page." },
];

/** Returns the overview of all commands. */
export function renderOverview(entries: readonly CommandEntry[]): string {
  return [
    "Cracktrader: backtests whose results can be proved.",
    `Usage: ${PROGRAM} COMMAND ...`,
    table(entries.filter((entry) => entry.isMoved !== true).map((entry) => [entry.name, entry.summary])),
    `"COMMAND --help" tells its flags, the permissions that it needs and what its exit codes mean; "--version" tells the ` +
    `version. With --json an error is an object on standard output, too: {"error": {"name", "message", ...}, "exitCode"}.`,
    "Exit codes:\n" + table(Object.entries(EXIT_CODES)),
  ].map((paragraph) => wrapped(paragraph)).join("\n\n");
}

/** Returns the help page of a command. */
export function renderHelp(name: string, command: Command): string {
  const flags = [...command.flags, ...COMMON_FLAGS];
  const operands = command.operands.usage === "" ? "" : ` ${command.operands.usage}`;
  const codes = { ...EXIT_CODES, ...command.exitCodes };
  return [
    wrapped(command.description),
    `Usage: ${PROGRAM} ${name}${operands} [FLAGS]`,
    "Flags:\n" + table(flags.map((flag) => [usageOf(flag), summaryOf(flag)])),
    ...(flags.some((flag) => flag.value?.startsWith(FEED_NAME)) ? [wrapped(NAMED_VALUES)] : []),
    "Permissions:\n" + table(command.permissions.map(({ flag, purpose }) => [flag, purpose])),
    "Exit codes:\n" + table(Object.entries(codes)),
  ].join("\n\n");
}

function usageOf(flag: Flag): string {
  if (flag.value === undefined) return `--${flag.name}`;
  return flag.isOptional === true ? `--${flag.name} [${flag.value}]` : `--${flag.name} ${flag.value}`;
}

function summaryOf(flag: Flag): string {
  const choices = flag.choices === undefined ? "" : ` One of ${flag.choices.join(", ")}.`;
  const repeats = flag.multiple === true && flag.value?.startsWith(FEED_NAME) !== true;
  return flag.summary + choices + (repeats ? " May be given several times." : "");
}

/** Returns rows of two cells, with the second cell wrapped beside the first. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => {
    const indent = INDENT + " ".repeat(width) + INDENT;
    return fold(second, WIDTH - indent.length).map((line, row) =>
      row === 0 ? `${INDENT}${first.padEnd(width)}${INDENT}${line}` : indent + line
    ).join("\n");
  }).join("\n");
}

/** Wraps paragraphs. Indented lines are a table and stay. */
function wrapped(text: string): string {
  return text.split("\n").flatMap((line) => line.startsWith(INDENT) ? [line] : fold(line, WIDTH)).join("\n");
}

function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
