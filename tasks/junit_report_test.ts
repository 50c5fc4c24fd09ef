import { assertEquals, assertThrows } from "@std/assert";
import { readJunitReport } from "./junit_report.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="10" failures="4" errors="0" time="0.263">
    <testsuite name="./src/a_test.ts" tests="7" disabled="2" errors="0" failures="4">
        <testcase name="a &gt; b &amp; &quot;c&quot;" classname="./src/a_test.ts" time="0.001" line="1" col="57">
        </testcase>
        <testcase name="is ignored (skipped: no compiler)" classname="./src/a_test.ts" time="0.000" line="4" col="6">
            <skipped/>
        </testcase>
        <testcase name="is filtered out" classname="./src/a_test.ts" line="3" col="6">
            <skipped/>
        </testcase>
        <testcase name="fails" classname="./src/a_test.ts" time="0.029" line="5" col="6">
            <failure message="Uncaught Error: x">Error: &lt;skipped/&gt; &lt;/testcase&gt;</failure>
        </testcase>
        <testcase name="steps" classname="./src/a_test.ts" time="0.008" line="6" col="6">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="steps &gt; inner" classname="./src/a_test.ts" time="0.000" line="6" col="43">
        </testcase>
        <testcase name="steps &gt; ign" classname="./src/a_test.ts" time="0.000" line="6" col="76">
            <skipped/>
        </testcase>
        <testcase name="steps &gt; bad" classname="./src/a_test.ts" time="0.001" line="6" col="125">
            <failure message="Uncaught Error: b
c">Error: b
c</failure>
        </testcase>
    </testsuite>
    <testsuite name="./mod.ts#6-11.ts" tests="1" disabled="0" errors="0" failures="0">
        <testcase name="file:///project/mod.ts#6-11.ts" classname="./mod.ts#6-11.ts" time="0.001" line="3" col="6">
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("readJunitReport() counts tests, not steps, and skipped steps as skipped, and leaves out what was filtered out", () => {
  assertEquals(readJunitReport(REPORT), {
    passed: 2,
    failures: ["./src/a_test.ts: fails", "./src/a_test.ts: steps"],
    skipped: [
      { name: "./src/a_test.ts: is ignored", reason: "no compiler" },
      { name: "./src/a_test.ts: steps > ign", reason: undefined },
    ],
  });
});

Deno.test("readJunitReport() reads a report without tests", () => {
  const empty = `<testsuites name="deno test" tests="0" failures="0" errors="0" time="0.000">\n</testsuites>\n`;
  assertEquals(readJunitReport(empty), { passed: 0, failures: [], skipped: [] });
});

Deno.test("readJunitReport() refuses a report that was cut off at any place", () => {
  for (let length = 0; length < REPORT.length; length++) {
    assertThrows(() => readJunitReport(REPORT.slice(0, length)), TypeError, "does not hold a whole <testsuites>");
  }
});
