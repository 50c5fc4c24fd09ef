/**
 * The text of a call as a tree, so that parts of it can be taken away and the rest is still a program.
 *
 * @module
 */

/** A part of a program: text as it is, or a call, an object, a list or a strategy class of further parts. */
export type Expression =
  | { readonly kind: "text"; readonly text: string; readonly fault?: Fault }
  | { readonly kind: "call"; readonly callee: string; readonly args: readonly Expression[]; readonly least: number }
  | { readonly kind: "object"; readonly entries: readonly (readonly [name: string, value: Expression])[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "strategy"; readonly fields: readonly string[]; readonly acts: readonly Act[] };

/** A wrong part. `refused` says that the call must throw because of it; else both ways are right. */
export interface Fault {
  /** The place of the wrong value, such as `"cash"`. */
  readonly place: string;
  readonly refused: boolean;
}

/** Members of a strategy in which a call is made. `field` is a field's initializer, `after` the time after the run. */
export type Moment =
  | "field"
  | "constructor"
  | "start"
  | "next"
  | "notifyOrder"
  | "notifyTrade"
  | "notifyCash"
  | "stop"
  | "after";

/** A call of a strategy at a moment. */
export interface Act {
  readonly moment: Moment;
  /** Number of bars of the first feed at which it is made, in `next` and the notifications. */
  readonly bar: number;
  readonly call: Expression;
  /** True if the call must throw at this moment, whatever its arguments are. */
  readonly refused: boolean;
  /** True if the strategy catches what the call throws and goes on. */
  readonly caught: boolean;
}

/** Returns text as an expression. */
export function text(text: string, fault?: Fault): Expression {
  return fault === undefined ? { kind: "text", text } : { kind: "text", text, fault };
}

/** Returns a call; arguments from the `least`-th on may be left out. */
export function call(callee: string, args: readonly Expression[], least: number = args.length): Expression {
  return { kind: "call", callee, args, least };
}

/** Returns an object. */
export function object(entries: readonly (readonly [string, Expression])[]): Expression {
  return { kind: "object", entries };
}

/** Returns the program of an expression. */
export function render(expression: Expression): string {
  switch (expression.kind) {
    case "text":
      return expression.text;
    case "call":
      return `${expression.callee}(${expression.args.map(render).join(", ")})`;
    case "list":
      return `[${expression.items.map(render).join(", ")}]`;
    case "object":
      if (expression.entries.length === 0) return "{}";
      return `{ ${expression.entries.map(entry).join(", ")} }`;
    case "strategy":
      return renderStrategy(expression);
  }
}

/** A name that begins with "get " is a getter, whose second reading throws. */
function entry([name, value]: readonly [string, Expression]): string {
  if (!name.startsWith("get ")) return `${key(name)}: ${render(value)}`;
  return `${name}() { return once(this, ${JSON.stringify(name.slice(4))}, ${render(value)}); }`;
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && name !== "__proto__" ? name : `[${JSON.stringify(name)}]`;
}

function renderStrategy({ fields, acts }: Extract<Expression, { kind: "strategy" }>): string {
  const lines = fields.map((field) => `  ${field};`);
  acts.forEach((act, at) => {
    if (act.moment === "field") lines.push(`  field${at} = ${madeAct(act, at)};`);
  });
  const statements = (moment: Moment): string =>
    acts.map((act, at) => {
      if (act.moment !== moment) return "";
      const when = ["next", "notifyOrder", "notifyTrade", "notifyCash"].includes(moment)
        ? `if (this.data.length === ${act.bar}) `
        : "";
      return ` ${when}${madeAct(act, at)};`;
    }).join("");
  const member = (head: string, moment: Moment, always = ""): void => {
    const body = `${always}${statements(moment)}`;
    if (body !== "") lines.push(`  ${head} {${body} }`);
  };
  member("constructor(context)", "constructor", statements("constructor") === "" ? "" : " super(context);");
  member("start()", "start");
  member("next()", "next");
  member("notifyOrder(order)", "notifyOrder");
  member("notifyTrade(trade)", "notifyTrade");
  member("notifyCash(cash, value)", "notifyCash");
  const after = acts.map((act, at) => act.moment === "after" ? ` later(() => ${madeAct(act, at)});` : "").join("");
  member("stop()", "stop", after);
  return `class Abuse extends ct.Strategy.with({ period: 3 }) {\n${lines.join("\n")}\n}`;
}

function madeAct(act: Act, at: number): string {
  return `act(${at}, ${act.caught}, () => ${render(act.call)})`;
}

/** Returns all faults of an expression outside of the acts of strategies. */
export function faultsOf(expression: Expression): Fault[] {
  return childrenOf(expression).flatMap((child) => faultsOf(child)).concat(
    expression.kind === "text" && expression.fault !== undefined ? [expression.fault] : [],
  );
}

/** Returns all acts of the strategies of an expression. */
export function actsOf(expression: Expression): readonly Act[] {
  return expression.kind === "strategy" ? expression.acts : childrenOf(expression).flatMap(actsOf);
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "call":
      return expression.args;
    case "list":
      return expression.items;
    case "object":
      return expression.entries.map(([, value]) => value);
    default:
      return [];
  }
}

/** Returns each expression that lacks one part of a given one, those that lack most first. */
export function smaller(expression: Expression): Expression[] {
  const tried: Expression[] = [];
  switch (expression.kind) {
    case "text":
      break;
    case "call":
      if (expression.args.length > expression.least) tried.push({ ...expression, args: expression.args.slice(0, -1) });
      expression.args.forEach((arg, at) => {
        for (const shorter of smaller(arg)) tried.push({ ...expression, args: expression.args.with(at, shorter) });
      });
      break;
    case "list":
      expression.items.forEach((item, at) => {
        tried.push({ ...expression, items: expression.items.toSpliced(at, 1) });
        for (const shorter of smaller(item)) tried.push({ ...expression, items: expression.items.with(at, shorter) });
      });
      break;
    case "object":
      expression.entries.forEach(([name, value], at) => {
        tried.push({ ...expression, entries: expression.entries.toSpliced(at, 1) });
        for (const shorter of smaller(value)) {
          tried.push({ ...expression, entries: expression.entries.with(at, [name, shorter]) });
        }
      });
      break;
    case "strategy":
      expression.acts.forEach((act, at) => {
        tried.push({ ...expression, acts: expression.acts.toSpliced(at, 1) });
        for (const call of smaller(act.call)) {
          tried.push({ ...expression, acts: expression.acts.with(at, { ...act, call }) });
        }
      });
      expression.fields.forEach((_field, at) => {
        tried.push({ ...expression, fields: expression.fields.toSpliced(at, 1) });
      });
  }
  return tried;
}

/**
 * Takes parts of an expression away as long as what is left fails.
 *
 * @param fails Tells whether an expression fails.
 * @param attempts Most expressions to try.
 */
export async function shrunk(
  expression: Expression,
  fails: (expression: Expression) => Promise<boolean>,
  attempts: number,
): Promise<Expression> {
  let best = expression, left = attempts;
  for (let found = true; found;) {
    found = false;
    for (const tried of smaller(best)) {
      if (left-- <= 0) return best;
      if (!await fails(tried)) continue;
      best = tried;
      found = true;
      break;
    }
  }
  return best;
}
