/**
 * The journal of a run on paper: whatever cuts the run off, the same folder goes on with it, and nothing is lost or twice.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { JournalFolder } from "../../src/journal/journal_folder.ts";
import { ManualClock } from "../../src/venue/venue_clock.ts";
import { enginesUnderTest } from "../engines.ts";
import { Busy, holdLaws, type Played, played, settledAt, START, TERMS } from "./paper_play.ts";

const OPTIONS = { seed: 21 };

async function begun(play: Played, journal: string, options: Partial<ct.SessionRunOptions<{ period: number }>> = {}) {
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 12 });
  return await settledAt(clock, session.run(Busy, feed, { journal, broker: session.broker(TERMS), ...options }));
}

/** A run that nothing cuts off. */
async function whole(): Promise<{ result: ct.Result; journal: string }> {
  const journal = Deno.makeTempDirSync(), clock = new ManualClock(START);
  await using play = played({ ...OPTIONS, clock });
  const run = await begun(play, journal);
  await play.minutes(40);
  return { result: await settledAt(clock, run.stop()), journal };
}

/** A run that is cut off behind each part but the last, over one venue. */
async function inParts(
  parts: readonly number[],
  between: (journal: string) => void = () => {},
  engines: readonly (ct.EngineChoice | undefined)[] = [undefined],
): Promise<{ result: ct.Result; journal: string }> {
  const journal = Deno.makeTempDirSync(), play = played(OPTIONS);
  await using _ = play;
  for (const [at, minutes] of parts.entries()) {
    const session = ct.exchange(play.venue.direct, { clock: play.clock }), isLast = at === parts.length - 1;
    const engineBackend = engines[at % engines.length];
    const run = await begun({ ...play, session }, journal, engineBackend === undefined ? {} : { engineBackend });
    await play.minutes(minutes);
    if (!isLast) {
      await settledAt(play.clock, run.stop("keep"));
      between(journal);
      await settledAt(play.clock, session.close());
      continue;
    }
    const result = await settledAt(play.clock, run.stop());
    await settledAt(play.clock, session.close());
    return { result, journal };
  }
  throw new Error("there is no part");
}

Deno.test("a run in parts, also in other engines, has the bytes of the run in one", async () => {
  const one = await whole(), log = Deno.readFileSync(`${one.journal}/run.log`);
  holdLaws(one.journal, one.result);
  for (const engines of [[undefined], enginesUnderTest()]) {
    const parts = await inParts([3, 10, 1, 26], undefined, engines);
    assertEquals(parts.result.chain, one.result.chain);
    assertEquals(Deno.readFileSync(`${parts.journal}/run.log`), log);
    holdLaws(parts.journal, parts.result);
  }
});

Deno.test("the bars that came while nobody listened are run when the journal is opened again", async () => {
  const one = await whole();
  const journal = Deno.makeTempDirSync();
  await using play = played(OPTIONS);
  const first = await begun(play, journal);
  await play.minutes(8);
  await settledAt(play.clock, first.stop("keep"));
  await play.minutes(15);
  const again = await begun(play, journal);
  await play.minutes(17);
  assertEquals(again.status.feeds[0]!.byRequest > 10, true);
  const result = await settledAt(play.clock, again.stop());
  assertEquals(result.chain, one.result.chain);
  holdLaws(journal, result);
});

Deno.test("torn tails of both files are dropped or completed, wherever they are torn", async () => {
  const one = await whole();
  const tear = (file: string, bytes: number) => (journal: string): void => {
    const path = `${journal}/${file}`, { size } = Deno.statSync(path);
    Deno.truncateSync(path, Math.max(0, size - bytes));
  };
  for (
    const between of [
      tear("venue.jsonl", 1),
      tear("venue.jsonl", 100),
      tear("venue.jsonl", 700),
      tear("run.log", 1),
      tear("run.log", 8),
      tear("run.log", 333),
      tear("run.log", 1e9),
      (journal: string): void => {
        tear("venue.jsonl", 50)(journal);
        tear("run.log", 700)(journal);
      },
    ]
  ) {
    const { result, journal } = await inParts([12, 14, 14], between);
    assertEquals(result.chain, one.result.chain);
    assertEquals(Deno.readFileSync(`${journal}/run.log`), Deno.readFileSync(`${one.journal}/run.log`));
  }
});

