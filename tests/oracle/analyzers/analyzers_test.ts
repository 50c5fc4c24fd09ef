import { assertEquals } from "@std/assert";
import { enginesUnderTest } from "../../engines.ts";
import { parseJson, readText } from "../read_text.ts";
import { judgeAnalyzers } from "./judge_analyzers.ts";
import { feedOf, isAnalyzerRecordings } from "./recording.ts";

const FILE = new URL("../../../fixtures/backtrader/analyzers.json.gz", import.meta.url);
const content = parseJson(await readText(FILE), "analyzers.json.gz");
const recordings = isAnalyzerRecordings(content) ? content : [];

Deno.test("the recordings of analyzers are there", () => {
  assertEquals(recordings.map(({ analyzers }) => Object.keys(analyzers).length), [28, 28, 28]);
});

for (const recording of recordings) {
  Deno.test(`orders, trades, values and 28 analyzers of "${recording.name}" come out bit for bit`, async () => {
    const feed = (await feedOf(recording))!,
      verdicts = enginesUnderTest().map((engine) => judgeAnalyzers(recording, feed, engine));
    for (const verdict of verdicts) {
      assertEquals(verdict.differences, []);
      assertEquals([verdict.compared, verdict.chain], [33, verdicts[0]!.chain]);
    }
  });
}

Deno.test("a number that differs by its last bit is found, with its place", async () => {
  const recording = recordings[0]!,
    nextUp = (value: number): number => {
      const lanes = new Float64Array([value]), words = new BigInt64Array(lanes.buffer);
      words[0]! += 1n;
      return lanes[0]!;
    };
  const final = { ...recording.final, value: nextUp(recording.final.value) };
  const vwr = { vwr: nextUp((recording.analyzers["VWR"] as { vwr: number }).vwr) };
  const tampered = { ...recording, final, analyzers: { ...recording.analyzers, VWR: vwr } };
  const { differences } = judgeAnalyzers(tampered, (await feedOf(recording))!, "typescript");
  assertEquals(differences.map((difference) => difference.split(":")[0]), ["final.value", "VWR.vwr"]);
});
