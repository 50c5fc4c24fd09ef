import { assertEquals } from "@std/assert";
import { PACKAGE_VERSION } from "./package_version.ts";

Deno.test("the version in the code is that of the configuration file", async () => {
  const text = await Deno.readTextFile(new URL("../deno.json", import.meta.url));
  assertEquals(PACKAGE_VERSION, JSON.parse(text).version);
});
