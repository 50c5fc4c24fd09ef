import { assertEquals } from "@std/assert";
import { pathExists } from "./path_exists.ts";

Deno.test("pathExists() finds files and folders, and nothing where nothing is", () => {
  const here = new URL(".", import.meta.url).pathname;
  assertEquals([here, `${here}path_exists.ts`, `${here}path_exists_no.ts`, ""].map(pathExists), [
    true,
    true,
    false,
    false,
  ]);
});
