import type { MemoryFile } from "../../src/files/tree.ts";

/** A file of an input. */
export interface InputFile {
  readonly text: string;
  readonly executable: boolean;
}

/** A build context, and beside it what pid1lint itself reads: all that one case is made of, by absolute path. */
export type Input = ReadonlyMap<string, InputFile>;

/** Where the files stand that are no part of a build context, if an input has them. */
export const beside = {
  config: "/pid1lint.yaml",
  baseline: "/baseline.json",
  base: "/base.json",
  hadolint: "/.hadolint.yaml",
} as const;

/** An input from texts by path; what starts with #! is executable. */
export function inputOf(texts: Iterable<readonly [path: string, text: string]>): Input {
  return new Map([...texts].map(([path, text]) => [path, { text, executable: text.startsWith("#!") }]));
}

/** The input as a tree in memory takes it. */
export function memoryFiles(input: Input): Readonly<Record<string, MemoryFile>> {
  return Object.fromEntries(input);
}

/** The input as people can read it: each unit that is not plain ASCII escaped, what is repeated often written once. */
export function shown(input: Input): string {
  return [...input]
    .map(
      ([path, { text, executable }]) =>
        `${spelled(path)}${executable ? " (executable)" : ""}:${text
          .split(/(?<=\n)/)
          .map((line) => `\n  ${spelled(line)}`)
          .join("")}`,
    )
    .join("\n");
}

function spelled(text: string): string {
  const plain = JSON.stringify(text).replaceAll(
    /[^ -~]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const folded = plain.replaceAll(
    /(.{1,20}?)\1{9,}/g,
    (all: string, each: string) => `<${all.length / each.length} times ${each}>`,
  );
  return folded.length > 2000 ? `${folded.slice(0, 2000)}... (${text.length} characters)` : folded;
}
