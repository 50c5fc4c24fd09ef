/**
 * Writes the parts that both languages share from the contract's tables: constants, structs of state with their
 * snapshots, the C header, the reference page; and the pages of options and of figures.
 *
 * Each target is a file in `tasks/generate`. `deno task generate` writes; `deno task generate --check` fails if a file
 * on disk differs from the text that would be written.
 *
 * @module
 */

import { replayLogSchema } from "../src/replay/replay_log_schema.ts";
import { shippedModule } from "../src/engine/wasm/shipped_module.ts";
import { crateFilesModule, crateHash } from "./crate_files.ts";
import { cHeader } from "./generate/c_header.ts";
import { figuresPage } from "./generate/figures_page.ts";
import { FAMILIES, indicatorIndex, indicatorPage } from "./generate/indicator_pages.ts";
import { optionsPage } from "./generate/options_page.ts";
import { drawPicture } from "./generate/pictures/picture.ts";
import { PICTURES } from "./generate/pictures/pictures.ts";
import { referencePage } from "./generate/reference_page.ts";
import { reportClientModule, sessionClientModule } from "./generate/report_client.ts";
import { rulesPage } from "./generate/rules_page.ts";
import { rustConstants } from "./generate/rust_constants.ts";
import { rustFields, rustWalks } from "./generate/rust_state.ts";
import { samplePricesModule } from "./sample_prices.ts";
import { typescriptConstants } from "./generate/typescript_constants.ts";
import { typescriptFields, typescriptWalks } from "./generate/typescript_state.ts";

/** Runs a formatter over a text, so that the committed file equals the output of the gate's formatter. */
async function formatted(text: string, extension: "ts" | "md" | "json" | "svg"): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--line-width", "120", "--ext", extension, "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(`Cannot format: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

async function main(): Promise<void> {
  if (Deno.args.includes("--help")) {
    console.log(
      "deno task generate [--check]\nWrites the contract's constants for TypeScript, Rust and C, its page and the pages of options and of figures.",
    );
    return;
  }
  const check = Deno.args.includes("--check");
  const files: readonly (readonly [string, () => string | Promise<string>])[] = [
    ["src/contract/contract.gen.ts", () => formatted(typescriptConstants(), "ts")],
    ["src/core/state/fields.gen.ts", () => formatted(typescriptFields(), "ts")],
    ["src/core/state/walks.gen.ts", () => formatted(typescriptWalks(), "ts")],
    ["src/contract/REFERENCE.md", () => formatted(referencePage(), "md")],
    ["src/replay/replay_log.schema.json", () => formatted(JSON.stringify(replayLogSchema(), null, 2), "json")],
    ["rust/engine/src/contract.gen.rs", rustConstants],
    ["rust/engine/src/state/fields.gen.rs", rustFields],
    ["rust/engine/src/state/walks.gen.rs", rustWalks],
    ["rust/ffi/include/cracktrader_contract.h", cHeader],
    ["docs/options.md", async () => await formatted(await optionsPage(), "md")],
    ["docs/indicators/README.md", async () => await formatted(await indicatorIndex(), "md")],
    ...Object.keys(FAMILIES).map((family) =>
      [`docs/indicators/${family}.md`, async () => await formatted(await indicatorPage(family), "md")] as const
    ),
    ...PICTURES.map((picture) =>
      [
        `docs/indicators/pictures/${picture.name}.svg`,
        async () => await formatted(await drawPicture(picture), "svg"),
      ] as const
    ),
    ["docs/rules.md", () => formatted(rulesPage(), "md")],
    ["docs/figures.md", () => formatted(figuresPage(), "md")],
    ["src/feeds/samples/aapl.gen.ts", () => formatted(samplePricesModule(), "ts")],
    ["src/report/client_assets.gen.ts", async () => await formatted(await reportClientModule(), "ts")],
    ["src/session/page/client_assets.gen.ts", async () => await formatted(await sessionClientModule(), "ts")],
    // The last one, as it has the hashes of files above.
    ["src/cli/crate_files.gen.ts", () => formatted(crateFilesModule(), "ts")],
  ];
  let stale = 0;
  for (const [path, make] of files) {
    const text = await make();
    const url = new URL(`../${path}`, import.meta.url);
    const found = await Deno.readTextFile(url).catch(() => undefined);
    if (found === text) continue;
    stale++;
    if (check) {
      console.error(`${path} is not what the contract says; run: deno task generate`);
    } else {
      await Deno.mkdir(new URL(".", url), { recursive: true });
      await Deno.writeTextFile(url, text);
      console.log(`wrote ${path}`);
    }
  }
  if (shippedModule().sourcesHash !== crateHash()) {
    stale++;
    console.error("src/engine/wasm/module.gen.ts is of other sources of the crate; run: deno task build-wasm");
  }
  if (check && stale > 0) Deno.exit(1);
  if (stale === 0) console.log(`${files.length} generated files are fresh`);
}

await main();
