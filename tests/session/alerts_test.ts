/**
 * Alerts of runs: delivered, again where that helps, slower than a limit, and never in the way of the run.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { Alerts, type AlertWaits, takenAlertOptions } from "../../src/session/alerts.ts";
import { EdgeLog } from "../../src/session/edge_log.ts";
import { ManualClock } from "../../src/venue/venue_clock.ts";
import { played, settledAt, START } from "./paper_play.ts";

const SECRET = "T0KEN-5f8a1c";
const QUICK: AlertWaits = { retryMs: 5, retryMsMost: 20, minuteMs: 200 };

interface Hook extends AsyncDisposable {
  readonly address: string;
  readonly bodies: Record<string, unknown>[];
  readonly timesMs: number[];
}

/** Serves a webhook whose path is secret; `answer` says the status of each request. */
function hook(answer: (number: number) => number | Promise<number>): Hook {
  const bodies: Record<string, unknown>[] = [], timesMs: number[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    assertEquals(new URL(request.url).pathname, `/hook/${SECRET}`);
    bodies.push(await request.json());
    timesMs.push(performance.now());
    return new Response("", { status: await answer(bodies.length) });
  });
  return {
    ...{ address: `http://127.0.0.1:${server.addr.port}/hook/${SECRET}`, bodies, timesMs },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Alerts beside a log, whose entries as texts are kept. */
function alertsOf(options: ct.AlertOptions): { alerts: Alerts; log: EdgeLog; told: string[] } {
  const told: string[] = [], tell = (message: string): void => void told.push(message);
  const log = new EdgeLog({ debug: tell, info: tell, warning: tell, error: tell });
  const alerts = new Alerts(
    takenAlertOptions(options),
    { log, clock: new ManualClock(START), run: { strategy: "S" } },
    QUICK,
  );
  log.alert = (entry) => alerts.take(entry);
  return { alerts, log, told };
}

const until = async (isDone: () => boolean): Promise<void> => {
  for (let waited = 0; waited < 500 && !isDone(); waited++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert(isDone());
};

Deno.test("errors and warnings of the edge are delivered, and again while the receiver fails", async () => {
  await using receiver = hook((number) => number < 3 ? 503 : 200);
  const { alerts, log } = alertsOf({ webhook: receiver.address });
  log.edge("INFO", "session", START, "nothing to see");
  log.edge("ERROR", "risk", START, "No order is taken any more: enough", { command: "halt" });
  const core = { level: "WARNING", category: "order", timeUs: START, sequence: 5, fields: {} } as const;
  log.warning("an order is refused", { ...core, message: "an order is refused" });
  await until(() => receiver.bodies.length === 3);
  assertEquals(
    new Set(receiver.bodies.map(({ text }) => text)),
    new Set(["ERROR risk: No order is taken any more: enough"]),
  );
  const { time, run, fields, content } = receiver.bodies[2]!;
  assertEquals([time, run], ["2024-01-01T00:00:00.000000Z", { strategy: "S" }]);
  assertEquals([content, fields], [receiver.bodies[0]!["text"], { command: "halt", source: "edge" }]);
  await alerts.close();
});

Deno.test("what the receiver refuses for good is told in the log by its host alone, and is no alert itself", async () => {
  await using receiver = hook(() => 404);
  const { alerts, log, told } = alertsOf({ webhook: receiver.address });
  log.edge("ERROR", "risk", START, "one");
  await until(() => told.length === 2);
  const { host } = new URL(receiver.address);
  assertEquals(told, ["one", `An alert could not be delivered to ${host}: it answers 404`]);
  await alerts.close();
  assertEquals(receiver.bodies.length, 1);
});

Deno.test("tries end, a receiver that is away is told of, and no message has the address", async () => {
  const receiver = hook(() => 200), { address } = receiver;
  await receiver[Symbol.asyncDispose]();
  const { alerts, log, told } = alertsOf({ webhook: new URL(address), tries: 3 });
  log.edge("ERROR", "risk", START, "one");
  await until(() => told.length === 2);
  assert(told[1]!.endsWith("there is no answer (TypeError), 3 times"), told[1]);
  assert(!told.join().includes(SECRET));
  await alerts.close();
});

Deno.test("alerts beyond the limit of a minute wait, and those that wait for too long are counted", async () => {
  await using receiver = hook(() => 200);
  const { alerts, log } = alertsOf({ webhook: receiver.address, perMinute: 2 });
  for (let number = 1; number <= 4; number++) log.edge("ERROR", "risk", START, `alert ${number}`);
  await until(() => receiver.bodies.length === 4);
  const [first, second, third] = receiver.timesMs as [number, number, number];
  assert(second - first < QUICK.minuteMs && third - first > 0.8 * QUICK.minuteMs, receiver.timesMs.join());
  for (let number = 1; number <= 130; number++) log.edge("ERROR", "risk", START, `many ${number}`);
  await until(() => receiver.bodies.length > 5);
  assert(receiver.bodies.some(({ dropped }) => Number(dropped) >= 28), JSON.stringify(receiver.bodies.at(-1)));
  await alerts.close();
});

Deno.test("the log counts all alerts that nobody was told of, those that were let go too", async () => {
  await using receiver = hook(() => 200);
  const { alerts, log, told } = alertsOf({ webhook: receiver.address, perMinute: 1 });
  const lost = async (count: number): Promise<number> => {
    for (let number = 1; number <= count; number++) log.edge("ERROR", "risk", START, `alert ${number}`);
    await until(() => receiver.bodies.length >= 1);
    await alerts.close();
    return Number(/^(\d+) alerts were not sent/.exec(told.at(-1)!)?.[1]);
  };
  const left = await lost(400), sent = receiver.bodies.length;
  // What an alert said was let go before it has been told.
  const dropped = receiver.bodies.reduce((sum, body) => sum + Number(body["dropped"] ?? 0), 0);
  assertEquals(left + sent + dropped, 400);
  assertEquals(told.filter((text) => text.includes("were not sent")).length, 1);
});

Deno.test("alerts that were let go before one that fails are counted with the next", async () => {
  await using receiver = hook((number) => number === 1 ? 404 : 200);
  const { alerts, log, told } = alertsOf({ webhook: receiver.address });
  for (let number = 1; number <= 130; number++) log.edge("ERROR", "risk", START, `alert ${number}`);
  await until(() => receiver.bodies.length >= 3);
  assertEquals(receiver.bodies.slice(0, 3).map(({ dropped }) => dropped), [30, 30, undefined]);
  await alerts.close();
  assert(told.some((text) => text.includes("could not be delivered")));
});

Deno.test("a receiver that never answers holds no turn up, and the end of the run by two seconds at most", async () => {
  let release = (): void => {};
  await using receiver = hook(() => new Promise((resolve) => release = () => resolve(200)));
  await using play = played({ seed: 7 });
  class Idle extends ct.Strategy.with({}) {}
  const run = await play.session.run(Idle, play.session.feed({ symbol: "BTC/USDT", warmUp: 3 }), {
    alerts: { webhook: receiver.address },
  });
  await play.minutes(2);
  await settledAt(play.clock, run.kill("halt", "enough"));
  await until(() => receiver.bodies.length === 1);
  await play.minutes(10);
  assertEquals(run.status.turns, 13);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => timer = setTimeout(() => resolve("late"), 4000));
  const stopping = run.stop(), ended = await Promise.race([stopping.then(() => "ended"), late]);
  clearTimeout(timer);
  release();
  await stopping;
  assertEquals(ended, "ended");
});

Deno.test("no file and no log of a run has the address of its webhook", async () => {
  await using receiver = hook(() => 400);
  const journal = Deno.makeTempDirSync(), told: string[] = [];
  const tell = (message: string, entry: ct.LogEntry): void => void told.push(message + JSON.stringify(entry));
  await using play = played({ seed: 7 }, { logger: { debug: tell, info: tell, warning: tell, error: tell } });
  class Throws extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 8) throw new Error("too much");
    }
  }
  const run = await play.session.run(Throws, play.session.feed({ symbol: "BTC/USDT", warmUp: 3 }), {
    ...{ journal, alerts: { webhook: receiver.address } },
  });
  await play.minutes(2);
  await settledAt(play.clock, run.stopEntries("wait"));
  await play.minutes(4);
  await settledAt(play.clock, run.finished.catch(() => {}));
  await until(() => told.some((text) => text.includes("could not be delivered")));
  assertEquals(receiver.bodies.map(({ text }) => String(text).slice(0, 20)), [
    "WARNING risk: Entrie",
    "ERROR engine: The ru",
  ]);
  for (const { name } of Deno.readDirSync(journal)) {
    assert(!new TextDecoder("latin1").decode(Deno.readFileSync(`${journal}/${name}`)).includes(SECRET), name);
  }
  assert(!told.join("\n").includes(SECRET) && !JSON.stringify(run.status).includes(SECRET));
});

Deno.test("alerts that cannot be are refused by name, and their address is in no message", () => {
  const wrong: readonly ct.AlertOptions[] = [
    { webhook: `ftp://a/${SECRET}` },
    { webhook: `https://user:${SECRET}@a/` },
    { webhook: `no address ${SECRET}` },
    { webhook: `https://a/${SECRET}`, perMinute: 0 },
    { webhook: `https://a/${SECRET}`, tries: 50 },
    { webhook: `https://a/${SECRET}`, level: "INFO" as "ERROR" },
    { webhook: `https://a/${SECRET}`, mail: "x" } as ct.AlertOptions,
    `https://a/${SECRET}` as unknown as ct.AlertOptions,
  ];
  for (const options of wrong) {
    const error = assertThrows(() => takenAlertOptions(options), Error, "alerts");
    assert(!error.message.includes(SECRET), error.message);
  }
});
