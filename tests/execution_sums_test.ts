/**
 * One record an execution: the sums that a reader makes of EXECUTION records are those that the state holds, where a
 * reader that begins in the middle finds them.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as contract from "../src/contract/contract.gen.ts";
import { playWhole } from "../src/laws/log/playback.ts";
import { Random } from "../src/laws/random.ts";
import { ExecutionFacts } from "../src/records/execution_facts.ts";
import { OutputReader } from "../src/records/output_reader.ts";
import { describeSnapshot } from "../src/replay/describe_snapshot.ts";
import { enginesUnderTest } from "./engines.ts";
import { makeWorkload } from "./fuzz/workload.ts";

/** Sums over executions: lots, those that opened, notional, commission and profit. */
interface Sums {
  lots: number;
  opened: number;
  value: number;
  commission: number;
  pnl: number;
}

function add(all: Map<number, Sums>, id: number, facts: ExecutionFacts): void {
  const sums = all.get(id) ?? { lots: 0, opened: 0, value: 0, commission: 0, pnl: 0 };
  const lots = Math.abs(facts.quantity);
  all.set(id, {
    lots: sums.lots + lots,
    opened: sums.opened + lots - Math.abs(facts.closed),
    value: sums.value + facts.value,
    commission: sums.commission + facts.commission,
    pnl: sums.pnl + facts.pnl,
  });
}

for (const name of enginesUnderTest()) {
  Deno.test(`on ${name} the sums of executions are those of orders and open round trips in the snapshot`, () => {
    let orders_seen = 0, trips_seen = 0;
    for (let number = 0; number < 60; number++) {
      const { configuration: { lanes }, events } = makeWorkload(new Random(19, number), 400);
      const { outputs, snapshot } = playWhole(name, lanes, events);
      const reader = new OutputReader(new Float64Array(outputs.slice().buffer)), facts = new ExecutionFacts();
      const orders = new Map<number, Sums>(), trips = new Map<number, Sums>();
      for (let at = 0; at < outputs.length / contract.RECORD_WORDS; at++) {
        reader.seek(at);
        if (reader.kind !== contract.OUTPUT_EXECUTION || !facts.read(reader)) continue;
        if (facts.orderId !== 0) add(orders, facts.orderId, facts);
        add(trips, reader.word(contract.OUT_EXECUTION_ROUND_TRIP), facts);
      }
      const held = new Map(describeSnapshot(snapshot).map(({ path, value }) => [path, value]));
      for (const [id, { lots, opened, value, commission, pnl }] of orders) {
        const field = (key: string): number | undefined => held.get(`orders[${id}].${key}`);
        // Orders that ended long ago are retired.
        if (field("filled") === undefined) continue;
        const found = ["filled", "opened", "notional", "commission", "pnl"].map(field);
        assertEquals(found, [lots, opened, value, commission, pnl], `case ${number}, order ${id}`);
        orders_seen++;
      }
      for (let id = 0; held.has(`instruments[${id}].trip`); id++) {
        const field = (key: string): number => held.get(`instruments[${id}].${key}`)!;
        const sums = trips.get(field("trip"));
        const most = contract.EXACT_MAX, entry = Math.abs(field("trip_entry_quantity"));
        if (sums === undefined || field("position_size") === 0 || sums.value >= most || sums.opened >= most) continue;
        const value = field("trip_entry_value") + field("trip_exit_value");
        const found = [entry, value, field("trip_commission"), field("trip_pnl")];
        assertEquals(found, [sums.opened, sums.value, sums.commission, sums.pnl], `case ${number}, instrument ${id}`);
        trips_seen++;
      }
    }
    assert(orders_seen > 100 && trips_seen > 10, `${orders_seen} orders and ${trips_seen} round trips were compared`);
  });
}
