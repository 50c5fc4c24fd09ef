import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { testRust } from "../../tests/engines.ts";
import { command, renderDiagnosis } from "./doctor.ts";
import { diagnose, type Diagnosis } from "./diagnosis.ts";
import { readCommandLine } from "./flags.ts";
import { COMMON_FLAGS } from "./help.ts";

const SOUND: Diagnosis = {
  ...{ version: "0.1.0", package: "/package/", deno: "2.9.6", platform: "x86_64-unknown-linux-gnu" },
  engine: { asked: "auto", askedBy: "default", backend: "rust", reason: "it can be used" },
  library: { found: true, path: "/package/rust/lib/libcracktrader-0.so", sha256: "00ff", problems: [] },
  wasm: { size: 123, toolchain: "rustc 1.95.0 on x86_64", problems: [] },
  folders: [{ path: "/package/rust/lib/", read: "granted", ffi: "not granted" }],
  environment: { HOME: "/home/me" },
  cargo: "cargo 1.95.0",
  remedies: [],
};

async function doctor(...args: string[]): Promise<[code: number, answer: string]> {
  const terminal = new MemoryTerminal();
  const code = await command.run(
    readCommandLine(args, [...command.flags, ...COMMON_FLAGS], command.operands),
    terminal,
  );
  return [code, terminal.answer.join("\n")];
}

Deno.test("a diagnosis is a row for each thing that was looked at", () => {
  assertEquals(
    renderDiagnosis(SOUND),
    `Package      @cracktrader/cracktrader 0.1.0 in /package/
Deno         2.9.6 on x86_64-unknown-linux-gnu
Engine       rust: it can be used
Library      /package/rust/lib/libcracktrader-0.so
SHA-256      00ff
Trial        its layout is the contract's, a trial run came out right
WebAssembly  123 bytes, by rustc 1.95.0 on x86_64; a trial run came out right
Looked in    /package/rust/lib/ (read granted, ffi not granted)
Variable     HOME: /home/me
cargo        cargo 1.95.0`,
  );
});

Deno.test("remedies stand at the end, each in a paragraph", () => {
  const text = renderDiagnosis({
    ...SOUND,
    engine: { ...SOUND.engine, backend: null, reason: "Cannot use it" },
    library: { found: false, code: "LIBRARY_MISSING", message: "there is none" },
    remedies: ["Build it", "Install cargo"],
  });
  assertStringIncludes(text, "\nEngine       none: Cannot use it\nLibrary      none: there is none\n");
  assertMatch(text, /\n\nBuild it\n\nInstall cargo$/);
  const broken = { found: true, path: "/a.so", sha256: null, problems: ["it adds up wrong", "and late"] } as const;
  const rows = renderDiagnosis({ ...SOUND, library: broken }).split("\n");
  assertEquals(rows.find((row) => row.startsWith("Trial")), "Trial        it adds up wrong; and late");
  assertEquals(rows.find((row) => row.startsWith("SHA-256")), undefined);
});

// A library that is found is opened and stays open, as all do.
Deno.test("TypeScript always runs, whatever is here", { sanitizeResources: false }, async () => {
  const [code, answer] = await doctor("--engine", "typescript", "--json");
  const { ok, engine } = JSON.parse(answer);
  assertEquals([code, ok, engine.asked, engine.askedBy, engine.backend], [
    ...[0, true, "typescript", "--engine", "typescript"],
  ]);
});

Deno.test(
  "the module of WebAssembly is tried, and what is wrong with it is told",
  { sanitizeResources: false },
  async () => {
    const [code, answer] = await doctor("--engine", "wasm", "--json");
    const { ok, engine, wasm } = JSON.parse(answer) as Diagnosis & { ok: boolean };
    assertEquals([code, ok, engine.backend, wasm.problems], [0, true, "wasm", []]);
    const text = renderDiagnosis({ ...SOUND, wasm: { ...wasm, problems: ["this platform has no WebAssembly"] } });
    assertMatch(text, /^WebAssembly {2}\d+ bytes, by rustc .*; this platform has no WebAssembly$/m);
  },
);

testRust("where Rust is installed, it is wanted by name and by auto, and its library is sound", {}, async () => {
  const [code, answer] = await doctor("--engine", "rust", "--json");
  const { ok, engine, library } = JSON.parse(answer) as Diagnosis & { ok: boolean };
  assertEquals([code, ok, engine.backend], [0, true, "rust"]);
  assertEquals(library, (await diagnose("auto")).library);
  assertEquals(library.found && library.problems, []);
  assertMatch(library.found ? library.sha256 ?? "" : "", /^[0-9a-f]{64}$/);
});
