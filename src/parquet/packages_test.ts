import { assertEquals, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";

Deno.test("without the packages and without the network an error tells how to get them", async () => {
  using folder = temporaryFolder();
  const module = new URL("parquet.ts", import.meta.url).href, file = "fixtures/parquet/pandas_days.parquet";
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["eval", "--quiet", "--no-lock"],
      `const { parquet } = await import(${JSON.stringify(module)});\n` +
      `await parquet("${file}").then(() => console.log("read"), (error) => console.log(error.message));`,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_DIR: pathOf(folder.url), NPM_CONFIG_REGISTRY: "http://127.0.0.1:1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder(), answer = decoder.decode(stdout);
  assertEquals(code, 0, decoder.decode(stderr));
  assertStringIncludes(answer, "Cannot load the packages for Parquet files: ");
  assertStringIncludes(answer, 'connect to the network once, or run "deno cache jsr:@cracktrader/cracktrader/parquet"');
});
