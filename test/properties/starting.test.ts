import { describe } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions } from "../../src/lint/lint.ts";
import { properties } from "./cases.ts";
import { mendable } from "./contexts.ts";
import type { Context } from "./contexts.ts";
import { start } from "./sandbox.ts";
import type { Ran, Start } from "./sandbox.ts";
import { helpers } from "./scripts.ts";
import { shellNamed } from "./shells.ts";
import type { Shell } from "./shells.ts";

const options: LintOptions = { rules, severities: new Map(), project: () => ({ top: "/" }) };

interface Case {
  readonly context: Context;
  readonly fails: string;
}

interface Seen extends Case {
  readonly after: FileTree;
  readonly titles: readonly string[];
  readonly ran: readonly [before: Ran, after: Ran | undefined];
}

/** A fix of what did something else than was meant, so that it is no measure: an array that was none, a trap that failed. */
const mendsMeaning = /^Write the (array that was meant|signal's name)/;

function text(tree: FileTree, path: string): string {
  const entry = tree.read(path);
  return entry.kind === "file" ? entry.text : "";
}

function startOf(tree: FileTree, { fails }: Case, shell: Shell): Start {
  return {
    dockerfile: text(tree, "/Dockerfile"),
    scripts: { "run.sh": text(tree, "/run.sh"), "other.sh": text(tree, "/other.sh") },
    fails,
    shell,
  };
}

function look(batch: readonly Case[]): readonly (Seen | undefined)[] {
  const fixed = batch.map((one) => {
    const tree = memoryTree(one.context.files);
    const { tree: after, applied } = fix(tree, one.context.paths, { ...options, unsafe: false });
    const [project] = lint(tree, one.context.paths, { ...options, rules: [] }).projects;
    const starts = (project?.images ?? []).every(({ startUp }) =>
      startUp.paths.every((path) => path.processes.every(({ role }) => role.kind !== "unrunnable")),
    );
    return { one, tree, after, titles: applied.map(({ title }) => title), starts };
  });
  // What is not changed starts as before, and a shell that is not installed cannot be asked.
  const changed = fixed.flatMap((each) => {
    const { titles, starts, one } = each;
    const compared = starts && titles.length > 0 && !titles.some((title) => mendsMeaning.test(title));
    const shell = compared ? shellNamed(one.context.sh) : undefined;
    return shell ? [{ ...each, key: each, shell }] : [];
  });
  const ran = start(
    changed.flatMap(({ one, tree, after, shell }) => [startOf(tree, one, shell), startOf(after, one, shell)]),
  );
  const seen = new Map(
    changed.map(({ key, one, after, titles }, index): readonly [object, Seen | undefined] => {
      const [first, second] = [ran[index * 2], ran[index * 2 + 1]];
      return [key, first && { ...one, after, titles, ran: [first, second] }];
    }),
  );
  return fixed.map((each) => seen.get(each));
}

/** What stands in front of the main program or does its own work, and is never the main program itself. */
const steps: ReadonlySet<string> = new Set(["gosu", "tini", ...helpers.map((name) => `probe-${name}`)]);

/**
 * What ran. In the sandbox a step does not run what it is handed, and where a fix rewrites the Dockerfile that may be
 * CMD as it is written now: of the main program its arguments say nothing then. Any other program has to see the same
 * words, but for `exec` before the text of a shell.
 */
function told(ran: Ran | undefined, rewritten: boolean): string {
  const plain = (program: string): string => {
    const seen: { readonly argv: readonly string[] } = JSON.parse(program);
    const [name = ""] = seen.argv;
    return rewritten && steps.has(name)
      ? JSON.stringify({ ...seen, argv: [name] })
      : program.replaceAll('"-c","exec ', '"-c","');
  };
  return JSON.stringify(ran?.programs.map(plain).sort());
}

function show({ context, after, titles, fails, ran }: Seen): string {
  const tree = memoryTree(context.files);
  const files = (each: FileTree): string =>
    ["/Dockerfile", "/run.sh", "/other.sh"].map((path) => `${path}:\n${text(each, path)}`).join("\n");
  return `\n--- ${fails} fails\n--- ran\n${JSON.stringify(ran[0])}\n${JSON.stringify(ran[1])}\n--- before\n${files(tree)}\n--- after\n${files(after)}\n--- fixes\n${titles.join("\n")}`;
}

describe("a context that safe fixes change", () => {
  const checks = {
    "starts the same programs with the same words, variables and folders, and ends alike": (
      seen: Seen,
    ): string | undefined => {
      const [before, after] = seen.ran;
      // A program that is not there fails in its own way behind `exec`, as when "$@" starts with an option.
      const alike = before.status === after?.status || before.status === "127";
      const rewritten = text(memoryTree(seen.context.files), "/Dockerfile") !== text(seen.after, "/Dockerfile");
      return alike && told(before, rewritten) === told(after, rewritten) ? undefined : `it does not${show(seen)}`;
    },
  };
  properties(mendable, look, checks, 0.5);
});
