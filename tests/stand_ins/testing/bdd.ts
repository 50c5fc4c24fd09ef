/**
 * A small local stand-in for `jsr:@std/testing/bdd`, so that the tests run on a machine that cannot reach a registry.
 *
 * A `describe` at the top is one test whose cases are its steps; an `it` outside of any `describe` is a test of its own.
 * Stricter than the original: a `describe` without a single `it` throws, as it would pass whatever the code did.
 *
 * @module
 */

/** The body of a case or of a hook. */
export type TestBody = () => void | Promise<void>;

/** Declares a group or a case; `ignore` declares one that is not run. A name says why, as in `(skipped: no compiler)`. */
export interface Declare<Body> {
  (name: string, body: Body): void;
  /** Declares it without running it. */
  ignore(name: string, body: Body): void;
}

interface Case {
  readonly kind: "case";
  readonly name: string;
  readonly ignore: boolean;
  readonly body: TestBody;
}

interface Suite {
  readonly kind: "suite";
  readonly name: string;
  readonly ignore: boolean;
  readonly children: (Case | Suite)[];
  readonly hooks: Record<HookName, TestBody[]>;
}

type HookName = "beforeAll" | "beforeEach" | "afterEach" | "afterAll";

/** The suite whose body is being read now. */
let current: Suite | undefined;

/** A group of cases, which may hold further groups. */
export const describe: Declare<() => void> = Object.assign(
  function (name: string, body: () => void): void {
    declareSuite(name, false, body);
  },
  {
    ignore(name: string, body: () => void): void {
      declareSuite(name, true, body);
    },
  },
);

/** One case. */
export const it: Declare<TestBody> = Object.assign(
  function (name: string, body: TestBody): void {
    declareCase(name, false, body);
  },
  {
    ignore(name: string, body: TestBody): void {
      declareCase(name, true, body);
    },
  },
);

/** Runs once before the first case of the group. */
export function beforeAll(body: TestBody): void {
  hooksOf("beforeAll").push(body);
}

/** Runs before each case of the group and of the groups inside it, the outermost group's first. */
export function beforeEach(body: TestBody): void {
  hooksOf("beforeEach").push(body);
}

/** Runs after each case, passed or failed, the innermost group's first. */
export function afterEach(body: TestBody): void {
  hooksOf("afterEach").push(body);
}

/** Runs once after the last case of the group, passed or failed. */
export function afterAll(body: TestBody): void {
  hooksOf("afterAll").push(body);
}

function declareSuite(name: string, ignore: boolean, body: () => void): void {
  const parent = current;
  const hooks = { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
  const suite: Suite = { kind: "suite", name, ignore, children: [], hooks };
  current = suite;
  try {
    const returned: unknown = body();
    if (returned !== undefined) {
      throw new TypeError(`Cannot describe "${name}" by a function that returns something, such as an async one`);
    }
  } finally {
    current = parent;
  }
  if (suite.children.length === 0) throw new TypeError(`Cannot describe "${name}" without a case: add an it() to it`);
  if (parent !== undefined) parent.children.push(suite);
  else Deno.test({ name, ignore, fn: (context) => runSuite(suite, [], context) });
}

function declareCase(name: string, ignore: boolean, body: TestBody): void {
  if (current !== undefined) current.children.push({ kind: "case", name, ignore, body });
  else Deno.test({ name, ignore, fn: () => body() });
}

function hooksOf(hook: HookName): TestBody[] {
  if (current === undefined) throw new TypeError(`Cannot use ${hook}() outside of a describe()`);
  return current.hooks[hook];
}

async function runSuite(suite: Suite, outer: readonly Suite[], context: Deno.TestContext): Promise<void> {
  const chain = [...outer, suite];
  try {
    for (const hook of suite.hooks.beforeAll) await hook();
    for (const child of suite.children) {
      // A failed step fails the test that it belongs to; the steps after it still run.
      await context.step({
        name: child.name,
        ignore: child.ignore,
        fn: (inner) => child.kind === "suite" ? runSuite(child, chain, inner) : runCase(child, chain),
      });
    }
  } finally {
    for (const hook of suite.hooks.afterAll) await hook();
  }
}

async function runCase(testCase: Case, chain: readonly Suite[]): Promise<void> {
  try {
    for (const suite of chain) {
      for (const hook of suite.hooks.beforeEach) await hook();
    }
    await testCase.body();
  } finally {
    for (const suite of chain.toReversed()) {
      for (const hook of suite.hooks.afterEach) await hook();
    }
  }
}
