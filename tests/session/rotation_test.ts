/**
 * Journals whose files are rotated: a run, its log and all that reads them are those of a journal without segments.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { gunzipSync } from "node:zlib";
import * as ct from "../../mod.ts";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { dispatch } from "../../src/cli/dispatch.ts";
import { readSegments } from "../read_segments.ts";
import { replay } from "../../src/replay/replay.ts";
import { ReplayLogError } from "../../src/replay/replay_log_error.ts";
import { MemoryTerminal } from "../cli/memory_terminal.ts";
import { enginesUnderTest } from "../engines.ts";
import { Busy, holdLaws, played, settledAt, TERMS } from "./paper_play.ts";

const MINUTES = 36;
/** A limit that some turns reach, in MiB. */
const SMALL = 4000 / 2 ** 20;

/** A run in parts, each with its own limit; `between` acts on the journal behind each part but the last. */
async function inParts(
  parts: readonly (readonly [minutes: number, rotateMiB: number])[],
  between: (journal: string) => void = () => {},
  how: ct.HowToStop = "cancel",
  engines: readonly ct.EngineChoice[] = ["typescript"],
): Promise<{ result: ct.Result; journal: string }> {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 21 });
  for (const [at, [minutes, rotateMiB]] of parts.entries()) {
    const session = ct.exchange(play.venue.direct, { clock: play.clock }), isLast = at === parts.length - 1;
    const feed = session.feed({ symbol: "BTC/USDT", warmUp: 12 }), broker = session.broker(TERMS);
    const engineBackend = engines[at % engines.length]!;
    try {
      const begun = session.run(Busy, feed, { journal, broker, rotateMiB, engineBackend });
      const run = await settledAt(play.clock, begun);
      await play.minutes(minutes);
      const result = await settledAt(play.clock, run.stop(isLast ? how : "keep"));
      if (isLast) return { result, journal };
    } finally {
      await settledAt(play.clock, session.close());
    }
    between(journal);
  }
  throw new Error("there is no part");
}

/** The names of the segments of a file in a folder, in their order. */
function segmentsIn(folder: string, ending: "log" | "jsonl"): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(`.${ending}.gz`))
    .toSorted();
}

function textOf(segment: string): string {
  return new TextDecoder().decode(gunzipSync(Deno.readFileSync(segment)));
}

function copyOf(journal: string): string {
  const folder = Deno.makeTempDirSync();
  for (const { name } of Deno.readDirSync(journal)) Deno.copyFileSync(`${journal}/${name}`, `${folder}/${name}`);
  return folder;
}

