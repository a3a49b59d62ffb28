import type { ScriptFile } from "../../known/wrappers/wrapper-rows.ts";
import { jsonMembers, jsonString, parseJson, skip } from "../../parse/json.ts";
import type { RunnerGap } from "../unresolved.ts";
import { MappedText } from "../../text/source.ts";

/** A command line to which package.json, deno.json or a Procfile gives a name. */
export interface PackageScript {
  readonly file: ScriptFile;
  readonly name: string;
  /** As the shell gets it, mapped to the string that wrote it. */
  readonly text: MappedText;
  /** Whether words of the runner's own command line follow the script's text. */
  readonly extended: boolean;
  /** Scripts that run before and after it: `prestart`, `poststart`. */
  readonly hooks: readonly string[];
  /**
   * Where `exec ` may be written so that the script's shell makes room for the program; undefined if the file may not
   * be edited.
   */
  readonly start: { readonly path: string; readonly start: number; readonly end: number } | undefined;
}

/**
 * What a project file says of a script. `beside`: those that are started at the same time. `missing`: it is read, and
 * does not have it.
 */
export type FoundScript =
  | { readonly kind: "script"; readonly script: PackageScript; readonly beside?: readonly PackageScript[] }
  | { readonly kind: "missing" }
  | { readonly kind: "unknown"; readonly gap: RunnerGap };

/** Finds a script in the text of a package.json (`scripts`) or a deno.json (`tasks`; JSON with comments). */
export function readScript(json: MappedText, file: ScriptFile, name: string, fixable: boolean): FoundScript {
  if (file === "package.json" && !isJson(json.text)) return { kind: "unknown", gap: { is: "unreadable", file } };
  const scripts = objectAt(json, skip(json.text, 0))?.get(file === "package.json" ? "scripts" : "tasks");
  const members = scripts && objectAt(json, scripts.start);
  const member = members?.get(name);
  if (!members || !member) return { kind: "missing" };
  // A task of Deno may be an object with its command in it.
  const at = objectAt(json, member.start)?.get("command")?.start ?? member.start;
  if (json.text.charAt(at) !== '"') return { kind: "unknown", gap: { is: "no string", file, name } };
  const { text } = jsonString(json, at);
  const hooks = file === "package.json" ? [`pre${name}`, `post${name}`].filter((each) => members.has(each)) : [];
  const start = text.locate(0, 0);
  return { kind: "script", script: { file, name, text, extended: false, hooks, start: fixable ? start : undefined } };
}

/** The value of a string member of the file's outermost object: `packageManager`. */
export function stringMember(json: MappedText, name: string): string | undefined {
  const member = isJson(json.text) ? objectAt(json, skip(json.text, 0))?.get(name) : undefined;
  return member && json.text.charAt(member.start) === '"' ? jsonString(json, member.start).text.text : undefined;
}

/** The names in an object member of the file's outermost object: `dependencies`. Each with the place of its value. */
export function namesIn(
  json: MappedText,
  name: string,
): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const member = isJson(json.text) ? objectAt(json, skip(json.text, 0))?.get(name) : undefined;
  return (member && objectAt(json, member.start)) ?? new Map();
}

/** A script with words of the runner's command line after it, each made safe for a shell. */
export function extend(script: PackageScript, words: readonly string[]): PackageScript {
  if (words.length === 0) return script;
  const { text } = script;
  const more = words.map((word) => ` ${quote(word)}`).join("");
  const { end } = text.locate();
  return {
    ...script,
    extended: true,
    text: MappedText.join(text.path, [text, MappedText.writtenBy({ path: text.path, start: end, end }, more)], end),
  };
}

/** A word as a shell takes it for one. */
export function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function objectAt(json: MappedText, at: number): ReturnType<typeof jsonMembers> | undefined {
  return json.text.charAt(at) === "{" ? jsonMembers(json, at) : undefined;
}

function isJson(text: string): boolean {
  return parseJson(text.replace(/^\uFEFF/, "")) !== undefined;
}
