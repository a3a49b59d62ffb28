import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { fix, trace } from "../../src/index.ts";
import type { ImageReport } from "../../src/index.ts";
import { compare, seenFrom } from "../../src/verify/compare.ts";
import { contexts } from "../measured/contexts.ts";
import type { MeasuredContext } from "../measured/contexts.ts";
import type { Base } from "./bases.ts";
import { count, inLaboratory, inParallel, measureContext, Trials } from "./laboratory.ts";
import type { Laboratory, Trial } from "./laboratory.ts";

/** Columns of the tables, and what stands for their base image. zsh is no shell of a base image. */
const bases: Readonly<Record<string, Base>> = {
  "dash": "dash",
  "bash-posix(sh)": "bash",
  "bash": "dash",
  "busybox-ash": "ash",
};

/** In shell form, as most of them are written; bash by name for its scripts only, since it is bash in both columns. */
const chosen = contexts.filter(({ column, kind }) =>
  column === "bash" ? kind === "script" : column in bases && kind !== "text in exec form",
);

/** A context and, where a safe fix changes it, what the fix makes of it. */
interface Subject {
  readonly context: MeasuredContext;
  readonly traced: ImageReport | undefined;
  readonly fixed: { readonly files: MeasuredContext["files"]; readonly traced: ImageReport | undefined } | undefined;
}

const subjects: readonly Subject[] = chosen.map((context) => {
  const { files } = context;
  const changes = fix(memoryTree(files), ["/Dockerfile"]).changes;
  const after: Readonly<Record<string, MemoryFile>> = {
    ...files,
    ...Object.fromEntries(changes.map((change) => [change.path, change.after])),
  };
  return {
    context,
    traced: traceOf(files),
    fixed: changes.length === 0 ? undefined : { files: after, traced: traceOf(after) },
  };
});

function traceOf(files: MeasuredContext["files"]): ImageReport | undefined {
  return trace(memoryTree(files), ["/Dockerfile"])[0];
}

const before = new Trials<Subject>();
const after = new Trials<Subject>();

inLaboratory(async (laboratory) => {
  const jobs = [
    ...subjects.map((subject) => ({ subject, files: subject.context.files, results: before })),
    ...subjects.flatMap((subject) => (subject.fixed ? [{ subject, files: subject.fixed.files, results: after }] : [])),
  ];
  await inParallel(jobs, ({ subject, files, results }) =>
    results.add(subject, measureIn(laboratory, subject.context, files)),
  );
  const agreements = before.count((trial, { traced }) => outcomeOf(trial) === sameFromOutside(traced));
  count({ contexts: subjects.length, agreements, disagreements: subjects.length - agreements });
});

/** `su` kills after two seconds: only a program that needs longer shows it. */
function measureIn(
  { engine, probe, slowProbe }: Laboratory,
  { column, files }: MeasuredContext,
  built: MeasuredContext["files"],
): Promise<Trial> {
  const su = Object.values(files).some((file) => typeof file === "string" && /\bsu root\b/.test(file));
  return measureContext(engine, {
    files: built,
    dockerfile: "/Dockerfile",
    programs: { "/app": su ? slowProbe : probe },
    base: bases[column] ?? "dash",
    grace: su ? 5 : 1,
  });
}

/** Where verify leaves it open, the probe tells: whoever is cut off does not say that it has finished. */
function outcomeOf({ outcome, finished }: Trial): string {
  if (outcome !== "unknown") return outcome;
  return finished ? "delivered" : "abrupt";
}

function sameFromOutside(traced: ImageReport | undefined): string {
  return traced ? seenFrom(traced) : "no image";
}

describe.each(subjects)("$context.title", (subject) => {
  test("ends as the trace says", () => {
    const trial = before.of(subject);
    expect({ measured: outcomeOf(trial), reason: trial.reason }).toEqual({
      measured: sameFromOutside(subject.traced),
      reason: trial.reason,
    });
  });

  test("is measured right: the program's own word agrees", () => {
    const { outcome, finished, milliseconds = 0 } = before.of(subject);
    if (outcome === "delivered") expect(finished).toBe(true);
    if (outcome === "stuck") expect(finished).toBe(false);
    // PID 1 does not wait, but may take long enough for a program that is quick.
    if (outcome === "abrupt") expect(finished && milliseconds < 300).toBe(false);
  });

  test("runs what the trace says", () => {
    const { traced } = subject;
    const paths = traced?.paths.map((path) => ({ ...path, seen: "delivered" as const }));
    const compared =
      traced && paths ? compare(before.of(subject), { ...traced, outcome: "delivered", paths }) : undefined;
    const points =
      compared?.kind === "difference" ? compared.points.filter((point) => !point.startsWith("outcome:")) : [];
    // The words that xargs reads are in no source, and Debian's busybox ash runs its own xargs without starting a
    // program.
    expect(points.filter((point) => !/\bxargs app\b|has app \(xargs\)|has app, /.test(point))).toEqual([]);
  });

  if (!subject.fixed) return;
  test("the safe fix keeps what runs and delivers the signal", () => {
    const { outcome, surroundings } = after.of(subject);
    expect(surroundings).toBeDefined();
    expect({ outcome, surroundings }).toEqual({ outcome: "delivered", surroundings: before.of(subject).surroundings });
    count({ "fixes proved": 1 });
  });
});
