/**
 * The promises of every indicator: the same bits bar by bar and as a whole column, no value that depends on a later bar,
 * minimum periods that tell the first value, numbers on series that are odd, and clear errors for periods that are none.
 *
 * @module
 */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as indicators from "../../src/indicators/mod.ts";
import { columnOf } from "../../src/lines/line.ts";
import { EVERY_CASE } from "./every_case.ts";
import {
  inputsOf,
  linesByName,
  SERIES,
  type SeriesColumns,
  type SeriesName,
  seriesOf,
  stepped,
  whole,
} from "./indicator_case.ts";
import { indicatorRows } from "./indicator_rows.ts";

const LENGTH = 260;
/** Bars after which a weight that fades has faded. */
const FADED = 6000;

/** A series in which the bars from one up to another are others. */
function overwritten(columns: SeriesColumns, from: number, until?: number): SeriesColumns {
  const other = seriesOf("walk", 99, columns.line.length);
  const mixed = Object.entries(columns).map(([name, values]: [string, Float64Array]) => {
    const changed = values.slice();
    changed.set(other[name as keyof SeriesColumns].subarray(from, until), from);
    return [name, changed];
  });
  return Object.fromEntries(mixed) as SeriesColumns;
}

Deno.test("every indicator has a case", () => {
  const named = new Set(EVERY_CASE.map(({ name }) => name));
  const exported = Object.entries(indicators).filter(([, value]) => typeof value === "function").map(([name]) => name);
  assertEquals(exported.filter((name) => !named.has(name)), []);
});

Deno.test("the lines of every indicator tell the memory that the page of indicators tells", () => {
  const { inputs } = inputsOf(seriesOf("walk", 1, 10)), rows = indicatorRows();
  for (const { name, make } of EVERY_CASE) {
    for (const [, { about }] of linesByName(make(inputs))) {
      if (about?.indicator !== name) continue;
      assert(rows.get(name)?.memory.includes(about.memory), `the memory of ${name} is ${about.memory}`);
    }
  }
});

for (const each of EVERY_CASE) {
  const { name, make, hasPeriod, leastPeriod = 1, undefinedOn = {} } = each;
  const title = `${name}: ${make.toString().replace(/\s+/g, " ").replace(/^[^>]*=> /, "")}`;

  Deno.test(`${title} has bar by bar the bits of the whole column`, () => {
    for (const series of SERIES) {
      for (const period of hasPeriod ? [undefined, leastPeriod, LENGTH] : [undefined]) {
        const columns = seriesOf(series, 7, LENGTH);
        assertEquals(stepped(each, columns, period), whole(each, columns, period), `${series}, period ${period}`);
      }
    }
  });

  Deno.test(`${title} depends on no later bar`, () => {
    for (const series of ["walk", "holes"] as const) {
      const columns = seriesOf(series, 3, LENGTH), values = whole(each, columns);
      for (const cut of [1, 2, 30, 150, LENGTH - 1]) {
        const other = whole(each, overwritten(columns, cut));
        for (const [line, column] of values) {
          assertEquals(other.get(line)!.slice(0, cut), column.slice(0, cut), `${line} cut at ${cut}`);
        }
      }
    }
  });

  Deno.test(`${title} remembers the bars that it says, and no more`, () => {
    const changed = 37, long = seriesOf("walk", 11, FADED);
    const memories = linesByName(make(inputsOf(long).inputs)).map(([name, { about, minPeriod }]) => ({
      name,
      memory: about?.memory,
      first: changed + minPeriod - 1,
    }));
    // On the extreme series, a running sum would not forget large values without a trace.
    for (const series of ["walk", "extreme"] as const) {
      if (memories.every(({ memory }) => memory !== "window")) break;
      const short = seriesOf(series, 11, LENGTH),
        values = whole(each, short),
        others = whole(each, overwritten(short, 0, changed));
      for (const { name, memory, first } of memories) {
        if (memory !== "window") continue;
        assertEquals(others.get(name)!.subarray(first), values.get(name)!.subarray(first), `window of ${name}`);
      }
    }
    if (memories.some(({ memory }) => memory === "fading")) {
      const values = whole(each, long), others = whole(each, overwritten(long, 0, changed));
      for (const { name, memory } of memories) {
        if (memory !== "fading") continue;
        const value = values.get(name)!.at(-1)!, other = others.get(name)!.at(-1)!;
        assertAlmostEquals(other, value, 1e-9 * Math.max(1, Math.abs(value)), `what fades in ${name}`);
      }
    }
  });

  Deno.test(`${title} has its first value at its minimum period, and numbers from there on`, () => {
    for (const series of SERIES.filter((name) => name !== "holes") as readonly SeriesName[]) {
      const { inputs } = inputsOf(seriesOf(series, 5, LENGTH));
      for (const [line, made] of linesByName(make(inputs))) {
        const values = columnOf(made), first = made.minPeriod - 1;
        assert(first < LENGTH, `${line} has a minimum period of ${first + 1}`);
        assert(values.subarray(0, first).every(Number.isNaN), `${line} has a value before its minimum period`);
        const odd = values.findIndex((value, at) => at >= first && !Number.isFinite(value));
        if (undefinedOn[series] === undefined) {
          assertEquals(odd, -1, `${line} on ${series} is ${values[odd]} at bar ${odd}`);
        } else assert(odd >= 0, `${line} on ${series} is always a number, but the case says otherwise`);
      }
    }
  });

  if (hasPeriod) {
    Deno.test(`${title} refuses periods that are none, and is empty on too few bars`, () => {
      const { inputs } = inputsOf(seriesOf("walk", 5, 20));
      for (const period of [0, -1, 1.5, Infinity, NaN, leastPeriod - 1]) {
        assertThrows(() => make(inputs, period), RangeError, "Cannot compute", `period ${period}`);
      }
      assertThrows(() => make(inputs, "14" as unknown as number), TypeError, "Cannot compute");
      for (const [, line] of linesByName(make(inputs, 2 ** 40))) assert(columnOf(line).every(Number.isNaN));
    });
  }
}
