/**
 * The page of options: each option of the package with its type, meaning and default, from the documentation of the
 * types themselves as `deno doc` reads it.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** The types of options in the order of the page, each with the call that takes it. */
const TYPES: Readonly<Record<string, string>> = {
  BacktestOptions: "`ct.backtest(strategy, feeds, options)`; the terms of an instrument, next, belong to them too",
  InstrumentOptions: "terms of trade: among the options of `ct.backtest`, or by feed in its `instruments`",
  CheckpointOptions: "`checkpoint` of `ct.backtest`",
  OrderOptions: "`this.buy(options)` and `this.sell(options)`",
  CloseOptions: "`this.close(options)`",
  TargetOptions: "`this.target(options)`",
  ReplaceOptions: "`this.replace(order, options)`",
  TimerOptions: "`this.timer(options, call)`",
  FeedOptions: "`ct.bars(columns, options)`; `ct.csv` takes them too",
  SessionOptions: "`session` of the options of a feed",
  WeeklyOptions: "`ct.calendars.weekly(options)`",
  SessionsOptions: "`ct.calendars.sessions(rows, options)`",
  CsvOptions: "`ct.csv(path, options)` and `ct.parseCsv(bytes, name, options)`, beside the options of a feed",
  ProveOptions:
    "`ct.prove(strategy, feeds, options)`, beside those of `ct.backtest` but `checkpoint`, `resume` and `replayLog`",
};

/** An option as the page shows it. */
export interface OptionRow {
  /** Name of the option. */
  readonly name: string;
  /** Its type as code. */
  readonly type: string;
  /** Its meaning, with the unit. */
  readonly meaning: string;
  /** Its default; null if the option has to be given. */
  readonly fallback: string | null;
}

interface TypeNode {
  readonly kind: string;
  readonly repr?: string;
  // The value depends on the kind; each reader below looks at its own.
  // deno-lint-ignore no-explicit-any
  readonly value?: any;
}

interface PropertyNode {
  readonly name: string;
  readonly optional?: boolean;
  readonly jsDoc?: { readonly doc?: string };
  readonly tsType: TypeNode;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly def: { readonly properties?: readonly PropertyNode[]; readonly tsType?: TypeNode };
  }[];
}

/** Returns the options of each type, from the documentation of the main module. */
export async function optionsByType(): Promise<ReadonlyMap<string, readonly OptionRow[]>> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "mod.ts"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`Cannot read the documentation: ${new TextDecoder().decode(stderr)}`);
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly nodes: Readonly<Record<string, { readonly symbols: readonly DocSymbol[] }>>;
  };
  const symbols = new Map(
    Object.values(nodes).flatMap(({ symbols }) => symbols).map((symbol) => [symbol.name, symbol]),
  );
  return new Map(Object.keys(TYPES).map((name) => [name, rowsOf(name, symbols)]));
}

/** Returns the page. */
export async function optionsPage(): Promise<string> {
  const parts = [
    "# Options",
    "Every option with its type, its meaning and its default. The page is generated from the types by `deno task " +
    "generate`. Prices are in the units of the feed's prices, sizes in units of the instrument, money in the account's " +
    "currency, rates as fractions: 0.001 is 0.1 %. An option that is misspelt is an error that lists the options.",
    "The same terms on the command line have flags in the same words, such as `--bar-without-volume`: " +
    "see [the command line](../README.md#command-line).",
  ];
  for (const [name, rows] of await optionsByType()) {
    const lines = rows.map(({ name, type, meaning, fallback }) =>
      `| \`${name}\` | ${cell(type, true)} | ${cell(meaning)} | ${
        fallback === null ? "has to be given" : cell(fallback)
      } |`
    );
    parts.push(
      `## ${name}`,
      `For ${TYPES[name]}.`,
      ["| option | type | meaning | default |", "| --- | --- | --- | --- |", ...lines].join("\n"),
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function cell(text: string, isCode: boolean = false): string {
  const escaped = text.replaceAll("|", "\\|").replaceAll("\n", " ");
  return isCode ? `\`${escaped}\`` : escaped;
}

function rowsOf(type: string, symbols: ReadonlyMap<string, DocSymbol>): readonly OptionRow[] {
  const symbol = symbols.get(type);
  if (symbol === undefined) throw new Error(`Cannot find the type ${type} in the documentation of mod.ts`);
  const { properties, tsType } = symbol.declarations[0]!.def;
  return (properties ?? propertiesOf(tsType!, symbols)).map((property) => rowOf(type, property));
}

/** Returns the properties of an intersection, and of a union those that can be given. */
function propertiesOf(type: TypeNode, symbols: ReadonlyMap<string, DocSymbol>): readonly PropertyNode[] {
  if (type.kind === "typeLiteral") {
    return (type.value.properties as readonly PropertyNode[]).filter(({ tsType }) => tsType.repr !== "never");
  }
  if (type.kind === "typeRef") {
    return propertiesOf(symbols.get(type.value.typeName)!.declarations[0]!.def.tsType!, symbols);
  }
  const parts = (type.value as readonly TypeNode[]).flatMap((part) => propertiesOf(part, symbols));
  // What stands in one part of a union need not be given, as another part does without it.
  return type.kind === "union" ? parts.map((part) => ({ ...part, optional: true })) : parts;
}

function rowOf(type: string, { name, optional, jsDoc, tsType }: PropertyNode): OptionRow {
  const doc = (jsDoc?.doc ?? "").replace(/\{@linkcode\s+(\w+)\}/g, "`$1`").replace(/\s+/g, " ").trim();
  const parts = /^(.*?)(?: Default: (.*)\.)?$/.exec(doc)!, meaning = parts[1]!, fallback = parts[2];
  if (meaning === "" || (optional === true) !== (fallback !== undefined)) {
    throw new Error(
      `Cannot use the documentation of ${type}.${name}: say its meaning, and "Default: ...", if it has one`,
    );
  }
  return { name, type: typeText(tsType), meaning, fallback: fallback ?? null };
}

function typeText({ kind, repr, value }: TypeNode): string {
  const all = (types: readonly TypeNode[], between: string): string => types.map(typeText).join(between);
  switch (kind) {
    case "keyword":
      return repr!;
    case "literal":
      return value.kind === "string" ? JSON.stringify(value.string) : String(repr);
    case "union":
      return all(value, " | ");
    case "typeRef":
      return value.typeName + (value.typeParams === undefined ? "" : `<${all(value.typeParams, ", ")}>`);
    case "typeOperator":
      return `${value.operator} ${typeText(value.tsType)}`;
    case "array":
      return `${typeText(value)}[]`;
    case "parenthesized":
      return `(${typeText(value)})`;
    case "fnOrConstructor": {
      const params = value.params.map((param: { name: string; tsType: TypeNode }) =>
        `${param.name}: ${typeText(param.tsType)}`
      );
      return `(${params.join(", ")}) => ${typeText(value.tsType)}`;
    }
    default:
      throw new Error(`Cannot write a type of kind "${kind}": add it to typeText`);
  }
}
