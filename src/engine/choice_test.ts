import { assertEquals, assertThrows } from "@std/assert";
import type { BackendProblem, OpenedBackend } from "./backend.ts";
import type { Backend, EngineName } from "./backends.ts";
import { chooseBackend, ENGINE_CHOICES, type EngineChoice, type WantedEngine, wantedEngine } from "./choice.ts";
import { EngineError } from "./engine_error.ts";

const PROBLEM: BackendProblem = { found: false, code: "LIBRARY_MISSING", message: "there is none", remedy: "build it" };

const NO_WASM: BackendProblem = { found: false, code: "WASM_MISSING", message: "it is off", remedy: "allow it" };

/** A table whose Rust and WebAssembly are as said, and whose TypeScript can be had. */
function table(
  rust: OpenedBackend | BackendProblem,
  wasm: OpenedBackend | BackendProblem = NO_WASM,
): Readonly<Record<EngineName, Backend>> {
  return {
    rust: { title: "Rust", needs: "the Rust library", open: () => rust },
    wasm: { title: "WebAssembly", needs: "WebAssembly", open: () => wasm },
    typescript: { title: "TypeScript", needs: "nothing", open: () => opened() },
  };
}

/** A backend that is found; no test makes a core of it. */
function opened(path?: string): OpenedBackend {
  const make = (): never => {
    throw new Error("No core is made here");
  };
  return path === undefined ? { found: true, make } : { found: true, path, make };
}

function wanted(choice: EngineChoice): WantedEngine {
  return { choice, reason: `engineBackend is "${choice}"` };
}

Deno.test("auto takes the first backend that can be had, and says where it lies", () => {
  assertEquals(chooseBackend(wanted("auto"), {}, table(opened("/lib/one.so"))).backend, {
    name: "rust",
    reason: 'engineBackend is "auto", and /lib/one.so can be used',
  });
});

Deno.test("auto passes over backends that cannot be had, and says why", () => {
  assertEquals(chooseBackend(wanted("auto"), {}, table(PROBLEM, opened())).backend, {
    name: "wasm",
    reason: 'engineBackend is "auto", and the Rust library cannot be used: there is none',
  });
  assertEquals(chooseBackend(wanted("auto"), {}, table(PROBLEM)).backend, {
    name: "typescript",
    reason: 'engineBackend is "auto", and the Rust library cannot be used: there is none, ' +
      "and WebAssembly cannot be used: it is off",
  });
});

Deno.test("a backend asked for by name is taken, and others are not opened", () => {
  const backends = table(PROBLEM),
    open = (): never => {
      throw new Error("Nobody asked for Rust");
    };
  const { backend } = chooseBackend(wanted("typescript"), {}, { ...backends, rust: { ...backends.rust, open } });
  assertEquals(backend, { name: "typescript", reason: 'engineBackend is "typescript"' });
});

Deno.test("a backend asked for by name that cannot be had is an error with code, reason and remedy", () => {
  const error = assertThrows(() => chooseBackend(wanted("rust"), {}, table(PROBLEM)), EngineError);
  assertEquals([error.code, error.message], [
    "LIBRARY_MISSING",
    'Cannot use the Rust engine although engineBackend is "rust": there is none. To mend it, build it',
  ]);
});

Deno.test("a backend is opened with the options of the engine", () => {
  const paths: unknown[] = [], backends = table(PROBLEM);
  const rust: Backend = {
    ...backends.rust,
    open: ({ libraryPath }) => {
      paths.push(libraryPath);
      return PROBLEM;
    },
  };
  chooseBackend(wanted("auto"), { libraryPath: "./one.so" }, { ...backends, rust });
  assertEquals(paths, ["./one.so"]);
});

Deno.test("wantedEngine() is auto unless the option says otherwise, and says where that comes from", () => {
  assertEquals(wantedEngine({ environmentOverride: false }), wanted("auto"));
  assertEquals(wantedEngine({ engineBackend: "rust", environmentOverride: false }), wanted("rust"));
});

Deno.test("wantedEngine() lists the engines there are when it is asked for another", () => {
  assertThrows(
    () => wantedEngine({ engineBackend: "Rust" as EngineChoice }),
    RangeError,
    `Cannot use "Rust" as engineBackend: there are ${ENGINE_CHOICES.map((name) => `"${name}"`).join(", ")}`,
  );
});

Deno.test("a path of the library that is none, or that no system has, is an error before anything is opened", () => {
  for (const path of [5, {}, null] as unknown as string[]) {
    assertThrows(() => wantedEngine({ libraryPath: path }), TypeError, "Cannot use libraryPath");
  }
  const error = assertThrows(() => wantedEngine({ libraryPath: "x".repeat(5000) }), RangeError, "no path is longer");
  assertEquals(error.message.length < 500, true);
});
