/**
 * Writes what the cells of the notebooks show into them:
 * `deno run --allow-read --allow-write tests/record_notebooks.ts`.
 *
 * @module
 */

import { codeCells, NOTEBOOKS, outputOf, readNotebook, runNotebook } from "./notebooks/notebook.ts";

for (const { name } of Deno.readDirSync(NOTEBOOKS)) {
  if (!name.endsWith(".ipynb")) continue;
  const notebook = readNotebook(name), shown = await runNotebook(notebook);
  codeCells(notebook).forEach((cell, at) => cell.outputs = [outputOf(cell, shown[at]!)]);
  Deno.writeTextFileSync(new URL(name, NOTEBOOKS), `${JSON.stringify(notebook, null, 1)}\n`);
  console.log(`Wrote ${name}`);
}
