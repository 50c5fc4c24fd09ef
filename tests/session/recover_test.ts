/**
 * `sessions recover`: what a torn or damaged journal keeps, and that nothing in its folder changes.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type * as ct from "../../mod.ts";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { dispatch } from "../../src/cli/dispatch.ts";
import { MemoryTerminal } from "../cli/memory_terminal.ts";
import { Busy, holdLaws, played, settledAt, TERMS } from "./paper_play.ts";

/** A journal of a run that was kept, and the run that nothing cut off. */
async function journals(): Promise<{ kept: string; chain: string; goOn: (journal: string) => Promise<ct.Result> }> {
  const begun = async (journal: string, minutes: number, skip: number, how: ct.HowToStop): Promise<ct.Result> => {
    await using play = played({ seed: 21 });
    const { session, clock } = play;
    await play.minutes(skip);
    const feed = session.feed({ symbol: "BTC/USDT", warmUp: 12 }), broker = session.broker(TERMS);
    const run = await settledAt(clock, session.run(Busy, feed, { journal, broker }));
    await play.minutes(minutes);
    return await settledAt(clock, run.stop(how));
  };
  const whole = await begun(Deno.makeTempDirSync(), 30, 0, "cancel"), kept = Deno.makeTempDirSync();
  await begun(kept, 20, 0, "keep");
  return { kept, chain: whole.chain, goOn: (journal) => begun(journal, 10, 20, "cancel") };
}

