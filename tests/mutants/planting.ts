/**
 * Planting: puts a mutant's lines into a copy of the tree, and takes them out again.
 *
 * @module
 */

import { sha256Hex } from "../../src/engine/native/sha256.ts";
import type { Edit, Mutant } from "./mutant.ts";

/** A mutant whose lines are not where they were: the code has changed, and the mutant has to be renewed. */
export class StaleMutantError extends Error {
  /** Name of the class, for who cannot use `instanceof`. */
  override name = "StaleMutantError";
}

/** A mutant that stands in a tree. */
export interface Planted {
  /** Puts the files back as they were. */
  takeOut(): void;
}

/**
 * Plants a mutant.
 *
 * @param folder The copy of the tree.
 * @throws {StaleMutantError} If a file or the lines are not there, or more than once; nothing is changed then.
 */
export function plant(folder: string, mutant: Mutant): Planted {
  const originals = new Map<string, string>(), changed = new Map<string, string>();
  for (const edit of mutant.edits) {
    const path = `${folder}/${edit.file}`;
    if (!originals.has(path)) originals.set(path, readText(path, edit, mutant));
    const text = changed.get(path) ?? originals.get(path)!;
    changed.set(path, edited(text, edit, mutant));
  }
  if (mutant.edits.some(({ file }) => file.startsWith(CRATE))) renewHashes(folder, mutant, originals, changed);
  const writeAll = (texts: ReadonlyMap<string, string>): void => {
    for (const [path, text] of texts) Deno.writeTextFileSync(path, text);
  };
  writeAll(changed);
  return { takeOut: () => writeAll(originals) };
}

/** Folder of the crates, whose files have their hashes in a module. */
const CRATE = "rust/";
const HASHES = "src/cli/crate_files.gen.ts";

/** Renews the hashes of changed files of the crates. That they are stale would kill every mutant in Rust. */
function renewHashes(
  folder: string,
  mutant: Mutant,
  originals: Map<string, string>,
  changed: Map<string, string>,
): void {
  const path = `${folder}/${HASHES}`, sha256 = (text: string): string => sha256Hex(new TextEncoder().encode(text));
  let text: string;
  try {
    text = changed.get(path) ?? Deno.readTextFileSync(path);
  } catch (error) {
    // Not in the small trees that tests plant in.
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  if (!originals.has(path)) originals.set(path, text);
  for (const { file } of mutant.edits.filter(({ file }) => file.startsWith(CRATE))) {
    const source = `${folder}/${file}`;
    text = text.replace(sha256(originals.get(source)!), sha256(changed.get(source)!));
  }
  changed.set(path, text);
}

/**
 * Returns a file's text with an edit made.
 *
 * @throws {StaleMutantError} If the lines are not there exactly once, or stay as they are.
 */
export function edited(text: string, edit: Edit, mutant: Pick<Mutant, "name">): string {
  const lines = text.split("\n"), wanted = edit.before.split("\n").map((line) => line.trim());
  const places: number[] = [];
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    if (wanted.every((line, offset) => lines[at + offset]!.trim() === line)) places.push(at);
  }
  if (places.length !== 1) {
    const found = places.length === 0 ? "nowhere" : `on the lines ${places.map((place) => place + 1).join(", ")}`;
    throw new StaleMutantError(
      `Cannot plant ${mutant.name}: ${edit.file} has its lines ${found}, not exactly once; renew the mutant:\n` +
        wanted.map((line) => `    ${line}`).join("\n"),
    );
  }
  const at = places[0]!, indentation = /^\s*/.exec(lines[at]!)![0];
  const after = edit.after === "" ? [] : edit.after.split("\n").map((line) => `${indentation}${line.trim()}`);
  if (after.join("\n").trim() === wanted.join("\n")) {
    throw new StaleMutantError(`Cannot plant ${mutant.name}: it leaves ${edit.file} as it is`);
  }
  lines.splice(at, wanted.length, ...after);
  return lines.join("\n");
}

function readText(path: string, edit: Edit, mutant: Mutant): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new StaleMutantError(`Cannot plant ${mutant.name}: there is no file ${edit.file}; renew the mutant`);
  }
}
