/**
 * The page of a run: who may ask, what it tells, and what its buttons do to the run and to its log.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { replay } from "../../src/replay/replay.ts";
import type { PageLine, PageNews } from "../../src/session/page/page_news.ts";
import { enginesUnderTest } from "../engines.ts";
import { Busy, type Played, played, settledAt, TERMS } from "./paper_play.ts";

/** A page of a run, as a program asks it. */
class Asked {
  readonly origin: string;
  readonly token: string;

  constructor(run: ct.LiveRun) {
    const { origin, hash } = new URL(run.page!.url);
    [this.origin, this.token] = [origin, hash.slice(1)];
  }

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  async get(path: string, token: string = this.token): Promise<Response> {
    return await whole(fetch(`${this.origin}${path}`, { headers: { authorization: `Bearer ${token}` } }));
  }

  async press(action: string, reason = "", confirm = action): Promise<Response> {
    const headers = {
      ...{ authorization: `Bearer ${this.token}`, origin: this.origin, "content-type": "application/json" },
    };
    return await whole(fetch(`${this.origin}/${action}`, {
      method: "POST",
      headers,
      body: JSON.stringify({ confirm, reason }),
    }));
  }

  /** Sends a request with just these headers, and returns the head of the answer. */
  async raw(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    const all = { connection: "close", ...(method === "POST" ? { "content-length": "0" } : {}), ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    await connection.write(new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`));
    const text = await new Response(connection.readable).text();
    return text.slice(0, text.indexOf("\r\n\r\n")).toLowerCase();
  }
}

/** Returns an answer whose content has been read. */
async function whole(asked: Promise<Response>): Promise<Response> {
  const answer = await asked, { status, headers } = answer;
  return new Response(await answer.text(), { status, headers });
}

/** Opens a run with a page. */
async function pageOf(
  play: Played,
  strategy: ct.StrategyClass<ct.Params> = Busy as unknown as ct.StrategyClass<ct.Params>,
  options: { readonly journal?: string; readonly risk?: ct.RiskLimits } = {},
): Promise<{ readonly run: ct.LiveRun; readonly page: Asked }> {
  const { risk, ...rest } = options,
    broker = play.session.broker({ ...TERMS, ...(risk === undefined ? {} : { risk }) });
  const feed = play.session.feed({ symbol: "BTC/USDT", warmUp: 10 });
  const run = await play.session.run(strategy, feed, { ...rest, broker, page: true }) as unknown as ct.LiveRun;
  return { run, page: new Asked(run) };
}

class Holds extends ct.Strategy.with({}) {
  override next(): void {
    if (this.position.size === 0) this.buy({ size: 0.1, stopLoss: this.data.close.now * 0.5 });
  }
}

/** Presses a button in a time that stands. */
async function pressed(play: Played, page: Asked, action: string, reason?: string): Promise<Response> {
  return await settledAt(play.clock, page.press(action, reason));
}

Deno.test("requests of another host, another origin, without the token or by another method are refused", async () => {
  await using play = played({ seed: 3 });
  const { run, page } = await pageOf(play), host = `127.0.0.1:${page.port}`, { origin } = page;
  const allowed = { authorization: `Bearer ${page.token}` }, json = { "content-type": "application/json" };
  const wrong = { authorization: `Bearer ${page.token.slice(0, -1)}${page.token.endsWith("A") ? "B" : "A"}` };
  const other = "http://127.0.0.1:1";
  const cases: readonly (readonly [status: number, method: string, path: string, headers: Record<string, string>])[] = [
    [200, "GET", "/status", { host, ...allowed }],
    [200, "GET", "/status", { host: `localhost:${page.port}`, ...allowed }],
    [200, "GET", "/status", { host, ...allowed, origin }],
    [200, "GET", "/", { host }],
    [403, "GET", "/", { host: `evil.example:${page.port}` }],
    [403, "GET", "/status", { host: `evil.example:${page.port}`, ...allowed }],
    [403, "GET", "/status", { host: "127.0.0.1", ...allowed }],
    [403, "GET", "/status", { host: "localhost:1", ...allowed }],
    [403, "GET", "/status", { host, ...allowed, origin: "https://evil.example" }],
    [401, "GET", "/status", { host }],
    [401, "GET", "/status", { host, ...wrong }],
    [401, "GET", "/status", { host, authorization: "Bearer " }],
    [401, "GET", "/status", { host, authorization: page.token }],
    [401, "GET", "/status", { host, cookie: `token=${page.token}` }],
    [401, "GET", `/status?token=${page.token}`, { host }],
    [401, "GET", "/metrics", { host }],
    [401, "GET", "/events", { host, ...wrong }],
    [405, "GET", "/kill", { host, ...allowed }],
    [405, "GET", "/stop-entries", { host, ...allowed }],
    [405, "POST", "/status", { host, ...allowed, origin }],
    [405, "OPTIONS", "/kill", { host, origin: other, "access-control-request-method": "POST" }],
    [405, "HEAD", "/", { host }],
    [404, "GET", "/nothing", { host, ...allowed }],
    [404, "GET", "/__proto__", { host, ...allowed }],
    [404, "GET", "//evil.example/status", { host, ...allowed }],
    [403, "POST", "/kill", { host, ...allowed, ...json }],
    [403, "POST", "/kill", { host, ...allowed, ...json, origin: other }],
    [403, "POST", "/kill", { host, ...allowed, ...json, origin: "null" }],
    [403, "POST", "/kill", { host, ...allowed, ...json, origin: `http://localhost:${page.port}` }],
    [401, "POST", "/kill", { host, ...json, origin }],
    [415, "POST", "/kill", { host, ...allowed, origin, "content-type": "text/plain" }],
    [400, "POST", "/kill", { host, ...allowed, origin, ...json }],
  ];
  for (const [status, method, path, headers] of cases) {
    const head = await page.raw(method, path, headers);
    assertStringIncludes(head.split("\r\n")[0]!, ` ${status} `, `${method} ${path} ${JSON.stringify(headers)}`);
    assert(!head.includes("access-control"), head);
    assert(!head.includes(page.token.toLowerCase()), "the token is not told");
  }
  const refused = await page.press("kill", "", "stop-entries");
  assertEquals([refused.status, await refused.text()], [400, '{"error":"Confirm by { \\"confirm\\": \\"kill\\" }"}']);
  assertEquals(run.status.entries, "open");
  await settledAt(play.clock, run.stop());
});

Deno.test("the page allows its own script and style alone, and has neither data nor the token", async () => {
  await using play = played({ seed: 3 });
  const { run, page } = await pageOf(play), answer = await whole(fetch(`${page.origin}/`)), text = await answer.text();
  const policy = answer.headers.get("content-security-policy")!;
  assertMatch(
    policy,
    /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; connect-src 'self';/,
  );
  assertStringIncludes(policy, "frame-ancestors 'none'");
  const script = /<script>([^]*?)<\/script>/.exec(text)![1]!;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script))).toBase64();
  assertStringIncludes(policy, `script-src 'sha256-${hash}'`);
  assert(text.startsWith("<!doctype html>") && !text.includes(page.token) && !text.includes("Busy"));
  assertEquals([...text.matchAll(/(?:src|href)="(?!#|data:)/g)], []);
  for (
    const [name, value] of [["cache-control", "no-store"], ["x-frame-options", "DENY"], [
      "referrer-policy",
      "no-referrer",
    ]]
  ) {
    assertEquals(answer.headers.get(name!), value);
  }
  await settledAt(play.clock, run.stop());
});

Deno.test("status is that of the run, and metrics have its numbers in the format of Prometheus", async () => {
  await using play = played({ seed: 4 });
  const { run, page } = await pageOf(play, Holds, { risk: { maxDailyLoss: 500, maxOrderSize: 1 } });
  await play.minutes(5);
  const { status } = run, told = await page.get("/status");
  assertEquals(await told.json(), JSON.parse(JSON.stringify(status)));
  assertEquals([status.turns, status.positions], [6, { "BTC/USDT": 0.1 }]);
  const answer = await page.get("/metrics"), text = await answer.text();
  assertEquals(answer.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const lines = text.split("\n");
  assertEquals(lines.pop(), "", "the last line ends");
  for (const line of lines) {
    assertMatch(
      line,
      /^(?:# (?:HELP|TYPE) cracktrader_[a-z_]+ .+|cracktrader_[a-z_]+(?:\{(?:[a-z]+="[^"]*",?)+\})? \S+)$/,
    );
  }
  const names = lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
  assertEquals(new Set(names).size, names.length, "each metric is told once");
  for (
    const line of [
      'cracktrader_run_info{strategy="Holds",venue="fake",mode="paper"} 1',
      'cracktrader_run_phase{phase="running"} 1',
      'cracktrader_entries{entries="stopped"} 0',
      'cracktrader_position_size{feed="BTC/USDT"} 0.1',
      "cracktrader_turns_total 6",
      "cracktrader_fills_total 1",
      `cracktrader_value ${status.value}`,
      `cracktrader_lag_seconds ${status.lagUs / 1e6}`,
      'cracktrader_limit{limit="maxDailyLoss"} 500',
      'cracktrader_limit_value{limit="maxOrderSize"} 0.1',
      'cracktrader_limit_refused_total{limit="maxOrderSize"} 0',
      `cracktrader_last_bar_timestamp_seconds{feed="BTC/USDT"} ${status.feeds[0]!.lastBarUs! / 1e6}`,
    ]
  ) assert(lines.includes(line), `${line} in ${text}`);
  await settledAt(play.clock, run.stop());
});

/** Reads the lines of a run, until they end. */
async function readLines(page: Asked): Promise<PageLine[]> {
  const text = await (await page.get("/events")).text();
  return text.trim().split("\n").map((line) => JSON.parse(line) as PageLine);
}

Deno.test("a reader gets the run, all of its news once, and its end with the final figures", async () => {
  await using play = played({ seed: 4 });
  const { run, page } = await pageOf(play, Holds);
  await play.minutes(3);
  const reading = readLines(page);
  for (let wait = 0; wait < 8; wait++) {
    await new Promise((resolve) => setTimeout(resolve, 80));
    await play.minutes(1);
  }
  const result = await settledAt(play.clock, run.stop("flatten")), lines = await reading;
  assertEquals(lines.map(({ kind }) => kind).filter((kind) => kind !== "news"), ["run", "end"]);
  const [first, end] = [lines[0]!, lines.at(-1)!];
  assert(first.kind === "run" && end.kind === "end" && lines.length > 4, `${lines.length} lines`);
  assertEquals(first.feeds, [
    { name: "BTC/USDT", symbol: "BTC/USDT", timeframe: "1m", stepUs: 60_000_000, priceDecimals: 2, sizeDecimals: 5 },
  ]);
  const news = lines.filter((line): line is PageNews => line.kind === "news");
  const bars = news.flatMap((line) => line.bars);
  assertEquals(bars.map(([, timeUs]) => timeUs), [...new Set(bars.map(([, timeUs]) => timeUs))].toSorted());
  assertEquals(bars.length, run.status.feeds[0]!.bars);
  const points = news.flatMap((line) => line.points);
  assertEquals([points.length, points.at(-1)![1]], [run.status.turns + 1, result.stats.finalEquity]);
  const fills = news.flatMap((line) => line.fills);
  assertEquals(fills.map(({ price, side }) => [price, side]), result.fills.map(({ price, side }) => [price, side]));
  assertEquals([end.how, end.figures!.chain, end.figures!.finalEquity], [
    "flatten",
    result.chain,
    result.stats.finalEquity,
  ]);
  const last = news.at(-1)!;
  assertEquals(last.status, JSON.parse(JSON.stringify(run.status)));
  assertEquals([last.status.value, last.status.workingOrders], [result.stats.finalEquity, 0]);
  assertEquals([last.positions, last.orders], [[], []]);
  const texts = news.flatMap((line) => line.messages.map(({ text }) => text));
  assert(texts.some((text) => text.startsWith("The run goes on live")), texts.join());
  await assertRejects(() => fetch(page.origin), TypeError);
});

/** Buys on each bar. */
class Adds extends ct.Strategy.with({}) {
  override next(): void {
    this.buy({ size: 0.01 });
  }
}

/** Holds the commands of a journal and the replay of its log against a run that has ended, and looks for its token. */
function holdJournal(journal: string, { chain }: ct.Result, commands: readonly string[], token: string): void {
  const lines = Deno.readTextFileSync(`${journal}/venue.jsonl`).trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.filter(({ kind }) => kind === "command").map(({ command }) => command), [...commands]);
  for (const engineBackend of enginesUnderTest()) {
    const replayed = replay(`${journal}/run.log`, { engineBackend });
    assertEquals([replayed.equal, replayed.chain], [true, chain], engineBackend);
  }
  const files = [...Deno.readDirSync(journal)].map(({ name }) => Deno.readFileSync(`${journal}/${name}`));
  assert(files.every((bytes) => !new TextDecoder("latin1").decode(bytes).includes(token)), "no file has the token");
}

Deno.test("buttons stop and resume entries and kill, and the log with all of it replays on every engine", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 7 });
  const { run, page } = await pageOf(play, Adds, { journal });
  const held = (): number => run.status.positions["BTC/USDT"]!;
  await play.minutes(3);
  assertEquals((await pressed(play, page, "stop-entries", "news\ncome")).status, 200);
  assertEquals([run.status.entries, run.status.reason], ["stopped", "news come (by the page of the run)"]);
  await play.minutes(1);
  const stopped = held();
  await play.minutes(3);
  assertEquals(held(), stopped, "entries are refused");
  assertEquals((await pressed(play, page, "resume-entries")).status, 200);
  await play.minutes(3);
  assert(run.status.entries === "open" && held() > stopped);
  assertEquals((await pressed(play, page, "stop-entries")).status, 200);
  assertEquals([run.status.entries, run.status.reason], ["stopped", "by the page of the run"]);
  const killed = await pressed(play, page, "kill", "enough");
  assertEquals([killed.status, await killed.json()], [200, { kill: "done" }]);
  assert(run.status.phase !== "running", "a kill ends the run");
  const result = await settledAt(play.clock, run.finished);
  assertEquals([run.status.phase, run.status.entries, run.status.workingOrders], ["ended", "killed", 0]);
  assert(held() > stopped, "a kill leaves positions");
  assert(result.refusals.length > 2, "entries were refused");
  holdJournal(journal, result, ["stop-entries", "resume-entries", "stop-entries", "cancel"], page.token);
});

