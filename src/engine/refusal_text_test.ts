import { assert, assertEquals } from "@std/assert";
import {
  CONFIG_CASH_INITIAL,
  CONFIG_INSTRUMENTS,
  CONFIG_RULE_MATCHING,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
} from "../contract/contract.gen.ts";
import { describeReason, describeRefusal, laneName } from "./refusal_text.ts";

Deno.test("laneName() names lanes of the head, of rules and of instruments", () => {
  const lanes = [
    CONFIG_CASH_INITIAL,
    CONFIG_RULE_MATCHING,
    CONFIG_INSTRUMENTS + INSTRUMENT_TICK,
    CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE + INSTRUMENT_TICK,
  ];
  assertEquals(lanes.map(laneName), [
    `lane ${lanes[0]} (cash_initial)`,
    `lane ${lanes[1]} (rule MATCHING)`,
    `lane ${lanes[2]} (tick of instrument 0)`,
    `lane ${lanes[3]} (tick of instrument 1)`,
  ]);
});

Deno.test("describeReason() gives name and meaning of a code, and the code alone where it is unknown", () => {
  assert(describeReason(REASON_OFF_GRID).startsWith("OFF_GRID, "));
  assertEquals(describeReason(65_535), "reason 65535");
});

Deno.test("describeRefusal() says what the lane holds, or how many lanes there are where it is missing", () => {
  const config = new Float64Array(CONFIG_CASH_INITIAL + 1);
  config[CONFIG_CASH_INITIAL] = 0.5;
  assertEquals(
    describeRefusal(config, REASON_OFF_GRID, CONFIG_CASH_INITIAL),
    `Cannot configure the engine as lane ${CONFIG_CASH_INITIAL} (cash_initial) is 0.5: ${
      describeReason(REASON_OFF_GRID)
    }`,
  );
  assertEquals(
    describeRefusal(config, REASON_OUT_OF_RANGE, config.length),
    `Cannot configure the engine as it has ${config.length} lanes: ${describeReason(REASON_OUT_OF_RANGE)}`,
  );
});
