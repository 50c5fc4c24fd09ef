import { assertEquals } from "@std/assert";
import { readArtifact } from "./build_library.ts";

function message(kind: string, filenames: readonly string[]): string {
  return JSON.stringify({ reason: "compiler-artifact", target: { kind: [kind] }, filenames });
}

Deno.test("the library is the dynamic one that cargo says it made of a cdylib", () => {
  assertEquals(readArtifact(message("cdylib", ["/target/lib.d", "/target/lib.so"])), "/target/lib.so");
  assertEquals(readArtifact(message("cdylib", ["C:\\target\\a.dll.lib", "C:\\target\\a.dll"])), "C:\\target\\a.dll");
  assertEquals(readArtifact(message("cdylib", ["/target/lib.dylib"])), "/target/lib.dylib");
});

Deno.test("other messages and other lines name no library", () => {
  assertEquals(readArtifact(message("lib", ["/target/lib.so"])), undefined);
  assertEquals(readArtifact(JSON.stringify({ reason: "build-finished", success: true })), undefined);
  assertEquals(readArtifact("   Compiling cracktrader_ffi"), undefined);
});
