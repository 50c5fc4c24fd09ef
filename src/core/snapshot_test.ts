import { assertEquals, assertThrows } from "@std/assert";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import { EngineError } from "../engine/engine_error.ts";
import { trialColumns, trialConfiguration, trialOrder } from "../engine/native/trial.ts";

for (const name of enginesUnderTest()) {
  Deno.test(`a snapshot with a bit turned in any byte is refused on ${name}, those of its checksum too`, () => {
    using engine = createEngine(name, trialConfiguration());
    engine.loadColumns(trialColumns(), Uint32Array.of(2));
    engine.advance(trialColumns(), { marks: new Float64Array(4), untilUs: 1_000 });
    engine.apply(trialOrder());
    const before = engine.snapshot();
    for (let byte = 0; byte < before.length; byte++) {
      const turned = before.slice();
      turned[byte]! ^= 1 << byte % 8;
      assertThrows(() => engine.restore(turned), EngineError, "Cannot restore the snapshot", `byte ${byte}`);
    }
    assertEquals(engine.snapshot(), before);
    engine.restore(before);
    assertEquals(engine.snapshot(), before);
  });
}
