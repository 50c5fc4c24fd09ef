import { assertEquals } from "@std/assert";
import { RECORD_LANES } from "../contract/contract.gen.ts";
import { Engine } from "../engine/engine.ts";
import { trialConfiguration, trialOrder } from "../engine/native/trial.ts";
import { recordToJson } from "../replay/json_record.ts";
import { hashText, parseHash, quoted, recordText } from "./text.ts";

Deno.test("a record is its kind and the fields that say something", () => {
  const order = new Uint32Array(trialOrder().buffer);
  assertEquals(
    recordText(recordToJson("event", order, 0)),
    "PLACE time_us=1000 quantity=5 order_id=1 order_type=MARKET side=BUY validity=GTC",
  );
  using engine = new Engine(trialConfiguration(), { engineBackend: "typescript", environmentOverride: false });
  engine.apply(trialOrder());
  const outputs = engine.readAll();
  assertEquals(outputs.length, RECORD_LANES);
  const text = recordText(recordToJson("output", new Uint32Array(outputs.buffer), 0));
  assertEquals(text, "REFUSAL detail=PLACE reason=INTENT_TIME sequence=1 cause=1 time_us=1000 value=1000");
});

Deno.test("an unknown kind, bits, -0 and lanes without a name are kept", () => {
  const record = { kind: 77, flags: ["CLOSE", "HOLD"], limit: "-0", stop: 0, raw: { word_31: 2 } };
  assertEquals(recordText(record), 'kind 77 flags=CLOSE|HOLD limit=-0 raw={"word_31":2}');
});

Deno.test("two words and their 16 digits are the same", () => {
  for (const [low, high, text] of [[0, 0, "0000000000000000"], [1, 0xffffffff, "00000001ffffffff"]] as const) {
    assertEquals(hashText(low, high), text);
    assertEquals(parseHash(text), [low, high]);
  }
});

Deno.test("text that is no hash is none", () => {
  for (const text of ["", "0", "000000000000000g", "00000000FFFFFFFF", "00000000000000000"]) {
    assertEquals(parseHash(text), undefined);
  }
});

Deno.test("names stand in quotes, with commas between", () => {
  assertEquals(quoted(["aapl", "msft"]), '"aapl", "msft"');
  assertEquals(quoted([]), "");
});
