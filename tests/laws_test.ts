/**
 * Laws of the engine over generated logs, on every engine: ways of feeding and conducting that change nothing, rewritten
 * cases that give the same result, books that balance, reports that may come twice. The laws are those of `src/laws`.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as contract from "../src/contract/contract.gen.ts";
import { makeColumnsCase } from "./fuzz/columns_case.ts";
import { makeDelivery } from "./fuzz/deliveries.ts";
import { playWhole } from "../src/laws/log/playback.ts";
import { makeQueueWorkload } from "./fuzz/queue_workload.ts";
import { Random } from "../src/laws/random.ts";
import { wordsOf } from "../src/contract/words.ts";
import { makeWorkload } from "./fuzz/workload.ts";
import type { EventLog } from "../src/laws/log/event_log.ts";
import type { LawReport } from "../src/laws/law_report.ts";
import { isTrade, outputsOf } from "../src/laws/log/played_log.ts";
import * as laws from "../src/laws/mod.ts";
import { type EngineName, enginesUnderTest } from "./engines.ts";

/** Seeds of the cases of a law. */
const SEEDS: readonly number[] = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];
const EVENTS = 800;

/** A case; it has to come to something, or a law would hold for nothing. */
function randomLog(name: EngineName, seed: number): EventLog {
  const { configuration: { lanes: configuration }, events } = makeWorkload(new Random(seed), EVENTS);
  const outcome = playWhole(name, configuration, events);
  assertEquals(outcome.failure, undefined);
  assert(outputsOf(outcome.outputs, isTrade).length > 50 * contract.RECORD_WORDS, `Case ${seed} does too little`);
  return { configuration, events };
}

/** A case whose bars columns could hold. */
function randomColumns(seed: number): EventLog {
  const { configuration, events } = makeColumnsCase(new Random(seed), EVENTS);
  return { configuration: configuration.lanes, events };
}

/** Demands that a law held; `whole` demands that nothing of it was left out. */
function assertHeld(report: LawReport, what: string, whole: boolean = true): void {
  assertEquals(report.counterExample, undefined, what);
  assertEquals([report.verdict, report.reason], ["held", undefined], what);
  if (whole) assertEquals(report.leftOut, [], what);
}

