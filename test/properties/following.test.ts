import { describe } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions } from "../../src/lint/lint.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { properties } from "./cases.ts";
import { startable } from "./contexts.ts";
import type { Context } from "./contexts.ts";
import { start } from "./sandbox.ts";
import type { Ran } from "./sandbox.ts";
import { programs } from "./scripts.ts";
import { shellNamed } from "./shells.ts";

const options: LintOptions = { rules: [], severities: new Map(), project: () => ({ top: "/" }) };
const names = new Set(programs.map((each) => each.replace(/^.*\//, "")));

const sources = ["/Dockerfile", "/run.sh", "/other.sh"];

/**
 * What cannot be compared. `./app` is in no folder of the sandbox, where `env` starts nothing either. A way that
 * leaves early, or a script of its own that comes to its end in front of nothing, is none that the model tells of.
 */
const unfit = /\.\/app|(?<![/\w])env\b|\bexit\b|\s-c\s|(?<!(?:\.|source) )\/opt\/ctx\/other\.sh/;

interface Case {
  readonly context: Context;
  readonly fails: string;
}

interface Seen extends Case {
  readonly ran: Ran;
  readonly paths: readonly Path[];
}

function text({ context }: Case, path: string): string {
  const file = context.files[path] ?? "";
  return typeof file === "string" ? file : file.text;
}

function look(batch: readonly Case[]): readonly (Seen | undefined)[] {
  const asked = batch.flatMap((one) => {
    const shell = shellNamed(one.context.sh);
    if (!shell || one.fails !== "" || sources.some((path) => unfit.test(text(one, path)))) return [];
    const [image] = lint(memoryTree(one.context.files), one.context.paths, options).projects[0]?.images ?? [];
    return image ? [{ one, shell, paths: image.startUp.paths }] : [];
  });
  const ran = start(
    asked.map(({ one, shell }) => ({
      dockerfile: text(one, "/Dockerfile"),
      scripts: { "run.sh": text(one, "/run.sh"), "other.sh": text(one, "/other.sh") },
      fails: "",
      shell,
    })),
  );
  const seen = new Map(
    asked.map(({ one, paths }, index): readonly [Case, Seen | undefined] => [
      one,
      ran[index] && { ...one, ran: ran[index], paths },
    ]),
  );
  return batch.map((one) => seen.get(one));
}

/** The command line of the first program that a way starts, whether it never ends, or whether neither is known. */
function ending(path: Path): readonly string[] | "never" | "unknown" {
  for (const { hops, role } of path.processes) {
    if (role.kind === "shell" && (role.steady.kind === "loop" || role.steady.running?.how === "loop")) return "never";
    for (const { argv } of hops) {
      const name = argv[0]?.value.replace(/^.*\//, "") ?? "";
      if (names.has(name)) return [name, ...argv.slice(1).map((arg) => arg.value)];
    }
  }
  return "unknown";
}

/**
 * Whether a program may be one that goes into the background, and is left there by a way that the model does not tell
 * of since it ends.
 */
function mayBeLeft(name: string, one: Case): boolean {
  const background = new RegExp(`\\b${name}\\b[^\\n;&|]*&(?![&>])`);
  return name === "nginx" || sources.some((path) => background.test(text(one, path)));
}

function same(words: readonly string[], real: readonly string[]): boolean {
  return words[0] === real[0] && (words.includes("unknown") || JSON.stringify(words) === JSON.stringify(real));
}

function argvOf(program: string): readonly string[] {
  const { argv }: { readonly argv: readonly string[] } = JSON.parse(program);
  return argv.map((word) => word.replaceAll("probe-", ""));
}

describe("a context that is started", () => {
  properties(startable, look, {
    "starts what the model says": (seen) => {
      const { context, paths, ran } = seen;
      const expected = paths.map(ending);
      // A way that a failure ends is none either that the model tells of.
      if (expected.length === 0 || expected.includes("unknown") || ran.status !== "0") return undefined;
      const real = ran.programs.map(argvOf).filter(([name = ""]) => names.has(name));
      if (real.every(([name = ""]) => mayBeLeft(name, seen))) return undefined;
      const ways = expected.filter((each) => each !== "never");
      if (real.some((argv) => ways.some((words) => words !== "unknown" && same(words, argv)))) return undefined;
      const files = Object.keys(context.files)
        .map((path) => `${path}:\n${text(seen, path)}`)
        .join("\n");
      return `expected ${JSON.stringify(expected)}, started ${JSON.stringify(real)}\n${files}`;
    },
  });
});
