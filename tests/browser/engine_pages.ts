/**
 * The engines in a browser: a page and a worker run whole backtests, with the chains of Deno.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../../tasks/browser.ts";
import { type EngineRun, engineRuns } from "./engine_run.ts";

/** The outcomes on Deno. They are made here, as a library that a test opens counts as its leak. */
const RUNS = engineRuns();

let browser: Browser, script: string;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  script = await bundled("tests/browser/engine_run.ts");
});
Deno.test.afterAll(async () => await browser.close());

/** Bundles a module for a browser. */
async function bundled(path: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--platform", "browser", "--quiet", path],
    cwd: new URL("../../", import.meta.url),
    stdin: "null",
  }).output();
  const [text, problem] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert(success, problem);
  return text!;
}

/** Lets a page act that has a policy, or none. Any error on it, and any message of its console, fails the test. */
async function withPage<Told>(policy: string | undefined, act: (page: Page) => Promise<Told>): Promise<Told> {
  const context = await browser.newContext(), problems: string[] = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
    const meta = policy === undefined ? "" : `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    // Nothing is fetched: the page has an address, as workers of one without an address are not allowed.
    await page.route("**/*", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<!doctype html><html><head>${meta}</head><body></body></html>`,
      }));
    await page.goto("http://localhost/");
    const told = await act(page);
    assertEquals(problems, []);
    return told;
  } finally {
    await context.close();
  }
}

/** Runs the script in the page itself, and returns the outcomes. */
async function runInPage(page: Page): Promise<readonly EngineRun[]> {
  await page.addScriptTag({ content: script, type: "module" });
  await page.waitForSelector("html[data-ready]", { timeout: 30_000 });
  return await page.evaluate(() =>
    (globalThis as unknown as { readonly engineRunsTold: unknown }).engineRunsTold
  ) as readonly EngineRun[];
}

/** Demands the outcomes of Deno, on the engines that a browser should take. */
function assertRuns(runs: readonly EngineRun[], backends: string[]): void {
  assert(Array.isArray(runs), `${runs}`);
  const outcome = ({ chain, orders, finalEquity }: EngineRun) => ({ chain, orders, finalEquity });
  const expected = RUNS.map(outcome);
  assert(expected[0]!.orders > 1_000, `${expected[0]!.orders} orders`);
  assertEquals(runs.map(outcome), expected);
  assertEquals(runs.map(({ backend }) => backend), backends);
}

Deno.test("a page runs backtests on WebAssembly, which auto takes, and on TypeScript, with the chains of Deno", async () => {
  const runs = await withPage(undefined, runInPage);
  assertRuns(runs, ["wasm", "wasm", "typescript"]);
  assertStringIncludes(runs[0]!.reason, "the Rust library cannot be used: this runtime opens no library");
});

Deno.test("a page whose policy allows WebAssembly and no other code from text runs it", async () => {
  const runs = await withPage("script-src 'unsafe-inline' 'wasm-unsafe-eval'", runInPage);
  assertRuns(runs, ["wasm", "wasm", "typescript"]);
});

Deno.test("a worker runs backtests on WebAssembly", async () => {
  const runs = await withPage(undefined, async (page) =>
    await page.evaluate(async (text) => {
      const scope = globalThis as unknown as {
        readonly Worker: new (url: string, options: { readonly type: string }) => {
          onmessage: (event: { readonly data: unknown }) => void;
          onerror: (event: { readonly message: string }) => void;
        };
      };
      const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      return await new Promise<unknown>((resolve, reject) => {
        const worker = new scope.Worker(url, { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      });
    }, script) as readonly EngineRun[]);
  assertRuns(runs, ["wasm", "wasm", "typescript"]);
});

Deno.test("where a page's policy forbids WebAssembly, auto takes TypeScript and says why; by name it is an error", async () => {
  const [auto, wasm, typescript] = await withPage("script-src 'unsafe-inline'", runInPage);
  assertEquals([auto!.backend, wasm!.backend, typescript!.backend], ["typescript", "none", "typescript"]);
  assertEquals(auto!.chain, RUNS[0]!.chain);
  assertStringIncludes(auto!.reason, "and WebAssembly cannot be used: this platform does not take the module");
  assertStringIncludes(wasm!.reason, "Cannot use the WebAssembly engine although engineBackend is");
  assertStringIncludes(wasm!.reason, "'wasm-unsafe-eval'");
});
