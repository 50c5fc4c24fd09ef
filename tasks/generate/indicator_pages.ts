/**
 * The generated parts of the pages of indicators. A page is written by hand but for what stands between two comments:
 * there the functions that the first one names are described, by the table of src/indicators/indicators.md and by the
 * documentation of the functions. So neither can contradict the page.
 *
 * @module
 */

import { type IndicatorRow, indicatorRows } from "../../tests/indicators/indicator_rows.ts";
import { type Declaration, type DocSymbol, documentedSymbols, type ParameterNode } from "./documentation.ts";

const FOLDER = new URL("../../docs/indicators/", import.meta.url);

/** The families of indicators, each a page, in the order of the index, with the title of its page. */
export const FAMILIES: Readonly<Record<string, string>> = {
  average: "Averages",
  momentum: "Momentum",
  trend: "Trend",
  volatility: "Volatility",
  volume: "Volume",
  statistics: "Statistics of a window",
  levels: "Levels of price",
  patterns: "Patterns of bars",
  rules: "Words of rules",
};

/** The part of a page that describes functions: a comment with their names, the text, and a comment that ends it. */
export const FUNCTIONS: RegExp = /<!-- functions: ([^>]*) -->\n[^]*?<!-- end of functions -->/g;

const INDEX = /<!-- families -->\n[^]*?<!-- end of families -->/;

/**
 * Returns the page of a family, with its generated parts renewed.
 *
 * @throws {Error} If the page names a function that is not one of its family.
 */
export async function indicatorPage(family: string): Promise<string> {
  const page = await Deno.readTextFile(new URL(`${family}.md`, FOLDER)), symbols = await documentedSymbols();
  return page.replace(FUNCTIONS, (_part, list: string) => {
    const names = list.split(",").map((name) => name.trim());
    const parts = names.map((name) => functionPart(name, family, symbols));
    return `<!-- functions: ${names.join(", ")} -->\n\n${parts.join("\n\n")}\n\n<!-- end of functions -->`;
  });
}

/** Returns the index of the pages, with its generated list renewed. */
export async function indicatorIndex(): Promise<string> {
  const page = await Deno.readTextFile(new URL("README.md", FOLDER));
  const rows = Object.entries(FAMILIES).map(([family, title]) => {
    const names = [...indicatorRows().values()].filter((row) => row.family === family).map(({ name }) => linkTo(name));
    return `- [${title}](${family}.md): ${names.join(", ")}`;
  });
  return page.replace(INDEX, () => `<!-- families -->\n\n${rows.join("\n")}\n\n<!-- end of families -->`);
}

/** The part of a page about one function. */
function functionPart(name: string, family: string, symbols: ReadonlyMap<string, DocSymbol>): string {
  const row = indicatorRows().get(name), symbol = symbols.get(name);
  if (row?.family !== family || symbol === undefined) {
    throw new Error(`Cannot describe "${name}" on docs/indicators/${family}.md: the family has no such function`);
  }
  // Of overloads the last one with a text is the general one.
  const declaration = symbol.declarations.findLast(({ jsDoc }) => jsDoc?.doc !== undefined);
  if (declaration === undefined) throw new Error(`Cannot describe "${name}": it has no documentation`);
  const text = linked(declaration.jsDoc!.doc!), period = /Minimum periods?: (.*?)\.(?= |$)/.exec(text)?.[1];
  const options = optionsOf(declaration, symbols);
  const points = [
    `call: \`ct.${name}(${declaration.def.params!.map((node) => parameter(node, declaration, options)).join(", ")})\``,
    ...optionPoints(options),
    `formula: \`${row.formula}\`${variants(declaration)}`,
    `gives: ${lowerFirst(returned(declaration))}${outputs(declaration, symbols)}`,
    ...(period === undefined ? [] : [`minimum period: ${period}.`]),
    `memory: ${row.memory.join(", or ")}${origin(row)}.`,
  ];
  return `### \`${name}\`\n\n${firstParagraph(declaration)}\n\n${points.map((point) => `- ${point}`).join("\n")}`;
}

