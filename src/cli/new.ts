/**
 * The command `new`: makes a folder with a strategy that runs.
 *
 * @module
 */

import { pathExists } from "./path_exists.ts";
import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "./command.ts";
import { describeError } from "./error_report.ts";
import type { CommandLine } from "./flags.ts";
import { projectFiles } from "./new_project.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage_error.ts";
import { jsonText } from "../records/json_line.ts";

/** The command `new`. */
export const command: Command = {
  description:
    "Makes a folder with a strategy, two years of daily prices, a test, and a deno.json with the tasks start, test and " +
    "prove. A folder that is there already has to be empty.",
  operands: { usage: "FOLDER", least: 1, most: 1 },
  flags: [],
  permissions: [{ flag: "--allow-read, --allow-write", purpose: "of the folder" }],
  exitCodes: { 0: "the folder is made" },
  run,
};

function run(line: CommandLine, terminal: Terminal): number {
  const folder = line.operands[0]!;
  if (folder === "") throw new UsageError("Cannot make a folder without a name: write . for this one, if it is empty");
  const files = projectFiles(basename(resolve(folder)) || "strategy");
  requireEmpty(folder);
  writeFiles(folder, files);
  if (line.has("json")) {
    terminal.out(jsonText({ folder, files: [...files.keys()] }));
    return 0;
  }
  const enter = /^[\w./\\:-]+$/.test(folder) ? folder : JSON.stringify(folder);
  terminal.out(`Made ${folder} with ${[...files.keys()].join(", ")}\nGo on with: cd ${enter} && deno task start`);
  return 0;
}

/** Refuses a place where something is. */
function requireEmpty(folder: string): void {
  let isEmpty: boolean;
  try {
    isEmpty = [...Deno.readDirSync(folder)].length === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new UsageError(`Cannot make the folder ${folder}: ${describeError(error).message}`, { cause: error });
  }
  if (!isEmpty) throw new UsageError(`Cannot make the folder ${folder}: it is there and not empty; name another one`);
}

/** Writes the files, and takes away again what it has made if one of them cannot be written. */
function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  const made: string[] = [];
  const makeFolder = (path: string): void => {
    if (pathExists(path)) return;
    // The folders above are not removed again; others may use them meanwhile.
    Deno.mkdirSync(path, { recursive: true });
    made.push(path);
  };
  try {
    makeFolder(folder);
    for (const [name, text] of files) {
      const path = join(folder, name);
      makeFolder(dirname(path));
      Deno.writeTextFileSync(path, text, { createNew: true });
      made.push(path);
    }
  } catch (error) {
    for (const path of made.reverse()) removeQuietly(path);
    throw new UsageError(`Cannot make the folder ${folder}: ${describeError(error).message}`, { cause: error });
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // The error that came before is the one to tell.
  }
}
