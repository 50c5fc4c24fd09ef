/**
 * Laws of the engine over generated logs, on every engine: ways of feeding and conducting that change nothing, rewritten
 * cases that give the same result, books that balance, reports that may come twice.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as contract from "../src/contract/contract.gen.ts";
import { type EngineName, enginesUnderTest } from "./engines.ts";
import { Bookkeeping } from "./fuzz/bookkeeping.ts";
import { driveColumns, type DrivingWay, makeColumnsCase } from "./fuzz/columns_case.ts";
import { deliveredReordered, deliveredTwice, makeDelivery, stateDigest } from "./fuzz/deliveries.ts";
import { firstDifference, noticesOnly } from "./fuzz/difference.ts";
import { recordsAt } from "./fuzz/event_log.ts";
import { makeEngine, playBatches, type Played, playWhole } from "./fuzz/playback.ts";
import { Random } from "./fuzz/random.ts";
import {
  filtered,
  finer,
  finerOutputs,
  permuted,
  permutedOutputs,
  tradesOnly,
  withoutCommits,
} from "./fuzz/transformed.ts";
import { makeWorkload, type Workload } from "./fuzz/workload.ts";

/** Seeds of the cases of a law. */
const SEEDS: readonly number[] = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];
const EVENTS = 800;

/** A case and what an engine makes of it; the case has to come to something, or the law would hold for nothing. */
function played(name: EngineName, seed: number): Workload & { outcome: Played } {
  const workload = makeWorkload(new Random(seed), EVENTS);
  const outcome = playWhole(name, workload.configuration.lanes, workload.events);
  assertEquals(outcome.failure, undefined);
  assert(tradesOnly(outcome.outputs).length > 50 * contract.RECORD_WORDS, `Case ${seed} does too little`);
  return { ...workload, outcome };
}

/** The chain of an outcome. */
function chainOf(outcome: Played): readonly number[] {
  return [outcome.status[contract.STATUS_CHAIN_LOW]!, outcome.status[contract.STATUS_CHAIN_HIGH]!];
}

