/**
 * The module in this package, compiled once when it is first needed.
 *
 * @module
 */

import type { BackendProblem } from "../backend.ts";
import { LAYOUT_COUNT, layoutDifference } from "../layout_difference.ts";
import { MODULE_SIZE, MODULE_SOURCES_HASH, MODULE_TEXT, MODULE_TOOLCHAIN } from "./module.gen.ts";
import { moduleBytes, type ShippedModule } from "./module_bytes.ts";
import { WasmRoom } from "./wasm_room.ts";

/** A module that was compiled and matches the contract. */
export interface CompiledModule {
  readonly found: true;
  readonly module: WebAssembly.Module;
}

/** The compiled module, or the problem, which another attempt would not change. */
let compiled: CompiledModule | BackendProblem | undefined;

/** Returns the module as it is shipped. */
export function shippedModule(): ShippedModule {
  return { sourcesHash: MODULE_SOURCES_HASH, toolchain: MODULE_TOOLCHAIN, size: MODULE_SIZE, text: MODULE_TEXT };
}

/** Compiles the module on the first call, and returns it or the problem. Needs no permission. */
export function compiledModule(): CompiledModule | BackendProblem {
  return compiled ??= compile(shippedModule(), (globalThis as { WebAssembly?: unknown }).WebAssembly !== undefined);
}

/**
 * Compiles a module and compares its layout with the contract.
 *
 * @param shipped The module.
 * @param hasWebAssembly False where the platform has no WebAssembly.
 */
export function compile(shipped: ShippedModule, hasWebAssembly: boolean): CompiledModule | BackendProblem {
  if (!hasWebAssembly) {
    return {
      found: false,
      code: "WASM_MISSING",
      message: "this platform has no WebAssembly",
      remedy: "use a platform with it, or the TypeScript engine",
    };
  }
  let module: WebAssembly.Module, difference: string | undefined;
  try {
    // Compiled when it is first called, as most of a program's engines are of one module.
    module = new WebAssembly.Module(moduleBytes(shipped));
    difference = roomDifference(new WasmRoom(module));
  } catch (error) {
    return {
      found: false,
      code: "WASM_MISSING",
      message: `this platform does not take the module: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "allow it in the platform's policy (in a page 'wasm-unsafe-eval'), or use the TypeScript engine",
    };
  }
  if (difference === undefined) return { found: true, module };
  return {
    found: false,
    code: "WASM_LAYOUT",
    message: `the module was built from another contract: ${difference}`,
    remedy: 'run "deno task build-wasm"',
  };
}

/** Returns the first difference between the layout of a module and the contract. */
function roomDifference(room: WasmRoom): string | undefined {
  // Two entries take a lane.
  const address = room.allocate(Math.ceil(LAYOUT_COUNT / 2)), count = room.exports.ct_layout(address, LAYOUT_COUNT);
  return layoutDifference(new Uint32Array(room.lanes.buffer, address, LAYOUT_COUNT), count);
}
