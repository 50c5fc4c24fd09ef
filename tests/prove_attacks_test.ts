/**
 * Strategies that try to deceive `prove`, to hang it, or to leave something behind. Each one is refused, found out, or
 * has no effect; what remains possible is in PROOFS.md.
 *
 * @module
 */

import { changedBars, feedOf } from "../src/feeds/bars.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "../mod.ts";
import { openLibrary } from "../src/engine/native/library.ts";
import {
  conservationOfRun,
  determinismOfRun,
  type LawReport,
  lookAheadOfRun,
  type ProveOptions,
  replayOfRun,
  StrategyFailedError,
  StrategyProcessError,
} from "../src/laws/mod.ts";
import { ProcessRunner } from "../src/laws/process/process_runner.ts";
import type { RunOutcome } from "../src/laws/strategy/run_outcome.ts";
import { installedLibrary, pathOf, ROOT, temporaryFolder } from "./boundary/installed_library.ts";
import { testRust } from "./engines.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const PRICES = new URL("fixtures/prices/aapl.csv", ROOT);
const whole = await ct.csv(PRICES);
/** The first 120 bars, which are enough to trade. */
const feed: ct.Bars = changedBars(whole, {
  length: 120,
  columns: Object.fromEntries(
    Object.entries(whole.columns).map(([name, column]) => [name, (column as Float64Array).slice(0, 120)]),
  ) as unknown as ct.Bars["columns"],
  extra: {},
});
const OPTIONS: ProveOptions = { cuts: 3 };

/** Code of a strategy: what stands before the class, its members, and its `next`. */
interface Attack {
  readonly before?: string;
  readonly members?: string;
  readonly next?: string;
}

/** Buys when the next close is higher and closes when it is lower, if something tells the next close. */
function tradesOn(nextClose: string): string {
  return `const after = ${nextClose}; if (after === undefined) return;
    if (after > this.data.close.now && this.position.size === 0) this.buy({ size: 1 });
    else if (after < this.data.close.now && this.position.size > 0) this.close();`;
}

/** Writes an attack to a folder of its own and does something with the module. */
async function withModule<T>(attack: Attack, act: (module: URL) => Promise<T>): Promise<T> {
  using folder = temporaryFolder();
  const module = new URL("attack.ts", folder.url), { before = "", members = "", next = "" } = attack;
  // The types of an attack are beside the point.
  Deno.writeTextFileSync(
    module,
    `// deno-lint-ignore-file\n// @ts-nocheck: an attack\nimport * as ct from "@cracktrader/cracktrader";\n${before}\n` +
      `export class Attack extends ct.Strategy {\n${members}\noverride next() {\n${next}\n}\n}\n`,
  );
  return await act(module);
}

type Law = (strategy: { module: URL }, feeds: ct.Bars, options?: ProveOptions) => Promise<LawReport>;

/** Tries a law on an attack. */
function tried(law: Law, attack: Attack, options: ProveOptions = OPTIONS): Promise<LawReport> {
  return withModule(attack, (module) => law({ module }, feed, options));
}

/** Makes the run of an attack in a process. */
function made(attack: Attack): Promise<RunOutcome> {
  return withModule(
    attack,
    async (module) => (await new ProcessRunner({ module }).run([{ feeds: { aapl: feedOf(feed) }, options: {} }]))[0]!,
  );
}

/** The message with which a process of an attack ends. */
async function refusal(attack: Attack, timeout: number = 60): Promise<string> {
  const ask = (module: URL): Promise<unknown> =>
    new ProcessRunner({ module }, { timeout }).run([{ feeds: { aapl: feedOf(feed) }, options: {} }]);
  const error = await withModule(attack, (module) => assertRejects(() => ask(module), StrategyProcessError));
  return error.message;
}

/** What expressions of an attack come to, one after the other in one process: a text, or the name of an error. */
async function findings(...expressions: readonly string[]): Promise<string[]> {
  const acts = expressions.map((expression) => `async () => ${expression}`);
  const { failure } = await made({
    before: `const found = [];
      for (const act of [${acts.join(",\n")}]) {
        try { found.push(String(await act())); } catch (error) { found.push(error.name); }
      }`,
    next: `if (this.data.length === 3) throw new Error("found " + JSON.stringify(found));`,
  });
  return JSON.parse(/: found ([^]*)$/.exec(failure!.message)![1]!) as string[];
}

