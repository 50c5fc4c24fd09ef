import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";

const PRICES = pathOf(new URL("fixtures/prices/aapl.csv", ROOT));

/** How a command line ended. */
interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a strategy as a program; the code is that of its module, which has the class Strategy. */
async function run(code: string, ...args: string[]): Promise<Ended> {
  using folder = temporaryFolder();
  const module = pathOf(new URL("strategy.ts", folder.url));
  Deno.writeTextFileSync(
    module,
    `import { Strategy } from ${JSON.stringify(new URL("src/strategy/strategy.ts", ROOT).href)};\n${code}`,
  );
  return await cli(["--allow-read"], "run", module, "--data", PRICES, "--engine", "typescript", ...args);
}

async function cli(permissions: readonly string[], ...args: string[]): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--no-lock", "--no-check", "--quiet", ...permissions],
      ...[pathOf(new URL("src/cli/mod.ts", ROOT)), ...args],
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A strategy whose member runs a code once, at the fifth bar. */
const once = (code: string): string =>
  `export class Once extends Strategy { override next() { if (this.data.length === 5) { ${code} } } }`;

/** Demands that a run has failed with a code, with --json and without, and returns its message. */
async function failure(code: number, module: string, ...args: string[]): Promise<string> {
  const [text, json] = await Promise.all([run(module, ...args), run(module, ...args, "--json")]);
  assertEquals([text.code, text.stdout], [code, ""], text.stderr);
  assertEquals(json.code, code, json.stderr);
  const { error, exitCode } = JSON.parse(json.stdout);
  assertEquals([exitCode, typeof error.name], [code, "string"]);
  // Each run has a folder of its own.
  const first = (message: string): string => message.split("\n")[0]!.replace(/\/\S+\//g, "");
  assertEquals(first(text.stderr), first(error.message));
  return error.message;
}

Deno.test("with --json standard output is one object, whatever a strategy prints", async () => {
  const prints = `
import process from "node:process";
console.log("at import");
await Deno.stdout.write(new TextEncoder().encode("at import, as bytes\\n"));
export class Prints extends Strategy {
  override next() {
    if (this.data.length > 1) return;
    const bytes = (text) => new TextEncoder().encode(text + "\\n");
    console.log("log"); console.info("info"); console.debug("debug"); console.table([{ cell: 1 }]);
    console.dir({ dir: 1 }); console.dirxml("dirxml"); console.count("count"); console.time("time");
    console.timeLog("time"); console.timeEnd("time"); console.group("group"); console.groupEnd(); console.clear();
    console.timeStamp("stamp"); console.assert(false, "assert"); console.trace("trace");
    Deno.stdout.writeSync(bytes("writeSync"));
    process.stdout.write("process\\n");
  }
  override stop() { setTimeout(() => console.log("after the result"), 10); }
}`;
  const { code, stdout, stderr } = await run(prints, "--json");
  assertEquals(code, 0, stderr);
  assertEquals(stdout.trimEnd().split("\n").length, 1);
  assertEquals(JSON.parse(stdout).strategyName, "Prints");
  const printed = ["at import", "as bytes", "log", "info", "debug", "cell", "dir", "dirxml", "count", "time", "group"];
  for (const word of [...printed, "assert", "trace", "writeSync", "process", "after the result"]) {
    assertStringIncludes(stderr, word);
  }
});

Deno.test("with --json what a strategy writes to the first open file by node:fs goes to standard error", async () => {
  const writes = `
import fs from "node:fs";
import * as all from "node:fs";
fs.writeSync(1, "writeSync\\n"); fs.writeFileSync(1, "writeFileSync\\n"); fs.appendFileSync(1, "appendFileSync\\n");
fs.writevSync(1, [new TextEncoder().encode("writevSync\\n")]); fs.write(1, "callback\\n", () => {});
fs.writeFile(1, "writeFile\\n", () => {}); fs.createWriteStream("", { fd: 1 }).write("stream\\n");
all.default.writeSync(1, "member\\n"); process.getBuiltinModule("fs").writeSync(1, "built in\\n");
fs.writeSync(2, "error\\n");
`;
  const { code, stdout, stderr } = await run(writes + once(""), "--json");
  assertEquals([code, stdout.trimEnd().split("\n").length], [0, 1], stderr);
  assertEquals(JSON.parse(stdout).strategyName, "Once");
  const words = ["writeSync", "writeFileSync", "appendFileSync", "writevSync", "callback", "writeFile", "stream"];
  for (const word of [...words, "member", "built in", "error"]) assertStringIncludes(stderr, word);
});

Deno.test("with --json the answer is what it is, whatever a strategy puts in the place of built-in functions", async () => {
  const plain = await run(once(""), "--json");
  const patches = `
JSON.stringify = () => "{}"; Number.prototype.toJSON = String.prototype.toJSON = Array.prototype.toJSON = () => "o";
TextEncoder.prototype.encode = () => new Uint8Array(0);
globalThis.TextEncoder = class {}; Deno.stdout.constructor.prototype.writeSync = () => 0;
globalThis.setTimeout = () => 0;\n`;
  const { code, stdout, stderr } = await run(patches + once(""), "--json");
  assertEquals([code, stdout], [0, plain.stdout], stderr);
  // A property of all objects is one of the options, too.
  const ofAll = await run(`Object.prototype.toJSON = () => "o";\n${once("")}`, "--json");
  assertEquals([ofAll.code, JSON.parse(ofAll.stdout).exitCode], [2, 2]);
});

Deno.test("with --json every parameter is there: as JSON, or as its text where JSON cannot hold it", async () => {
  const strategy = `const cycle = { name: "cycle" }; cycle.self = cycle;
export class Odd extends Strategy.with({
  big: 5n, cycle, throws: { toJSON() { throw new Error("no"); } }, symbol: Symbol("s"), sized: (x) => x > 1, odd: NaN,
  map: new Map([[1, 2]]), date: new Date(0), plain: { list: [1, "a", null] },
}) {}`;
  const { code, stdout, stderr } = await run(strategy, "--json");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(JSON.parse(stdout).configuration.params, {
    ...{ big: "5n", cycle: '<ref *1> { name: "cycle", self: [Circular *1] }', odd: "NaN", symbol: "Symbol(s)" },
    ...{ sized: 'the function "sized"', throws: "{ toJSON: [Function: toJSON] }", map: "Map(1) { 1 => 2 }" },
    ...{ date: "1970-01-01T00:00:00.000Z", plain: { list: [1, "a", null] } },
  });
  const text = await run(strategy);
  assertEquals(text.code, 0);
  assertMatch(text.stdout, /^Parameters: big 5n, cycle <ref \*1>/m);
});

Deno.test("without --json a strategy prints where it always does", async () => {
  const { code, stdout } = await run(once(`console.log("printed")`));
  assertEquals(code, 0);
  assertMatch(stdout, /^printed\nOnce on aapl\n/);
});

Deno.test("a strategy that ends the process has no result, and the exit code and a message say so", async () => {
  const modules = [
    once("Deno.exit(0)"),
    once("Deno.exit()"),
    `import process from "node:process";\n${once("process.exit(0)")}`,
    `Deno.exit(0);\n${once("")}`,
  ];
  for (const message of await Promise.all(modules.map((module) => failure(3, module)))) {
    assertEquals(
      message,
      "Cannot tell a result, as the command was broken off: the strategy's module ended the process, as Deno.exit does",
    );
  }
});

Deno.test("a module that never finishes loading is given up", async () => {
  const message = await failure(2, `await new Promise(() => {});\n${once("")}`, "--load-timeout", "0.5");
  assertMatch(
    message,
    /^Cannot load the strategy .*: its top level still waits for something after 0\.5 s; take that out, or give it more/,
  );
  for (const seconds of ["0", "1e9"]) {
    assertMatch(
      await failure(2, once(""), "--load-timeout", seconds),
      /^Cannot use --load-timeout \d+: it is a number/,
    );
  }
});

Deno.test("an error that nobody catches before the result is the answer", async () => {
  const rejected = await failure(1, once(`Promise.reject(new RangeError("nobody caught this"))`));
  assertMatch(
    rejected,
    /^Cannot go on after an error that nobody caught: nobody caught this\nRangeError: [^]*strategy\.ts/,
  );
  const thrown = await failure(1, `queueMicrotask(() => { throw new Error("from a task"); });\n${once("")}`);
  assertMatch(thrown, /^Cannot go on after an error that nobody caught: from a task\n/);
});

Deno.test("an error that nobody catches after the result changes the exit code and no answer", async () => {
  const worker =
    `new Worker("data:application/javascript,setTimeout(()=>{throw new Error('in a worker')},50)", { type: "module" })`;
  const modules = [
    [`setTimeout(() => { throw new Error("too late"); }, 50)`, "too late"],
    [`setTimeout(() => Promise.reject(new Error("rejected late")), 50)`, "rejected late"],
    [worker, "in a worker"],
  ] as const;
  for (const [code, message] of modules) {
    const { code: exit, stdout, stderr } = await run(
      `export class Late extends Strategy { override stop() { ${code}; } }`,
      "--json",
    );
    assertEquals(exit, 1, stderr);
    assertEquals(JSON.parse(stdout).strategyName, "Late");
    assertStringIncludes(stderr, "An error that nobody caught came after the result: ");
    assertStringIncludes(stderr, message);
  }
});

Deno.test("a strategy that fails ends the process, also if a timer of its module would keep it alive", async () => {
  const message = await failure(1, `setInterval(() => {}, 1000);\n${once(`throw new Error("enough")`)}`);
  assertMatch(message, /^Once\.next failed at bar 4 \(.*\): enough$/);
});

Deno.test("a process ends after its result, whatever the strategy's module left open, and says so", async () => {
  const left = [
    "setInterval(() => {}, 1000);",
    'new Worker("data:application/javascript,setInterval(() => {}, 1000)", { type: "module" });',
    "globalThis.setTimeout = Deno.exit = Deno.unrefTimer = () => 0; const never = new BroadcastChannel('x');" +
    "never.onmessage = () => {};",
  ];
  for (const { code, stdout, stderr } of await Promise.all(left.map((module) => run(`${module}\n${once("")}`)))) {
    assertEquals(
      [code, stderr],
      [0, "The result is complete. A timer, a worker or a connection that the strategy's module left open was ended\n"],
    );
    assertMatch(stdout, /^Once on aapl\n[^]*\nChain [0-9a-f]{16}\n$/);
  }
  const finishes = await run(
    "export class Ends extends Strategy { override stop() { setTimeout(() => console.log('done'), 20); } }",
  );
  assertEquals([finishes.code, finishes.stderr], [0, ""]);
  // On a busy machine the timer fires while the result is still written.
  assertMatch(finishes.stdout, /^done$/m);
});

Deno.test("an answer that cannot be written is an error, with --json and without", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  for (const args of [["--version"], ["--version", "--json"], ["nonsense", "--json"]]) {
    const command = [Deno.execPath(), "run", "--no-prompt", "--no-check", "--quiet", "src/cli/mod.ts", ...args];
    const code = `const { code, stderr } = await new Deno.Command("sh", { args: ["-c", ${
      JSON.stringify(command.map((word) => `'${word}'`).join(" ") + " > /dev/full")
    }] }).output(); await Deno.stdout.write(stderr); Deno.exit(code);`;
    const { code: exit, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-lock", code],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    assertEquals(
      [exit, new TextDecoder().decode(stdout)],
      [2, "Cannot write the answer: No space left on device (os error 28)\n"],
    );
  }
});