async function recovered(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["sessions", "recover", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

/** The files of a folder with their bytes. */
function filesOf(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries(
    [...Deno.readDirSync(folder)].map(({ name }) => [name, Deno.readFileSync(`${folder}/${name}`)] as const),
  );
}

const { kept, chain, goOn } = await journals();

/** A copy of the journal, in which something was done to one of its files. */
function damaged(file: string, change: (bytes: Uint8Array) => Uint8Array): string {
  const folder = Deno.makeTempDirSync();
  for (const [name, bytes] of Object.entries(filesOf(kept))) Deno.writeFileSync(`${folder}/${name}`, bytes);
  Deno.writeFileSync(`${folder}/${file}`, change(Deno.readFileSync(`${kept}/${file}`)));
  return folder;
}

const lines = (change: (all: string[]) => string[]) => (bytes: Uint8Array): Uint8Array =>
  new TextEncoder().encode(change(new TextDecoder().decode(bytes).split("\n")).join("\n"));

const CASES: readonly {
  name: string;
  file: string;
  change: (bytes: Uint8Array) => Uint8Array;
  code: number;
  says: readonly string[];
}[] = [
  {
    name: "a whole journal goes on as it is",
    file: "venue.jsonl",
    change: (bytes) => bytes,
    code: 0,
    says: ["Kept: 22 lines, 21 turns", "Lost of venue.jsonl: nothing", "goes on with this folder as it is"],
  },
  {
    name: "a torn last line is no loss",
    file: "venue.jsonl",
    change: (bytes) => bytes.subarray(0, bytes.length - 9),
    code: 0,
    says: [
      "Kept: 21 lines, 20 turns",
      "of a last line without an end, on which nobody acted",
      "Bars of run.log behind the last line: 1",
      "as it is",
    ],
  },
  {
    name: "a torn log is completed",
    file: "run.log",
    change: (bytes) => bytes.subarray(0, bytes.length - 100),
    code: 0,
    says: ["Kept: 22 lines", "run.log breaks off", "completes it when it goes on", "as it is"],
  },
  {
    name: "a line that is none is where the rest is lost",
    file: "venue.jsonl",
    change: lines((all) => all.map((line, at) => at === 10 ? line.slice(3) : line)),
    code: 1,
    says: [
      "Kept: 10 lines, 9 turns",
      "12 lines from line 11 on, as it is none that a session writes",
      "--to NEW_FOLDER",
    ],
  },
  {
    name: "a line that is gone is found by the number of the next one",
    file: "venue.jsonl",
    change: lines((all) => all.filter((_, at) => at !== 10)),
    code: 1,
    says: ["Kept: 10 lines, 9 turns", "11 lines from line 11 on, as turn 10 comes behind turn 8"],
  },
  {
    name: "a bar whose prices contradict each other is where the rest is lost",
    file: "venue.jsonl",
    change: lines((all) => all.map((line, at) => at === 10 ? line.replace(/"low":"[^"]*"/, '"low":"99999999"') : line)),
    code: 1,
    says: ["Kept: 10 lines, 9 turns", "12 lines from line 11 on, as it is none that a session writes"],
  },
  {
    name: "a bar of a feed that the head lacks is where the rest is lost",
    file: "venue.jsonl",
    change: lines((all) => all.map((line, at) => at === 10 ? line.replace('"feed":0', '"feed":7') : line)),
    code: 1,
    says: ["Kept: 10 lines, 9 turns", "from line 11 on, as it has a bar of feed 7"],
  },
  {
    name: "a close that was changed is found by the log",
    file: "venue.jsonl",
    change: lines((all) =>
      all.map((line, at) => at === 10 ? line.replace(/("low":("[^"]*"),"close":)"[^"]*"/, "$1$2") : line)
    ),
    code: 1,
    says: [
      "Kept: 10 lines, 9 turns",
      "12 lines from line 11 on, as the close of its bar of BTC/USDT at",
      "--to NEW_FOLDER",
    ],
  },
  {
    name: "a volume that was changed is found by the log",
    file: "venue.jsonl",
    change: lines((all) => all.map((line, at) => at === 10 ? line.replace(/"volume":"/, '"volume":"9') : line)),
    code: 1,
    says: ["12 lines from line 11 on, as the volume of its bar"],
  },
  {
    name: "a log with a wrong byte is made again",
    file: "run.log",
    change: (bytes) => bytes.map((byte, at) => at === bytes.length >> 1 ? byte ^ 4 : byte),
    code: 1,
    says: ["Kept: 22 lines", "run.log is damaged", "makes it again from the lines"],
  },
  {
    name: "a folder without its log",
    file: "run.log",
    change: () => new Uint8Array(0),
    code: 0,
    says: ["Kept: 22 lines", "run.log breaks off"],
  },
];

for (const { name, file, change, code, says } of CASES) {
  Deno.test(`${name}, and nothing in the folder changes; what is kept comes to the run that nothing cut off`, async () => {
    const folder = damaged(file, change), before = filesOf(folder);
    const told = await recovered(folder), json = await recovered(folder, "--json");
    assertEquals([told.code, json.code, told.remarks], [code, code, ""]);
    for (const text of says) assertStringIncludes(told.answer, text);
    assertEquals(typeof JSON.parse(json.answer).keptLines, "number");
    const to = `${Deno.makeTempDirSync()}/new`, copied = await recovered(folder, "--to", to);
    assertEquals([copied.code, copied.remarks], [code, ""]);
    assertEquals(filesOf(folder), before);
    assertEquals(Object.keys(filesOf(to)), ["venue.jsonl"]);
    const result = await goOn(to);
    assertEquals(result.chain, chain);
    holdLaws(to, result);
  });
}

Deno.test("a command that is in one of the files alone is found, wherever it stands, and what is kept goes on", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 21 });
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 12 });
  const begun = (folder: string) =>
    settledAt(clock, session.run(Busy, feed, { journal: folder, broker: session.broker(TERMS) }));
  const run = await begun(journal);
  await play.minutes(4);
  await settledAt(clock, run.stopEntries("wait"));
  await play.minutes(3);
  await settledAt(clock, run.resumeEntries());
  await play.minutes(2);
  await settledAt(clock, run.kill("halt", "enough"));
  await settledAt(clock, run.stop("keep"));
  const text = Deno.readTextFileSync(`${journal}/venue.jsonl`), all = text.trimEnd().split("\n");
  const commands = all.flatMap((line, at) => JSON.parse(line).kind === "command" ? [at] : []);
  assertEquals(commands.length, 3);
  const cases: readonly [string, readonly string[], string, number][] = [
    ["whole", all, "Lost of venue.jsonl: nothing", 0],
    ...commands.slice(0, 2).map((gone): [string, readonly string[], string, number] => [
      `without line ${gone + 1}`,
      all.filter((_, at) => at !== gone),
      `from line ${gone + 1} on, as run.log has a command there that no line tells of`,
      1,
    ]),
    ["without the last", all.slice(0, -1), `what came from line ${all.length} on, as run.log has a command`, 1],
    ["with another", all.toSpliced(3, 0, all[commands[0]!]!), "from line 4 on, as run.log has no such command", 1],
  ];
  for (const [name, kept, said, code] of cases) {
    const folder = Deno.makeTempDirSync(), to = `${Deno.makeTempDirSync()}/new`;
    Deno.copyFileSync(`${journal}/run.log`, `${folder}/run.log`);
    Deno.writeTextFileSync(`${folder}/venue.jsonl`, `${kept.join("\n")}\n`);
    const told = await recovered(folder, "--to", to);
    assertEquals([told.code, told.remarks], [code, ""], name);
    assertStringIncludes(told.answer, said);
    const again = await begun(to);
    await play.minutes(1);
    assertEquals(again.status.phase, "running", name);
    await settledAt(clock, again.stop("keep"));
  }
});

Deno.test("what cannot be recovered is said", async () => {
  const cases: readonly [readonly string[], string][] = [
    [["no/such"], "Cannot read the journal no/such"],
    [[kept, "--to", kept], "it is there already"],
    [
      [damaged("venue.jsonl", lines((all) => ["", ...all])), "--to", `${Deno.makeTempDirSync()}/x`],
      "its warm-up is not kept",
    ],
  ];
  for (const [args, text] of cases) {
    const { code, remarks } = await recovered(...args);
    assertEquals(code, 2);
    assert(remarks.includes(text), remarks);
  }
});