Deno.test("a journal that was changed is damaged, wherever that was, and never goes on", async () => {
  const change = (file: string, at: number, by: (byte: number) => number) => (journal: string): void => {
    const bytes = Deno.readFileSync(`${journal}/${file}`), place = Math.floor(bytes.length * at);
    bytes[place] = by(bytes[place]!);
    Deno.writeFileSync(`${journal}/${file}`, bytes);
  };
  for (const at of [0.3, 0.6, 0.95]) {
    const error = await assertRejects(
      () => inParts([10, 5], change("run.log", at, (byte) => byte ^ 4)),
      ct.SessionError,
    );
    assertEquals(error.code, "JOURNAL_DAMAGED");
  }
  const digit = (journal: string): void => {
    const path = `${journal}/venue.jsonl`, text = Deno.readTextFileSync(path), lines = text.split("\n");
    lines[4] = lines[4]!.replace(
      /"close":"(\d+)\.(\d)/,
      (_all, whole, part) => `"close":"${whole}.${(Number(part) + 1) % 10}`,
    );
    Deno.writeTextFileSync(path, lines.join("\n"));
  };
  assertEquals((await assertRejects(() => inParts([10, 5], digit), ct.SessionError)).code, "JOURNAL_DAMAGED");
  const brace = (journal: string): void => {
    const path = `${journal}/venue.jsonl`, lines = Deno.readTextFileSync(path).split("\n");
    lines[3] = lines[3]!.slice(1);
    Deno.writeTextFileSync(path, lines.join("\n"));
  };
  const broken = await assertRejects(() => inParts([10, 5], brace), ct.SessionError, "line 4");
  assertEquals(broken.code, "JOURNAL_DAMAGED");
  // What names no line of its own, or contradicts itself, is found before anything is run.
  const edits: readonly [number, string | RegExp, string][] = [
    [0, '"tick"', '"tock"'],
    [0, '"timeframe":"1m"', '"timeframe":"1q"'],
    [0, '"feeds":[', '"feeds":[null,'],
    [4, '"feed":0', '"feed":3'],
    [4, /"begin_us":\d/, '"begin_us":9'],
    [4, /"high":"\d+/, '"high":"1'],
  ];
  for (const [line, from, to] of edits) {
    let path = "";
    const edit = (journal: string): void => {
      path = `${journal}/venue.jsonl`;
      const lines = Deno.readTextFileSync(path).split("\n");
      lines[line] = lines[line]!.replace(from, to);
      Deno.writeTextFileSync(path, lines.join("\n"));
    };
    const said = `line ${line + 1} of `,
      error = await assertRejects(() => inParts([10, 5], edit), ct.SessionError, said);
    assertEquals([error.code, error.message.includes(path)], ["JOURNAL_DAMAGED", true], to);
    const journal = path.replace("/venue.jsonl", "");
    assertEquals(assertThrows(() => ct.recordingOfJournal(journal), ct.SessionError, said).code, "JOURNAL_DAMAGED");
  }
});

Deno.test("a journal is open once, is that of one run, and ends", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played(OPTIONS);
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 12 });
  const run = await begun(play, journal);
  const codeOf = async (promise: Promise<unknown>): Promise<string> => {
    const error = await assertRejects(() => settledAt(clock, promise), ct.SessionError);
    return error.code;
  };
  assertEquals(await codeOf(begun(play, journal)), "JOURNAL_LOCKED");
  assertThrows(() => JournalFolder.open(journal), ct.SessionError, "another process");
  await play.minutes(5);
  await settledAt(clock, run.stop("keep"));
  class Other extends Busy {}
  assertEquals(await codeOf(session.run(Other, feed, { journal })), "OTHER_RUN");
  const params = await settledAt(clock, begun(play, journal, { params: { period: 6 } }));
  assertEquals((await assertRejects(() => settledAt(clock, params.finished), ct.SessionError)).code, "OTHER_RUN");
  const five = session.feed({ symbol: "BTC/USDT", timeframe: "5m" });
  assertEquals(await codeOf(session.run(Busy, five, { journal })), "OTHER_RUN");
  const again = await begun(play, journal);
  await play.minutes(1);
  await settledAt(clock, again.stop());
  assertEquals(await codeOf(begun(play, journal)), "JOURNAL_ENDED");
});

