import { assert, assertEquals } from "@std/assert";
import * as contract from "../../src/contract/contract.gen.ts";
import { ORDER_EVENTS, ORDER_STATES } from "../../src/contract/order_states.ts";
import { randomConfiguration } from "./configuration.ts";
import { EventLogBuilder } from "../../src/laws/log/event_log_builder.ts";
import { playWhole } from "../../src/laws/log/playback.ts";
import { Random } from "../../src/laws/random.ts";
import { pairName, Transitions, UNREACHABLE_PAIRS } from "./transitions.ts";

Deno.test("pairs are read off a log and what came of it, simulated", () => {
  const { lanes, instruments } = randomConfiguration(new Random(4), 0), price = Math.max(1, instruments[0]!.tick) * 100;
  lanes[contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_TRADED] = 1;
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_STEP, 0);
  log.begin(contract.EVENT_PLACE, 0).word(contract.LANE_ORDER_ID, 1).word(
    contract.PLACE_ORDER_TYPE,
    contract.TYPE_LIMIT,
  )
    .word(contract.PLACE_SIDE, contract.SIDE_BUY).word(contract.PLACE_VALIDITY, contract.VALIDITY_GTC)
    .float(contract.PLACE_QUANTITY, 1).float(contract.PLACE_LIMIT, price);
  for (const kind of [contract.EVENT_CANCEL, contract.EVENT_CANCEL, contract.EVENT_REPLACE]) {
    log.begin(kind, 0).word(contract.LANE_ORDER_ID, 1);
    if (kind === contract.EVENT_REPLACE) log.float(contract.REPLACE_LIMIT, price);
  }
  const transitions = new Transitions(), events = log.records();
  transitions.add(lanes, events, playWhole("typescript", lanes, events).outputs);
  assertEquals(transitions.counts, {
    "CREATED SUBMIT": 1,
    "SUBMITTED ACCEPT": 1,
    "ACCEPTED CANCEL": 1,
    "CANCELLED CANCEL": 1,
    "CANCELLED REPLACE": 1,
  });
});

Deno.test("every pair of the table is met, missing, or unreachable for a reason", () => {
  const all = Object.keys(ORDER_STATES).length * Object.keys(ORDER_EVENTS).length;
  const missing = new Transitions({ [pairName("ACCEPTED", "CANCEL")]: 3 }).missing();
  assertEquals(missing.length + 1 + Object.keys(UNREACHABLE_PAIRS).length, all);
  assert(!missing.includes("ACCEPTED CANCEL"));
  for (const pair of Object.keys(UNREACHABLE_PAIRS)) assert(!missing.includes(pair), pair);
});
