/**
 * A fixture case on an engine, its log fed in one of several ways, none of which may make a difference.
 *
 * @module
 */

import {
  CONFIG_CHECKS,
  RECORD_LANES,
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_VALUE,
} from "../src/contract/contract.gen.ts";
import { createEngine, type EngineName } from "./engines.ts";
import { configurationOf, eventsOf, type FixtureCase, type FixtureExpectation, MONEY_UNIT } from "./fixture_case.ts";
import { displayOf, rendered } from "./fixture_trace.ts";

/** How a log is fed: in one batch, event by event, restored into a new engine after each, or without the checks. */
export type FeedingWay = "whole" | "single" | "restored" | "unchecked";

/** Everything that came out of an engine. Outputs are kept as words, which keep their bits when copied. */
export interface FixtureRun {
  readonly outputs: Uint32Array<ArrayBuffer>;
  readonly status: Float64Array;
  readonly snapshot: Uint8Array<ArrayBuffer>;
}

/** Runs a case. */
export function runFixture(fixture: FixtureCase, name: EngineName, way: FeedingWay): FixtureRun {
  const config = configurationOf(fixture);
  if (way === "unchecked") config[CONFIG_CHECKS] = 0;
  const events = eventsOf(fixture);
  const count = events.length / RECORD_LANES;
  const batch = way === "whole" || way === "unchecked" ? count : 1;
  const outputs: number[] = [];
  let engine = createEngine(name, config);
  try {
    for (let at = 0; at < count; at += batch) {
      engine.apply(events.slice(at * RECORD_LANES, (at + batch) * RECORD_LANES), batch);
      outputs.push(...new Uint32Array(engine.readAll().buffer));
      if (way === "restored") {
        const bytes = engine.snapshot();
        engine[Symbol.dispose]();
        engine = createEngine(name, config);
        engine.restore(bytes);
      }
    }
    return { outputs: Uint32Array.from(outputs), status: engine.status(), snapshot: engine.snapshot() };
  } finally {
    engine[Symbol.dispose]();
  }
}

/** Returns the results of a run in the terms of the case. */
export function resultOf(fixture: FixtureCase, run: FixtureRun): FixtureExpectation {
  const lane = (index: number): string => run.status[index]!.toString(16).padStart(8, "0");
  return {
    ...rendered(fixture, new Float64Array(run.outputs.buffer)),
    cash: displayOf(run.status[STATUS_CASH]!, MONEY_UNIT),
    value: displayOf(run.status[STATUS_VALUE]!, MONEY_UNIT),
    chain: lane(STATUS_CHAIN_LOW) + lane(STATUS_CHAIN_HIGH),
  };
}