async function told(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(args, COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

const whole = await inParts([[MINUTES, Infinity]]), log = Deno.readFileSync(`${whole.journal}/run.log`);
/** A journal with segments, whose run goes on; it is copied before anything is done to it. */
const kept = (await inParts([[20, SMALL]], () => {}, "keep")).journal;

Deno.test("a run that rotates its journal has the chain and the log of a run that does not", async () => {
  const { result, journal } = await inParts([[MINUTES, SMALL]]);
  assertEquals(result.chain, whole.result.chain);
  assertEquals(readSegments(`${journal}/run.log`), log);
  assertEquals(Deno.readTextFileSync(`${whole.journal}/venue.jsonl`).split("\n").length, MINUTES + 4);
  assert(segmentsIn(journal, "log").length > 6, `${segmentsIn(journal, "log").length} segments`);
  assert(segmentsIn(journal, "jsonl").length > 1, `${segmentsIn(journal, "jsonl").length} segments`);
  assert(Deno.statSync(`${journal}/run.log`).size <= 4000);
  holdLaws(journal, result);
  const recording = ct.recordingOfJournal(whole.journal), again = ct.recordingOfJournal(journal);
  for (const [name, { columns }] of Object.entries(recording.feeds)) assertEquals(again.feeds[name]!.columns, columns);
  for (const engineBackend of enginesUnderTest()) {
    const { equal, chain } = replay(`${journal}/run.log`, { engineBackend });
    assertEquals([equal, chain], [true, whole.result.chain]);
  }
});

Deno.test("a run in parts with other limits and in other engines has the same log", async () => {
  const parts = [[3, SMALL], [10, 3 * SMALL], [1, 0.0001], [9, Infinity], [13, SMALL / 2]] as const;
  const { result, journal } = await inParts(parts, undefined, "cancel", enginesUnderTest());
  assertEquals(result.chain, whole.result.chain);
  assertEquals(readSegments(`${journal}/run.log`), log);
  holdLaws(journal, result);
});

/** Makes of the last segment of each file one that was renamed and not compressed yet. */
function renamed(journal: string): void {
  for (const ending of ["log", "jsonl"] as const) {
    const segment = `${journal}/${segmentsIn(journal, ending).at(-1)}`;
    Deno.writeFileSync(segment.replace(/\.gz$/, ""), gunzipSync(Deno.readFileSync(segment)));
    Deno.removeSync(segment);
  }
}

/** Makes of both files segments that a cut-off run was about to compress, with no files behind them. */
function renamedFiles(journal: string): void {
  for (const [name, ending] of [["run", "log"], ["venue", "jsonl"]] as const) {
    const number = String(segmentsIn(journal, ending).length + 1).padStart(5, "0");
    Deno.renameSync(`${journal}/${name}.${ending}`, `${journal}/${name}.${number}.${ending}`);
  }
}

Deno.test("whatever step a rotation is cut off at, and wherever files are torn, the run goes on and loses nothing", async () => {
  const tear = (file: string, bytes: number) => (journal: string): void => {
    const path = `${journal}/${file}`, { size } = Deno.statSync(path);
    Deno.truncateSync(path, Math.max(0, size - bytes));
  };
  const states: Readonly<Record<string, (journal: string) => void>> = {
    "renamed": renamedFiles,
    "renamed, with empty files": (journal) => {
      renamedFiles(journal);
      for (const name of ["run.log", "venue.jsonl"]) Deno.writeFileSync(`${journal}/${name}`, new Uint8Array());
    },
    "compressed in part": (journal) => {
      renamed(journal);
      for (const name of ["run.00001.log.gz", "run.00009.log.gz", "venue.00002.jsonl.gz"]) {
        Deno.writeTextFileSync(`${journal}/${name}.part`, "1f8b");
      }
    },
    "compressed, and not removed": (journal) => {
      const copy = copyOf(journal);
      renamed(journal);
      for (const { name } of Deno.readDirSync(copy)) Deno.copyFileSync(`${copy}/${name}`, `${journal}/${name}`);
    },
    "a torn line": tear("venue.jsonl", 40),
    "a torn log": tear("run.log", 1e9),
  };
  for (const [name, state] of Object.entries(states)) {
    const { result, journal } = await inParts([[12, SMALL], [12, SMALL], [12, 2 * SMALL]], (path) => {
      const before = readSegments(`${path}/run.log`), lines = readSegments(`${path}/venue.jsonl`);
      state(path);
      if (name.startsWith("a torn")) return;
      // Readers see the whole in each of these states.
      assertEquals([readSegments(`${path}/run.log`), readSegments(`${path}/venue.jsonl`)], [before, lines], name);
    });
    assertEquals(result.chain, whole.result.chain, name);
    assertEquals(readSegments(`${journal}/run.log`), log, name);
    assertEquals([...Deno.readDirSync(journal)].filter((each) => /\d\.(?:log|jsonl)$/.test(each.name)), [], name);
    holdLaws(journal, result);
  }
});

Deno.test("a log that is removed with its segments is made again, in segments", async () => {
  const { result, journal } = await inParts([[20, SMALL], [16, SMALL]], (path) => {
    for (const name of [...segmentsIn(path, "log"), "run.log"]) Deno.removeSync(`${path}/${name}`);
  });
  assertEquals([result.chain, readSegments(`${journal}/run.log`)], [whole.result.chain, log]);
  assert(segmentsIn(journal, "log").length > 6);
});

Deno.test("a segment of the log that is missing or damaged is told by its name, wherever the log is read", async () => {
  const damages: Readonly<Record<string, readonly [(path: string) => void, string]>> = {
    "missing": [(path) => Deno.removeSync(path), "is missing"],
    "torn": [(path) => Deno.truncateSync(path, 60), "cannot be unpacked"],
  };
  for (const [name, [damage, said]] of Object.entries(damages)) {
    const file = "run.00002.log.gz", change = (journal: string): void => damage(`${journal}/${file}`);
    const error = await assertRejects(() => inParts([[12, SMALL], [5, SMALL]], change), ct.SessionError, said);
    assertEquals([error.code, error.message.includes(file)], ["JOURNAL_DAMAGED", true], name);
    assertStringIncludes(error.message, "remove run.log and its segments");
    const folder = copyOf(kept);
    change(folder);
    const read = assertThrows(() => replay(`${folder}/run.log`, { allowUnfinished: true }), ReplayLogError, said);
    assertEquals([read.code, read.message.includes(file)], ["DAMAGED", true]);
    const command = await told("replay", `${folder}/run.log`, "--unfinished", "--engine", "typescript");
    assertEquals([command.code, command.remarks.includes(file)], [2, true], command.remarks);
    const survey = await told("sessions", "recover", folder);
    assertEquals([survey.code, survey.answer.includes(file)], [1, true], survey.answer);
    assertStringIncludes(survey.answer, "in a folder without it and its segments");
    // The last segment that is missing leaves no hole among the names.
    const last = copyOf(kept);
    damage(`${last}/${segmentsIn(last, "log").at(-1)}`);
    assertThrows(() => replay(`${last}/run.log`, { allowUnfinished: true }), ReplayLogError);
  }
  // A byte that differs is told by the file that it lies in.
  const swapped = (journal: string): void => {
    Deno.copyFileSync(`${journal}/run.00003.log.gz`, `${journal}/run.00002.log.gz`);
  };
  const differs = await assertRejects(
    () => inParts([[12, SMALL], [5, SMALL]], swapped),
    ct.SessionError,
    "differs at byte",
  );
  assertStringIncludes(differs.message, "/run.00002.log.gz: the run made again");
});

Deno.test("a segment of lines that is missing or damaged is told by its name, and what is before it is recovered", async () => {
  const damages: Readonly<Record<string, readonly [(path: string) => void, string]>> = {
    "missing": [(path) => Deno.removeSync(path), "is missing"],
    "torn": [(path) => Deno.truncateSync(path, 60), "cannot be unpacked"],
  };
  for (const [name, [damage, said]] of Object.entries(damages)) {
    const file = "venue.00003.jsonl.gz", change = (journal: string): void => damage(`${journal}/${file}`);
    const error = await assertRejects(() => inParts([[20, SMALL / 2], [5, SMALL]], change), ct.SessionError, said);
    assertEquals([error.code, error.message.includes(file)], ["JOURNAL_DAMAGED", true], name);
    const folder = (await inParts([[20, SMALL / 2]], undefined, "keep")).journal, to = `${Deno.makeTempDirSync()}/new`;
    const text = ["00001", "00002"].map((number) => textOf(`${folder}/venue.${number}.jsonl.gz`)).join("");
    const { length } = text.split("\n");
    change(folder);
    assertThrows(() => ct.recordingOfJournal(folder), ct.SessionError, file);
    const shown = await told("sessions", "show", folder);
    assertEquals([shown.code, shown.remarks.includes(file)], [2, true], shown.remarks);
    const survey = await told("sessions", "recover", folder, "--to", to);
    assertEquals(survey.code, 1);
    assertStringIncludes(survey.answer, `Kept: ${length - 1} lines`);
    assertStringIncludes(survey.answer, `what came from line ${length} on, as ${folder}/${file} ${said}`);
    assertEquals(Deno.readTextFileSync(`${to}/venue.jsonl`), text);
  }
});

Deno.test("segments that are missing without a hole among their names are found by what is behind them", async () => {
  const without = (ending: "log" | "jsonl", count: number) => (journal: string): void => {
    for (const name of segmentsIn(journal, ending).slice(-count)) Deno.removeSync(`${journal}/${name}`);
  };
  for (const count of [1, 99]) {
    const logged = without("log", count), parts = [[20, SMALL / 2], [5, SMALL]] as const;
    const error = await assertRejects(
      () => inParts(parts, logged),
      ct.SessionError,
      "a segment before that byte is missing",
    );
    assertEquals(error.code, "JOURNAL_DAMAGED");
    const lines = await assertRejects(
      () => inParts(parts, without("jsonl", count)),
      ct.SessionError,
      "Cannot read line 1 of",
    );
    assertEquals([lines.code, lines.message.includes("/venue.jsonl: ")], ["JOURNAL_DAMAGED", true]);
  }
});

Deno.test("a line of a segment that is none is told by its place, and a journal with segments is recovered", async () => {
  const survey = await told("sessions", "recover", kept);
  assertEquals([survey.code, survey.remarks], [0, ""]);
  assertStringIncludes(survey.answer, "Kept: 22 lines, 21 turns");
  assertStringIncludes(survey.answer, `${readSegments(`${kept}/run.log`).length} bytes with`);
  const folder = (await inParts([[20, SMALL / 2]], undefined, "keep")).journal, path = `${folder}/venue.00002.jsonl.gz`;
  const lines = textOf(path).split("\n"), before = textOf(`${folder}/venue.00001.jsonl.gz`);
  Deno.removeSync(path);
  // A segment that was not compressed yet has its lines too.
  const plain = path.replace(".gz", "");
  Deno.writeTextFileSync(plain, lines.with(1, "{}").join("\n"));
  const number = before.split("\n").length + 1;
  const damaged = await told("sessions", "recover", folder), json = await told("sessions", "recover", folder, "--json");
  assertStringIncludes(damaged.answer, `lines from line ${number} on, which is line 2 of ${plain}, as it is none`);
  assertEquals(JSON.parse(json.answer).damagedPlace, `line 2 of ${plain}`);
  assertThrows(() => ct.recordingOfJournal(folder), ct.SessionError, `Cannot read line 2 of ${plain}`);
});

Deno.test("the commands of sessions and replay take a journal with segments, also between two steps of a rotation", async () => {
  const above = Deno.makeTempDirSync(), folder = `${above}/run`;
  Deno.renameSync(copyOf(kept), folder);
  renamedFiles(folder);
  const list = await told("sessions", "list", above);
  assertStringIncludes(list.answer, "1 journals");
  assertStringIncludes(list.answer, "Busy on BTC/USDT 1m");
  assertStringIncludes((await told("sessions", "show", folder)).answer, "32 bars in 21 turns");
  for (const path of [folder, `${folder}/run.log`]) {
    const replayed = await told("replay", path, "--unfinished");
    assertEquals([replayed.code, replayed.remarks], [0, ""], replayed.remarks);
    assertStringIncludes(replayed.answer, "Every output and every hash is equal");
  }
  assertEquals((await told("explain", folder, "--unfinished")).code, 0);
  assertEquals((await told("sessions", "kill", folder)).code, 0);
  const before = readSegments(`${folder}/venue.jsonl`);
  assertEquals((await told("sessions", "clear-kill", folder)).code, 0);
  // The lines are packed by the command, which opens the journal, and stay the same.
  assertEquals(readSegments(`${folder}/venue.jsonl`), before);
  assertEquals([...Deno.readDirSync(folder)].filter(({ name }) => name === "KILL"), []);
});

Deno.test("a limit that is none is refused, and so is one without a journal", async () => {
  await using play = played({ seed: 21 });
  const { session } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 2 });
  for (const rotateMiB of [0, -1, NaN, "16" as unknown as number]) {
    const refused = session.run(Busy, feed, { journal: Deno.makeTempDirSync(), rotateMiB });
    await assertRejects(() => refused, RangeError, "pass a size in MiB above 0");
  }
  await assertRejects(() => session.run(Busy, feed, { rotateMiB: 1 }), TypeError, "without a journal");
});
