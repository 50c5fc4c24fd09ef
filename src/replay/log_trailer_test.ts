import { assertEquals } from "@std/assert";
import { STATUS_COUNT, STATUS_DATA_HIGH, STATUS_DATA_LOW } from "../contract/contract.gen.ts";
import { decodeTrailer, encodeTrailer, statusOfLog, TRAILER_LANES } from "./log_trailer.ts";

Deno.test("a trailer comes back from its lanes", () => {
  const trailer = {
    events: 5,
    outputs: 7,
    commits: 2,
    status: Float64Array.from({ length: STATUS_COUNT }, (_, at) => -at),
  };
  assertEquals(encodeTrailer(trailer).length, TRAILER_LANES);
  assertEquals(decodeTrailer(encodeTrailer(trailer)), trailer);
});

Deno.test("the status of a log is the engine's without the hash of columns", () => {
  const status = new Float64Array(STATUS_COUNT).fill(3), kept = statusOfLog(status);
  status[STATUS_DATA_LOW] = status[STATUS_DATA_HIGH] = 0;
  assertEquals(kept, status);
});
