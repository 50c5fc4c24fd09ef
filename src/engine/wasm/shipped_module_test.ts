import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { crateHash } from "../../../tasks/crate_files.ts";
import { LAYOUT } from "../../contract/contract.gen.ts";
import { LAYOUT_COUNT, layoutDifference } from "../layout_difference.ts";
import { moduleBytes } from "./module_bytes.ts";
import { compile, compiledModule, shippedModule } from "./shipped_module.ts";

Deno.test("the module in this package is of the sources of the crate", () => {
  assertEquals(shippedModule().sourcesHash, crateHash(), "run: deno task build-wasm");
});

Deno.test("the module is compiled once, and needs nothing from outside", () => {
  const compiled = compiledModule();
  assert(compiled.found);
  assertEquals(compiledModule(), compiled);
  assertEquals(WebAssembly.Module.imports(compiled.module), []);
  assertEquals(moduleBytes(shippedModule()).length, shippedModule().size);
});

Deno.test("the module holds no path of the machine that built it", () => {
  const text = new TextDecoder("latin1").decode(moduleBytes(shippedModule()));
  const paths = [...text.matchAll(/[\w./-]*\/[\w./-]+\.rs/g)].map(([path]) => path);
  assert(paths.length > 0);
  for (const path of paths) assert(/^(?:engine|ffi)\/src\/|^\/rustc\/[0-9a-f]{40}\/|^\/rust\/deps\//.test(path), path);
});

Deno.test("a platform without WebAssembly, and one that takes no module, are problems with code and remedy", () => {
  const absent = compile(shippedModule(), false);
  assert(!absent.found);
  assertEquals([absent.code, absent.message], ["WASM_MISSING", "this platform has no WebAssembly"]);
  for (const text of ["AAAA", "=", shippedModule().text.slice(0, 4_000)]) {
    const damaged = compile({ ...shippedModule(), text }, true);
    assert(!damaged.found);
    assertEquals(damaged.code, "WASM_MISSING");
    assertStringIncludes(damaged.message, "this platform does not take the module: ");
  }
});

Deno.test("another layout is named with both values", () => {
  const table = Uint32Array.from(LAYOUT);
  table[2]!++;
  const difference = layoutDifference(table, table.length);
  assert(difference?.endsWith(` is ${table[2]} there and ${LAYOUT[2]} here`), difference);
  assertEquals(layoutDifference(Uint32Array.from(LAYOUT), 3), `it has 3 constants, not ${LAYOUT_COUNT}`);
});
