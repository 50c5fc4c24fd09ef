/**
 * Planted defects: patches that must turn a suite red, each with a line that names the suite and one that says what is
 * wrong with it.
 *
 * @module
 */

import { type Area, areaOf, type Edit } from "../tests/mutants/mutant.ts";

/** A defect as its file tells it. */
export interface DefectPatch {
  /** File name. */
  readonly name: string;
  /** Description of the defect. */
  readonly about: string;
  /** Paths or folders of the tests that have to catch it; none if it does not say. */
  readonly suite: readonly string[];
  /** The part of the project that it is planted in. */
  readonly area: Area;
  /** The lines that it changes, each with the lines around it. */
  readonly edits: readonly Edit[];
}

/** The folder of the patches. */
export const DEFECTS_FOLDER: URL = new URL("../tests/defects/", import.meta.url);

/**
 * Reads every patch, by name.
 *
 * @throws {SyntaxError} If one does not say what it is about or which suite catches it.
 */
export function readDefectPatches(): DefectPatch[] {
  const names = [...Deno.readDirSync(DEFECTS_FOLDER)].map((entry) => entry.name).filter((name) =>
    name.endsWith(".patch")
  );
  return names.sort().map((name) => {
    const patch = parseDefectPatch(name, Deno.readTextFileSync(new URL(name, DEFECTS_FOLDER)));
    for (const [label, value] of [["About", patch.about], ["Suite", patch.suite.join("")]] as const) {
      if (value === "") throw new SyntaxError(`Cannot use ${name}: it has no line that begins with "${label}: "`);
    }
    return patch;
  });
}

/**
 * Parses a patch in the unified format. Line numbers do not count: a hunk belongs where its lines are.
 *
 * @throws {SyntaxError} If it changes nothing, or makes or removes a file.
 */
export function parseDefectPatch(name: string, text: string): DefectPatch {
  const line = (label: string): string => text.match(new RegExp(`^${label}: (.+)$`, "m"))?.[1]?.trim() ?? "";
  const edits: Edit[] = [];
  for (const part of text.split(/^--- /m).slice(1)) {
    const file = /^\+\+\+ b\/(.+)$/m.exec(part)?.[1]?.trim();
    if (file === undefined || part.startsWith("/dev/null")) {
      throw new SyntaxError(`Cannot use ${name}: it makes or removes a file, and a defect changes lines`);
    }
    for (const hunk of part.split(/^@@ .*$/m).slice(1)) {
      const lines = hunk.split("\n").filter((each) => /^[ +-]/.test(each));
      const without = (sign: string): string =>
        lines.filter((each) => !each.startsWith(sign)).map((each) => each.slice(1)).join("\n");
      edits.push({ file, before: without("+"), after: without("-") });
    }
  }
  if (edits.length === 0) throw new SyntaxError(`Cannot use ${name}: it changes nothing`);
  const suite = line("Suite").split(/\s+/).filter((path) => path !== "");
  return {
    name,
    about: line("About"),
    suite,
    area: areaOf({ name, operator: undefined, suite, edits }),
    edits,
  };
}