/** Expressions by what they come to. */
async function assertFindings(expected: string, expressions: readonly string[]): Promise<void> {
  const found = await findings(...expressions);
  assertEquals(found.map((each, at) => each === expected ? "" : `${each}: ${expressions[at]}`).join(""), "");
}

Deno.test("no permission is there to reach the prices by: files, net, programs, environment, libraries, system", async () => {
  const path = JSON.stringify(pathOf(PRICES)), url = JSON.stringify(PRICES.href);
  const library = JSON.stringify(openLibrary().found ? pathOf(installedLibrary()) : "libc.so.6");
  const inside =
    `encodeURIComponent('import text from ' + JSON.stringify(${url}) + ' with { type: "text" }; export default text;')`;
  const refused: readonly string[] = [
    `Deno.readTextFileSync(${path})`,
    `(await import("node:fs")).readFileSync(${path}, "utf8")`,
    `fetch(${url}).then((response) => response.text())`,
    `(await import("node:" + "module")).createRequire(import.meta.url)("./x.json")`,
    `Deno.dlopen(${library}, {})`,
    `(await import("node:process")).default.dlopen({ exports: {} }, ${library})`,
    `new Deno.Command("cat", { args: [${path}] }).outputSync()`,
    `Deno.connect({ hostname: "127.0.0.1", port: 9 })`,
    `Deno.env.get("HOME")`,
    `Deno.hostname()`,
    `Deno.makeTempFile()`,
    `(await import("node:sqlite")).DatabaseSync.prototype.constructor && new (await import("node:sqlite")).DatabaseSync(${path})`,
  ];
  await assertFindings("NotCapable", refused);
  // An address that is put together is not in the graph, and so needs permission to read.
  const computed: readonly string[] = [
    `import(${url} + "", { with: { type: "text" } })`,
    `import("data:application/javascript," + ${inside})`,
    `import(URL.createObjectURL(new Blob([decodeURIComponent(${inside})], { type: "application/javascript" })))`,
  ];
  await assertFindings("TypeError", computed);
  const worker = `new Promise((tell) => {
    const worker = new Worker("data:application/javascript," + ${inside} + encodeURIComponent("postMessage(text)"), { type: "module" });
    worker.onmessage = ({ data }) => tell("it could");
    worker.onerror = (event) => { event.preventDefault(); tell(event.message); };
  })`;
  assertStringIncludes((await findings(worker))[0]!, "Requires read access");
});

testRust(
  "the Rust library cannot be opened, by which a strategy reached every function of the system",
  {},
  async () => {
    const library = JSON.stringify(pathOf(installedLibrary()));
    const steals = `(() => {
    const { symbols } = Deno.dlopen(${library}, { open: { parameters: ["buffer", "i32"], result: "i32" } });
    return symbols.open(new TextEncoder().encode(${JSON.stringify(pathOf(PRICES))} + "\\0"), 0);
  })()`;
    await assertFindings("NotCapable", [steals]);
  },
);

Deno.test("requests and key are read before the strategy is there, so that its own reading of standard input finds nothing", async () => {
  assertStringIncludes(
    await refusal({ before: "Deno.stdin.readSync(new Uint8Array(1000));" }, 2),
    "did not answer within 2",
  );
  // An asynchronous reading waits, and the run is made without it.
  const waiting = await made({ before: "Deno.stdin.read(new Uint8Array(1000)).then((count) => { throw count; });" });
  assertEquals(waiting.rows!.equity.length, feed.length);
});

Deno.test("arguments, main module, stack traces and callers tell nothing of the bars", async () => {
  const frames = `(() => {
    Error.prepareStackTrace = (_error, sites) => sites.map((site) => [site.getThis(), site.getFunction()]);
    return new Error().stack.flat().filter((found) => found !== undefined).length;
  })()`;
  const [args, main, sites, caller] = await findings(
    "JSON.stringify(Deno.args)",
    "decodeURIComponent(Deno.mainModule)",
    frames,
    "(function act() { return act.caller; })()",
  );
  assertEquals([args, sites, caller], ["[]", "0", "TypeError"]);
  assert(main!.startsWith("data:application/javascript,import { answerQuestion }") && main!.length < 1000, main);
});

