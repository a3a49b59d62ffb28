import { candidate, stateOf, textOf, tooMany } from "./candidate.ts";
import type { FixOptions, Obstacle, ProofOptions, State } from "./candidate.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { FileChange, FileTree } from "../files/tree.ts";
import { overlay } from "../files/tree.ts";
import { apply, byFile, byPlace, connected, moved, plan } from "../text/edits.ts";
import type { Applicability, Edit, Fix } from "../text/edits.ts";
import type { Linted } from "../lint/lint.ts";
import { RunBudget } from "../shell/state/budget.ts";
import { ProofBudget } from "./proof-budget.ts";
import type { Location } from "../text/source.ts";

export type { FixOptions } from "./candidate.ts";

/** A fix that was made. */
export interface AppliedFix {
  /** The finding that it mended, as it stood then. */
  readonly diagnostic: Diagnostic;
  readonly title: string;
  readonly applicability: Applicability;
  /** What it wrote, in the files as they are afterwards: one place for each edit, in their order. */
  readonly places: readonly Location[];
}

/** A fix that was asked for and not made. */
export interface WithheldFix extends Obstacle {
  readonly diagnostic: Diagnostic;
  readonly title: string;
}

/** What fixing came to. Nothing is written. */
export interface Fixed {
  readonly changes: readonly FileChange[];
  readonly applied: readonly AppliedFix[];
  readonly withheld: readonly WithheldFix[];
  /**
   * Paths of the changed files in sets that are written whole or not at all: what one fix edits, and what takes part in
   * one project.
   */
  readonly units: readonly (readonly string[])[];
  /** The files as they are afterwards, linted once more. */
  readonly tree: FileTree;
  readonly linted: Linted;
}

/** More rounds than this mean that fixes undo each other. */
const MOST_PASSES = 10;

/** Applies proved fixes until nothing more is to be done. The same input always gives the same output. */
export function fix(tree: FileTree, paths: readonly string[], options: FixOptions): Fixed {
  const befores = new Map<string, string>();
  const bonds: (readonly string[])[] = [];
  let applied: readonly AppliedFix[] = [];
  let withheld: readonly WithheldFix[] = [];
  // What proofs take, and the rounds behind the first; the verdicts on the files as they are do not depend on it.
  const run = options.run ?? new RunBudget();
  const proofs = new ProofBudget(run);
  let state = stateOf(tree, paths, { ...options, run });
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const round = proveAll(state, { ...options, run, proofs: proofs.round() });
    withheld = round.withheld;
    const { chosen, edits } = plan([...round.proved.keys()]);
    if (edits.length === 0) break;
    const changed = new Map<string, string>();
    for (const [path, own] of byFile(edits, ({ path }) => path)) {
      const text = textOf(state.tree, path);
      if (!befores.has(path)) befores.set(path, text);
      changed.set(path, apply(text, own));
      bonds.push([path, ...[...(state.users.get(path) ?? [])].map((project) => `project ${project.source.path}`)]);
    }
    const before = applied.map((each) => ({ ...each, places: each.places.map((place) => moved(place, edits)) }));
    applied = [...before, ...made(chosen, edits, round.proved)];
    for (const each of chosen) bonds.push(each.edits.map(({ path }) => path));
    state = stateOf(overlay(state.tree, changed), paths, { ...options, run }, new RunBudget(undefined, run));
  }
  const changes = [...befores]
    .map(([path, before]) => ({ path, before, after: textOf(state.tree, path) }))
    .filter((change) => change.before !== change.after);
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  const units = connected(bonds).map((unit) => changes.map(({ path }) => path).filter((path) => unit.has(path)));
  return {
    changes,
    applied: applied.toSorted(byFirstPlace),
    withheld,
    units: units.filter((unit) => unit.length > 0),
    tree: state.tree,
    linted: state.linted,
  };
}

/** Which fixes can be made as the files stand, with the findings that they mend, and which are withheld. */
interface Round {
  readonly proved: ReadonlyMap<Fix, Diagnostic>;
  readonly withheld: readonly WithheldFix[];
}

function proveAll(state: State, options: ProofOptions): Round {
  const proved = new Map<Fix, Diagnostic>();
  const withheld: WithheldFix[] = [];
  for (const diagnostic of state.linted.diagnostics) {
    const chosen = options.only?.has(diagnostic.rule) === false ? undefined : candidate(state, diagnostic, options);
    if (chosen?.obstacle) withheld.push({ diagnostic, title: chosen.fix.title, ...chosen.obstacle });
    else if (chosen) proved.set(chosen.fix, diagnostic);
  }
  const costly = ({ edits }: Fix): boolean =>
    edits.some(({ path }) =>
      [...(state.users.get(path) ?? [])].some(({ source }) => options.proofs.exhausted.has(source.path)),
    );
  for (const [each, diagnostic] of options.proofs.exhausted.size > 0 ? proved : []) {
    if (!costly(each)) continue;
    proved.delete(each);
    withheld.push({ diagnostic, title: each.title, ...tooMany });
  }
  return { proved, withheld };
}

function made(chosen: readonly Fix[], edits: readonly Edit[], proved: Round["proved"]): readonly AppliedFix[] {
  const result: AppliedFix[] = [];
  for (const each of chosen) {
    const diagnostic = proved.get(each);
    const places = each.edits.toSorted(byPlace).map((edit) => moved(edit, edits));
    if (diagnostic) result.push({ diagnostic, title: each.title, applicability: each.applicability, places });
  }
  return result;
}

function byFirstPlace(a: AppliedFix, b: AppliedFix): number {
  const [first, second] = [a.places[0], b.places[0]];
  return first && second ? byPlace(first, second) : 0;
}
