/**
 * Planted defects: patches that must turn a suite red, each with a line that names the suite and one that says what is
 * wrong with it.
 *
 * @module
 */

/** A defect as its file tells it. */
export interface DefectPatch {
  /** File name. */
  readonly name: string;
  /** What the defect does. */
  readonly about: string;
  /** Paths or folders of the tests that have to catch it. */
  readonly suite: readonly string[];
  /** Which engine it is planted in. */
  readonly engine: "typescript" | "rust";
  /** Files that it changes. */
  readonly files: readonly string[];
  /** The text for `git apply`. */
  readonly text: string;
}

/** The folder of the patches. */
export const DEFECTS_FOLDER: URL = new URL("../tests/defects/", import.meta.url);

/** Reads every patch, by name. */
export function readDefectPatches(): DefectPatch[] {
  const names = [...Deno.readDirSync(DEFECTS_FOLDER)].map((entry) => entry.name).filter((name) =>
    name.endsWith(".patch")
  );
  return names.sort().map((name) => parseDefectPatch(name, Deno.readTextFileSync(new URL(name, DEFECTS_FOLDER))));
}

/**
 * Parses a patch.
 *
 * @throws {SyntaxError} if it does not say what it is about or which suite catches it, or changes no engine or both
 */
export function parseDefectPatch(name: string, text: string): DefectPatch {
  const line = (label: string): string => {
    const found = text.match(new RegExp(`^${label}: (.+)$`, "m"))?.[1];
    if (found === undefined) throw new SyntaxError(`Cannot use ${name}: it has no line that begins with "${label}: "`);
    return found.trim();
  };
  const files = [...text.matchAll(/^\+\+\+ b\/(.+)$/gm)].map((match) => match[1]!.trim());
  const engines = new Set(files.map((file) => engineOf(name, file)));
  if (engines.size !== 1) throw new SyntaxError(`Cannot use ${name}: it changes ${engines.size} engines, not one`);
  return {
    name,
    about: line("About"),
    suite: line("Suite").split(/\s+/),
    engine: [...engines][0]!,
    files,
    text,
  };
}

function engineOf(name: string, file: string): "typescript" | "rust" {
  if (file.startsWith("src/core/")) return "typescript";
  if (file.startsWith("rust/engine/src/")) return "rust";
  throw new SyntaxError(`Cannot use ${name}: it changes ${file}, which is in neither engine`);
}