Deno.test("the button flatten is the kill that flattens, and its answer does not wait for the end", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 7 });
  const { run, page } = await pageOf(play, Holds, { journal });
  await play.minutes(3);
  assertEquals([run.status.positions["BTC/USDT"], run.status.workingOrders], [0.1, 1]);
  const answer = await pressed(play, page, "flatten", "news\ncome");
  assertEquals([answer.status, await answer.json()], [200, { flatten: "done" }]);
  const result = await settledAt(play.clock, run.finished), { status } = run;
  assertEquals([status.phase, status.entries], ["ended", "killed"]);
  assertEquals(status.reason, "news come (by the page of the run)");
  assertEquals([status.positions["BTC/USDT"], status.workingOrders, status.commands], [0, 0, 1]);
  holdJournal(journal, result, ["flatten"], page.token);
});

Deno.test("the button clear-kill takes orders again, once", async () => {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 7 });
  const { run, page } = await pageOf(play, Adds, { journal });
  await play.minutes(2);
  await settledAt(play.clock, run.kill("halt", "enough"));
  await play.minutes(1);
  const held = run.status.positions["BTC/USDT"]!;
  assertEquals((await pressed(play, page, "clear-kill", "all is well")).status, 200);
  assertEquals([run.status.entries, run.status.reason], ["open", ""]);
  await play.minutes(3);
  assert(run.status.positions["BTC/USDT"]! > held);
  const again = await pressed(play, page, "clear-kill");
  assertEquals(again.status, 409);
  assertStringIncludes((await again.json()).error, "entries of the run are open");
  const result = await settledAt(play.clock, run.stop());
  holdJournal(journal, result, ["halt", "clear-kill"], page.token);
});

