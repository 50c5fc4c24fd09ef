import { assertEquals } from "@std/assert";
import { EVENT_FLOATS, EVENT_FLOATS_USED, EVENT_WORDS_USED, OUTPUT_FLOATS } from "../contract/contract.gen.ts";
import * as contract from "../contract/contract.gen.ts";
import { EVENT_KINDS, OUTPUT_KINDS } from "../contract/records.ts";
import { formOf, kindsOf, type RecordFamily, type RecordForm } from "./record_fields.ts";

/** Where the generated constants say that a field lies. */
function constantOf(family: RecordFamily, form: RecordForm, name: string): number | undefined {
  const constants = contract as unknown as Readonly<Record<string, number | undefined>>, upper = name.toUpperCase();
  return family === "event"
    ? constants[`LANE_${upper}`] ?? constants[`${form.name}_${upper}`]
    : constants[`OUT_${upper}`] ?? constants[`OUT_${form.name}_${upper}`];
}

Deno.test("every field of every kind lies where the generated constants say", () => {
  let fields = 0;
  for (const [family, kinds] of [["event", EVENT_KINDS], ["output", OUTPUT_KINDS]] as const) {
    for (const kind of Object.values(kinds)) {
      const form = formOf(family, kind.code);
      for (const field of form.fields) {
        if (family === "output" && ["kind", "detail", "reason"].includes(field.name)) continue;
        const lane = field.form === "float" ? field.lane : field.word;
        assertEquals(lane, constantOf(family, form, field.name), `${form.name}.${field.name}`);
        fields++;
      }
    }
  }
  assertEquals(fields > 200, true, `${fields} fields were looked at`);
});

Deno.test("the fields of an event are all lanes that the engine lets it use", () => {
  for (const kind of Object.values(EVENT_KINDS)) {
    const { fields, floats } = formOf("event", kind.code);
    assertEquals(floats, EVENT_FLOATS);
    assertEquals(fields.filter((field) => field.form === "float").length, EVENT_FLOATS_USED[kind.code]);
    const last = Math.max(...fields.map((field) => field.form === "float" ? 0 : field.word));
    assertEquals(last + 1, EVENT_WORDS_USED[kind.code]);
  }
});

Deno.test("names of kinds go both ways, and an unknown kind has the shared fields alone", () => {
  for (const family of ["event", "output"] as const) {
    const { names, codes } = kindsOf(family);
    for (const [code, name] of names) assertEquals(codes.get(name), code);
    assertEquals(formOf(family, 77).name, undefined);
  }
  assertEquals(formOf("event", 77).fields.map((field) => field.name), [
    "kind",
    "time_us",
    "instrument",
    "producer",
    "producer_sequence",
    "order_id",
  ]);
  assertEquals(formOf("output", 77).floats, OUTPUT_FLOATS);
});
