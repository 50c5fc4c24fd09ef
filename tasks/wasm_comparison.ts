/**
 * The comparison of two builds of the WebAssembly module by what they do.
 *
 * @module
 */

import { RECORD_LANES, STATUS_COUNT } from "../src/contract/contract.gen.ts";
import { WasmCore } from "../src/engine/wasm/wasm_core.ts";
import { eventLogOf } from "../src/laws/log/event_log.ts";

const LOGS = new URL("../fixtures/replay/", import.meta.url);

/** Applies recorded logs to both modules, and returns the first difference of outputs or state, or undefined. */
export function compareModules(one: Uint8Array<ArrayBuffer>, other: Uint8Array<ArrayBuffer>): string | undefined {
  const modules = [one, other].map((bytes) => new WebAssembly.Module(bytes));
  const names = [...Deno.readDirSync(LOGS)].map(({ name }) => name).filter((name) => name.endsWith(".log")).sort();
  if (names.length === 0) throw new Error(`Cannot compare modules: there is no log in ${LOGS}`);
  for (const name of names) {
    const { configuration, events } = eventLogOf(Deno.readFileSync(new URL(name, LOGS)));
    const cores = modules.map((module) => new WasmCore(module, configuration));
    for (let event = 0; event < events.length / RECORD_LANES; event++) {
      const record = events.subarray(event * RECORD_LANES, (event + 1) * RECORD_LANES);
      const [first, second] = cores.map((core) => resultOf(core, record));
      if (first !== second) return `after event ${event} of ${name}`;
    }
    const [first, second] = cores.map((core) => core.snapshot().join());
    if (first !== second) return `in the state after ${name}`;
    for (const core of cores) core.dispose();
  }
  return undefined;
}

/** Applies an event, and returns all outputs and the status as text. */
function resultOf(core: WasmCore, record: Float64Array): string {
  core.applyAndRead(record, 1, record, 0);
  const out = new Float64Array(core.pending * RECORD_LANES + STATUS_COUNT);
  core.read(out, core.pending);
  core.status(out.subarray(out.length - STATUS_COUNT));
  return new BigUint64Array(out.buffer).join();
}
