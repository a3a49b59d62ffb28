import { expect, test } from "@jest/globals";
import fc from "fast-check";

function setting(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === "") return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} is "${text}": give a whole number from 1 on`);
  return Number(text);
}

const asked = setting("PID1LINT_RUNS");

/** Whether somebody asked for a number of cases. */
export const soaks = asked !== undefined;

/** Of how many generated cases each property is to hold. */
const runs = asked ?? 2000;

/**
 * The same cases at each `npm test`, so that it passes or fails by the code alone; others at each soak, unless
 * PID1LINT_SEED asks for those of an earlier one.
 */
const seed = setting("PID1LINT_SEED") ?? (asked === undefined ? 1 : Date.now() % 1_000_000_000);

const BATCH = 500;
/** A case may take a process, and there are many: no test of properties runs into jest's time limit. */
const LIMIT = 24 * 3_600_000;

/** What a property says of a case: undefined where it holds, else what is wrong. */
export type Check<Seen> = (seen: Seen) => string | undefined;

/**
 * Looks at cases together: something of each, in their order; undefined for one that the properties have nothing to say
 * of.
 */
export type Look<Case, Seen> = (batch: readonly Case[]) => readonly (Seen | undefined)[];

/** A case that a property does not hold of: `path` in the stream of cases that `seed` gives. */
interface Failure {
  readonly seed: number;
  readonly path: string;
  readonly complaint: string;
}

/** What became of all cases. */
interface Found {
  readonly failures: ReadonlyMap<string, Failure>;
  /** The share of the cases that the properties had something to say of. */
  readonly share: number;
}

/**
 * Declares one test for each property. The cases are made and looked at once for all of them, in batches, since a
 * real shell costs a process; a case that fails is made again and shrunk on its own. `least`: the share of the cases
 * that the properties have to say something of, in a test of its own.
 */
export function properties<Case, Seen>(
  cases: fc.Arbitrary<Case>,
  look: Look<Case, Seen>,
  checks: Readonly<Record<string, Check<Seen>>>,
  least = 0,
): void {
  let found: Found | undefined;
  for (const [name, check] of Object.entries(checks)) {
    test(
      name,
      () => {
        found ??= lookAtAll(cases, look, checks);
        const failure = found.failures.get(name);
        if (!failure) return;
        const again = fc.property(cases, (one) => {
          for (const seen of look([one])) {
            const complaint = seen && check(seen);
            if (complaint !== undefined) throw new Error(complaint);
          }
        });
        fc.assert(again, {
          seed: failure.seed,
          path: failure.path,
          endOnFailure: false,
          interruptAfterTimeLimit: 60_000,
        });
        throw new Error(
          `seed ${failure.seed}, case ${failure.path}, and only together with the others of its batch: ` +
            `${failure.complaint}`,
        );
      },
      LIMIT,
    );
  }
  if (least === 0) return;
  test(
    "has enough to say: what is made can be compared",
    () => {
      found ??= lookAtAll(cases, look, checks);
      expect(found.share).toBeGreaterThanOrEqual(least);
    },
    LIMIT,
  );
}

function lookAtAll<Case, Seen>(
  cases: fc.Arbitrary<Case>,
  look: Look<Case, Seen>,
  checks: Readonly<Record<string, Check<Seen>>>,
): Found {
  const found = new Map<string, Failure>();
  let compared = 0;
  for (let made = 0; made < runs; made += BATCH) {
    const own = seed + made / BATCH;
    const batch: Case[] = [];
    fc.assert(
      fc.property(cases, (one) => void batch.push(one)),
      { seed: own, numRuns: Math.min(BATCH, runs - made) },
    );
    for (const [index, seen] of look(batch).entries()) {
      if (seen !== undefined) compared++;
      for (const [name, check] of Object.entries(checks)) {
        const complaint = seen === undefined || found.has(name) ? undefined : check(seen);
        if (complaint !== undefined) found.set(name, { seed: own, path: String(index), complaint });
      }
    }
  }
  return { failures: found, share: compared / runs };
}
