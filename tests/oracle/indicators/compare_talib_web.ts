/**
 * A second witness of fixtures/indicators/talib.json: computes its series with another build of TA-Lib, the WebAssembly
 * package talib-web 0.1.3, and prints how far they are apart.
 *
 *     npm pack talib-web@0.1.3 && tar xzf talib-web-0.1.3.tgz
 *     deno run --allow-read --allow-env tests/oracle/indicators/compare_talib_web.ts package
 *
 * Patterns of candles are not compared: this build leaves their settings at zero.
 *
 * @module
 */

import { createRequire } from "node:module";
import { resolve } from "node:path";

interface Function {
  readonly name: string;
  readonly inputs: readonly unknown[];
  readonly options: readonly { readonly defaultValue: number; readonly type: string }[];
  readonly outputs: readonly { readonly type: string }[];
}

interface Wasm {
  readonly HEAPF64: Float64Array;
  readonly HEAP32: Int32Array;
  _malloc(bytes: number): number;
  ccall(name: string, returned: "number", types: readonly string[], args: readonly number[]): number;
}

const [folder] = Deno.args;
if (folder === undefined) throw new TypeError("Cannot compare without talib-web: pass the folder of the package");
const library = resolve(folder, "lib");
// With `fetch` there, the package takes its host for a browser.
delete (globalThis as { fetch?: unknown }).fetch;
const wasm: Wasm = await createRequire(import.meta.url)(`${library}/index.cjs.js`).init(`${library}/talib.wasm`);
const table = (await Deno.readTextFile(`${library}/index.cjs.js`)).match(/^const API = (.*);$/m)![1]!;
const functions: Record<string, Function> = JSON.parse(table);

const rows = (await Deno.readTextFile("fixtures/prices/aapl.csv")).trim().split("\n").map((row) => row.split(","));
const [header, ...records] = rows;
const recorded: Record<string, string> = JSON.parse(await Deno.readTextFile("fixtures/indicators/talib.json")).series;
const length = Object.values(recorded)[0]!.split(" ").length;

/** The place of a column of the last rows in the memory of the library. */
function columnAt(name: string): number {
  const index = header!.findIndex((title) => title.toLowerCase() === name), at = wasm._malloc(8 * length);
  wasm.HEAPF64.set(records.slice(-length).map((row) => Number(row[index])), at / 8);
  return at;
}

/** The outputs of a call as it is written in Python. */
function computed(call: string): number[][] {
  const [, name, written] = call.match(/^(\w+)\((.*)\)$/)!, { inputs, options, outputs } = functions[name!]!;
  const args = written!.split(", "), taken = args.slice(inputs.length).map(Number);
  const filled = options.map(({ defaultValue }, k) => taken[k] ?? defaultValue), begin = wasm._malloc(8);
  const places = outputs.map(() => wasm._malloc(8 * length));
  const all = [0, length - 1, ...args.slice(0, inputs.length).map(columnAt), ...filled, begin, begin + 4, ...places];
  const status = wasm.ccall(`TA_${name}`, "number", all.map(() => "number"), all);
  if (status !== 0) throw new Error(`Cannot compute ${call}: TA-Lib answers ${status}`);
  const first = wasm.HEAP32[begin / 4]!, count = wasm.HEAP32[begin / 4 + 1]!;
  return outputs.map(({ type }, k) => {
    const values = new Array<number>(length).fill(NaN), isWhole = type.startsWith("Integer"), at = places[k]!;
    for (let i = 0; i < count; i++) values[first + i] = isWhole ? wasm.HEAP32[at / 4 + i]! : wasm.HEAPF64[at / 8 + i]!;
    return values;
  });
}

const calls = Map.groupBy(Object.entries(recorded), ([name]) => name.replace(/(\))\..*$/, "$1"));
let equal = 0;
for (const [call, series] of calls) {
  const outputs = computed(call);
  series.forEach(([name, text], k) => {
    const ours = text.split(" ").map(Number), theirs = outputs[k]!;
    // Where there is no index yet, the package for Python writes 0.
    const first = /INDEX/.test(name) ? 13 : 0;
    const apart = ours.map((value, i) => i < first || Object.is(value, theirs[i]) ? 0 : Math.abs(value - theirs[i]!));
    const largest = apart.some(Number.isNaN) ? NaN : Math.max(...apart);
    if (largest === 0) equal++;
    else console.log(`${name}: ${largest} apart at most`);
  });
}
console.log(`${equal} of ${Object.keys(recorded).length} series are equal bit for bit`);
