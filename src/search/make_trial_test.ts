import { assert, assertEquals } from "@std/assert";
import { analyzer } from "../analyzers/figure.ts";
import { sample } from "../feeds/sample.ts";
import { sma } from "../indicators/average/sma.ts";
import { crossover } from "../indicators/rules/crossover.ts";
import type { Result } from "../results/result.ts";
import { runOf } from "../results/run_of_result.ts";
import { Strategy } from "../strategy/strategy.ts";
import { makeTrial, outcomeOfResult, type TrialWork } from "./make_trial.ts";
import { subjectOf } from "./subject.ts";

class Cross extends Strategy.with({ fast: 5 }) {
  cross = crossover(sma(this.data.close, this.params.fast), sma(this.data.close, 20));

  override next(): void {
    if (this.cross.now > 0) this.buy();
    else if (this.cross.now < 0) this.close();
  }
}

const feed = await sample("aapl");
const subject = subjectOf(Cross), options = { commission: 0.001, engineBackend: "typescript" as const };

/** A search that keeps the results of its trials, as none does. */
function keeping(results: Result[], changes: Partial<TrialWork> = {}): TrialWork {
  const run: TrialWork["subject"]["run"] = (...given) => {
    const result = subject.run(...given);
    results.push(result);
    return result;
  };
  return { subject: { ...subject, run }, feeds: feed, options, further: [], ...changes };
}

Deno.test("a trial gives the memory of its curves and records back, and tells what the run alone tells", () => {
  const results: Result[] = [];
  for (const fast of [5, 8]) {
    const outcome = makeTrial(keeping(results), { params: { fast } });
    const alone = subject.run(feed, options, { fast });
    assert(alone.fills.length > 10);
    assertEquals(outcome, outcomeOfResult(alone, []));
  }
  for (const result of results) assertEquals([runOf(result).equity.length, runOf(result).cash.length], [0, 0]);
});

Deno.test("a trial with a figure of the user keeps the curves, as the figure may have kept them too", () => {
  const results: Result[] = [], kept: Float64Array[] = [];
  const last = analyzer({
    formula: "the last value",
    unit: "money",
    nullWhen: "never",
    compute: ({ equity }) => {
      kept.push(equity);
      return equity.at(-1)!;
    },
  });
  const work = keeping(results, { options: { ...options, figures: { last } }, further: ["last"] });
  const { figures } = makeTrial(work, { params: { fast: 5 } });
  assertEquals([kept[0]!.length, kept[0]!.at(-1)], [feed.length, figures!["last"]]);
  assertEquals(runOf(results[0]!).equity.length, feed.length);
});
