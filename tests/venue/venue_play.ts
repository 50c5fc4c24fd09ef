/**
 * Plays the event logs of venues on every engine, and demands that engines, auditor and books agree on each of them.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { audit } from "../../src/auditor/auditor.ts";
import * as contract from "../../src/contract/contract.gen.ts";
import { wordsOf } from "../../src/contract/words.ts";
import { conservationOfLog } from "../../src/laws/log/conservation_of_log.ts";
import { isBeyondLimits } from "../../src/laws/log/log_limits.ts";
import { playLog } from "../../src/laws/log/played_log.ts";
import { stateDigest } from "../../src/laws/log/state_digest.ts";
import { OutputReader } from "../../src/records/output_reader.ts";
import { codeName } from "../code_name.ts";
import { createEngine, type EngineName, enginesUnderTest } from "../engines.ts";
import type { OrderLog } from "../order_states_log.ts";

/** The account at the end of a log, in money units. */
export interface VenueMoney {
  readonly cash: number;
  readonly value: number;
  readonly external: number;
  readonly commission: number;
  readonly realised: number;
  readonly otherProfit: number;
}

/** The results of a log, the same on every engine. */
export interface VenueOutcome {
  /** Notices as texts. */
  readonly said: readonly string[];
  readonly digest: readonly string[];
  readonly money: VenueMoney;
  readonly lostReports: number;
}

/**
 * Plays a log on every engine: whole, and restored from a snapshot after every event. All must give the same bytes, the
 * auditor may not object, and the ledger must be the sum of the fills after every event.
 */
export function playVenue(log: OrderLog): VenueOutcome {
  const configuration = log.configuration(), events = log.take(), names = enginesUnderTest();
  const played = playLog(names[0]!, { configuration, events }), { outputs, status } = played;
  assertEquals(played.failure, undefined);
  for (const name of names) {
    const { outputs, status, snapshot } = playLog(name, { configuration, events });
    assertEquals([outputs, status, snapshot], [played.outputs, played.status, played.snapshot], name);
    assertEquals(playRestored(name, configuration, events), played.outputs, `${name}, restored after every event`);
    if (isBeyondLimits(outputs)) continue;
    const report = conservationOfLog({ configuration, events }, { engines: [name] });
    assertEquals([report.verdict, report.counterExample], ["held", undefined], name);
  }
  assertEquals(audit(configuration, events, { outputs, status }), undefined);
  return {
    said: textsOf(outputs),
    digest: stateDigest(played),
    money: {
      cash: status[contract.STATUS_CASH]!,
      value: status[contract.STATUS_VALUE]!,
      external: status[contract.STATUS_EXTERNAL]!,
      commission: status[contract.STATUS_COMMISSION]!,
      realised: status[contract.STATUS_REALISED]!,
      otherProfit: status[contract.STATUS_OTHER_PROFIT]!,
    },
    lostReports: status[contract.STATUS_LOST_REPORTS]!,
  };
}

/** Plays a log with a new engine, restored from the one before it, for each event. */
function playRestored(name: EngineName, configuration: Float64Array, events: Float64Array): Uint32Array {
  const words: number[] = [];
  let engine = createEngine(name, configuration);
  for (let from = 0; from < events.length; from += contract.RECORD_LANES) {
    engine.apply(events.subarray(from, from + contract.RECORD_LANES));
    words.push(...wordsOf(engine.readAll()));
    const next = createEngine(name, configuration);
    next.restore(engine.snapshot());
    engine[Symbol.dispose]();
    engine = next;
  }
  engine[Symbol.dispose]();
  return Uint32Array.from(words);
}

/** Returns the notices among outputs as texts. */
function textsOf(outputs: Uint32Array): string[] {
  const floats = new Float64Array(outputs.slice().buffer), reader = new OutputReader(floats), texts: string[] = [];
  for (let index = 0; index < floats.length / contract.RECORD_LANES; index++) {
    reader.seek(index);
    const text = textOf(reader);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

function textOf(reader: OutputReader): string | undefined {
  const lane = (index: number): number => reader.float(index), { detail } = reader;
  const reason = codeName("REASON", reader.reason), order = reader.word(contract.OUT_ORDER_ORDER_ID);
  switch (reader.kind) {
    case contract.OUTPUT_ORDER: {
      const late = (reader.word(contract.OUT_ORDER_FLAGS) & contract.ORDER_VIEW_LATE) !== 0 ? " late" : "";
      const filled = Math.abs(lane(contract.OUT_ORDER_FILLED)), quantity = Math.abs(lane(contract.OUT_ORDER_QUANTITY));
      return `order ${order} ${codeName("STATE", detail)} ${reason} ${filled}/${quantity}${late}`;
    }
    case contract.OUTPUT_FILL: {
      const fee = lane(contract.OUT_FILL_CLOSED_COMMISSION) + lane(contract.OUT_FILL_OPENED_COMMISSION);
      const what = `${lane(contract.OUT_FILL_QUANTITY)} @ ${lane(contract.OUT_FILL_PRICE)}`;
      const position = `${lane(contract.OUT_FILL_POSITION_SIZE)} for ${lane(contract.OUT_FILL_POSITION_BASIS)}`;
      return `fill ${order} ${what} fee ${fee}, holds ${position}, cash ${lane(contract.OUT_FILL_CASH)}`;
    }
    case contract.OUTPUT_ROUND_TRIP: {
      const sums = `pnl ${lane(contract.OUT_ROUND_TRIP_PNL)} fee ${lane(contract.OUT_ROUND_TRIP_COMMISSION)}`;
      return `trip ${reader.word(contract.OUT_ROUND_TRIP_ROUND_TRIP)} ${codeName("TRIP", detail)} ${sums}`;
    }
    case contract.OUTPUT_REFUSAL:
      return `refused ${codeName("EVENT", detail)} ${order} ${reason}`;
    case contract.OUTPUT_DIAGNOSTIC:
      return `${codeName("LEVEL", detail)} ${reason} ${order}: ${lane(contract.OUT_DIAGNOSTIC_VALUE)}`;
    default:
      return undefined;
  }
}

/** Returns every order of a list. */
export function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, at) =>
    permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [first, ...rest])
  );
}
