import { NoEngine } from "./errors.ts";

/** What stands in a value of JSON below some keys; undefined if nothing does. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = new Map(Object.entries(here)).get(key);
  }
  return here;
}

/** The text below some keys of what an engine says. Throws a {@link NoEngine} if there is none: it is no engine. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : lacks(keys, "a string");
}

/** The number below some keys of what an engine says. Throws as {@link textAt} does. */
export function numberAt(value: unknown, ...keys: readonly string[]): number {
  const found = at(value, ...keys);
  return typeof found === "number" ? found : lacks(keys, "a number");
}

/** True or false below some keys of what an engine says. Throws as {@link textAt} does. */
export function flagAt(value: unknown, ...keys: readonly string[]): boolean {
  const found = at(value, ...keys);
  return typeof found === "boolean" ? found : lacks(keys, "a boolean");
}

/** The list below some keys of what an engine says; empty if there is none, as engines write empty ones. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}

function lacks(keys: readonly string[], what: string): never {
  throw new NoEngine(`the answer is not from a container engine: ${keys.join(".")} is not ${what}`);
}
