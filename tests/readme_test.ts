/**
 * The README's quick start, copied out of it, runs and trades.
 *
 * @module
 */

import { assert } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** The first TypeScript block of the README that calls `ct.backtest`. */
async function quickStart(): Promise<string> {
  const text = await Deno.readTextFile(new URL("README.md", ROOT));
  const blocks = [...text.matchAll(/^```(?:ts|typescript)[^\n]*\n([^]*?)^```/gm)].map((match) => match[1]!);
  const block = blocks.find((block) => block.includes("ct.backtest("));
  assert(block !== undefined, `none of the ${blocks.length} TypeScript blocks of the README calls ct.backtest`);
  return block;
}

Deno.test("the README's quick start, copied, runs and trades", async () => {
  const program = await quickStart();
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program);
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-lock", "--check", "--allow-read", "--config", "deno.json", file],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert(success, new TextDecoder().decode(stderr));
    const trades = /Trades closed +(\d+)/.exec(text);
    assert(trades !== null && Number(trades[1]) > 0, `the summary tells of no closed trade:\n${text}`);
  } finally {
    await Deno.remove(file);
  }
});
