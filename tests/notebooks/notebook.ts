/**
 * Runs the cells of a notebook as Deno's kernel for Jupyter does: in order, in one context, each showing its last
 * expression.
 *
 * @module
 */

import { temporaryFolder } from "../boundary/installed_library.ts";

/** Notebooks of this project. */
export const NOTEBOOKS: URL = new URL("../../fixtures/notebooks/", import.meta.url);

/** What is shown of a value, by the type of its content. */
export type Shown = Readonly<Record<string, string>>;

/** An output of a cell, as the kernel writes it. */
export interface CellOutput {
  readonly data: Readonly<Record<string, readonly string[]>>;
  readonly execution_count: number;
  readonly metadata: Readonly<Record<string, never>>;
  readonly output_type: "execute_result";
}

/** A cell. */
export interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly execution_count?: number;
  readonly source: readonly string[];
  outputs?: readonly CellOutput[];
}

/** A notebook. */
export interface Notebook {
  readonly cells: readonly Cell[];
}

/** Returns a notebook by the name of its file. */
export function readNotebook(name: string): Notebook {
  return JSON.parse(Deno.readTextFileSync(new URL(name, NOTEBOOKS)));
}

/** Returns the code cells of a notebook. */
export function codeCells({ cells }: Notebook): readonly Cell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}

/** Runs the code cells and returns what each of them shows. */
export async function runNotebook(notebook: Notebook): Promise<readonly Shown[]> {
  using folder = temporaryFolder();
  const file = new URL("notebook.ts", folder.url), name = "shown by the cells of a notebook";
  const parts = codeCells(notebook).map(({ source }) => showingLast(source.join("")));
  Deno.writeTextFileSync(file, `const show = globalThis[${JSON.stringify(name)}];\n${parts.join("\n")}`);
  const shown: Shown[] = [];
  Object.defineProperty(globalThis, name, {
    value: (value: unknown) => shown.push(shownOf(value)),
    configurable: true,
  });
  try {
    await import(file.href);
  } finally {
    delete (globalThis as Record<string, unknown>)[name];
  }
  return shown;
}

/** Returns the output of a cell that shows something. */
export function outputOf(cell: Cell, shown: Shown): CellOutput {
  const data = Object.fromEntries(
    Object.entries(shown).map(([type, text]) => [type, text.split(/(?<=\n)/)]),
  );
  return { data, execution_count: cell.execution_count!, metadata: {}, output_type: "execute_result" };
}

/** Returns the code of a cell with its last expression, which stands on the last line, passed to `show`. */
function showingLast(code: string): string {
  const lines = code.trimEnd().split("\n"), last = lines.pop()!;
  if (/^(?:const|let|class|function|import|export|\}|\s)/.test(last)) throw new Error(`A cell shows nothing: ${last}`);
  return [...lines, `show(await (${last.replace(/;$/, "")}));`].join("\n");
}

/** Returns what the kernel shows of a value. */
function shownOf(value: unknown): Shown {
  const display = (value as Record<symbol, unknown> | null)?.[Symbol.for("Jupyter.display")];
  if (typeof display === "function") return display.call(value);
  return { "text/plain": Deno.inspect(value) };
}