Deno.test("nothing is stored from one process to the next: the stores are gone, and their place is new each time", async () => {
  // A thread has a store of its own, which belongs to the place of its process.
  const store = `new Promise((tell) => {
    const code = 'const store = await caches.open("bars"); const before = await store.match("http://a.invalid/") !== undefined;' +
      'await store.put("http://a.invalid/", new Response("bars")); postMessage(before);';
    const worker = new Worker("data:application/javascript," + encodeURIComponent(code), { type: "module" });
    worker.onmessage = ({ data }) => tell(data);
    worker.onerror = (event) => { event.preventDefault(); tell(event.message); };
  })`;
  const gone = "[typeof localStorage, typeof sessionStorage, typeof caches].join()";
  const processes = [await findings("location.href", store, gone), await findings("location.href", store, gone)];
  const places = processes.map(([place]) => place!);
  assert(places[0] !== places[1] && places.every((place) => place.endsWith(".invalid/")), places.join());
  for (const [, before, stores] of processes) {
    assertEquals([before, stores], ["false", "undefined,undefined,undefined"]);
  }
});

Deno.test("later bars are found out wherever a strategy takes them from", async () => {
  const clock = `(() => { const { clock } = this.data.close, at = clock.index;
    clock.index = Math.min(at + 1, ${
    feed.length - 1
  }); const after = this.data.close.now; clock.index = at; return after; })()`;
  // The module is loaded already, so that its address needs no permission.
  const inside = JSON.stringify(new URL("src/lines/line.ts", ROOT).href);
  const column = `columnOf(this.data.close)[this.data.length]`;
  const patched = `this.data.close.constructor.prototype.peek.call(this.data.close)`;
  // The clock of a line can be read and not moved.
  const moved = tried(lookAheadOfRun, { next: tradesOn(clock) });
  await assertRejects(() => moved, Error, "Cannot set property index");
  const attacks: readonly Attack[] = [
    { before: `const { columnOf } = await import(${inside} + "");`, next: tradesOn(column) },
    {
      before: `const { columnOf, Line } = await import(${inside} + "");
        Line.prototype.peek = function () { return columnOf(this)[this.clock.index + 1]; };`,
      next: tradesOn(patched),
    },
    // Bars that were doubled or halved could be turned back by what lies nearest to the last close.
    {
      before: `const { columnOf } = await import(${inside} + "");
        const near = (after, now) => [after, after / 2, after * 2].sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0];`,
      next: tradesOn(`near(${column} ?? NaN, this.data.close.now)`),
    },
  ];
  for (const attack of attacks) {
    const report = await tried(lookAheadOfRun, attack);
    assertEquals([report.verdict, report.counterExample?.member], ["failed", "next"], attack.next);
  }
});

Deno.test("what a strategy keeps in its module or in the global object makes its runs differ", async () => {
  const kept = `this.seen = undefined; const at = this.data.length - 1; seen[at] = this.data.close.now;`;
  for (
    const before of [
      "const seen = [];",
      "const seen = globalThis.seen = [];",
      "const seen = new Proxy([], {});",
    ]
  ) {
    const report = await tried(determinismOfRun, { before, next: kept + tradesOn("seen[at + 1]") });
    assertEquals([report.verdict, report.cases], ["failed", 1], before);
    assertStringIncludes(report.counterExample!.what, "in the same process");
  }
});

Deno.test("dice and clocks are found out or named", async () => {
  const size = "if (this.data.length % 10 === 0) this.buy({ size: 1 + Math.random() });";
  assertEquals((await tried(determinismOfRun, { next: size })).verdict, "failed");
  const counter = `const shared = new Int32Array(new SharedArrayBuffer(4));
    new Worker("data:application/javascript," + encodeURIComponent(
      "onmessage = ({ data }) => { for (;;) Atomics.add(data, 0, 1); }"), { type: "module" }).postMessage(shared);
    while (Atomics.load(shared, 0) === 0) await new Promise((go) => setTimeout(go, 1));`;
  const ticks = "if (this.data.length % 10 === 0) this.buy({ size: 1 + Atomics.load(shared, 0) % 1000 });";
  assertEquals((await tried(determinismOfRun, { before: counter, next: ticks })).verdict, "failed");
  const day = "if (new Date().getFullYear() > 2010 && this.data.length % 10 === 0) this.buy({ size: 1 });";
  const report = await tried(lookAheadOfRun, { next: day });
  assertEquals([report.verdict, report.reason], ["not applicable", "the strategy does not repeat"]);
});

Deno.test("another realm, with a clock of its own, cannot be made by a module of Node that the code does not name", async () => {
  const asks = `"Date.now()"`;
  await assertFindings("Error", [
    `process.getBuiltinModule("vm").runInNewContext(${asks})`,
    `process.getBuiltinModule("node:vm").createContext({})`,
    `(await import("node:" + "vm")).runInNewContext(${asks})`,
    `new (await import("node:" + "vm")).Script(${asks}).runInNewContext()`,
    `(await import("node:" + "module")).createRequire(import.meta.url)("vm").compileFunction(${asks})`,
  ]);
});

