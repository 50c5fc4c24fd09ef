import { assertEquals, assertStringIncludes } from "@std/assert";
import { MUTANTS } from "../tests/mutants/list.ts";

/** Runs the task and gives its exit code and what it said. */
async function mutants(...args: string[]): Promise<{ code: number; text: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", new URL("mutants.ts", import.meta.url).href, ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("the task lists its mutants, and a sample of them, without trying any", async () => {
  const all = await mutants("--list");
  assertEquals([all.code, all.text.trimEnd().split("\n").length], [0, MUTANTS.length]);
  const sample = await mutants("--list", "--sample", "6", "--seed", "1");
  assertEquals([sample.code, sample.text.trimEnd().split("\n").length], [0, 6]);
  assertEquals(await mutants("--list", "--sample", "6", "--seed", "1"), sample);
});

Deno.test("the task refuses arguments that it cannot use, with the value and what there is", async () => {
  const wrong: readonly (readonly [args: string[], message: string])[] = [
    [["--sample", "five"], 'Cannot use "five" as --sample: it must be a whole number'],
    [["--sample", "5"], "Cannot draw a sample of 5: there are 6 areas"],
    [["--workers", "3"], 'Cannot use "3" as --workers: there are 1 and 2'],
    [["--only", "nothing_has_this"], 'no name contains "nothing_has_this"'],
    [["--patch", "no.patch"], "no.patch"],
    [["--sampel", "6"], "--sampel"],
  ];
  for (const [args, message] of wrong) {
    const { code, text } = await mutants(...args);
    assertEquals(code, 2, text);
    assertStringIncludes(text, message);
  }
});
