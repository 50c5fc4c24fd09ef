/**
 * Makes an engine, runs a little backtest on it and prints which engine it was, why, and the state chain. A test runs
 * this in processes of different permissions; the arguments are the choice of engine and a path of the library.
 *
 * @module
 */

import { STATUS_CHAIN_HIGH, STATUS_CHAIN_LOW } from "../../src/contract/contract.gen.ts";
import { Engine, type EngineChoice } from "../../src/engine/engine.ts";
import { trialColumns, trialConfiguration, trialOrder } from "../../src/engine/native/trial.ts";

const [choice = "auto", libraryPath] = Deno.args;
using engine = new Engine(trialConfiguration(), {
  engineBackend: choice as EngineChoice,
  ...libraryPath === undefined ? {} : { libraryPath },
});
const columns = trialColumns(), marks = new Float64Array(4);
engine.loadColumns(columns, Uint32Array.of(2));
engine.advance(columns, { marks, untilUs: 1_000 });
engine.apply(trialOrder());
engine.advance(columns, { marks, row: 1 });
const status = engine.status();
const chain = [status[STATUS_CHAIN_LOW], status[STATUS_CHAIN_HIGH]];
console.log(JSON.stringify({ ...engine.backend, chain, crossings: engine.crossings }));
