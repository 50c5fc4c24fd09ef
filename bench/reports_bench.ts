/**
 * Profile (c): a burst of 10^6 order and fill reports in batches of 4,096, beside a loop that reads the same records and
 * mixes their lanes.
 *
 * @module
 */

import { RECORD_LANES, STATUS_CHAIN_HIGH, STATUS_CHAIN_LOW } from "../src/contract/contract.gen.ts";
import { Chain } from "../src/core/state/chain.ts";
import { Engine } from "../src/engine/engine.ts";
import { checkEqual, type EngineName, enginesHere } from "./engines.ts";
import { BURST_REPORTS, burstConfiguration, burstPlacements, burstReports } from "./report_burst.ts";

const BATCH = 4096;
const engines = enginesHere(), placements = burstPlacements(), reports = burstReports();
const batches: Float64Array[] = [];
for (let at = 0; at < BURST_REPORTS; at += BATCH) {
  batches.push(reports.subarray(at * RECORD_LANES, Math.min(at + BATCH, BURST_REPORTS) * RECORD_LANES));
}
// Room for four notices a report, which is more than a fill makes.
const out = new Float64Array(4 * BATCH * RECORD_LANES);

/** Makes an engine that has every order placed. */
function placed(engineBackend: EngineName): Engine {
  const engine = new Engine(burstConfiguration(), { engineBackend, environmentOverride: false });
  engine.apply(placements);
  engine.readAll();
  return engine;
}

function burst(engine: Engine): number {
  let notices = 0;
  for (const batch of batches) notices += engine.apply(batch, batch.length / RECORD_LANES, out);
  return notices;
}

function mixRecords(): number {
  const chain = new Chain(), words = new Uint32Array(reports.buffer);
  for (let at = 0; at < words.length; at += 2) chain.mix(words[at]!, words[at + 1]!);
  return chain.low;
}

checkEqual(`burst of ${BURST_REPORTS} reports`, engines, (engineBackend) => {
  using engine = placed(engineBackend);
  const notices = burst(engine), status = engine.status();
  return `${status[STATUS_CHAIN_LOW]!.toString(16)}-${status[STATUS_CHAIN_HIGH]!.toString(16)} of ${notices} notices`;
});

Deno.bench("read the records and mix their lanes", { group: "burst", baseline: true }, () => {
  mixRecords();
});
for (const engineBackend of engines) {
  Deno.bench(`${engineBackend}, batches of ${BATCH}`, { group: "burst" }, (b) => {
    using engine = placed(engineBackend);
    b.start();
    burst(engine);
    b.end();
  });
}