for (const name of enginesUnderTest()) {
  Deno.test(`batching changes nothing on ${name}, nor does a snapshot restored between two batches`, () => {
    for (const seed of SEEDS) {
      const { configuration, events, outcome } = played(name, seed);
      for (let stream = 0; stream < 3; stream++) {
        const batches = playBatches([name], configuration.lanes, events, new Random(seed, stream));
        assertEquals(firstDifference(outcome, batches, events), undefined, `seed ${seed}`);
      }
    }
  });

  Deno.test(`conduct changes nothing on ${name}: marks as records or columns, checks, hashes`, () => {
    for (const seed of SEEDS) {
      const { configuration, events, outcome } = played(name, seed);
      for (const lane of [contract.CONFIG_MARKS_TO_RECORDS, contract.CONFIG_CHECKS, contract.CONFIG_INPUT_HASH]) {
        const conduct = configuration.lanes.slice();
        conduct[lane] = 0;
        const other = playWhole(name, conduct, events);
        assertEquals(chainOf(other), chainOf(outcome));
        assertNotices(other, outcome, events);
        if (lane !== contract.CONFIG_INPUT_HASH) assertEquals(other.snapshot, outcome.snapshot);
      }
      const unhashed = configuration.lanes.slice();
      unhashed[contract.CONFIG_CHAIN] = 0;
      const other = playWhole(name, unhashed, events);
      assertNotices(other, outcome, events);
    }
  });

  for (const way of ["step by step", "to the horizon", "in strides"] as const satisfies readonly DrivingWay[]) {
    Deno.test(`advancing ${way} on ${name} equals applying the same bars`, () => {
      for (const seed of SEEDS) {
        const columns = makeColumnsCase(new Random(seed), EVENTS), config = columns.configuration.lanes;
        const outcome = playWhole(name, config, columns.events);
        const driven = driveColumns([name], config, columns, way, way === "in strides" ? new Random(seed) : undefined);
        // The log knows no columns, so it has no hash of them.
        driven.status.fill(0, contract.STATUS_DATA_LOW, contract.STATUS_DATA_HIGH + 1);
        assertEquals(firstDifference(outcome, driven, columns.events), undefined, `seed ${seed}`);
        const quiet = config.slice();
        quiet[contract.CONFIG_MARKS_TO_RECORDS] = quiet[contract.CONFIG_INPUT_HASH] = quiet[contract.CONFIG_CHECKS] = 0;
        const silent = driveColumns([name], quiet, columns, way);
        assertEquals(chainOf(silent), chainOf(outcome));
        assertNotices(silent, outcome, columns.events);
        assertEquals(silent.marks, driven.marks);
      }
    });
  }

  Deno.test(`the order in which instruments are registered changes nothing on ${name} but their ids`, () => {
    let turned_cases = 0;
    for (const seed of SEEDS) {
      const random = new Random(seed, 1);
      // The end of a run closes positions by id; before it, ids decide nothing.
      const workload = filtered(played(name, seed), (words) => words[contract.LANE_KIND] !== contract.EVENT_SHUTDOWN);
      const order = workload.configuration.instruments.map((_instrument, id) => id);
      for (let at = order.length - 1; at > 0; at--) {
        const other = random.below(at + 1);
        [order[at], order[other]] = [order[other]!, order[at]!];
      }
      const outcome = playWhole(name, workload.configuration.lanes, workload.events);
      // Marks past the limits are told by ascending id.
      if (isBeyondLimits(outcome)) continue;
      const turned = permuted(workload, order);
      const other = playWhole(name, turned.configuration.lanes, turned.events);
      assertOutputs(withoutCommits(other.outputs), permutedOutputs(workload, outcome.outputs, order), `order ${order}`);
      if (order.some((to, from) => to !== from)) turned_cases++;
    }
    assert(turned_cases >= 3, `${turned_cases} cases were registered in another order`);
  });

  Deno.test(`a price grid twice as fine gives the same trades on ${name}, prices doubled`, () => {
    assertFiner(name, "prices", (lanes, id) => {
      // Slippage is rounded to the grid, so a finer grid moves it.
      lanes[contract.CONFIG_INSTRUMENTS + id * contract.INSTRUMENT_STRIDE + contract.INSTRUMENT_SLIPPAGE_RATE] = 0;
    }, () => true);
  });

  Deno.test(`lots half as large give the same trades on ${name}, lots doubled`, () => {
    // What an amount of money buys is rounded to the lot, so finer lots buy more.
    assertFiner(name, "lots", () => {}, (words, floats) =>
      words[contract.LANE_KIND] !== contract.EVENT_PLACE ||
      (floats[contract.PLACE_CASH] === 0 && floats[contract.PLACE_FRACTION] === 0));
  });

  Deno.test(`the ledger of ${name} agrees after every event with books kept from its notices`, () => {
    let marked_steps = 0;
    for (const seed of SEEDS) {
      const { configuration: { lanes }, events, outcome } = played(name, seed);
      if (isBeyondLimits(outcome)) continue;
      const books = new Bookkeeping(lanes), words = new Uint32Array(events.buffer);
      using engine = makeEngine(name, lanes);
      for (let place = 0; place < events.length / contract.RECORD_LANES; place++) {
        const event = words.subarray(place * contract.RECORD_WORDS, (place + 1) * contract.RECORD_WORDS);
        engine.apply(recordsAt(events, [place]));
        const outputs = new Uint32Array(engine.readAll().buffer);
        books.take(event, outputs);
        const marked = hasMark(outputs);
        if (marked) marked_steps++;
        assertEquals(books.fault(engine.status(), marked), undefined, `seed ${seed}, event ${place + 1}`);
      }
    }
    assert(marked_steps > 300, `The value was looked at ${marked_steps} times`);
  });

  Deno.test(`reports that come twice end in the same state on ${name}, each said by a diagnostic`, () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed), delivery = makeDelivery(random);
      const once = playWhole(name, reportedConfiguration(), delivery.events);
      const twice = playWhole(name, reportedConfiguration(), deliveredTwice(delivery, random));
      assertEquals(stateDigest(twice.outputs, twice.status), stateDigest(once.outputs, once.status), `seed ${seed}`);
      assertEquals(tradesOnly(twice.outputs).length, tradesOnly(once.outputs).length);
      assert(twice.outputs.length > once.outputs.length);
    }
  });

  Deno.test(`order reports that overtake the fills or fall behind them end in the same state on ${name}`, () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed), delivery = makeDelivery(random);
      const straight = playWhole(name, reportedConfiguration(), delivery.events);
      const mixed = playWhole(name, reportedConfiguration(), deliveredReordered(delivery, random));
      assertEquals(
        stateDigest(mixed.outputs, mixed.status),
        stateDigest(straight.outputs, straight.status),
        `seed ${seed}`,
      );
    }
  });
}

