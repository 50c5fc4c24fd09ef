import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { ROOT } from "../boundary/installed_library.ts";
import { blocksOf, isOutput } from "./page.ts";

Deno.test("the output of a page is compared line by line, and three dots stand for any lines, or for any text of a line", () => {
  assert(isOutput("a\nb\n", "a\nb\n"));
  assert(isOutput("a\nx\ny\nb\n", "a\n...\nb\n"));
  assert(isOutput("a\nb\n", "a\n...\nb\n"));
  assert(isOutput("a\n", "a\n...\n"));
  assert(!isOutput("a\nb\n", "a\n"));
  assert(!isOutput("a\nc\n", "a\n...\nb\n"));
  assert(isOutput("3 passed (21ms)\n", "3 passed (...)\n"));
  assert(!isOutput("3 passed (2\n1ms)\n", "3 passed (...)\n"));
  assert(!isOutput("axb\n", "a.b\n"), "a dot is a dot");
});

Deno.test("the README's blocks are its first file, its commands and their output", () => {
  const [add, strategy, run, output] = blocksOf("README.md");
  assertEquals([add!.language, add!.text], ["sh", "deno add jsr:@cracktrader/cracktrader\n"]);
  assertEquals([strategy!.language, strategy!.file], ["ts", "strategy.ts"]);
  assertEquals([run!.language, run!.file, output!.language], ["sh", undefined, "text"]);
});

/** The pages of a folder of the documentation. */
function pagesIn(folder: string): readonly string[] {
  const entries = [...Deno.readDirSync(new URL(folder, ROOT))];
  return entries.filter(({ isFile }) => isFile).map(({ name }) => folder + name);
}

const PAGES: readonly string[] = [...pagesIn("docs/"), ...pagesIn("docs/indicators/")];

function textOf(page: string): string {
  return Deno.readTextFileSync(new URL(page, ROOT));
}

/** The anchors of a page, by its headings as hosts of repositories make them. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.*)$/gm)].map((match) => match[1]!);
  return new Set(headings.map((text) => text.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")));
}

Deno.test("the index of the documentation leads to every page", () => {
  const linkedFrom = (folder: string): readonly string[] => {
    const links = textOf(`${folder}README.md`).matchAll(/\]\((\w[\w./-]*\.md)\)/g);
    return [...new Set([...links].map((match) => folder + match[1]!))];
  };
  const linked = [...linkedFrom("docs/"), ...linkedFrom("docs/indicators/")];
  assertEquals([...linked, "docs/README.md"].sort(), [...PAGES].sort());
});

for (const page of [...PAGES, "README.md"]) {
  Deno.test(`every block of ${page} is run, compared, or of another language`, () => {
    const isWalked = page === "docs/first-hour.md" || page === "README.md";
    for (const { language, line } of blocksOf(page)) {
      const known = isWalked ? ["ts", "sh", "text"] : ["ts", "python"];
      assert(known.includes(language), `${page}:${line} is a block of "${language}"`);
    }
    // `deno test --doc` leaves these out, so a test has to follow the page.
    if (!isWalked) assert(!/^```\w* ignore/m.test(textOf(page)), page);
  });

  Deno.test(`every file and heading that ${page} links to is there`, () => {
    for (const [, path, anchor] of textOf(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const target = path === "" ? page : new URL(path!, new URL(page, ROOT)).href.slice(ROOT.href.length);
      Deno.statSync(new URL(target, ROOT));
      if (anchor !== undefined) assert(anchorsOf(target).has(anchor), `${page} links to ${target}#${anchor}`);
    }
  });

  Deno.test(`every command of the package that ${page} names is there and has the flags that it is given`, async () => {
    for (const [line, name, rest] of textOf(page).matchAll(/@cracktrader\/cracktrader\/cli ([a-z-]+)([^\n`]*)/g)) {
      const entry = COMMANDS.find((command) => command.name === name);
      assert(entry !== undefined, `${page}: ${line}`);
      const { command } = await entry.load();
      for (const [, flag] of rest!.matchAll(/ --([a-z-]+)/g)) {
        assert(command.flags.some(({ name }) => name === flag), `${page}: there is no flag --${flag} of ${name}`);
      }
    }
  });
}
