import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ROOT, run } from "../tests/boundary/installed_library.ts";

const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT))) as {
  tasks: Readonly<Record<string, { readonly command: string }>>;
};

/** Deno itself, whose path no configuration can name: `npx deno` runs one that is not on the PATH. */
const DENO = "$(deno eval --no-config 'console.log(Deno.execPath())')";

/** The permissions of a task by name; the paths, names or programs of each, or none if it is not limited. */
function permissionsOf(task: string): Map<string, readonly string[]> {
  const command = tasks[task]!.command.replaceAll(DENO, "DENO").replaceAll(/["']/g, "");
  return new Map(
    [...command.matchAll(/ --allow-([a-z]+)(?:=(\S+))?/g)].map(([, name, list]) => [name!, list?.split(",") ?? []]),
  );
}

/** Programs that tasks run. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  "demo": ["cargo"],
  "test": ["cargo", "rustc", "cc", "gcc", "valgrind", "python3", "redis-server", "DENO"],
  "ok": ["cargo", "DENO"],
  "install-rust": ["cargo"],
  "build-wasm": ["cargo", "rustc"],
  "doctor": ["cargo"],
  "generate": ["DENO"],
  "model": ["python3"],
  "versus:backtrader": ["python3"],
  "versus:backtesting.py": ["python3"],
  "defects": ["cargo", "git", "DENO"],
  "bench:indicators": ["DENO"],
  "picture": ["DENO"],
  "bench:report": ["DENO"],
  "prove": ["DENO"],
  "mutants": ["cargo", "git", "DENO"],
  "parity": ["DENO"],
  "crash": ["DENO"],
  "queue:demo": ["redis-server", "DENO"],
  "byte-fuzz": ["cc", "valgrind", "DENO"],
};

Deno.test("a task runs the programs that it names, opens libraries in rust/lib alone, and has no other permission whole", () => {
  for (const task of Object.keys(tasks)) {
    const permissions = permissionsOf(task), { command } = tasks[task]!;
    assert(!/ (?:-A|--allow-all|--allow-import)\b/.test(command), `${task}: ${command}`);
    // The network of a task is this machine: a fake venue.
    assert(!/ --allow-net(?!=127\.0\.0\.1 )/.test(command), `${task}: ${command}`);
    assert(command.includes(" --no-prompt "), task);
    assertEquals(permissions.get("run") ?? [], PROGRAMS[task] ?? [], task);
    if (permissions.has("ffi")) assertEquals(permissions.get("ffi"), ["./rust/lib"], task);
    for (const name of ["env", "sys"]) {
      assert(permissions.get(name)?.length !== 0, `${task} has all of --allow-${name}`);
    }
  }
});

Deno.test("a task of a command has the permissions that the page of the command line names for it", () => {
  const page = Deno.readTextFileSync(new URL("docs/command-line.md", ROOT));
  const rows = page.split("\n").filter((line) => line.startsWith("|") && line.includes("`--allow-"));
  const rowOf = (what: string): string => {
    const found = rows.filter((row) => row.split("|")[1]!.includes(what));
    assertEquals(found.length, 1, `${what}: ${found.join("\n")}`);
    return found[0]!;
  };
  // Either the row names the programs, or it says that it is Deno.
  assertStringIncludes(rowOf("the command `install-rust`"), "`--allow-run=cargo`");
  assertEquals(permissionsOf("install-rust").get("run"), ["cargo"]);
  assertMatch(rowOf("the command `prove`"), /`--allow-read`, and `--allow-run` of Deno/);
  assertMatch(rowOf("the command `prove`"), /`--stress` writes too/);
  assertEquals([...permissionsOf("prove").keys()], ["read", "write", "run", "ffi"]);
  assertEquals(permissionsOf("prove").get("run"), ["DENO"]);
  assertMatch(rowOf("`replay`, `bisect`"), /`--allow-read` of the log/);
  for (const task of ["replay", "bisect"]) assertEquals(permissionsOf(task).get("run"), undefined);
  assertMatch(rowOf("the Rust engine"), /`--allow-read --allow-ffi=\.\/rust\/lib`/);
  const doctor = page.split("\n").find((line) => line.startsWith("| the command `doctor`"))!;
  assertStringIncludes(doctor, "nothing; it tells what it could not look at");
  assertEquals(permissionsOf("doctor").get("write"), undefined);
});

Deno.test("a task that runs Deno does so where no Deno is on the PATH, and one that needs cargo says that it is missing", async () => {
  const task = (...args: string[]): ReturnType<typeof run> =>
    run(Deno.execPath(), ["task", "--quiet", ...args], { PATH: "/nowhere", NO_COLOR: "1" });
  const fresh = await task("generate", "--check");
  assertEquals([fresh.code, fresh.stderr], [0, ""]);
  const install = await task("install-rust");
  assertEquals(install.code, 2, install.stderr);
  assertStringIncludes(install.stderr, "If --allow-run=cargo is granted, cargo is not on the PATH.");
  const doctor = await task("doctor", "--engine", "typescript");
  assertEquals(doctor.code, 0, doctor.stderr);
  assertMatch(doctor.stdout, /^cargo +not on the PATH, or not looked for without --allow-run=cargo$/m);
});