/** Holds outputs against outputs and says which record differs. */
function assertOutputs(actual: Uint32Array, expected: Uint32Array, what: string): void {
  const none = { status: new Float64Array(0), snapshot: new Uint8Array(0), failure: undefined };
  const [one, other] = [{ ...none, how: "expected", outputs: expected }, { ...none, how: what, outputs: actual }];
  assertEquals(firstDifference(one, other, new Float64Array(0)), undefined);
}

/** Holds the notices of two outcomes against each other, marks and commits left out. */
function assertNotices(actual: Played, expected: Played, events: Float64Array): void {
  const notices = (outcome: Played): Played => ({
    ...outcome,
    outputs: noticesOnly(outcome.outputs),
    status: new Float64Array(0),
    snapshot: new Uint8Array(0),
  });
  assertEquals(firstDifference(notices(expected), notices(actual), events), undefined);
}

/** Holds the trades of cases against those of the same cases on grids twice as fine. */
function assertFiner(
  name: EngineName,
  what: "prices" | "lots",
  adjust: (lanes: Float64Array, id: number) => void,
  keep: (words: Uint32Array, floats: Float64Array) => boolean,
): void {
  let compared = 0;
  for (const seed of SEEDS) {
    const whole = makeWorkload(new Random(seed), EVENTS);
    // The grid itself is what garbage is about, so only what is on it can be told twice.
    const workload = filtered(whole, (words, floats) => keep(words, floats) && isOnGrid(floats));
    workload.configuration.instruments.forEach((_instrument, id) => adjust(workload.configuration.lanes, id));
    const outcome = playWhole(name, workload.configuration.lanes, workload.events);
    if (isBeyondLimits(outcome)) continue;
    const fine = finer(workload, what);
    const other = playWhole(name, fine.configuration.lanes, fine.events);
    assertEquals(other.failure, undefined);
    assertOutputs(tradesOnly(other.outputs), finerOutputs(outcome.outputs, what), `seed ${seed}`);
    assertEquals(other.status[contract.STATUS_VALUE], outcome.status[contract.STATUS_VALUE]);
    compared++;
  }
  assert(compared >= 4, `${compared} cases could be compared`);
}

/** Whether all numbers of a record are whole and far from the limits. */
function isOnGrid(floats: Float64Array): boolean {
  for (let lane = 0; lane < contract.EVENT_FLOATS; lane++) {
    if (!(Number.isInteger(floats[lane]) && Math.abs(floats[lane]!) <= 2 ** 51)) return false;
  }
  return true;
}

/** Whether an outcome speaks of amounts past the limits, where no law of proportion can hold. */
function isBeyondLimits(outcome: Played): boolean {
  for (let at = contract.OUT_CODE; at < outcome.outputs.length; at += contract.RECORD_WORDS) {
    const code = outcome.outputs[at]!, kind = code & 255;
    if (kind !== contract.OUTPUT_FILL && code >>> 16 === contract.REASON_AMOUNT_LIMIT) return true;
  }
  return false;
}

function hasMark(outputs: Uint32Array): boolean {
  for (let at = contract.OUT_CODE; at < outputs.length; at += contract.RECORD_WORDS) {
    if ((outputs[at]! & 255) === contract.OUTPUT_MARK) return true;
  }
  return false;
}

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
