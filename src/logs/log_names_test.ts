import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { REASONS } from "../contract/codes.ts";
import { EVENT_KINDS } from "../contract/records.ts";
import { reasonName } from "../records/code_names.ts";
import { codeNameOf, diagnosticNumbers, inWords, laneUnit, refusedLaneName } from "./log_names.ts";

Deno.test("every lane of every event has the name that the contract gives it, and the place", () => {
  const lanes = contract as unknown as Readonly<Record<string, number>>;
  for (const [kindName, kind] of Object.entries(EVENT_KINDS)) {
    for (const [name] of kind.floats) {
      const found = refusedLaneName(kind.code, lanes[`${kindName}_${name.toUpperCase()}`]!);
      assertEquals(found?.toLowerCase(), name.replaceAll("_", ""));
    }
    for (const [name] of kind.words) {
      const found = refusedLaneName(kind.code, 32 + lanes[`${kindName}_${name.toUpperCase()}`]!);
      assertEquals(found?.toLowerCase(), name.replaceAll("_", ""));
    }
    assertEquals(refusedLaneName(kind.code, contract.LANE_TIME_US), "timeUs");
    assertEquals(refusedLaneName(kind.code, 32 + contract.LANE_ORDER_ID), "orderId");
  }
});

Deno.test("a lane that an event does not name has its number, and no lane has no name", () => {
  assertEquals(refusedLaneName(contract.EVENT_STEP, 3), "float 3");
  assertEquals(refusedLaneName(contract.EVENT_STEP, 32 + 31), "word 31");
  assertEquals(refusedLaneName(99, 3), "float 3");
  assertEquals(refusedLaneName(contract.EVENT_STEP, 255), undefined);
});

Deno.test("the name of a lane tells its unit", () => {
  assertEquals(
    ["trail", "quantity", "commission", "fraction", "validUs"].map(laneUnit),
    ["distance", "size", "money", "plain", "plain"],
  );
});

Deno.test("numbers of diagnostics are named for reasons that there are, and a value is a value elsewhere", () => {
  const reasons = Object.values(REASONS).map(([code]) => reasonName(code));
  const named = reasons.filter((reason) => diagnosticNumbers(reason)[0][0] !== "value");
  assertEquals(named.length, 11);
  assertEquals(diagnosticNumbers("gap"), [["value", "plain"], ["expected", "plain"]]);
});

Deno.test("codes have names, and names in camel case are words", () => {
  assertEquals(codeNameOf("state", contract.STATE_PARTIALLY_FILLED), "partiallyFilled");
  assertEquals(codeNameOf("orderEvent", contract.ORDER_EVENT_REQUEST_CANCEL), "requestCancel");
  assertEquals(codeNameOf("report", contract.REPORT_CANCEL_REFUSED), "cancelRefused");
  assertEquals([codeNameOf("price", 3), codeNameOf("report", 0)], [undefined, undefined]);
  assertEquals(inWords("partiallyFilled"), "partially filled");
});
