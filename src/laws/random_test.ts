import { assert, assertEquals } from "@std/assert";
import { Random, shuffled } from "./random.ts";

Deno.test("a random stream is the same for one seed, and another one for another seed or stream", () => {
  const words = (seed: number, stream: number): number[] => {
    const random = new Random(seed, stream);
    return [random.word(), random.word(), random.word()];
  };
  assertEquals(words(1, 0), words(1, 0));
  assert(words(1, 0)[0] !== words(2, 0)[0]);
  assert(words(1, 0)[0] !== words(1, 1)[0]);
  assert(words(1, 0)[0] !== words(2 ** 32 + 1, 0)[0]);
});

Deno.test("Random.between() keeps to its bounds and meets both", () => {
  const random = new Random(3), met = new Set<number>();
  for (let draw = 0; draw < 2000; draw++) {
    met.add(random.between(-2, 2));
    const wide = random.between(-7, 2 ** 53 - 20);
    assert(Number.isInteger(wide) && wide >= -7 && wide <= 2 ** 53 - 20);
    assert(random.below(7) < 7);
  }
  assertEquals([...met].sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
});

Deno.test("Random.weighted() never returns what has no weight, and the others about as often as they weigh", () => {
  const random = new Random(4), counts = [0, 0, 0, 0];
  for (let draw = 0; draw < 4000; draw++) counts[random.weighted([1, 0, 3, 4])]!++;
  assertEquals(counts[1], 0);
  assert(counts[0]! > 350 && counts[0]! < 650 && counts[3]! > 1700 && counts[3]! < 2300, `${counts}`);
});

Deno.test("shuffled() keeps the entries, leaves the list as it was, and meets every order", () => {
  const random = new Random(5), list = [1, 2, 3], met = new Set<string>();
  for (let draw = 0; draw < 200; draw++) {
    const turned = shuffled(list, random);
    assertEquals(turned.toSorted(), list);
    met.add(turned.join(" "));
  }
  assertEquals([list, met.size], [[1, 2, 3], 6]);
});