Deno.test("behind a kill entries are not resumed by the page, and the answer says why", async () => {
  await using play = played({ seed: 7 });
  const { run, page } = await pageOf(play, Holds);
  await play.minutes(2);
  await settledAt(play.clock, run.kill("halt", "enough"));
  const answer = await pressed(play, page, "resume-entries");
  assertEquals(answer.status, 409);
  assertStringIncludes((await answer.json()).error, "clear-kill");
  await settledAt(play.clock, run.stop());
});

Deno.test("the token is in no entry of the log, and no two runs have the same", async () => {
  const told: string[] = [],
    logger: ct.Logger = {
      debug: (message, entry) => void told.push(message, JSON.stringify(entry)),
      info: (message, entry) => void told.push(message, JSON.stringify(entry)),
      warning: (message, entry) => void told.push(message, JSON.stringify(entry)),
      error: (message, entry) => void told.push(message, JSON.stringify(entry)),
    };
  await using play = played({ seed: 3 }, { logger });
  const one = await pageOf(play), other = await pageOf(play, Holds);
  await one.page.get("/status");
  await one.page.get("/status", "wrong");
  await play.minutes(3);
  await pressed(play, one.page, "stop-entries", "news");
  const tokens = [one, other].map(({ page }) => page.token);
  assert(tokens[0] !== tokens[1] && tokens.every((token) => token.length === 43));
  for (const { run } of [one, other]) await settledAt(play.clock, run.stop());
  assert(told.length > 20 && tokens.every((token) => told.every((text) => !text.includes(token))));
  assert(!JSON.stringify(one.run.status).includes(tokens[0]!));
});