function firstParagraph({ jsDoc }: Declaration): string {
  return linked(jsDoc!.doc!.split("\n\n")[0]!);
}

/** The formulas of the kinds of an indicator, where its documentation lists them. */
function variants({ jsDoc }: Declaration): string {
  const lists = jsDoc!.doc!.split("\n\n").filter((part) => part.startsWith("- "));
  return lists.flatMap((list) => list.split(/\n(?=- )/)).map((kind) => `\n  ${linked(kind)}`).join("");
}

function returned({ jsDoc }: Declaration): string {
  return linked(jsDoc!.tags!.find(({ kind }) => kind === "return")!.doc!);
}

function origin({ seed, source }: IndicatorRow): string {
  return `${seed === "-" ? "" : `; seed: ${seed}`}${source === "-" ? "" : `; source: ${source}`}`;
}

/** An option as a page shows it. */
interface Option {
  readonly name: string;
  readonly doc: string;
}

function optionsOf(declaration: Declaration, symbols: ReadonlyMap<string, DocSymbol>): readonly Option[] {
  const types = declaration.def.params!.map((node) =>
    (node.left ?? node).tsType?.value?.typeName as string | undefined
  );
  const name = types.find((type) => type?.endsWith("Options"));
  return name === undefined ? [] : fieldsOf(name, symbols);
}

/** The fields of an interface and of those that it extends. */
function fieldsOf(type: string, symbols: ReadonlyMap<string, DocSymbol>): readonly Option[] {
  const { extends: bases = [], properties = [] } = symbols.get(type)!.declarations[0]!.def;
  const inherited = bases.flatMap(({ value }) => fieldsOf(value.typeName, symbols));
  return [...inherited, ...properties.map(({ name, jsDoc }) => ({ name, doc: linked(jsDoc!.doc!) }))];
}

function optionPoints(options: readonly Option[]): readonly string[] {
  return options.map(({ name, doc }) => `option \`${name}\`: ${lowerFirst(doc)}`);
}

/** The lines of an indicator with several outputs. */
function outputs({ def }: Declaration, symbols: ReadonlyMap<string, DocSymbol>): string {
  const type = def.returnType!.value.typeName as string;
  if (type === "Line") return "";
  return fieldsOf(type, symbols).map(({ name, doc }) => `\n  - \`${name}\`: ${lowerFirst(doc)}`).join("");
}

/** A parameter in a call, with its default. */
function parameter(node: ParameterNode, { jsDoc }: Declaration, options: readonly Option[]): string {
  const { name, tsType } = node.left ?? node;
  if ((tsType?.value?.typeName as string | undefined)?.endsWith("Options")) {
    return `{ ${options.map(({ name }) => name).join(", ")} }`;
  }
  if (node.right === undefined) return name!;
  if (node.right !== "[UNSUPPORTED]") return `${name} = ${node.right}`;
  // A default that is computed stands in the documentation alone.
  const doc = jsDoc!.tags!.find((tag) => tag.kind === "param" && tag.name === name)?.doc ?? "";
  const fallback = /; ([^;]*) by default/.exec(doc)?.[1];
  if (fallback === undefined) throw new Error(`Cannot find the default of "${name}": write "; ... by default"`);
  return `${name} = ${fallback}`;
}

/** A text in one line, whose links to functions are those of a page. */
function linked(text: string): string {
  return text.replace(/\{@linkcode\s+(\w+)\}/g, (_link, name: string) => linkTo(name)).replace(/\s+/g, " ").trim();
}

function linkTo(name: string): string {
  const family = indicatorRows().get(name)?.family;
  return family === undefined ? `\`${name}\`` : `[\`${name}\`](${family}.md#${name.toLowerCase()})`;
}

/** Lowers the first letter of a sentence. None begins with a name. */
function lowerFirst(text: string): string {
  return text[0]!.toLowerCase() + text.slice(1);
}
