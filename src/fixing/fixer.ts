import { candidate, stateOf, textOf, tooMany } from "./candidate.ts";
import type { FixOptions, Obstacle, ProofOptions, State } from "./candidate.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { FileChange, FileTree } from "../files/tree.ts";
import { overlay } from "../files/tree.ts";
import { apply, byFile, byPlace, connected, moved, plan } from "../text/edits.ts";
import type { Applicability, Edit, Fix } from "../text/edits.ts";
import type { Linted } from "../lint/lint.ts";
import { inVain } from "./effect.ts";
import type { Effect } from "./effect.ts";
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

/** Oftener than this nothing is taken back for another try: what is in vain then is not tried again. */
const MOST_ATTEMPTS = 3;

/**
 * Applies proved fixes until nothing more is to be done. A fix that helps only together with others is made with them;
 * what then has not helped is taken back. The same input always gives the same output.
 */
export function fix(tree: FileTree, paths: readonly string[], options: FixOptions): Fixed {
  const run = options.run ?? new RunBudget();
  const origin = stateOf(tree, paths, { ...options, run });
  const takenBack = new Map<string, string>();
  let attempt = attemptFrom(origin, paths, { ...options, run }, takenBack);
  for (let again = 1; ; again++) {
    const vain = [...vainIn(attempt, origin, again >= MOST_ATTEMPTS)].filter(([key]) => !takenBack.has(key));
    if (vain.length === 0) break;
    for (const [key, reason] of vain) takenBack.set(key, reason);
    attempt = attemptFrom(origin, paths, { ...options, run: new RunBudget() }, takenBack);
  }
  return finish(attempt);
}

/** A fix as it was made on the way. */
interface Step extends AppliedFix {
  /** Tells the finding and its fix from all others, by where they are in the files at first. */
  readonly key: string;
  readonly effect: Effect;
}

/** What all rounds of one attempt came to. */
interface Attempt {
  readonly state: State;
  readonly steps: readonly Step[];
  readonly withheld: readonly WithheldFix[];
  readonly befores: ReadonlyMap<string, string>;
  readonly bonds: readonly (readonly string[])[];
}

function attemptFrom(
  origin: State,
  paths: readonly string[],
  options: FixOptions & { readonly run: RunBudget },
  takenBack: ReadonlyMap<string, string>,
): Attempt {
  const befores = new Map<string, string>();
  const bonds: (readonly string[])[] = [];
  const made: (readonly Edit[])[] = [];
  let steps: readonly Step[] = [];
  let withheld: readonly WithheldFix[] = [];
  // What proofs take, and the rounds behind the first; the verdicts on the files as they are do not depend on it.
  const proofs = new ProofBudget(options.run);
  const keyOf = ({ rule, at }: Diagnostic, { title }: Fix): string =>
    [rule, at.path, made.reduceRight((offset, edits) => originOf(offset, at.path, edits), at.start), title].join(" ");
  const refusal: ProofOptions["takenBack"] = (diagnostic, each) =>
    takenBack.size === 0 ? undefined : takenBack.get(keyOf(diagnostic, each));
  let state = origin;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const round = proveAll(state, { ...options, proofs: proofs.round(), takenBack: refusal });
    withheld = round.withheld;
    const { chosen, edits } = plan(imagesFirst([...round.proved.keys()], state));
    if (edits.length === 0) break;
    const changed = new Map<string, string>();
    for (const [path, own] of byFile(edits, ({ path }) => path)) {
      const text = textOf(state.tree, path);
      if (!befores.has(path)) befores.set(path, text);
      changed.set(path, apply(text, own));
      bonds.push([path, ...[...(state.users.get(path) ?? [])].map((project) => `project ${project.source.path}`)]);
    }
    const before = steps.map((each) => ({ ...each, places: each.places.map((place) => moved(place, edits)) }));
    const now: Step[] = [];
    for (const each of chosen) {
      bonds.push(each.edits.map(({ path }) => path));
      const proved = round.proved.get(each);
      const places = each.edits.toSorted(byPlace).map((edit) => moved(edit, edits));
      const { title, applicability } = each;
      if (proved) now.push({ ...proved, key: keyOf(proved.diagnostic, each), title, applicability, places });
    }
    steps = [...before, ...now];
    made.push(edits);
    state = stateOf(overlay(state.tree, changed), paths, options, new RunBudget(undefined, options.run));
  }
  return { state, steps, withheld, befores, bonds };
}