for (const name of enginesUnderTest()) {
  const engines = [name] as const;

  Deno.test(`batching and conduct change nothing on ${name}: batches, marks, checks, hashes`, () => {
    for (const seed of SEEDS) {
      const report = laws.batchingOfLog(randomLog(name, seed), { engines, seed });
      assertHeld(report, `seed ${seed}`, false);
      assertEquals(report.cases, 7, "three ways to split it and four conducts");
    }
  });

  Deno.test(`snapshots restored between two events change nothing on ${name}`, () => {
    for (const seed of SEEDS) {
      assertHeld(laws.checkpointOfLog(randomLog(name, seed), { engines, seed }), `seed ${seed}`);
    }
  });

  Deno.test(`advancing step by step, to the horizon and in strides on ${name} equals applying the same bars`, () => {
    for (const seed of SEEDS) {
      const report = laws.batchingOfLog(randomColumns(seed), { engines, seed });
      assertHeld(report, `seed ${seed}`);
      assertEquals(report.cases, 10, "the ways of any log, and three over columns");
    }
  });

  Deno.test(`outputs of ${name} do not depend on later events, nor on later bars in columns`, () => {
    for (const seed of SEEDS) {
      assertHeld(laws.lookAheadOfLog(randomColumns(seed), { engines, seed }), `seed ${seed}`);
      assertHeld(laws.lookAheadOfLog(randomLog(name, seed), { engines, seed }), `seed ${seed}`, false);
    }
  });

  Deno.test(`another registration, finer prices and finer lots change nothing on ${name} but ids and counts`, () => {
    let permuted = 0, finer = 0;
    for (const seed of SEEDS) {
      const report = laws.metamorphicOfLog(randomLog(name, seed), { engines, seed });
      assert(report.verdict !== "failed", JSON.stringify(report));
      const leftOut = (what: string): boolean => [...report.leftOut, report.reason ?? ""].join().includes(what);
      if (!leftOut("another order")) permuted++;
      for (const grid of ["finer prices", "finer lots"]) if (!leftOut(grid)) finer++;
    }
    assert(permuted >= 3, `${permuted} cases were registered in another order`);
    assert(finer >= 8, `${finer} cases could be told on a finer grid`);
  });

  Deno.test(`the ledger of ${name} agrees after every event with books kept from its notices`, () => {
    let marked_steps = 0;
    for (const seed of SEEDS) {
      const log = randomLog(name, seed), report = laws.conservationOfLog(log, { engines, seed });
      assert(report.verdict !== "failed", JSON.stringify(report));
      if (report.verdict !== "held") continue;
      const { outputs } = playWhole(name, log.configuration, log.events);
      marked_steps += outputsOf(outputs, (kind) => kind === contract.OUTPUT_MARK).length / contract.RECORD_WORDS;
    }
    assert(marked_steps > 300, `The value was looked at ${marked_steps} times`);
  });

  Deno.test(`reports that come twice, late or in another order end in the same state on ${name}`, () => {
    let replaced = 0, refused = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { events, stretches } = makeDelivery(new Random(seed)), words = wordsOf(events);
      for (const place of stretches.flat()) {
        const code = words[place * contract.RECORD_WORDS + contract.ORDER_REPORT_REPORT];
        const told = words[place * contract.RECORD_WORDS + contract.LANE_KIND] === contract.EVENT_ORDER_REPORT;
        if (told && code === contract.REPORT_REPLACED) replaced++;
        if (told && code === contract.REPORT_REPLACE_REFUSED) refused++;
      }
      const log = { configuration: reportedConfiguration(), events };
      const report = laws.idempotencyOfLog(log, { engines, seed });
      assertHeld(report, `seed ${seed}`);
      assertEquals(report.cases, 6, "three deliveries twice, three reordered");
    }
    assert(replaced > 100 && refused > 40, `${replaced} replacements were granted, ${refused} were refused`);
    let told = 0;
    for (const seed of SEEDS) {
      const report = laws.idempotencyOfLog(randomLog(name, seed), { engines, seed });
      assert(report.verdict !== "failed", JSON.stringify(report));
      if (report.verdict === "held") told++;
    }
    assert(told >= 3, `${told} random logs have reports that may come twice`);
  });
}

Deno.test("every law holds, or is not applicable, between the engines on logs of both profiles", () => {
  for (const make of [makeWorkload, makeQueueWorkload]) {
    for (const seed of SEEDS.slice(0, 3)) {
      const { configuration, events } = make(new Random(seed), EVENTS / 2);
      const reports = laws.proveLog({ configuration: configuration.lanes, events }, {
        engines: enginesUnderTest(),
        seed,
      });
      assertEquals(reports.map(({ law }) => law), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
      for (const report of reports) assert(report.verdict !== "failed", `seed ${seed}: ${JSON.stringify(report)}`);
      const held = reports.filter(({ verdict }) => verdict === "held").map(({ law }) => law);
      for (const law of [2, 3, 4, 5, 8] as const) {
        assert(held.includes(law), `law ${law} was not tried with seed ${seed}`);
      }
      if (enginesUnderTest().length > 1) assert(held.includes(1), `the engines were not compared with seed ${seed}`);
    }
  }
});

/** One reported instrument. */
function reportedConfiguration(): Float64Array {
  const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_STRIDE);
  lanes[contract.CONFIG_VERSION] = contract.CONTRACT_VERSION;
  lanes[contract.CONFIG_INSTRUMENTS_COUNT] = lanes[contract.CONFIG_CURRENCIES_COUNT] = 1;
  lanes[contract.CONFIG_CASH_INITIAL] = 1_000_000;
  lanes[contract.CONFIG_CHECKS] = lanes[contract.CONFIG_CHAIN] = 1;
  const instrument = lanes.subarray(contract.CONFIG_INSTRUMENTS);
  instrument[contract.INSTRUMENT_EXECUTION] = contract.EXECUTION_REPORTED;
  for (
    const lane of [
      contract.INSTRUMENT_TRADED,
      contract.INSTRUMENT_TICK,
      contract.INSTRUMENT_SCALE_NUMERATOR,
      contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND,
      contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
      contract.INSTRUMENT_MULTIPLIER,
    ]
  ) instrument[lane] = 1;
  instrument[contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST] = 7;
  return lanes;
}
