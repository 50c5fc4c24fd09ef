import { assertEquals } from "@std/assert";
import { formatProblem, type Platform } from "./library_format.ts";

const LINUX: Platform = { os: "linux", arch: "x86_64" };
const MACOS: Platform = { os: "darwin", arch: "aarch64" };
const WINDOWS: Platform = { os: "windows", arch: "x86_64" };

/** A file of the ELF format with one segment and two section headers, of a length of its own choice. */
function elf(options: { machine?: number; bits?: number; length?: number } = {}): Uint8Array {
  const { machine = 62, bits = 2, length = 400 } = options;
  const view = new DataView(new ArrayBuffer(400));
  view.setUint32(0, 0x7f45_4c46);
  view.setUint8(4, bits);
  view.setUint8(5, 1);
  view.setUint16(18, machine, true);
  view.setUint32(32, 64, true); // The segment headers begin here,
  view.setUint16(54, 56, true); // are this long
  view.setUint16(56, 1, true); // and that many.
  view.setUint32(40, 272, true); // So do the section headers.
  view.setUint16(58, 64, true);
  view.setUint16(60, 2, true);
  view.setUint32(64 + 8, 120, true); // Where the segment begins and how much of the file it is.
  view.setUint32(64 + 32, 100, true);
  return new Uint8Array(view.buffer, 0, length);
}

function machO(machine: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(32));
  view.setUint32(0, 0xcffa_edfe);
  view.setUint32(4, machine, true);
  return new Uint8Array(view.buffer);
}

function pe(machine: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(0x60));
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, 0x40, true);
  view.setUint32(0x40, 0x5045_0000);
  view.setUint16(0x44, machine, true);
  return new Uint8Array(view.buffer);
}

Deno.test("formatProblem() finds nothing wrong with a whole library of its own platform", () => {
  assertEquals(formatProblem(elf(), LINUX), undefined);
  assertEquals(formatProblem(elf({ machine: 183 }), { os: "linux", arch: "aarch64" }), undefined);
  assertEquals(formatProblem(machO(0x0100_000c), MACOS), undefined);
  assertEquals(formatProblem(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2), MACOS), undefined);
  assertEquals(formatProblem(pe(0x8664), WINDOWS), undefined);
});

Deno.test("formatProblem() names the system or the processor that a library is for", () => {
  const cases: readonly (readonly [Uint8Array, Platform, string])[] = [
    [elf(), MACOS, "is a library for Linux or another system of its kind"],
    [elf(), WINDOWS, "is a library for Linux or another system of its kind"],
    [machO(0x0100_000c), LINUX, "is a library for macOS"],
    [pe(0x8664), LINUX, "is a library for Windows"],
    [elf({ machine: 183 }), LINUX, "is a library for the processor aarch64"],
    [elf({ machine: 243 }), LINUX, "is a library for the processor of number 243"],
    [elf({ bits: 1 }), LINUX, "is a library for the processor of 32 bits or of the other byte order"],
    [machO(0x0100_0007), MACOS, "is a library for the processor x86_64"],
    [pe(0xaa64), WINDOWS, "is a library for the processor aarch64"],
  ];
  for (const [bytes, platform, message] of cases) {
    assertEquals(formatProblem(bytes, platform), { kind: "platform", message });
  }
});

Deno.test("formatProblem() tells a file that is cut off, wherever it is, from a whole one", () => {
  for (let length = 0; length < 400; length++) {
    assertEquals(formatProblem(elf({ length }), LINUX)?.kind, "damaged", `${length} bytes`);
  }
  assertEquals(formatProblem(elf({ length: 399 }), LINUX)?.message, "is cut off: it has 399 bytes of at least 400");
});

Deno.test("formatProblem() tells what is no library at all", () => {
  for (const text of ["", "MZ", "#!/bin/sh\n", "a text that is longer than any header would be, in plain English"]) {
    const problem = { kind: "damaged", message: "is not a dynamic library" } as const;
    assertEquals(formatProblem(new TextEncoder().encode(text), LINUX), problem, text);
  }
});
