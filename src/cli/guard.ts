import { ignoredByGit, isSubmodule, repositoryTop } from "../discover.ts";
import { inside } from "../files.ts";
import type { Fix } from "../fix.ts";
import type { Rule } from "../rule.ts";

/**
 * Rules whose fixes leave alone what is not the user's to edit here: a file that git ignores (it is generated, or comes from elsewhere), and
 * one in a submodule. `named` are the paths of the command line, absolute: what they name, or a submodule they lie in, may be edited.
 */
export function guarded(rules: readonly Rule[], named: readonly string[]): readonly Rule[] {
  const reasons = new Map<string, string | undefined>();
  const reasonFor = (path: string): string | undefined => {
    if (!reasons.has(path)) reasons.set(path, objection(path, named));
    return reasons.get(path);
  };
  return rules.map((rule) => ({
    ...rule,
    *check(project) {
      for (const finding of rule.check(project)) yield { ...finding, fixes: finding.fixes.map((fix) => guard(fix, reasonFor)) };
    },
  }));
}

function guard(fix: Fix, reasonFor: (path: string) => string | undefined): Fix {
  for (const { path } of fix.edits) {
    const reason = reasonFor(path);
    if (reason !== undefined) return { ...fix, title: `${fix.title} (left to you: ${reason})`, applicability: "manual" };
  }
  return fix;
}

function objection(path: string, named: readonly string[]): string | undefined {
  if (named.includes(path)) return undefined;
  if (ignoredByGit(path)) return "git ignores the file";
  const top = repositoryTop(path);
  if (top !== undefined && isSubmodule(top) && !named.some((each) => inside(top, each))) return "the file is in a git submodule";
  return undefined;
}
