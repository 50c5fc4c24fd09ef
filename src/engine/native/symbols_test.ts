import { assertEquals } from "@std/assert";
import { SYMBOLS } from "./symbols.ts";

/** C types by how they cross; everything else that is a pointer is a buffer. */
const TYPES: Readonly<Record<string, string>> = {
  "void": "void",
  "int32_t": "i32",
  "uint32_t": "u32",
  "ct_engine *": "pointer",
  "const ct_engine *": "pointer",
};

interface Signature {
  readonly parameters: readonly string[];
  readonly result: string;
}

/** Type of a declaration such as `const double *config`: all of it but the name at its end. */
function typeOf(declaration: string): string {
  const type = declaration.trim().replace(/\w+$/, "").trim();
  return TYPES[type] ?? (type.endsWith("*") ? "buffer" : `an unknown type "${type}"`);
}

/** Type of a result: an address stays one, as nothing tells how much lies there. */
function resultOf(declaration: string): string {
  const type = typeOf(declaration);
  return type === "buffer" ? "pointer" : type;
}

Deno.test("SYMBOLS are the functions of the C header, in its order", async () => {
  const header = await Deno.readTextFile(new URL("../../../rust/ffi/include/cracktrader.h", import.meta.url));
  const code = header.replaceAll(/\/\*.*?\*\//gs, "").replaceAll(/^#.*$/gm, "");
  const declared: [string, Signature][] = [];
  for (const [, result, name, parameters] of code.matchAll(/^(\w[\w ]*?[ *]+)(ct_\w+)\(([^)]*)\);/gm)) {
    declared.push([name!, { parameters: parameters!.split(",").map(typeOf), result: resultOf(`${result}${name}`) }]);
  }
  // A call for each order takes addresses, which a caller works out once.
  const drive = declared.find(([name]) => name === "ct_drive")![1];
  declared[declared.findIndex(([name]) => name === "ct_drive")] = [
    "ct_drive",
    { ...drive, parameters: drive.parameters.map((type) => type === "buffer" ? "pointer" : type) },
  ];
  const symbols = Object.entries(SYMBOLS).map(([name, { parameters, result }]): [string, Signature] => [
    name,
    { parameters, result },
  ]);
  assertEquals(symbols, declared);
});

Deno.test("SYMBOLS are at most thirteen with at most six parameters, none of which is a BigInt", () => {
  const symbols = Object.values(SYMBOLS);
  assertEquals(symbols.length <= 13, true);
  for (const { parameters } of symbols) assertEquals(parameters.length <= 6, true);
  const types = new Set(symbols.flatMap(({ parameters, result }) => [...parameters, result]));
  assertEquals([...types].sort(), ["buffer", "i32", "pointer", "u32", "void"]);
});