Deno.test("every command tells an error in the same form of JSON", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), none = `${path}none`;
  const wrong: readonly (readonly [permissions: readonly string[], args: readonly string[]])[] = [
    [[], ["--json"]],
    [[], ["nonsense", "--json"]],
    [["--allow-read"], ["replay", none, "--json"]],
    [["--allow-read"], ["replay", path, "--json"]],
    [[], ["replay", none, "--json"]],
    [["--allow-read"], ["replay", PRICES, "--json"]],
    [["--allow-read"], ["replay", none, "--import", `${path}lines`, "--json"]],
    [["--allow-read"], ["run", none, "--data", PRICES, "--json"]],
    [[], ["run", none, "--data", PRICES, "--json"]],
    [["--allow-read"], ["prove", none, "--data", none, "--json"]],
    [["--allow-read"], ["bisect", none, "--json"]],
    [[], ["fuzz", "--json"]],
    [[], ["install-rust", "--json"]],
    [[], ["doctor", "--engine", "none", "--json"]],
  ];
  const ends = await Promise.all(wrong.map(([permissions, args]) => cli(permissions, ...args)));
  ends.forEach(({ code, stdout, stderr }, at) => {
    const about = wrong[at]![1].join(" ");
    assertEquals(stderr, "", about);
    const { error, exitCode } = JSON.parse(stdout);
    assertEquals([exitCode, typeof error.name], [code, "string"], about);
    assert(code === 2, about);
    assertStringIncludes(error.message, "Cannot ", about);
  });
});

