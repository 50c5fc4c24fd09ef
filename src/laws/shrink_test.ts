import { assert, assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { EventLogBuilder } from "./log/event_log_builder.ts";
import { shrinkList, simplifyConfiguration, simplifyNumbers } from "./shrink.ts";

Deno.test("shrinkList() leaves what the fault needs, and nothing else", () => {
  const list = Array.from({ length: 500 }, (_entry, at) => at);
  const fails = (tried: readonly number[]): boolean => [3, 250, 251, 499].every((each) => tried.includes(each));
  assertEquals(shrinkList(list, fails, 2000), [3, 250, 251, 499]);
});

Deno.test("shrinkList() ends after its attempts with a list that still fails", () => {
  let attempts = 0;
  const shrunk = shrinkList(Array.from({ length: 200 }, (_entry, at) => at), (tried) => {
    attempts++;
    return tried.includes(77);
  }, 9);
  assertEquals(attempts, 9);
  assert(shrunk.includes(77) && shrunk.length < 200);
});

Deno.test("simplifyNumbers() keeps what the fault needs and plain numbers elsewhere", () => {
  const log = new EventLogBuilder();
  log.begin(contract.EVENT_PLACE, 77, 3).word(contract.LANE_ORDER_ID, 9).word(contract.PLACE_SIDE, 2)
    .float(contract.PLACE_QUANTITY, 5417).float(contract.PLACE_LIMIT, 1234.5).float(contract.PLACE_STOP, NaN);
  const events = simplifyNumbers(log.records(), (tried) => tried[contract.PLACE_QUANTITY]! > 5000, 100);
  const words = new Uint32Array(events.buffer);
  assertEquals(events[contract.LANE_TIME_US], 77);
  assertEquals([events[contract.PLACE_QUANTITY], events[contract.PLACE_LIMIT], events[contract.PLACE_STOP]], [
    5400,
    0,
    0,
  ]);
  assertEquals([words[contract.LANE_ORDER_ID], words[contract.LANE_INSTRUMENT], words[contract.PLACE_SIDE]], [9, 0, 0]);
});

Deno.test("simplifyConfiguration() leaves only what the fault needs out of the ordinary", () => {
  const config = new Float64Array(contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_STRIDE).fill(7);
  const tick = contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_TICK;
  const rate = contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_SLIPPAGE_RATE;
  const simple = simplifyConfiguration(config, (tried) => tried[rate] === 7);
  assertEquals([simple[rate], simple[tick], simple[contract.CONFIG_CASH_INITIAL]], [7, 1, 7]);
});
