/**
 * The documentation of the main module, as `deno doc` reads it: symbols with their types and texts.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** A type, as `deno doc` describes it. */
export interface TypeNode {
  /** Kind of the type, such as `keyword` or `union`. */
  readonly kind: string;
  /** Its text, where it is short. */
  readonly repr?: string;
  // The value depends on the kind; each reader looks at its own.
  // deno-lint-ignore no-explicit-any
  readonly value?: any;
}

/** A property of an interface. */
export interface PropertyNode {
  readonly name: string;
  readonly optional?: boolean;
  readonly jsDoc?: { readonly doc?: string };
  readonly tsType: TypeNode;
}

/** A parameter of a function; one with a default is an assignment to `left`. */
export interface ParameterNode {
  readonly kind: string;
  readonly name?: string;
  readonly optional?: boolean;
  readonly tsType?: TypeNode;
  readonly left?: ParameterNode;
  readonly right?: string;
}

/** A declaration of a symbol. */
export interface Declaration {
  readonly kind: string;
  readonly jsDoc?: {
    readonly doc?: string;
    readonly tags?: readonly { readonly kind: string; readonly name?: string; readonly doc?: string }[];
  };
  readonly def: {
    readonly properties?: readonly PropertyNode[];
    readonly extends?: readonly TypeNode[];
    readonly tsType?: TypeNode;
    readonly params?: readonly ParameterNode[];
    readonly returnType?: TypeNode;
  };
}

/** A symbol with its declarations: several where a function has overloads. */
export interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

let symbols: Promise<ReadonlyMap<string, DocSymbol>> | undefined;

/** Returns the symbols of the main module by name. They are read once. */
export function documentedSymbols(): Promise<ReadonlyMap<string, DocSymbol>> {
  return symbols ??= readSymbols();
}

async function readSymbols(): Promise<ReadonlyMap<string, DocSymbol>> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "mod.ts"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`Cannot read the documentation: ${new TextDecoder().decode(stderr)}`);
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly nodes: Readonly<Record<string, { readonly symbols: readonly DocSymbol[] }>>;
  };
  return new Map(Object.values(nodes).flatMap(({ symbols }) => symbols).map((symbol) => [symbol.name, symbol]));
}

/** Returns the properties of an intersection, and of a union those that can be given. */
export function propertiesOf(type: TypeNode, symbols: ReadonlyMap<string, DocSymbol>): readonly PropertyNode[] {
  if (type.kind === "typeLiteral") {
    return (type.value.properties as readonly PropertyNode[]).filter(({ tsType }) => tsType.repr !== "never");
  }
  if (type.kind === "typeRef") {
    const { properties, tsType } = symbols.get(type.value.typeName)!.declarations[0]!.def;
    return properties ?? propertiesOf(tsType!, symbols);
  }
  const parts = (type.value as readonly TypeNode[]).flatMap((part) => propertiesOf(part, symbols));
  // What stands in one part of a union need not be given, as another part does without it.
  return type.kind === "union" ? parts.map((part) => ({ ...part, optional: true })) : parts;
}

/** Returns a type as the text of a program. */
export function typeText({ kind, repr, value }: TypeNode): string {
  const all = (types: readonly TypeNode[], between: string): string => types.map(typeText).join(between);
  switch (kind) {
    case "keyword":
      return repr!;
    case "literal":
      return value.kind === "string" ? JSON.stringify(value.string) : String(repr);
    case "union":
      return all(value, " | ");
    case "intersection":
      return all(value, " & ");
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