Deno.test("finalisers and weak references say nothing while a run goes on", async () => {
  const before = `let gone = 0; const registry = new FinalizationRegistry(() => gone++);
    const weak = Array.from({ length: 2000 }, () => { const object = { data: new Array(1000).fill(0) };
      registry.register(object, 0); return new WeakRef(object); });`;
  const next = `if (gone + weak.filter((ref) => ref.deref() === undefined).length > 0) this.buy({ size: 1 });
    if (this.data.length % 20 === 0) this.buy({ size: 1 });`;
  // A collector may run or not. Where it changes an order, the runs differ, and that is found out.
  const report = await tried(determinismOfRun, { before, next });
  assert(["held", "failed"].includes(report.verdict), JSON.stringify(report));
  assertEquals(report.verdict === "held", report.counterExample === undefined);
});

Deno.test("built-in objects cannot be changed, and the output of the process cannot be taken over", async () => {
  await assertFindings("TypeError", [
    "JSON.stringify = () => '{}'",
    "Array.prototype.push = () => 0",
    "Object.prototype.toJSON = () => ({})",
    "Object.defineProperty(Object.prototype, 'close', { get: () => [1, 2, 3] })",
    "Object.getPrototypeOf(Float64Array.prototype).subarray = () => 0",
    "Map.prototype.get = () => 0",
    "Promise.prototype.then = () => 0",
    "globalThis.Uint8Array = class extends Uint8Array {}",
    "globalThis.JSON = {}",
    "import('node:v8').then(({ DefaultSerializer }) => DefaultSerializer.prototype.writeValue = () => 0)",
  ]);
  const message = await refusal({ before: "Array.prototype.push = () => 0;" });
  assertStringIncludes(message, "Cannot import the strategy in a process without permissions: ");
  assertStringIncludes(message, "the built-in objects are frozen in a proof");
  // What the runtime offers may be changed; the answer goes by what was there before.
  const taken = `Deno.stdout.writeSync = () => { throw 0; }; Deno.stdout.constructor.prototype.writeSync = () => 0;
    globalThis.console = globalThis.structuredClone = globalThis.encodeURIComponent = undefined;`;
  assertEquals((await made({ before: taken })).rows!.equity.length, feed.length);
});

Deno.test("an answer of the strategy's own is not taken", async () => {
  const { serialize } = await import("node:v8");
  const forged = JSON.stringify(Array.from(serialize({ strategy: "Forged", defaults: {}, outcomes: [], reads: [] })));
  const writes = `const bytes = Uint8Array.from(${forged});
    for (const part of [new Uint8Array(96), bytes, new TextEncoder().encode("cracktrader:end\\n"), new Uint8Array(3e6)]) Deno.stdout.writeSync(part);
    console.log("text"); process.stdout.write("more");`;
  const outcome = await made({ before: 'import process from "node:process";', next: writes.replaceAll("\n", " ") });
  assertEquals([outcome.failure, outcome.rows!.equity.length], [undefined, feed.length]);
});

Deno.test("a process that tells of another run than it made is found out by its log", async () => {
  const inside = (path: string): string => JSON.stringify(new URL(path, ROOT).href);
  const trades =
    "if (this.data.length % 10 === 0) this.buy({ size: 1 }); else if (this.data.length % 10 === 5) this.close();";
  // It has the hashes of every COMMIT told otherwise, so that a cut run would have the same ones.
  const hides = `const { CommitLog } = await import(${inside("src/laws/strategy/commit_log.ts")} + "");
    const begin = CommitLog.prototype.begin;
    CommitLog.prototype.begin = function (...values) {
      Object.defineProperty(this.chains, "push", { value: () => 0 }); const recorder = begin.apply(this, values); return recorder; };`;
  const honest = await tried(replayOfRun, { next: trades });
  assertEquals(honest.verdict, "held");
  const hidden = await tried(replayOfRun, { before: hides, next: trades });
  assertEquals([hidden.verdict, hidden.counterExample?.what], ["failed", "The log of the run is the log of this run"]);
  assertEquals((await tried(lookAheadOfRun, { before: hides, next: trades })).verdict, "failed");
  // It writes the log of a run over other bars.
  const others = `const { ReplayLogWriter } = await import(${inside("src/replay/replay_log_writer.ts")} + "");
    const events = ReplayLogWriter.prototype.events;
    ReplayLogWriter.prototype.events = function (records, count) { records[3] *= 2; return events.call(this, records, count); };`;
  const other = await tried(replayOfRun, { before: others, next: trades });
  assertEquals(other.verdict, "failed");
  assertStringIncludes(other.counterExample!.place, "of the data");
  // Rows that the fills do not add up to are seen by law 9.
  const rich = `const { Run } = await import(${inside("src/run/run.ts")} + ""); const execute = Run.prototype.execute;
    Run.prototype.execute = function () { const result = execute.call(this); result.equity[50] += 1; return result; };`;
  assertEquals((await tried(conservationOfRun, { before: rich, next: trades })).verdict, "failed");
});

