/**
 * Follows a page of documentation as a newcomer would, in an empty folder, against exactly the published files: writes
 * the files that it shows, runs the commands that it names, and compares what they print with what it says they print.
 *
 * There is no registry here, so two things are done in another way. `deno add jsr:...` is not run: the import that it
 * writes is written, resolved to a served copy of the published files. An address `jsr:...` in a command is the address
 * of the same module of that copy, and the host may be imported from, as the registry always may be.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../boundary/installed_library.ts";
import { STRICTEST_OPTIONS } from "../strictest_options.ts";
import { copyPublishedPackage, serveFolder } from "../cli/published_package.ts";
import { blocksOf, isOutput } from "./page.ts";

const PACKAGE = "@cracktrader/cracktrader";

/**
 * The strictest options, but for types written out at every export and field: a strategy is a class of fields whose types
 * follow from their values.
 */
const OPTIONS = { ...STRICTEST_OPTIONS, isolatedDeclarations: false };

/** Commands that install Deno, which the one who runs the tests has done. */
const NOT_RUN: ReadonlySet<string> = new Set([
  "curl -fsSL https://deno.land/install.sh | sh",
  "npm install -g deno",
  "deno --version",
]);

/** A command of a page, as it ended. */
interface Ran {
  readonly command: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The parts of a page that were followed. */
export interface Walked {
  /** Names of the files that were written, in order. */
  readonly files: readonly string[];
  /** The commands that were run, in order. */
  readonly commands: readonly string[];
  /** Number of outputs that were compared. */
  readonly outputs: number;
}

/**
 * Follows a page. A command has to succeed, unless the page says in the line before its block that it ends with another
 * exit code.
 *
 * @param page Path of the page in the project.
 * @param until The line of the page at which to stop; none by default.
 * @throws {AssertionError} At the first command that fails, or that prints something else.
 */
export async function walk(page: string, until: (line: string) => boolean = () => false): Promise<Walked> {
  using copy = temporaryFolder();
  using home = temporaryFolder();
  await copyPublishedPackage(copy.url);
  await using served = await serveFolder(copy.url);
  const walker = new Walker(served.url, home.url);
  const files: string[] = [], commands: string[] = [], lines = readLines(page);
  let last: Ran | undefined, outputs = 0;
  for (const { language, text, file, line } of blocksOf(page)) {
    if (lines.slice(0, line).some(until)) break;
    const place = `${page}:${line}`;
    if (language === "text") {
      assert(last !== undefined, `${place}: no command was run before this output`);
      assert(isOutput(last.stdout, text), `${place}: ${last.command} printed\n${last.stdout}${last.stderr}`);
      outputs++;
    } else if (language === "sh") {
      // The sentence before the block may tell the exit code.
      const code = Number(/exit code is (\d)/.exec(lines.slice(Math.max(0, line - 4), line - 1).join(" "))?.[1] ?? 0);
      for (const command of text.trim().split("\n").map((line) => line.replace(/\s+#.*$/, ""))) {
        if (NOT_RUN.has(command)) continue;
        last = await walker.run(command);
        commands.push(command);
        assertEquals(last.code, code, `${place}: ${command}\n${last.stdout}${last.stderr}`);
      }
    } else if (file !== undefined) {
      walker.write(file, text);
      files.push(file);
    }
  }
  await walker.check();
  return { files, commands, outputs };
}

function readLines(page: string): readonly string[] {
  return Deno.readTextFileSync(new URL(page, ROOT)).split("\n");
}

/** A reader in a folder. */
class Walker {
  readonly #package: URL;
  readonly #home: URL;
  readonly #written: URL[] = [];
  #folder: URL;

  constructor(address: URL, home: URL) {
    this.#package = address;
    this.#home = home;
    this.#folder = new URL("folder/", home);
    Deno.mkdirSync(this.#folder);
  }

  write(name: string, text: string): void {
    const file = new URL(name, this.#folder);
    Deno.writeTextFileSync(file, text);
    this.#written.push(file);
  }

  /** Checks the types of all files that were written, with the strictest options. */
  async check(): Promise<void> {
    const configuration = new URL("strict.json", this.#home), files = this.#written;
    Deno.writeTextFileSync(
      configuration,
      JSON.stringify({ imports: this.#imports(), compilerOptions: OPTIONS, lock: false }),
    );
    const args = ["--config", pathOf(configuration), ...files.map(pathOf).filter((path) => path.endsWith(".ts"))];
    const { code, stderr } = await this.#deno("deno check", ["check", ...args]);
    assertEquals(code, 0, stderr);
  }

  async run(command: string): Promise<Ran> {
    const [program, ...args] = command.split(" "), done = { command, code: 0, stdout: "", stderr: "" };
    if (program === "mkdir") Deno.mkdirSync(new URL(args[0]!, this.#folder));
    else if (program === "cd") this.#folder = new URL(`${args[0]!}/`, this.#folder);
    else if (command === `deno add jsr:${PACKAGE}`) this.#resolve("deno.json", {});
    else if (program === "deno") return await this.#deno(command, args);
    else throw new Error(`Cannot run "${command}": a page names deno, mkdir and cd alone`);
    return done;
  }

  async #deno(command: string, [verb, ...args]: readonly string[]): Promise<Ran> {
    const named = args.map((arg) => arg === `jsr:${PACKAGE}/cli` ? new URL("src/cli/mod.ts", this.#package).href : arg);
    const imports = `--allow-import=${this.#package.host}`;
    const added = verb === "task" ? [] : verb === "check" ? [imports] : ["--no-prompt", imports];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [verb!, "--quiet", ...added, ...named],
      cwd: this.#folder,
      env: {
        NO_COLOR: "1",
        DENO_DIR: pathOf(new URL("deno/", this.#home)),
        // The reader has installed Deno, so that it is on the PATH.
        PATH: Deno.execPath().replace(/[\\/][^\\/]+$/, ""),
      },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    if (named.includes("new") && code === 0) this.#resolveTasks(`${named.at(-1)}/deno.json`);
    return { command, code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  /** Writes the imports that `deno add` writes, resolved to the copy. */
  #resolve(file: string, configuration: object): void {
    this.write(file, JSON.stringify({ ...configuration, imports: this.#imports(), lock: false }, null, 2));
  }

  #imports(): Readonly<Record<string, string>> {
    return {
      [PACKAGE]: new URL("mod.ts", this.#package).href,
      [`${PACKAGE}/cli`]: new URL("src/cli/mod.ts", this.#package).href,
    };
  }

  /** Resolves the imports of a new project to the copy, whose host its tasks may import from. */
  #resolveTasks(file: string): void {
    const configuration = JSON.parse(Deno.readTextFileSync(new URL(file, this.#folder))) as {
      readonly tasks: Readonly<Record<string, string>>;
    };
    const flags = `--no-prompt --allow-import=${this.#package.host}`;
    const tasks = Object.entries(configuration.tasks).map(([name, task]) =>
      [name, task.replace(/^deno (run|test)/, `deno $1 ${flags}`)] as const
    );
    this.#resolve(file, { ...configuration, tasks: Object.fromEntries(tasks) });
  }
}