Deno.test("a page that does not read holds up neither the run nor its end", async () => {
  await using play = played({ seed: 4 });
  const { run, page } = await pageOf(play);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: page.port });
  const request = `GET /events HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\nauthorization: Bearer ${page.token}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  await play.minutes(200);
  assertEquals(run.status.turns, 201);
  const beganMs = performance.now();
  await settledAt(play.clock, run.stop());
  assert(performance.now() - beganMs < 4000);
  connection.close();
});

Deno.test("a run that fails tells its page the error", async () => {
  class Throws extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 14) throw new Error("too much");
    }
  }
  await using play = played({ seed: 4 });
  const { run, page } = await pageOf(play, Throws), reading = readLines(page);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await play.minutes(5);
  await assertRejects(() => run.finished, ct.StrategyError);
  const end = (await reading).at(-1)!;
  assert(end.kind === "end" && end.how === "failed" && end.figures === undefined);
  assertStringIncludes(end.error, "too much");
});

Deno.test("a page begins on the port that it is given, and says where it cannot", async () => {
  await using play = played({ seed: 3 });
  const { run, page } = await pageOf(play), feed = play.session.feed({ symbol: "BTC/USDT", warmUp: 5 });
  const ask = (page: unknown): Promise<unknown> =>
    settledAt(play.clock, play.session.run(Holds, feed, { page: page as boolean }));
  await assertRejects(() => ask({ port: page.port }), RangeError, `port ${page.port}: it is in use`);
  await assertRejects(() => ask({ port: 0 }), RangeError, "Cannot serve the page on port 0");
  await assertRejects(() => ask({ port: 70_000 }), RangeError, "port 70000");
  await assertRejects(() => ask({ host: "0.0.0.0" }), TypeError, "host");
  await assertRejects(() => ask("yes"), TypeError, "yes");
  await settledAt(play.clock, run.stop());
  const free = page.port, again = await settledAt(play.clock, play.session.run(Holds, feed, { page: { port: free } }));
  assertEquals(new URL(again.page!.url).port, String(free));
  assertEquals((await whole(fetch(`http://127.0.0.1:${free}/`))).status, 200);
  await settledAt(play.clock, again.stop());
  const none = await play.session.run(Holds, feed, {});
  assertEquals(none.page, undefined);
  await settledAt(play.clock, none.stop());
});
