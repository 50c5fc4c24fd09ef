import { assert, assertEquals, assertThrows } from "@std/assert";
import { CheckpointError } from "./checkpoint_error.ts";
import { type CheckpointParts, decodeCheckpoint, encodeCheckpoint } from "./checkpoint_file.ts";

const PARTS: CheckpointParts = {
  text: { a: [1, "zwei", null], "ü": true },
  sections: [new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(32).fill(7), new Uint8Array(65).fill(9)],
};

Deno.test("text and sections come back as they were", () => {
  for (const parts of [PARTS, { text: null, sections: [] }, { text: {}, sections: [new Uint8Array(100_000)] }]) {
    const read = decodeCheckpoint(encodeCheckpoint(parts), "it");
    assertEquals([read.text, read.sections.map((bytes) => [...bytes])], [
      parts.text,
      parts.sections.map((bytes) => [...bytes]),
    ]);
  }
});

Deno.test("a checkpoint that lies anywhere in a buffer is read", () => {
  const bytes = encodeCheckpoint(PARTS), buffer = new Uint8Array(bytes.length + 9);
  buffer.set(bytes, 5);
  assertEquals(decodeCheckpoint(buffer.subarray(5, 5 + bytes.length), "it").text, PARTS.text);
});

Deno.test("every cut and every turned bit is found", () => {
  const bytes = encodeCheckpoint(PARTS), codes = new Set<string>();
  const refused = (damaged: Uint8Array): void => {
    const error = assertThrows(() => decodeCheckpoint(damaged, "it"), CheckpointError, "Cannot resume from it: ");
    codes.add(error.code);
  };
  for (let size = 0; size < bytes.length; size++) refused(bytes.slice(0, size));
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    refused(bytes.map((byte, at) => at === bit >> 3 ? byte ^ 1 << (bit & 7) : byte));
  }
  refused(Uint8Array.of(...bytes, 0));
  assertEquals([...codes].sort(), ["BAD_MAGIC", "CUT", "DAMAGED", "OTHER_VERSION"]);
});

Deno.test("each damage has its own code", () => {
  const bytes = encodeCheckpoint(PARTS);
  const code = (damaged: Uint8Array): string =>
    assertThrows(() => decodeCheckpoint(damaged, "it"), CheckpointError).code;
  assertEquals(code(new TextEncoder().encode("time,open,high,low,close\n2024-01-02,1,1,1,1")), "BAD_MAGIC");
  assertEquals([code(bytes.slice(0, 20)), code(bytes.slice(0, -1))], ["CUT", "CUT"]);
  assertEquals(code(bytes.map((byte, at) => at === 8 ? 2 : byte)), "OTHER_VERSION");
  assertEquals(code(bytes.map((byte, at) => at === bytes.length - 1 ? 1 : byte)), "DAMAGED");
  assert(code(Uint8Array.of(...bytes, ...new Uint8Array(32))) === "DAMAGED");
});
