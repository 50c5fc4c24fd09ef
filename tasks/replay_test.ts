import { assert, assertEquals } from "@std/assert";
import { MemorySink, recordEvents } from "../src/replay/mod.ts";
import { enginesUnderTest } from "../tests/engines.ts";
import { Random } from "../src/laws/random.ts";
import { makeWorkload } from "../tests/fuzz/workload.ts";

const TASK = new URL("./replay.ts", import.meta.url).pathname;
const ROOT = new URL("../", import.meta.url).pathname;
/** Without a name, the engines that are there. */
const ENGINE = enginesUnderTest().includes("rust") ? ["--engine", "all"] : [];

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the task with no more than its own permissions. */
function run(folder: string, ...args: string[]): Outcome {
  const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--no-lock", `--allow-read=${ROOT},${folder}`, `--allow-write=${folder}`],
      ...["--allow-ffi=./rust/lib", TASK, ...args],
    ],
    cwd: ROOT,
  }).outputSync();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

function writeLog(path: string): Uint8Array<ArrayBuffer> {
  const { configuration, events } = makeWorkload(new Random(2), 400), sink = new MemorySink();
  recordEvents(configuration.lanes, events, sink, { engineBackend: "typescript", environmentOverride: false });
  Deno.writeFileSync(path, sink.bytes());
  return sink.bytes();
}

Deno.test("the task replays, exports and imports a log, and its exit code says what came of it", () => {
  const folder = Deno.makeTempDirSync(), log = `${folder}/run.ctlog`, lines = `${folder}/run.jsonl`;
  try {
    const bytes = writeLog(log), engine = ENGINE;
    const whole = run(folder, log, ...engine, "--export", lines);
    assertEquals([whole.code, whole.error], [0, ""], whole.error);
    for (const name of enginesUnderTest()) assert(new RegExp(`^${name} +equal +\\d+ events`, "m").test(whole.out));
    assert(whole.out.endsWith("Every output and every hash is equal\n"), whole.out);

    const copy = `${folder}/copy.ctlog`, imported = run(folder, "--import", lines, copy, ...engine, "--json");
    assertEquals(imported.code, 0, imported.error);
    assertEquals(Deno.readFileSync(copy), bytes);
    const report = JSON.parse(imported.out);
    assertEquals([report.equal, report.reports.length], [true, enginesUnderTest().length]);

    const text = Deno.readTextFileSync(lines), priced = text.replace(/("kind":"EXECUTION".*?"price":)(\d+)/, "$1$29");
    assert(priced !== text);
    Deno.writeTextFileSync(lines, priced);
    const different = run(folder, `--import=${lines}`, copy, ...engine);
    assertEquals([different.code, different.error], [1, ""]);
    assert(/^typescript +DIFFERENT/m.test(different.out) && /^ +price +\d+9 +\d+$/m.test(different.out), different.out);

    const first = text.slice(0, text.indexOf('"open":')).split("\n").length;
    Deno.writeTextFileSync(lines, text.replace('"open":', '"opened":'));
    const bad = run(folder, "--import", lines, copy);
    assertEquals([bad.code, bad.out.includes("Imported")], [2, false]);
    assertEquals(bad.error, `Cannot import line ${first} at "open": it is missing\n`);
    assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name).sort(), [
      "copy.ctlog",
      "run.ctlog",
      "run.jsonl",
    ]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("the task refuses what it cannot read, and takes a log that breaks off only when told to", () => {
  const folder = Deno.makeTempDirSync(), log = `${folder}/run.ctlog`;
  try {
    const bytes = writeLog(log);
    Deno.writeFileSync(log, bytes.subarray(0, bytes.length - 30));
    const cut = run(folder, log, "--engine", "typescript", "--json");
    assertEquals([cut.code, JSON.parse(cut.out).error.code, JSON.parse(cut.out).error.offset], [
      2,
      "CUT",
      bytes.length - 30,
    ]);
    const part = run(folder, log, "--engine", "typescript", "--unfinished");
    assertEquals(part.code, 0);
    assert(part.out.includes("the log breaks off: Cannot read the replay log at byte"), part.out);
    assertEquals(run(folder, `${folder}/none.ctlog`).code, 2);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("the task explains itself and refuses wrong arguments", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const help = run(folder, "--help");
    assert(help.code === 0 && help.out.startsWith("Applies the events of a replay log again"));
    for (
      const [args, message] of [
        [[], "Cannot go on without FILE"],
        [["a", "b"], 'Cannot use the argument "b"'],
        [["a", "--engine", "fast"], 'Cannot use "fast" as --engine: there are typescript, wasm, rust, both, all'],
        [["a", "--fast"], "Cannot use the flag --fast: there are "],
        [["a", "--export"], "Cannot use --export without a value"],
      ] as const
    ) {
      const { code, error } = run(folder, ...args);
      assertEquals([code, error.startsWith(message)], [2, true], error);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
