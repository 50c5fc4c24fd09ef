/**
 * The canonical replay logs, recorded once: every engine still says the same, and the same run still writes the same.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { exportJsonLines, importJsonLines, replay } from "../src/replay/mod.ts";
import { enginesUnderTest } from "./engines.ts";
import { canonicalRuns } from "./record_replay_logs.ts";

const FOLDER = new URL("../fixtures/replay/", import.meta.url);
const runs = await canonicalRuns();

Deno.test("there is a canonical log of each run, and of nothing else", () => {
  const logs = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) => name.endsWith(".log"));
  assertEquals(logs.sort(), Object.keys(runs).map((name) => `${name}.log`).sort());
});

for (const [name, run] of Object.entries(runs)) {
  const log = Deno.readFileSync(new URL(`${name}.log`, FOLDER));
  for (const engineBackend of enginesUnderTest()) {
    Deno.test(`the canonical log ${name} replays on ${engineBackend} byte for byte, again and again`, () => {
      for (let round = 0; round < 3; round++) {
        const report = replay(log, { engineBackend });
        assertEquals([report.equal, report.difference], [true, undefined]);
        assert(report.events > 500 && report.commits > 200, `${report.events} events, ${report.commits} commits`);
      }
    });

    Deno.test(`the run of the canonical log ${name} writes it again on ${engineBackend}`, () => {
      assertEquals(run(engineBackend), log);
    });
  }

  Deno.test(`the canonical log ${name} comes back from JSON Lines as the same bytes`, () => {
    assertEquals(importJsonLines(exportJsonLines(log)), log);
  });
}
