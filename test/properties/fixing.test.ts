import { describe } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import type { Fixed } from "../../src/fixing/fixer.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions, Linted } from "../../src/lint/lint.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";
import { notBetter } from "../fixing/better.ts";
import { properties } from "./cases.ts";
import { context } from "./contexts.ts";
import type { Context } from "./contexts.ts";
import { complaintsAbout, shellNamed } from "./shells.ts";

const options: LintOptions = { rules, severities: new Map(), project: () => ({ top: "/" }) };

interface Seen {
  readonly one: Context;
  readonly before: Linted;
  readonly runs: readonly Run[];
  /** What a shell says of a script after a fix that it could read before. */
  readonly refused: string | undefined;
}

interface Run {
  readonly name: "safe" | "unsafe";
  readonly fixed: Fixed;
  readonly again: Fixed;
  readonly permuted: Fixed;
}

function text(tree: FileTree, path: string): string {
  const entry = tree.read(path);
  return entry.kind === "file" ? entry.text : "";
}

function texts({ paths, files }: Context, tree: FileTree): string {
  return [...Object.keys(files), ...paths].map((path) => `${path}:\n${text(tree, path)}`).join("\n");
}

/** The rules in another order, which the case decides. */
function reordered(one: Context): typeof rules {
  let state = JSON.stringify(one.files).length;
  const keyed = rules.map((rule) => ({ rule, key: (state = (state * 1103515245 + 12345) % 2147483648) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ rule }) => rule);
}

function look(batch: readonly Context[]): readonly Seen[] {
  const seen = batch.map((one): Seen => {
    const tree = memoryTree(one.files);
    const run = (name: Run["name"]): Run => {
      const unsafe = name === "unsafe";
      const fixed = fix(tree, one.paths, { ...options, unsafe });
      // Without a change nothing can come out differently, nor with one alone in another order.
      const again = fixed.applied.length > 0 ? fix(fixed.tree, one.paths, { ...options, unsafe }) : fixed;
      const permuted =
        fixed.applied.length > 1 ? fix(tree, one.paths, { ...options, rules: reordered(one), unsafe }) : fixed;
      return { name, fixed, again, permuted };
    };
    const before = lint(tree, one.paths, options);
    const safe = run("safe");
    const offers = [...before.diagnostics, ...safe.fixed.linted.diagnostics].some(({ fixes }) =>
      fixes.some(({ applicability }) => applicability === "unsafe"),
    );
    return { one, before, runs: offers ? [safe, run("unsafe")] : [safe], refused: undefined };
  });
  const refused = refusals(seen);
  return seen.map((each) => ({ ...each, refused: refused.get(each) }));
}

/** Asks bash, which knows what the other shells know, about every script that was changed. */
function refusals(seen: readonly Seen[]): ReadonlyMap<Seen, string> {
  const bash = shellNamed("bash");
  const scripts = seen.flatMap((each) =>
    each.runs.flatMap(({ fixed }) =>
      fixed.changes.filter(({ path }) => path.endsWith(".sh")).map((change) => ({ each, change })),
    ),
  );
  const found = new Map<Seen, string>();
  if (!bash || scripts.length === 0) return found;
  const [before, after] = [
    complaintsAbout(
      bash,
      scripts.map(({ change }) => change.before),
    ),
    complaintsAbout(
      bash,
      scripts.map(({ change }) => change.after),
    ),
  ];
  for (const [index, { each, change }] of scripts.entries()) {
    if (before[index] === undefined && after[index] !== undefined)
      found.set(each, `${after[index]}: ${JSON.stringify(change.after)}`);
  }
  return found;
}

function first(seen: Seen, check: (run: Run) => string | undefined): string | undefined {
  for (const run of seen.runs) {
    const complaint = check(run);
    if (complaint !== undefined)
      return `${run.name}: ${complaint}\n--- before\n${texts(seen.one, memoryTree(seen.one.files))}\n--- after\n${texts(seen.one, run.fixed.tree)}\n--- fixes\n${run.fixed.applied.map(({ title }) => title).join("\n")}`;
  }
  return undefined;
}

describe("fixing any context", () => {
  properties(context, look, {
    "twice is the same as once": (seen) =>
      first(seen, ({ again }) =>
        again.changes.length === 0
          ? undefined
          : `a second time changes ${again.changes.map((change) => change.path).join(", ")}\n${again.changes.map((change) => change.after).join("\n")}`,
      ),
    "ends in the same text, in whatever order the rules stand": (seen) =>
      first(seen, ({ fixed, permuted }) =>
        texts(seen.one, fixed.tree) === texts(seen.one, permuted.tree)
          ? undefined
          : `other text: ${texts(seen.one, permuted.tree)}`,
      ),
    "leaves a Dockerfile that can be read": (seen) =>
      first(seen, ({ fixed }) => {
        for (const path of seen.one.paths.filter((each) => each.endsWith("Dockerfile"))) {
          const [was, is] = [text(memoryTree(seen.one.files), path), text(fixed.tree, path)].map(
            (each) => parseDockerfile(new Source(path, each)).problems,
          );
          if (was?.length === 0 && is?.[0]) return `${path}: ${is[0].message}`;
        }
        return undefined;
      }),
    "leaves scripts that a shell can read": ({ refused }) => refused,
    "ends in an outcome that is better and known, or changes nothing": (seen) =>
      first(seen, ({ fixed }) => (fixed.applied.length > 0 ? notBetter(seen.before, fixed.linted) : undefined)),
  });
});