Deno.test("nothing is written to standard output but the answer, whatever the output of a log is called", {
  ignore: Deno.build.os === "windows",
}, async () => {
  using folder = temporaryFolder();
  const out = pathOf(new URL("out.json", folder.url));
  /** Runs a strategy, with its standard output led to a file that is opened as Python's `open` says. */
  const led = async (
    log: string,
    to: readonly [file: string, mode: string] | [],
    ...flags: string[]
  ): Promise<Ended> => {
    const words = [
      // With less, Deno itself refuses the files of devices.
      ...[Deno.execPath(), "run", "--no-prompt", "--no-lock", "--no-check", "--quiet", "--allow-all"],
      ...[pathOf(new URL("src/cli/mod.ts", ROOT)), "run", pathOf(new URL("tasks/demo/sma_cross.ts", ROOT)), "--data"],
      ...[PRICES, "--engine", "typescript", "--log", log, ...flags],
    ];
    const lead = "import subprocess, sys\n" +
      "sys.exit(subprocess.call(sys.argv[3:], stdout=open(sys.argv[1], sys.argv[2])))";
    const [program, ...args] = to.length === 0 ? words : ["python3", "-c", lead, ...to, ...words];
    const { code, stdout, stderr } = await new Deno.Command(program!, {
      args,
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  const named = ["/dev/stdout", "/dev/fd/1", ...(Deno.build.os === "linux" ? ["/proc/self/fd/1"] : [])];
  for (
    const [log, ...to] of [...named.map((log) => [log] as const), [out, out, "w"] as const, [out, out, "a"] as const]
  ) {
    const { code, stderr } = await led(log, to as [] | [string, string]);
    assertEquals(code, 2, log);
    assertStringIncludes(stderr, `Cannot write --log ${log}: it is the standard output, where the answer goes; name`);
  }
  const json = await led("/dev/stdout", [], "--json");
  assertEquals([json.code, JSON.parse(json.stdout).exitCode], [2, 2]);
  assertEquals((await led("/dev/null", ["/dev/null", "w"])).code, 0);
});
