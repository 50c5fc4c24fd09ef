import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { prepareRun } from "./prepare.ts";
import { describeConfiguration, identityOf, type RunIdentity } from "./run_identity.ts";

const column = [1, 2];
const feed = bars(
  { time: ["2024-01-01", "2024-01-02"], open: column, high: column, low: column, close: column },
  { timeframe: "1d", stamp: "close" },
);

function identity(options: BacktestOptions): RunIdentity {
  class Idle extends Strategy.with({ period: 3 }) {}
  const run = prepareRun(Idle, feed, { engineBackend: "typescript", ...options });
  using _engine = run.engine;
  return identityOf(run, run.session.status());
}

Deno.test("the conduct of a run is no part of its identity, and its terms are", () => {
  const plain = identity({});
  assertEquals(identity({ checks: true, stepByStep: true, checkpoint: { every: 1, save: () => {} } }), plain);
  for (const options of [{ cash: 1 }, { start: "any" }, { closeAtEnd: true }, { commission: 0.001 }] as const) {
    assertEquals(JSON.stringify(identity(options)) === JSON.stringify(plain), false, JSON.stringify(options));
  }
});

Deno.test("a configuration is described as JSON, without the lanes", () => {
  class Idle extends Strategy.with({ period: 3 }) {}
  const run = prepareRun(Idle, feed, { engineBackend: "typescript" });
  using _engine = run.engine;
  const described = describeConfiguration(run.configuration, run.bindings);
  assertEquals(Object.keys(described), ["profile", "rules", "cash", "moneyUnit", "onRuin", "instruments", "params"]);
  // Costs are lanes of an instrument; the description of a log has its grids alone.
  const { instruments } = described as unknown as { readonly instruments: readonly object[] };
  assertEquals(Object.keys(instruments[0]!), ["name", "resolution", "tick", "lot", "multiplier", "barWithoutVolume"]);
  assertEquals(JSON.parse(JSON.stringify(described)), described);
});