Deno.test("other terms than those of the journal are refused", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ ...OPTIONS, faults: [{ fault: "terms", minute: 20, tick: "0.05" }] });
  const run = await begun(play, journal);
  await play.minutes(5);
  await settledAt(play.clock, run.stop("keep"));
  await play.minutes(20);
  const error = await assertRejects(() => begun(play, journal), ct.SessionError);
  assertEquals(error.code, "TERMS_CHANGED");
});

Deno.test("a kill stays when the journal is opened again, and so do stopped entries", async () => {
  for (const [how, entries] of [["halt", "killed"], ["cancel", "killed"], ["stop", "stopped"]] as const) {
    const journal = Deno.makeTempDirSync();
    await using play = played(OPTIONS);
    const run = await begun(play, journal);
    await play.minutes(6);
    if (how === "stop") await settledAt(play.clock, run.stopEntries("wait"));
    else await settledAt(play.clock, run.kill(how, "enough"));
    await play.minutes(3);
    const before = run.status;
    await settledAt(play.clock, run.stop("keep"));
    const again = await begun(play, journal);
    await play.minutes(2);
    assertEquals([again.status.entries, again.status.reason], [entries, before.reason]);
    if (how !== "stop") assertEquals(again.status.positions, before.positions);
    const result = await settledAt(play.clock, again.stop());
    holdLaws(journal, result);
  }
});

Deno.test("a file named KILL in the folder kills the run", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played(OPTIONS);
  const run = await begun(play, journal);
  await play.minutes(3);
  Deno.writeTextFileSync(`${journal}/KILL`, "");
  for (let waited = 0; waited < 100 && run.status.entries !== "killed"; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await play.clock.advance(play.clock.nowUs());
  }
  assertEquals([run.status.entries, run.status.reason], ["killed", "there is a file KILL"]);
  await settledAt(play.clock, run.stop());
});

Deno.test("a strategy that does not repeat is found when its journal is opened again", async () => {
  const journal = Deno.makeTempDirSync();
  let size = 0.1;
  class Moody extends ct.Strategy.with({}) {
    override next(): void {
      if (this.position.size === 0) this.buy({ size });
      else this.close();
    }
  }
  await using play = played(OPTIONS);
  const { session, clock } = play, feed = session.feed({ symbol: "BTC/USDT", warmUp: 3 });
  const run = await session.run(Moody, feed, { journal });
  await play.minutes(5);
  await settledAt(clock, run.stop("keep"));
  size = 0.2;
  const again = await session.run(Moody, feed, { journal });
  const error = await assertRejects(() => settledAt(clock, again.finished), ct.SessionError, "does not repeat");
  assertEquals(error.code, "JOURNAL_DAMAGED");
});

Deno.test("no key of an account is in any file of a journal", async () => {
  const journal = Deno.makeTempDirSync(), clock = new ManualClock(START);
  const credentials = { apiKey: "KEY-d5f1c0", secret: "SECRET-77ab90", passphrase: "PASS-1" };
  await using play = played({ ...OPTIONS, clock }, { credentials });
  const run = await begun(play, journal);
  await play.minutes(3);
  await settledAt(clock, run.stop());
  for (const { name } of Deno.readDirSync(journal)) {
    const text = new TextDecoder("latin1").decode(Deno.readFileSync(`${journal}/${name}`));
    for (const key of Object.values(credentials)) assert(!text.includes(key), name);
  }
});
