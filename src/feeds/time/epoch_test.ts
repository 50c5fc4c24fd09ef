import { assertEquals, assertMatch } from "@std/assert";
import { epochToMicroseconds } from "./epoch.ts";

const TIME_US = 1_136_192_700_123_456;

Deno.test("epochToMicroseconds() tells the unit of a count by its size, and small counts by their neighbours", () => {
  const cases = [
    [[0, 1_136_192_700.123456], "seconds"],
    [[0, 1_136_192_700_123.456], "milliseconds"],
    [[0, TIME_US], "microseconds"],
    [[0, TIME_US * 1000], "nanoseconds"],
  ] as const;
  for (const [counts, unit] of cases) {
    const column = Float64Array.from(counts);
    assertEquals(epochToMicroseconds(column), { units: [unit], faults: new Map() });
    assertEquals([...column], [0, TIME_US]);
  }
});

Deno.test("epochToMicroseconds() rounds nanoseconds to the microsecond that they were made of", () => {
  let seed = 17;
  for (let round = 0; round < 10_000; round++) {
    seed = (seed * 48_271) % 2_147_483_647;
    const microseconds = 1_600_000_000_000_000 + seed * 100_003;
    const nanoseconds = Float64Array.of(Number(`${microseconds}000`));
    epochToMicroseconds(nanoseconds);
    if (nanoseconds[0] !== microseconds) assertEquals(nanoseconds[0], microseconds);
  }
});

Deno.test("epochToMicroseconds() reads a column that changes its unit, in either direction", () => {
  const expected = [1_735_516_800e6, 1_735_603_200e6, 1_735_689_600e6, 1_735_776_000e6];
  const scales = [["seconds", 1e6], ["milliseconds", 1e3], ["microseconds", 1], ["nanoseconds", 1e-3]] as const;
  for (const [before, first] of scales) {
    for (const [after, second] of scales) {
      const column = Float64Array.from(expected, (time, row) => row < 2 ? time / first : time / second);
      assertEquals(epochToMicroseconds(column), { units: [...new Set([before, after])], faults: new Map() });
      assertEquals([...column], expected);
    }
  }
});

Deno.test("epochToMicroseconds() keeps one unit where counts pass through 1970", () => {
  for (const days of [30, 300]) {
    const column = Float64Array.from({ length: 21 }, (_, row) => (row - 10) * days * 86_400_000);
    column[20] = 1_136_192_700_000;
    const expected = [...column].map((count) => count * 1000);
    assertEquals(epochToMicroseconds(column), { units: ["milliseconds"], faults: new Map() });
    assertEquals([...column], expected);
  }
});

Deno.test("epochToMicroseconds() takes small counts that are whole minutes for seconds", () => {
  const column = Float64Array.of(0, 60, 180);
  assertEquals(epochToMicroseconds(column).units, ["seconds"]);
  assertEquals([...column], [0, 6e7, 18e7]);
});

Deno.test("epochToMicroseconds() names the kind of a number that is no count since the epoch", () => {
  const cases: readonly (readonly [readonly number[], RegExp])[] = [
    [[45_293, 45_294], /^the time 45293 is no count .* as a day of a spreadsheet it is 2024-01-02/],
    [[45_293.5, 45_294.5], /^the time 45293.5 is no count/],
    [[19_724, 19_725], /as a day since 1970 2024-01-02/],
    [[202_401, 202_402], /as a year and month it is 2024-01/],
    [[20_240_102, 20_240_103], /as digits of a date it is 2024-01-02/],
    [[0, 1, 2], /^the time 0 is no count/],
    [[738_887, 738_888], /^the time 738887 is no count/],
    [[1e20, 2e20], /^the time 100000000000000000000 is no count/],
    [[28_401_120, 28_402_560], /^the time 28401120 is no count/],
    [[45_300], /^the time 45300 is no count/],
    [[34_200, 34_260], /^the time 34200 is no count .* as seconds it is 09:30:00 of a day, or as a day/],
    [[600, 660, 720], /as seconds it is 00:10:00 of a day, as minutes 10:00:00 of a day; write dates such as/],
    [[2_401_020_930, 2_401_020_931, 2_401_021_000], /^the time 2401020930 seems to be .* it is 2024-01-02T09:30:00/],
  ];
  for (const [counts, reason] of cases) {
    const column = Float64Array.from(counts), { faults } = epochToMicroseconds(column);
    assertEquals([...faults.keys()], counts.map((_, row) => row));
    assertMatch(faults.get(0)!, reason);
    assertEquals([...column], counts.map(() => NaN));
  }
});

Deno.test("epochToMicroseconds() finds the one row of another kind among counts", () => {
  const column = Float64Array.of(1_735_516_800, 1e25, 1_735_689_600);
  const { units, faults } = epochToMicroseconds(column);
  assertEquals([units, [...faults.keys()]], [["seconds"], [1]]);
  assertEquals([...column], [1_735_516_800e6, NaN, 1_735_689_600e6]);
});