/**
 * Without the fixes of what starts an image where others change the image itself: after these it may not be needed any
 * more.
 */
function imagesFirst(fixes: readonly Fix[], { linted, users }: State): readonly Fix[] {
  const describing = new Set(
    linted.projects.flatMap(({ images }) => images.flatMap(({ image }) => image.deployment.place?.path ?? [])),
  );
  const startsOnly = ({ edits }: Fix): boolean => edits.every(({ path }) => describing.has(path));
  const changed = new Set(
    fixes
      .filter((each) => !startsOnly(each))
      .flatMap(({ edits }) => edits.flatMap(({ path }) => [...(users.get(path) ?? [])])),
  );
  return fixes.filter(
    (each) =>
      !startsOnly(each) ||
      !each.edits.some(({ path }) => [...(users.get(path) ?? [])].some((user) => changed.has(user))),
  );
}

/**
 * The fixes of an attempt that have helped no image that they change, although one of these needs it, with the reasons:
 * at first those that do nothing alone. `all`: those too that did.
 */
function vainIn({ steps, state }: Attempt, origin: State, all: boolean): ReadonlyMap<string, string> {
  const needed = steps.filter(({ effect }) => effect.wanting.size > 0);
  if (needed.length === 0) return new Map();
  const reasons = inVain(origin.linted.projects, state.linted);
  const vain = needed.filter(({ effect }) => [...effect.wanting].every((image) => reasons.has(image)));
  const idle = vain.filter(({ effect }) => effect.better.size === 0);
  const found = new Map<string, string>();
  for (const { key, effect } of idle.length > 0 && !all ? idle : vain) {
    const [image = ""] = effect.wanting;
    found.set(key, reasons.get(image) ?? "");
  }
  return found;
}

function finish({ state, steps, withheld, befores, bonds }: Attempt): Fixed {
  const changes = [...befores]
    .map(([path, before]) => ({ path, before, after: textOf(state.tree, path) }))
    .filter((change) => change.before !== change.after);
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  const units = connected(bonds).map((unit) => changes.map(({ path }) => path).filter((path) => unit.has(path)));
  const applied = steps.map(({ diagnostic, title, applicability, places }) => ({
    diagnostic,
    title,
    applicability,
    places,
  }));
  return {
    changes,
    applied: applied.toSorted(byFirstPlace),
    withheld,
    units: units.filter((unit) => unit.length > 0),
    tree: state.tree,
    linted: state.linted,
  };
}

/** Where something was before edits that do not touch one another; what they have written, where they were made. */
function originOf(offset: number, path: string, edits: readonly Edit[]): number {
  let shift = 0;
  for (const edit of edits.filter((each) => each.path === path)) {
    const start = edit.start + shift;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.start;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return offset - shift;
}

/** A finding that a fix mends, and what it does for the images. */
interface Proved {
  readonly diagnostic: Diagnostic;
  readonly effect: Effect;
}

/** Which fixes can be made as the files stand, with the findings that they mend, and which are withheld. */
interface Round {
  readonly proved: ReadonlyMap<Fix, Proved>;
  readonly withheld: readonly WithheldFix[];
}

function proveAll(state: State, options: ProofOptions): Round {
  const proved = new Map<Fix, Proved>();
  const withheld: WithheldFix[] = [];
  for (const diagnostic of state.linted.diagnostics) {
    const chosen = options.only?.has(diagnostic.rule) === false ? undefined : candidate(state, diagnostic, options);
    if (chosen?.obstacle) withheld.push({ diagnostic, title: chosen.fix.title, ...chosen.obstacle });
    else if (chosen) proved.set(chosen.fix, { diagnostic, effect: chosen.effect });
  }
  const costly = ({ edits }: Fix): boolean =>
    edits.some(({ path }) =>
      [...(state.users.get(path) ?? [])].some(({ source }) => options.proofs.exhausted.has(source.path)),
    );
  for (const [each, { diagnostic }] of options.proofs.exhausted.size > 0 ? proved : []) {
    if (!costly(each)) continue;
    proved.delete(each);
    withheld.push({ diagnostic, title: each.title, ...tooMany });
  }
  return { proved, withheld };
}

function byFirstPlace(a: AppliedFix, b: AppliedFix): number {
  const [first, second] = [a.places[0], b.places[0]];
  return first && second ? byPlace(first, second) : 0;
}
