import { assertEquals } from "@std/assert";
import { testRust } from "../engines.ts";
import { runModule } from "./installed_library.ts";

testRust(
  "engines that are forgotten are freed once each and counted, those that were disposed of are not",
  {},
  async () => {
    const flags = ["--v8-flags=--expose-gc", "--allow-read", "--allow-ffi=./rust/lib"];
    const { code, stdout, stderr } = await runModule("leak_engines.ts", flags);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertEquals(JSON.parse(stdout), { leaked: 50, steps: 2 });
  },
);