Deno.test("a strategy that does otherwise where it is proved is proved for what it did there, under another state chain", async () => {
  const peeks = `const proved = Deno.mainModule.startsWith("data:");`;
  const next = `if (proved && this.data.length % 20 === 0) this.buy({ size: 1 });
    if (!proved && this.data.length % 7 === 0) this.buy({ size: 1 });`;
  await withModule({ before: peeks, next }, async (module) => {
    const proof = await new ProcessRunner({ module }).run([{ feeds: { aapl: feedOf(feed) }, options: {} }]);
    const { Attack } = await import(module.href) as { Attack: ct.StrategyClass<ct.Params> };
    const own = ct.backtest(Attack, feed, { engineBackend: "typescript" });
    assert(proof[0]!.rows!.chain !== own.chain && own.fills.length > 0, own.chain);
  });
});

Deno.test("nothing hangs a proof: what is left open, loops, promises, exits, floods, errors", async () => {
  const stays: readonly Attack[] = [
    { before: "setInterval(() => {}, 1000);" },
    { before: 'new Worker("data:application/javascript,for (;;);", { type: "module" });' },
    {
      members:
        'override start() { new Worker("data:application/javascript,setInterval(() => 0, 9)", { type: "module" }); }',
    },
    { before: "Deno.addSignalListener('SIGTERM', () => {}); globalThis.onunload = () => { for (;;); };" },
    { next: "console.log('x'.repeat(100_000)); console.error('x'.repeat(100_000));" },
  ];
  for (const attack of stays) {
    assertEquals((await made(attack)).rows?.equity.length, feed.length, JSON.stringify(attack));
  }
  const late = "did not answer within 2 seconds and was ended";
  assertStringIncludes(await refusal({ next: "for (;;);" }, 2), late);
  assertStringIncludes(await refusal({ before: "for (;;);" }, 2), late);
  assertStringIncludes(await refusal({ before: "await new Promise(() => {});" }, 2), late);
  assertStringIncludes(
    await refusal({ next: "queueMicrotask(function again() { queueMicrotask(again); });" }, 2),
    late,
  );
  const ended = "ended or closed its standard output before it answered";
  assertStringIncludes(await refusal({ next: "Deno.exit(0);" }), `${ended} (exit code 0)`);
  assertStringIncludes(await refusal({ before: "Deno.exit(0);" }), `${ended} (exit code 0)`);
  assertStringIncludes(await refusal({ next: "Deno.kill(Deno.pid, 'SIGKILL');" }), ended);
  assertStringIncludes(await refusal({ before: "Deno.stdout.close();" }), ended);
  assertStringIncludes(await refusal({ before: "throw new RangeError('broken');" }), "without permissions: broken");
  assertStringIncludes(await refusal({ before: "throw undefined;" }), "a value that is no error");
});

Deno.test("an error of the strategy that nobody catches ends a proof by name, as it ends a run", async () => {
  const strays: readonly (readonly [attack: Attack, message: string])[] = [
    [{ before: 'Promise.reject(new RangeError("nobody waits"));' }, "RangeError: nobody waits"],
    [{ before: 'setTimeout(() => { throw new Error("too late"); });' }, "Error: too late"],
    [{ next: 'if (this.data.length === 7) Promise.reject("a text");' }, "a text"],
    [{ next: "if (this.data.length === 7) queueMicrotask(() => { throw Object.create(null); });" }, "no text"],
  ];
  for (const [attack, message] of strays) {
    const error = await assertRejects(() => tried(determinismOfRun, attack), StrategyFailedError);
    assertStringIncludes(error.message, "it left an error that nobody caught, of a promise, a timer or a worker: ");
    assertStringIncludes(error.message, message);
  }
});
