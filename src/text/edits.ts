import type { Location } from "./source.ts";

/** Replaces a span of a file; an insertion has an empty span, a deletion an empty text. */
export interface Edit extends Location {
  readonly text: string;
}

/**
 * `safe`: same program, arguments, environment and directory; only its place in the process tree changes.
 * `unsafe`: what runs, what is installed or how arguments are passed may change. `manual`: shown, never applied.
 */
export type Applicability = "safe" | "unsafe" | "manual";

/** One way to mend a finding: all of its edits, in all files, or none. */
export interface Fix {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly Edit[];
}

/**
 * What only a person can do: advice that is shown with the finding, and why there is no more than that, where it needs
 * saying.
 */
export function byHand(advice: string, reason?: string): Fix {
  return {
    title: `By hand${reason === undefined ? "" : `, since ${reason}`}: ${advice}`,
    applicability: "manual",
    edits: [],
  };
}

/** Orders edits by file and place. */
export function byPlace(a: Location, b: Location): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start || a.end - b.end;
}

/** Whether an edit does nothing but put `exec` before a command. */
export function isExec(edit: Edit): boolean {
  return edit.text === "exec " && edit.start === edit.end;
}

function same(a: Edit, b: Edit): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end && a.text === b.text;
}

/** Whether two edits overlap or touch, so that applying both is not well defined. */
export function touch(a: Location, b: Location): boolean {
  return a.path === b.path && a.start <= b.end && b.start <= a.end;
}

/**
 * Chooses, in the order given, fixes whose edits do not touch an edit chosen before. An edit equal to a chosen one
 * counts once; the rest waits for the next pass.
 */
export function plan(fixes: readonly Fix[]): {
  readonly chosen: readonly Fix[];
  readonly edits: readonly Edit[];
  readonly deferred: readonly Fix[];
} {
  const chosen: Fix[] = [];
  const deferred: Fix[] = [];
  const edits: Edit[] = [];
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !edits.some((other) => same(edit, other)));
    if (fresh.some((edit) => edits.some((other) => touch(edit, other)))) {
      deferred.push(fix);
      continue;
    }
    chosen.push(fix);
    edits.push(...fresh);
  }
  return { chosen, edits: edits.sort(byPlace), deferred };
}

/** Things by the file that they are of, in their order; `pathOf` tells which. */
export function byFile<T>(things: readonly T[], pathOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const path = pathOf(thing);
    const group = groups.get(path);
    if (group) group.push(thing);
    else groups.set(path, [thing]);
  }
  return groups;
}

/** Applies one file's edits to its text. Throws a RangeError if they overlap or leave the text. */
export function apply(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort(byPlace)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`edit ${edit.start}-${edit.end} of ${edit.path} overlaps another or leaves the text`);
    }
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/**
 * Where a place is after edits that do not touch one another. An edit that reaches into it counts to it, and one at an
 * empty place.
 */
export function moved({ path, start, end }: Location, edits: readonly Edit[]): Location {
  const inside = edits.filter(
    (edit) =>
      edit.path === path &&
      (start === end ? edit.start <= start && edit.end >= end : edit.start < end && edit.end > start),
  );
  const growth = (some: readonly Edit[]): number =>
    some.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  const from = Math.min(start, ...inside.map((edit) => edit.start));
  const to = Math.max(end, ...inside.map((edit) => edit.end));
  const shift = growth(edits.filter((edit) => edit.path === path && edit.end <= from && !inside.includes(edit)));
  return { path, start: from + shift, end: to + shift + growth(inside) };
}

/** Joins the sets that share a member, until no two do. */
export function connected(sets: Iterable<Iterable<string>>): readonly ReadonlySet<string>[] {
  const homes = new Map<string, Set<string>>();
  for (const set of sets) {
    const home = new Set(set);
    for (const member of set) {
      for (const other of homes.get(member) ?? []) home.add(other);
    }
    for (const member of home) homes.set(member, home);
  }
  return [...new Set(homes.values())];
}
