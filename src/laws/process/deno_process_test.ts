import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Answer, askDeno, runDeno } from "./deno_process.ts";

const FRAMES = JSON.stringify(new URL("./answer_frame.ts", import.meta.url).href);
/** Reads the key and the question; `answer` writes a text in a frame. */
const READ = `import { frameOf, KEY_BYTES } from ${FRAMES};
const read = (count) => { const bytes = new Uint8Array(count); for (let at = 0; at < count;) at += Deno.stdin.readSync(bytes.subarray(at)); return bytes; };
const key = read(KEY_BYTES), question = new TextDecoder().decode(read(new DataView(read(8).buffer).getFloat64(0)));
const answer = (text) => { const frame = frameOf(key, new TextEncoder().encode(text)); for (let at = 0; at < frame.length;) at += Deno.stdout.writeSync(frame.subarray(at)); };
`;

/** Asks a process that runs some code after it has read the question. */
function ask(code: string, input: string = "question", timeoutMs: number = 60_000): Promise<Answer> {
  const module = `data:application/javascript,${encodeURIComponent(READ + code)}`;
  return askDeno({
    args: ["run", "--no-prompt", "--quiet", "--no-lock", "--no-config", module],
    input: new TextEncoder().encode(input),
    timeoutMs,
  });
}

/** The text of an answer. */
async function answered(code: string, input?: string): Promise<string> {
  const answer = await ask(code, input);
  assertEquals(answer.kind, "answered", JSON.stringify(answer));
  return answer.kind === "answered" ? new TextDecoder().decode(answer.payload) : "";
}

Deno.test("a process that is asked gets the question, has no permission, and is ended when its answer is whole", async () => {
  const states = `(await Promise.all(["read", "net", "run", "env", "ffi", "sys", "write"].map((name) =>
    Deno.permissions.query({ name })))).map(({ state }) => state).join()`;
  const none = Array.from({ length: 7 }, () => "prompt").join();
  assertEquals(await answered(`answer(question + " " + ${states});`), `question ${none}`);
  for (
    const stays of [
      "setInterval(() => {}, 1000);",
      'new Worker("data:application/javascript,for (;;);", { type: "module" });',
      "for (;;);",
      "await new Promise(() => setInterval(() => {}, 1000));",
      'Deno.addSignalListener("SIGTERM", () => {}); for (;;);',
    ]
  ) assertEquals(await answered(`answer("whole"); ${stays}`), "whole", stays);
});

Deno.test("long questions, long answers and megabytes of other output are no hindrance", async () => {
  const long = "x".repeat(3_000_000);
  assertEquals(await answered(`answer(question);`, long), long);
  const floods = `const noise = new Uint8Array(1 << 20).fill(120);
    for (let at = 0; at < 8; at++) { Deno.stdout.writeSync(noise); Deno.stderr.writeSync(noise); }`;
  assertEquals(await answered(`${floods} answer("after");`), "after");
});

Deno.test("an answer that was written without the key is none", async () => {
  const forged = await ask(`Deno.stdout.writeSync(frameOf(key.map((byte) => byte ^ 1), new Uint8Array(9)));`);
  assertEquals(forged.kind, "silent");
  const broken = await ask(`const frame = frameOf(key, new Uint8Array(9)); frame[frame.length - 70] ^= 1;
    Deno.stdout.writeSync(frame); for (;;);`);
  assertEquals(broken, { kind: "broken", reason: "its digest is another" });
});

Deno.test("a process that ends, closes its output or does not answer in time has an end with a reason", async () => {
  const exits = await ask("console.error('why'); Deno.exit(3);");
  assertEquals(exits, { kind: "silent", code: 3, stderr: "why\n" });
  const throws = await ask("throw new RangeError('broken');");
  assertEquals([throws.kind, throws.kind === "silent" && throws.code], ["silent", 1]);
  assertStringIncludes(throws.kind === "silent" ? throws.stderr : "", "RangeError: broken");
  const closes = await ask("Deno.stdout.close(); answer(question);");
  assertStringIncludes(closes.kind === "silent" ? closes.stderr : "", "BadResource");
  assertEquals(await ask('Deno.addSignalListener("SIGTERM", () => {}); for (;;);', "", 1500), { kind: "late" });
  // One that reads none of its input ends all the same.
  const module = "data:application/javascript,Deno.exit(4)", input = new Uint8Array(5_000_000);
  const deaf = await askDeno({ args: ["run", "--no-prompt", "--quiet", module], input, timeoutMs: 60_000 });
  assertEquals([deaf.kind, deaf.kind === "silent" && deaf.code], ["silent", 4]);
});

Deno.test("Deno runs without the net, and tells the permission that a parent without it needs", async () => {
  const { code, stderr } = await runDeno(["run", "--no-prompt", "--no-lock", "https://jsr.io/@std/nothing/mod.ts"]);
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Import 'https://jsr.io/@std/nothing/mod.ts' failed");
  const own = JSON.stringify(new URL("./deno_process.ts", import.meta.url).href);
  const asks = `import { runDeno } from ${own};
    await runDeno(["--version"]).catch((error) => console.log(error.message));`;
  const module = `data:application/javascript,${encodeURIComponent(asks)}`;
  const told = await runDeno(["run", "--no-prompt", "--no-lock", "--no-config", module]);
  assertEquals(told.code, 0, told.stderr);
  assertStringIncludes(told.stdout, `run with --allow-run=${Deno.execPath()}`);
});
