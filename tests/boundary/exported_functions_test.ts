import { assertEquals } from "@std/assert";
import { SYMBOLS } from "../../src/engine/native/symbols.ts";
import { testRust } from "../engines.ts";
import { installedLibrary } from "./installed_library.ts";

const SECTION_DYNAMIC_SYMBOLS = 11;
const SECTION_UNDEFINED = 0;

/** Returns the names of the symbols that an ELF library defines for others, as `nm -D --defined-only` lists them. */
function definedSymbols(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): number => view.getUint32(at, true);
  const long = (at: number): number => Number(view.getBigUint64(at, true));
  const sections = long(40), sectionSize = view.getUint16(58, true), sectionsCount = view.getUint16(60, true);
  const names: string[] = [];
  for (let index = 0; index < sectionsCount; index++) {
    const section = sections + index * sectionSize;
    if (word(section + 4) !== SECTION_DYNAMIC_SYMBOLS) continue;
    const texts = long(sections + word(section + 40) * sectionSize + 24);
    const end = long(section + 24) + long(section + 32);
    for (let symbol = long(section + 24); symbol < end; symbol += long(section + 56)) {
      const name = bytes.subarray(texts + word(symbol));
      if (view.getUint16(symbol + 6, true) === SECTION_UNDEFINED) continue;
      names.push(new TextDecoder().decode(name.subarray(0, name.indexOf(0))));
    }
  }
  return names;
}

const NAME = "the library exports exactly the functions of its header, and nothing else";

if (Deno.build.os === "linux") {
  testRust(NAME, {}, () => {
    const names = definedSymbols(Deno.readFileSync(installedLibrary()));
    assertEquals(names.sort(), Object.keys(SYMBOLS).sort());
  });
} else {
  // That every function is there is what opening the library shows.
  Deno.test({ name: `${NAME} (skipped: only ELF libraries are taken apart)`, ignore: true, fn: () => {} });
}
