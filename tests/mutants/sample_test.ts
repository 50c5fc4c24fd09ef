import { assertEquals, assertThrows } from "@std/assert";
import { MUTANTS } from "./list.ts";
import { areaOf, AREAS } from "./mutant.ts";
import { sampleOf } from "./sample.ts";

Deno.test("a sample is the same for the same seed, has so many mutants and one of every area at least", () => {
  const drawn = new Set<string>();
  for (let seed = 0; seed < 400; seed++) {
    for (const count of [AREAS.length, 20]) {
      const sample = sampleOf(MUTANTS, count, seed);
      assertEquals(sample, sampleOf(MUTANTS, count, seed));
      assertEquals(new Set(sample).size, count);
      assertEquals(new Set(sample.map((mutant) => areaOf(mutant))), new Set(AREAS));
      assertEquals(sample, MUTANTS.filter((mutant) => sample.includes(mutant)));
      for (const { name, equivalent } of sample) {
        assertEquals(equivalent, undefined);
        drawn.add(name);
      }
    }
  }
  assertEquals(drawn.size, MUTANTS.filter(({ equivalent }) => equivalent === undefined).length);
});

Deno.test("a sample has everything when more is asked for, and is refused when there are more areas than places", () => {
  const all = MUTANTS.filter(({ equivalent }) => equivalent === undefined);
  assertEquals(sampleOf(MUTANTS, MUTANTS.length + 1, 1), all);
  assertThrows(() => sampleOf(MUTANTS, 5, 1), RangeError, "Cannot draw a sample of 5: there are 6 areas");
});
