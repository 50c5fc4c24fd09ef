import { assert, assertEquals } from "@std/assert";
import Ajv2020 from "npm:ajv@8.17.1/dist/2020.js";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { exportJsonLines } from "./json_lines.ts";
import type { JsonObject } from "../records/json.ts";
import { MemorySink } from "./log_sink.ts";
import { recordEvents } from "./record_events.ts";
import { replayLogSchema } from "./replay_log_schema.ts";

const FILE = new URL("./replay_log.schema.json", import.meta.url);

/** The committed schema, compiled. */
function compile(): (line: unknown) => boolean {
  const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true });
  return ajv.compile(JSON.parse(Deno.readTextFileSync(FILE)));
}

function linesOf(seed: number): JsonObject[] {
  const { configuration, events } = makeWorkload(new Random(seed), 400), sink = new MemorySink();
  recordEvents(configuration.lanes, events, sink, { engineBackend: "typescript", environmentOverride: false });
  return [...exportJsonLines(sink.bytes())].map((line) => JSON.parse(line));
}

Deno.test("the committed schema is the one that the contract gives", () => {
  assertEquals(JSON.parse(Deno.readTextFileSync(FILE)), replayLogSchema(), "Run deno task generate");
});

Deno.test("every line of random logs, garbage among the events, validates against the schema", () => {
  const isValid = compile(), kinds = new Set<string>();
  for (let seed = 1; seed <= 30; seed++) {
    for (const line of linesOf(seed)) {
      assert(isValid(line), JSON.stringify(line));
      kinds.add(typeof line["kind"] === "number" ? "unknown" : `${line["kind"]}`);
      if ("raw" in line) kinds.add("raw");
    }
  }
  for (const kind of ["BAR", "PLACE", "FILL", "ORDER", "REFUSAL", "MARK", "COMMIT", "ROUND_TRIP", "unknown", "raw"]) {
    assert(kinds.has(kind), `no line of kind ${kind} was tried`);
  }
});

Deno.test("a line with a field less, a field more or a field of another type does not validate", () => {
  const isValid = compile(), lines = linesOf(3), seen = new Set<string>();
  for (const line of lines) {
    const family = Object.keys(line)[0]!, what = `${family} ${line["kind"]}`;
    if (seen.has(what)) continue;
    seen.add(what);
    assert(!isValid({ ...line, other: 0 }), what);
    for (const name of Object.keys(line)) {
      const { [name]: _left, ...rest } = line;
      // These may be left out: lanes that are zero because a kind has no use for them, and lanes without a name.
      if (!["raw", "detail", "reason", "sequence"].includes(name)) assert(!isValid(rest), `${what} without ${name}`);
      assert(!isValid({ ...line, [name]: true }), `${what} with ${name} true`);
    }
  }
  assert(seen.size >= 12, [...seen].join("; "));
});
