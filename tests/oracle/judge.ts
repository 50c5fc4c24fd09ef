/**
 * Judges a scenario on an engine: passed, failed with the first difference, or waiting for named features.
 *
 * @module
 */

import type { EngineName } from "../../src/engine/backends.ts";
import { Engine } from "../../src/engine/engine.ts";
import { type EventDifference, firstDifference } from "./compare_events.ts";
import { replay } from "./replay.ts";
import type { Scenario } from "./scenario.ts";
import { configurationOf } from "./scenario_configuration.ts";
import { featuresWaitedFor } from "./waiting.ts";

/** The result of a scenario on an engine. What depends on how the recording program ran is no result. */
export type Verdict =
  | { readonly outcome: "passed"; readonly chain: string }
  | { readonly outcome: "failed"; readonly why: string }
  | { readonly outcome: "mode dependent"; readonly why: string }
  | { readonly outcome: "waiting"; readonly features: readonly string[] };

/** Replays a scenario on a new engine of this name and compares every event with the recording. */
export function judge(scenario: Scenario, engineName: EngineName): Verdict {
  if (scenario.mode_dependent !== undefined) {
    return { outcome: "mode dependent", why: String(scenario.mode_dependent) };
  }
  const features = featuresWaitedFor(scenario);
  if (features.length > 0) return { outcome: "waiting", features };
  using engine = new Engine(configurationOf(scenario), { engineBackend: engineName, environmentOverride: false });
  try {
    const replayed = replay(scenario, engine);
    const difference = firstDifference(scenario, replayed);
    if (difference !== undefined) return { outcome: "failed", why: describe(difference) };
    return { outcome: "passed", chain: replayed.chain.map((lane) => lane.toString(16).padStart(8, "0")).join("") };
  } catch (error) {
    return { outcome: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

function describe(difference: EventDifference): string {
  const { index, event, field, recorded, replayed } = difference;
  return `event ${index} (${event}), ${field}: recorded ${Deno.inspect(recorded)}, replayed ${Deno.inspect(replayed)}`;
}
