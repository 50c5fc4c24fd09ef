/**
 * The text of a recorded set-up, read as a call of an indicator class with inputs and parameters.
 *
 * All these are read, with the name of the set-up where the arguments name no class:
 *
 * - `data, default params` and `data.high, period=10`
 * - `(data.close, SMA(15))`, `Highest(data.high, period=14)`, `EMA(EMA(5),10)`, `AllN(close>open, period=3)`
 * - `SMA(data.close(-1), period=5)`: an input some bars ago
 * - `ATR movav=SMA period 10` and `SMA period 10 on high`
 * - values that are numbers, fractions (`1/15`), ranges (`1..5`), lists, `True`, `False`, `None` and names of classes
 *
 * Words behind a closed list of arguments that are no parameters are remarks and left out.
 *
 * @module
 */

/** A part of a set-up. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "delay"; readonly input: string; readonly bars: Expression }
  | { readonly kind: "range"; readonly from: Expression; readonly to: Expression }
  | {
    readonly kind: "operation";
    readonly operator: string;
    readonly left: Expression;
    readonly right: Expression;
  }
  | ({ readonly kind: "call"; readonly output?: string } & Setup);

/** An argument: an input or a parameter by position, or a parameter by name. */
export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

/** A class of an indicator with its arguments. */
export interface Setup {
  /** Name or alias of the class. */
  readonly name: string;
  readonly arguments: readonly Argument[];
}

/**
 * Reads a set-up from its name and the text of its arguments. `isClass` tells the names of classes.
 *
 * @throws {SyntaxError} If the text is none of the forms above.
 */
export function parseSetup(name: string, args: string, isClass: (name: string) => boolean): Setup {
  const own = /^[A-Za-z_]\w*/.exec(name)?.[0] ?? name;
  const reader = new Reader(args, `set-up "${name}" with arguments "${args}"`);
  const setup = reader.readSetup(own, isClass);
  // A call of another class stands for the input: "Envelope" of "SMA(30)".
  const isInput = own === name && isClass(own) && setup.name !== own && isClass(setup.name);
  return isInput ? { name: own, arguments: [{ value: { kind: "call", ...setup } }] } : setup;
}

const TOKEN =
  /\s*(?:(\d+(?:\.(?!\.)\d*)?(?:e[+-]?\d+)?)|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(\.\.|[<>=!]=|[-+*/()[\],=<>])|(.))/giy;

/** The name of an input: a feed, or a line of one. */
const INPUT = /^(?:self\.)?(?:data\d?|d\d?)(?:\.\w+)?$/;

type Token = { readonly kind: "number" | "name" | "mark" | "other" | "end"; readonly text: string };

