import { assertEquals } from "@std/assert";
import { runDeno } from "./deno_process.ts";

/** Runs code after the built-in objects were frozen, in a process of its own; returns what it prints. */
async function frozen(code: string): Promise<string[]> {
  const module = JSON.stringify(new URL("./built_ins.ts", import.meta.url).href);
  const whole = `import { freezeBuiltIns } from ${module};
freezeBuiltIns();
const tried = (act) => { try { act(); return "done"; } catch (error) { return error.name; } };
${code}`;
  const { code: exit, stdout, stderr } = await runDeno(["eval", "--no-lock", "--ext=js", whole]);
  assertEquals([exit, stderr], [0, ""]);
  return stdout.trim().split("\n");
}

Deno.test("no built-in function can be replaced, and no prototype can be added to", async () => {
  const told = await frozen(`
    import { DefaultSerializer } from "node:v8";
    const fake = () => 0;
    const acts = {
      stringify: () => JSON.stringify = fake,
      push: () => Array.prototype.push = fake,
      iterator: () => Array.prototype[Symbol.iterator] = fake,
      next: () => Object.getPrototypeOf([].values()).next = fake,
      generator: () => Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())).next = fake,
      set: () => Object.getPrototypeOf(Uint8Array.prototype).set = fake,
      get: () => Map.prototype.get = fake,
      then: () => Promise.prototype.then = fake,
      call: () => Function.prototype.call = fake,
      keys: () => Object.keys = fake,
      floor: () => Math.floor = fake,
      apply: () => Reflect.apply = fake,
      toJSON: () => Object.prototype.toJSON = fake,
      accessor: () => Object.defineProperty(Object.prototype, "close", { get: fake }),
      proto: () => Object.setPrototypeOf(Array.prototype, null),
      remove: () => delete Array.prototype.map,
      toString: () => Object.prototype.toString = fake,
      message: () => Error.prototype.message = "mine",
      name: () => globalThis.Uint8Array = class extends Uint8Array {},
      namespace: () => globalThis.JSON = {},
      define: () => Object.defineProperty(globalThis, "Array", { value: fake }),
      serialize: () => DefaultSerializer.prototype.writeValue = fake,
    };
    for (const [name, act] of Object.entries(acts)) console.log(name, tried(act));
  `);
  assertEquals(told.filter((line) => !line.endsWith(" TypeError")), []);
  assertEquals(told.length, 22);
});

Deno.test("objects of one's own may have properties with the names of inherited ones, and classes extend built-in ones", async () => {
  const told = await frozen(`
    const error = new RangeError("a"); error.name = "Mine"; error.message = "b";
    const plain = {}; plain.toString = () => "mine"; plain.constructor = 5; plain.hasOwnProperty = 6;
    function Old() {} Old.prototype.constructor = Old; Old.prototype.toString = () => "old";
    class List extends Array { push(...values) { return super.push(...values.map((value) => 2 * value)); } }
    class Named { static name = "other"; toString() { return "named"; } }
    const list = new List(); list.push(1, 2); list.own = 3;
    console.log(String(error), String(plain), plain.constructor, plain.hasOwnProperty);
    console.log(String(new Old()), [...list].join(), list.own, Named.name, String(new Named()));
    console.log([3, 1, 2].sort().map((x) => x + 1).join(), new Map([[1, 2]]).get(1), JSON.stringify({ a: [1n < 2] }));
    const { promise, resolve } = Promise.withResolvers(); resolve(7); console.log(await promise, /a(b)/.exec("ab")[1]);
    Error.stackTraceLimit = 3; console.log(Error.stackTraceLimit, Object.keys(plain).join());
  `);
  assertEquals(told, [
    "Mine: b mine 5 6",
    "old 2,4 3 other named",
    '2,3,4 2 {"a":[true]}',
    "7 b",
    "3 toString,constructor,hasOwnProperty",
  ]);
});
