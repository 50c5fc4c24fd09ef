import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "../tests/boundary/installed_library.ts";

Deno.test("the demonstration of the queue names the apt command where there is no redis-server", async () => {
  const env = { PATH: "/nowhere", NO_COLOR: "1" };
  const { code, stderr } = await run(Deno.execPath(), ["task", "--quiet", "queue:demo"], env);
  assertEquals(code, 1, stderr);
  assertStringIncludes(stderr, "apt-get install redis-server");
});

Deno.test("wrong arguments of the demonstration and of a worker are refused with the help", async () => {
  const task = (...args: string[]): ReturnType<typeof run> => run(Deno.execPath(), ["task", "--quiet", ...args], {});
  for (const args of [["queue:demo", "--kills", "-1"], ["queue:demo", "--kill", "1"], ["queue:worker"]]) {
    const { code, stderr } = await task(...args);
    assertEquals(code, 2, `${args}: ${stderr}`);
    assertStringIncludes(stderr, "Usage: deno task queue:");
  }
});
