import { assert, assertEquals } from "@std/assert";
import { Random } from "../../src/laws/random.ts";
import { Swarm, type SwarmKind } from "./swarm.ts";

Deno.test("over many cases a kind is on in most and off in some, alone and together with others", () => {
  const kinds: readonly SwarmKind[] = ["cancels", "protection"], met = new Set<string>();
  let on = 0;
  for (let number = 0; number < 300; number++) {
    const swarm = new Swarm(new Random(1, number)), weights = kinds.map((kind) => swarm.weight(kind, 7));
    assert(weights.every((weight) => weight === 0 || weight === 7));
    met.add(weights.join(" "));
    if (weights[0] === 7) on++;
  }
  assertEquals(met.size, 4);
  assert(on > 200 && on < 290, `${on}`);
});
