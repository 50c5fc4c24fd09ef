/**
 * The figures of three runs against what quantstats, empyrical-reloaded and backtesting.py computed from them.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { type Cell, CELLS } from "./cells.ts";
import { type ComparedRun, comparedRuns, statisticsInput } from "./runs.ts";

/** What a library computed, by the call. */
type Recorded = Readonly<Record<string, number | null>>;

const LIBRARIES = Object.keys(CELLS);
/** Relative difference up to which two doubles count as one number, as the libraries do not round their sums exactly. */
const LARGEST = 1e-12;

function isEqual(ours: number | null | undefined, theirs: number | null): boolean {
  if (ours === null || ours === undefined || theirs === null) return (ours ?? null) === theirs;
  return Math.abs(ours - theirs) <= LARGEST * Math.max(Math.abs(ours), Math.abs(theirs));
}

/** Returns the cell of a name, and the words behind the name: a month, a year, a date. */
function cellOf(library: string, name: string): readonly [Cell | undefined, string] {
  const cells = CELLS[library]!;
  if (Object.hasOwn(cells, name)) return [cells[name], ""];
  const [table, words = ""] = name.split(" ");
  return [Object.hasOwn(cells, table!) ? cells[table!] : undefined, words];
}

/** Returns our value of a cell by our formula. */
function oursOf(cell: Cell, run: ComparedRun, words: string): number | null | undefined {
  if ("read" in cell) return cell.read(run, words);
  const value = run.result.figures[cell.figure];
  return value === null ? null : value * ("times" in cell ? cell.times ?? 1 : 1);
}

const runs = await comparedRuns();
const recorded = new Map(runs.map(({ name }) => {
  const url = new URL(`../../../fixtures/statistics/${name}.json`, import.meta.url);
  return [name, JSON.parse(Deno.readTextFileSync(url)) as Readonly<Record<string, unknown>>];
}));

for (const run of runs) {
  Deno.test(`the libraries were given the returns and trades that ${run.name} has`, async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(statisticsInput(run)));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    assertEquals(recorded.get(run.name)!["input"], hash, "record fixtures/statistics again");
  });
}

Deno.test("every cell of the libraries equals a figure, or the difference of its formula explains it", () => {
  const unexplained: string[] = [], used = new Set<Cell>(), counts = { cells: 0, same: 0, explained: 0 };
  const equalToOurs = new Map<Cell, boolean>();
  for (const run of runs) {
    for (const library of LIBRARIES) {
      for (const [name, theirs] of Object.entries(recorded.get(run.name)![library] as Recorded)) {
        const [cell, words] = cellOf(library, name), place = `${run.name}, ${library}, ${name}`;
        counts.cells++;
        if (cell === undefined) {
          unexplained.push(`${place}: no figure stands for it`);
          continue;
        }
        used.add(cell);
        const ours = oursOf(cell, run, words), isExplained = "difference" in cell;
        const expected = isExplained ? cell.theirs(run) : ours;
        if (isExplained) equalToOurs.set(cell, (equalToOurs.get(cell) ?? true) && isEqual(ours, theirs));
        if (!isEqual(expected, theirs)) unexplained.push(`${place}: ${theirs}, and ${expected} by the formula`);
        else if (isExplained) counts.explained++;
        else counts.same++;
      }
    }
  }
  assertEquals(unexplained, [], `unexplained: ${unexplained.length}`);
  assertEquals(counts, { cells: 567, same: 459, explained: 108 });
  // A difference that is none would hide one that comes later.
  assertEquals([...equalToOurs].flatMap(([cell, isSame]) => isSame ? [JSON.stringify(cell)] : []), []);
  const cells = LIBRARIES.flatMap((library) => Object.values(CELLS[library]!));
  assertEquals(cells.filter((cell) => !used.has(cell)).length, 0, "a cell is in no file");
});
