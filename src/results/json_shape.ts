/**
 * The check of JSON against a schema, with the place of the first fault: the part of JSON Schema that results use.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** The types of JSON that a schema names. */
export type ShapeType = "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";

/** A schema in JSON Schema, draft 2020-12, of the keywords that {@linkcode shapeFault} knows. */
export interface Shape {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: ShapeType | readonly ShapeType[];
  readonly const?: string | number;
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** The first fault of a value: its place, such as `fills[3].price`, and what is wrong. */
export interface ShapeFault {
  readonly place: string;
  readonly problem: string;
}

/** Returns the first place at which a value of JSON does not have a shape, or undefined. */
export function shapeFault(value: unknown, shape: Shape, place: string): ShapeFault | undefined {
  const fault = (problem: string): ShapeFault => ({ place, problem });
  if (shape.anyOf !== undefined) {
    const faults = shape.anyOf.map((each) => shapeFault(value, each, place));
    return faults.includes(undefined) ? undefined : faults.find((each) => each!.place !== place) ?? faults[0];
  }
  if (shape.const !== undefined && value !== shape.const) {
    return fault(`is ${shown(value)}, not ${JSON.stringify(shape.const)}`);
  }
  if (shape.enum !== undefined && !shape.enum.includes(value as string)) {
    return fault(`is ${shown(value)}, not one of ${shape.enum.map((each) => JSON.stringify(each)).join(", ")}`);
  }
  if (shape.type !== undefined) {
    const types = typeof shape.type === "string" ? [shape.type] : shape.type;
    if (!types.some((type) => isOf(value, type))) return fault(`is ${shown(value)}, not ${types.join(" or ")}`);
  }
  if (typeof value === "string") {
    const wrong = shape.pattern !== undefined && !new RegExp(shape.pattern, "u").test(value);
    return wrong ? fault(`is ${shown(value)}, which does not have the form ${shape.pattern}`) : undefined;
  }
  if (typeof value === "number") {
    return shape.minimum !== undefined && value < shape.minimum
      ? fault(`is ${value}, below ${shape.minimum}`)
      : undefined;
  }
  if (Array.isArray(value)) return shape.items === undefined ? undefined : itemFault(value, shape.items, place);
  return typeof value === "object" && value !== null ? memberFault(value, shape, place) : undefined;
}

function itemFault(values: readonly unknown[], items: Shape, place: string): ShapeFault | undefined {
  for (let at = 0; at < values.length; at++) {
    // Curves have many numbers, and no text is made for those that are right.
    if (items.type === "number" && typeof values[at] === "number") continue;
    const found = shapeFault(values[at], items, `${place}[${at}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberFault(value: object, shape: Shape, place: string): ShapeFault | undefined {
  const inside = (name: string): string => place === "" ? name : `${place}.${name}`;
  for (const name of shape.required ?? []) {
    if (!Object.hasOwn(value, name)) return { place: inside(name), problem: "is missing" };
  }
  for (const [name, inner] of Object.entries(value)) {
    const { properties = {}, additionalProperties = true } = shape;
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known === false) return { place: inside(name), problem: "is none that there is" };
    const found = typeof known === "object" ? shapeFault(inner, known, inside(name)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isOf(value: unknown, type: ShapeType): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "number") return Number.isFinite(value);
  return type === "string" ? typeof value === "string" : typeof value === "boolean";
}

function shown(value: unknown): string {
  return inspected(value, 0);
}
