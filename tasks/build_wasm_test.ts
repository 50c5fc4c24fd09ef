import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { moduleBytes } from "../src/engine/wasm/module_bytes.ts";
import { shippedModule } from "../src/engine/wasm/shipped_module.ts";
import { moduleFault } from "./build_wasm.ts";
import { compareModules } from "./wasm_comparison.ts";

const shipped = shippedModule(), { toolchain } = shipped, bytes = moduleBytes(shipped);

/** The module with other bytes in its data, where the texts of its messages are. */
function withOtherText(): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder("latin1").decode(bytes), at = text.lastIndexOf("engine/src/");
  assert(at > 0);
  return bytes.map((byte, index) => index === at ? byte + 1 : byte);
}

/** The module with another multiplier in the state chain, for which it is still valid. */
function withOtherChain(): Uint8Array<ArrayBuffer> {
  // The instruction i32.const with 0x85ebca77.
  const constant = [0x41, 0xf7, 0x94, 0xaf, 0xaf, 0x78];
  const places = [...bytes.keys()].filter((at) => constant.every((byte, offset) => bytes[at + offset] === byte));
  assert(places.length > 0, "the constant is not there");
  const other = bytes.slice();
  for (const at of places) other[at + 1]! ^= 1;
  return other;
}

Deno.test("a module is fresh if a new build of the same compiler has its bytes", () => {
  assertEquals(moduleFault({ bytes, toolchain }, shipped), undefined);
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  for (const built of [withOtherText(), longer]) {
    assertStringIncludes(moduleFault({ bytes: built, toolchain }, shipped)!, "others than the same compiler gives");
  }
});

Deno.test("a module of other sources is stale, whatever its bytes are", () => {
  const fault = moduleFault({ bytes, toolchain }, { ...shipped, sourcesHash: "0".repeat(64) });
  assertEquals(fault, "it is of other sources; run: deno task build-wasm");
});

Deno.test("where another compiler built a module, its results are compared, event by event", () => {
  assertEquals(moduleFault({ bytes: withOtherText(), toolchain: "another" }, shipped), undefined);
  assertEquals(
    moduleFault({ bytes: withOtherChain(), toolchain: "another" }, shipped),
    "its results differ from those of a new build: after event 0 of one_feed.log",
  );
});

Deno.test(
  "a module is equal to itself in what it does",
  () => assertEquals(compareModules(bytes, bytes), undefined),
);