/** Reads tokens one after the other, with one or two ahead. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #place: string;
  #at = 0;

  constructor(text: string, place: string) {
    const tokens: Token[] = [];
    for (const [, number, name, mark, other] of text.trim().matchAll(TOKEN)) {
      if (number !== undefined) tokens.push({ kind: "number", text: number });
      else if (name !== undefined) tokens.push({ kind: "name", text: name });
      else if (mark !== undefined) tokens.push({ kind: "mark", text: mark });
      else tokens.push({ kind: "other", text: other! });
    }
    this.#tokens = tokens;
    this.#place = place;
  }

  readSetup(own: string, isClass: (name: string) => boolean): Setup {
    let name = own, read: Argument[];
    const first = this.#peek();
    if (first.text === "(") {
      read = this.#readArguments();
    } else if (first.kind === "name" && this.#peek(1).text === "(" && !INPUT.test(first.text)) {
      const call = this.#readOperation();
      if (this.#peek().text === ",") {
        this.#at++;
        read = [{ value: call }, ...this.#readList("end")];
      } else if (call.kind === "call") {
        ({ name, arguments: read } = call as unknown as { name: string; arguments: Argument[] });
      } else throw this.#unreadable();
    } else if (first.kind === "name" && isClass(last(first.text))) {
      name = last(this.#next().text);
      read = [];
    } else read = this.#readList("end");
    return { name, arguments: [...read, ...this.#readWords()] };
  }

  /** Parameters without marks: `movav=SMA period 10 on high`. */
  #readWords(): Argument[] {
    const read: Argument[] = [];
    while (this.#peek().kind === "name") {
      const { text } = this.#next();
      if (text === "on") read.push({ value: this.#readOperation() });
      else if (this.#peek().text === "=") {
        this.#at++;
        read.push({ name: text, value: this.#readOperation() });
      } else if (this.#peek().kind === "number") read.push({ name: text, value: this.#readOperation() });
      else return read;
    }
    return read;
  }

  #readArguments(): Argument[] {
    this.#take("(");
    const read = this.#readList(")");
    this.#take(")");
    return read;
  }

  /** Arguments up to a mark, which is left; the words `default params` are none. */
  #readList(until: string): Argument[] {
    const read: Argument[] = [];
    while (!this.#isAt(until)) {
      const { kind, text } = this.#peek();
      if (text === "default" && this.#peek(1).text === "params") this.#at += 2;
      else if (kind === "name" && this.#peek(1).text === "=") {
        this.#at += 2;
        read.push({ name: text, value: this.#readOperation() });
      } else read.push({ value: this.#readOperation() });
      if (this.#peek().text === ",") this.#at++;
      else if (!this.#isAt(until)) throw this.#unreadable();
    }
    return read;
  }

  #readOperation(level = 0): Expression {
    const operators = [["<", ">", "<=", ">=", "==", "!="], ["+", "-"], ["*", "/"]][level];
    if (operators === undefined) return this.#readValue();
    let left = this.#readOperation(level + 1);
    while (this.#peek().kind === "mark" && operators.includes(this.#peek().text)) {
      left = { kind: "operation", operator: this.#next().text, left, right: this.#readOperation(level + 1) };
    }
    return left;
  }

  #readValue(): Expression {
    const { kind, text } = this.#next();
    if (text === "-") {
      const zero = { kind: "number", value: 0 } as const;
      return { kind: "operation", operator: "-", left: zero, right: this.#readValue() };
    }
    if (kind === "number") {
      const from: Expression = { kind: "number", value: Number(text) };
      if (this.#peek().text !== "..") return from;
      this.#at++;
      return { kind: "range", from, to: this.#readValue() };
    }
    if (text === "[" || text === "(") {
      const end = text === "[" ? "]" : ")", items = this.#readList(end).map(({ value }) => value);
      this.#take(end);
      // A single value in parentheses is that value.
      return text === "(" && items.length === 1 ? items[0]! : { kind: "list", items };
    }
    if (kind !== "name") throw this.#unreadable(1);
    if (this.#peek().text !== "(") return { kind: "name", name: text };
    if (INPUT.test(text)) return this.#readDelay(text);
    const call = { kind: "call", name: last(text), arguments: this.#readArguments() } as const;
    const output = /^\.(\w+)$/.exec(this.#peek().text + this.#peek(1).text)?.[1];
    if (output === undefined) return call;
    this.#at += 2;
    return { ...call, output };
  }

  /** `data.close(-1)`: the input one bar ago. */
  #readDelay(input: string): Expression {
    const [bars, ...more] = this.#readArguments();
    if (bars === undefined || bars.name !== undefined || more.length > 0) throw this.#unreadable(1);
    return { kind: "delay", input, bars: bars.value };
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: "end", text: "" };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #isAt(until: string): boolean {
    return this.#peek().kind === "end" ? until === "end" || this.#fail() : this.#peek().text === until;
  }

  #take(text: string): void {
    if (this.#next().text !== text) throw this.#unreadable(1);
  }

  #fail(): never {
    throw this.#unreadable();
  }

  #unreadable(back = 0): SyntaxError {
    const { text } = this.#tokens[this.#at - back] ?? { text: "the end" };
    return new SyntaxError(`Cannot read ${this.#place} at "${text}": setup.ts tells the forms that are read`);
  }
}

/** The last part of a dotted name: `SMA` of `bt.ind.SMA`. */
function last(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
