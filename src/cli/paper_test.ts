import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
// Opens the Rust library while the module loads, as one that a test opened would count as its leak.
import "../../tests/engines.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

async function answerTo(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(args, COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

const STRATEGY = "tasks/demo/sma_cross.ts";

Deno.test("a run on paper ends with its summary and with the backtest of its recorded bars, and its journal is shown", async () => {
  const folder = Deno.makeTempDirSync(), journal = `${folder}/first`;
  const run = await answerTo(
    ...[
      "paper",
      STRATEGY,
      "--exchange",
      "fake",
      "--speed",
      "1200",
      "--bars",
      "12",
      "--warm-up",
      "40",
      "--cash",
      "50000",
    ],
    ...["--journal", journal, "--rotate-mib", "0.002", "--on-stop", "flatten", "--commission", "0.001"],
  );
  assertEquals([run.code, run.remarks], [0, ""]);
  assert(Deno.statSync(`${journal}/run.00001.log.gz`).isFile);
  assertStringIncludes(run.answer, "Backtest of the recorded bars: the same, chain ");
  const list = await answerTo("sessions", "list", folder);
  assertStringIncludes(list.answer, "1 journals");
  assertStringIncludes(list.answer, "BTC/USDT 1m");
  const shown = await answerTo("sessions", "show", journal);
  assertStringIncludes(shown.answer, "The run has ended");
  const ended = await answerTo("paper", STRATEGY, "--exchange", "fake", "--warm-up", "40", "--journal", journal);
  assertEquals(ended.code, 2);
  assertStringIncludes(ended.remarks, "its run has ended");
});

Deno.test("--page serves a page whose buttons end the run, which is no backtest of its bars then", async () => {
  const journal = Deno.makeTempDirSync(), terminal = new MemoryTerminal();
  const args = ["paper", STRATEGY, "--exchange", "fake", "--speed", "1200", "--warm-up", "40", "--page"];
  const running = dispatch([...args, "--journal", journal, "--on-stop", "cancel"], COMMANDS, terminal);
  let url: URL | undefined;
  while (url === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const address = /page of the run: (\S+)/.exec(terminal.remarks.join("\n"))?.[1];
    if (address !== undefined) url = new URL(address);
  }
  const { origin, hash } = url;
  const headers = { authorization: `Bearer ${hash.slice(1)}`, origin, "content-type": "application/json" };
  const killed = await fetch(`${origin}/kill`, {
    method: "POST",
    headers,
    body: '{"confirm":"kill","reason":"enough"}',
  });
  assertEquals([killed.status, await killed.json()], [200, { kill: "done" }]);
  assertEquals(await running, 0);
  const answer = terminal.answer.join("\n");
  assertStringIncludes(answer, "entries killed");
  assert(!answer.includes(hash.slice(1)) && !answer.includes("Backtest of the recorded bars"));
});

Deno.test("a kill of a journal is cleared, once", async () => {
  const folder = Deno.makeTempDirSync();
  const terms = { symbol: "A/B", base: "A", quote: "B", tick: "0.01", sizeStep: "1", status: "trading" };
  const lines = [
    {
      kind: "head",
      version: 1,
      venue: "x",
      mode: "paper",
      strategy: "S",
      feeds: [{ name: "a", timeframe: "1m", terms }],
      from_us: 0,
    },
    { kind: "turn", turn: 0, now_us: 1, bars: [] },
    { kind: "command", command: "cancel", reason: "enough", now_us: 2 },
  ];
  Deno.writeTextFileSync(`${folder}/venue.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  assertStringIncludes((await answerTo("sessions", "show", folder)).answer, "entries are killed");
  assertEquals((await answerTo("sessions", "clear-kill", folder)).code, 0);
  assertStringIncludes((await answerTo("sessions", "show", folder)).answer, "entries are open");
  const again = await answerTo("sessions", "clear-kill", folder);
  assertEquals(again.code, 2);
  assertStringIncludes(again.remarks, "its entries are open");
});

Deno.test("a kill of a run that was flattened, or has ended, is not cleared: the run would take no order", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/venue.jsonl`;
  const terms = { symbol: "A/B", base: "A", quote: "B", tick: "0.01", sizeStep: "1", status: "trading" };
  const feeds = [{ name: "a", timeframe: "1m", terms }];
  const lines = [
    { kind: "head", version: 1, venue: "x", mode: "paper", strategy: "S", feeds, from_us: 0 },
    { kind: "turn", turn: 0, now_us: 1, bars: [] },
    { kind: "command", command: "flatten", reason: "enough", now_us: 2 },
    { kind: "end", how: "flatten", reason: "the run was stopped", now_us: 3 },
  ];
  const told = [[3, "was flattened, and comes to its end"], [4, "has ended"]] as const;
  for (const [count, state] of told) {
    Deno.writeTextFileSync(path, lines.slice(0, count).map((line) => `${JSON.stringify(line)}\n`).join(""));
    assertStringIncludes((await answerTo("sessions", "show", folder)).answer, `The run ${state}`);
    const before = Deno.readTextFileSync(path), { code, remarks } = await answerTo("sessions", "clear-kill", folder);
    assertEquals([code, Deno.readTextFileSync(path)], [2, before]);
    assertStringIncludes(remarks, `its run ${state}`);
    assertStringIncludes(remarks, "begin another one in a folder of its own");
  }
});

/** Waits until a file has a text. */
async function until(path: string, text: string): Promise<void> {
  for (let waited = 0; waited < 1500; waited++) {
    const has = await Deno.readTextFile(path).then((found) => found.includes(text), () => false);
    if (has) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} never had ${text}`);
}

Deno.test({
  name: "a run is killed by a signal of the system and by another process, and stays so until the kill is cleared",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const journal = `${Deno.makeTempDirSync()}/run`, lines = `${journal}/venue.jsonl`;
    const begin = (): Deno.ChildProcess =>
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--no-check", "--no-prompt", "--allow-read", `--allow-write=${journal}`, "--allow-net=127.0.0.1"],
          ...["src/cli/mod.ts", "paper", STRATEGY, "--exchange", "fake", "--speed", "600", "--warm-up", "40"],
          ...["--journal", journal, "--max-order-notional", "5000"],
        ],
        ...{ stdin: "null", stdout: "piped", stderr: "piped" },
      }).spawn();
    const first = begin();
    await until(lines, '"turn":3');
    first.kill("SIGUSR2");
    await until(lines, '"command":"cancel","reason":"the signal SIGUSR2 came"');
    first.kill("SIGTERM");
    const ended = await first.output();
    assertEquals([ended.code, new TextDecoder().decode(ended.stderr)], [0, ""]);
    const stopped = await answerTo("sessions", "show", journal);
    assertStringIncludes(stopped.answer, "entries are killed");
    assertEquals((await answerTo("sessions", "clear-kill", journal, "--reason", "looked at")).code, 0);
    assertStringIncludes((await answerTo("sessions", "show", journal)).answer, "clear-kill: looked at");
    const again = await answerTo("sessions", "kill", journal, "--how", "halt", "--reason", "out of hours");
    assertEquals([again.code, Deno.readTextFileSync(`${journal}/KILL`)], [0, "halt: out of hours\n"]);
    const second = begin();
    await until(lines, '"command":"halt","reason":"out of hours (by a file KILL)"');
    second.kill("SIGINT");
    assertEquals((await second.output()).code, 0);
    assertEquals((await answerTo("sessions", "clear-kill", journal)).code, 0);
    assertEquals([...Deno.readDirSync(journal)].some(({ name }) => name === "KILL"), false);
  },
});

Deno.test("what cannot be used is said, with what can", async () => {
  const cases: readonly (readonly [args: readonly string[], text: string])[] = [
    [["paper", STRATEGY], "Cannot go on without --exchange"],
    [["paper", STRATEGY, "--exchange", "binance", "--speed", "5"], "they belong to the exchange fake"],
    [["paper", STRATEGY, "--exchange", "fake", "--symbol", "NO/SUCH"], "NO/SUCH"],
    [["paper", STRATEGY, "--exchange", "fake", "--timeframe", "1M"], "months differ"],
    [["paper", STRATEGY, "--exchange", "fake", "--params", "quick=3"], "quick"],
    [["paper", STRATEGY, "--exchange", "fake", "--page=x"], '"x" as --page'],
    [["paper", STRATEGY, "--exchange", "fake", "--page", "70000"], "port 70000"],
    [["paper", STRATEGY, "--exchange", "fake", "--alerts", "CRACKTRADER_NO_SUCH"], "CRACKTRADER_NO_SUCH"],
    [["sessions", "see", "."], "say list, show, kill, clear-kill or recover"],
    [["paper", STRATEGY, "--exchange", "fake", "--max-drawdown", "3"], "maxDrawdown 3"],
    [["sessions", "show", "no/such"], "Cannot read the journal no/such"],
    [["sessions", "list", "no/such"], "Cannot list the folder no/such"],
  ];
  for (const [args, text] of cases) {
    const { code, remarks } = await answerTo(...args);
    assertEquals(code, 2, remarks);
    assert(remarks.includes(text), remarks);
  }
});
