import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { fix, trace } from "../library.ts";
import type { ImageReport } from "../../src/index.ts";
import { compare, seenFrom } from "../../src/verify/compare.ts";
import { deployedOn, withoutOrphansOn } from "./deployed.ts";
import { count, inLaboratory, inParallel, measureContext, Trials } from "./laboratory.ts";
import type { Laboratory, Trial } from "./laboratory.ts";
import type { StartUp } from "./start-ups.ts";

type Files = Readonly<Record<string, MemoryFile>>;

/** A build context of a program `/app`, which the probe plays. */
export interface Played extends StartUp {
  /** Whether PID 1 is tried with orphans too. */
  readonly reaps: boolean;
}

/** A context and, where a safe fix changes it, what the fix makes of it. */
interface Subject {
  readonly context: Played;
  readonly traced: ImageReport | undefined;
  readonly fixed: { readonly files: Files; readonly traced: ImageReport | undefined } | undefined;
}

function subjectOf(context: Played): Subject {
  const { files } = context;
  const changes = fix(memoryTree(files), pathsOf(files)).changes;
  const after: Files = { ...files, ...Object.fromEntries(changes.map((change) => [change.path, change.after])) };
  // How a service is started, the engine is told by what it was made of.
  const playable = changes.length > 0 && changes.every(({ path }) => path !== "/compose.yaml");
  return {
    context,
    traced: traceOf(context, files),
    fixed: playable ? { files: after, traced: traceOf(context, after) } : undefined,
  };
}

function pathsOf(files: Files): readonly string[] {
  return Object.keys(files).filter((path) => /^\/(?:Dockerfile|compose\.yaml)$/.test(path));
}

function traceOf({ service }: Played, files: Files): ImageReport | undefined {
  const title = service ? "service it" : "docker run";
  return trace(memoryTree(files), pathsOf(files)).find(({ deployment }) => deployment.title === title);
}

/** A context to measure, and what its trace says. */
interface Job {
  readonly context: Played;
  readonly files: Files;
  readonly traced: ImageReport | undefined;
}

/** Measures a context. What should end, and does not within a second, is given five: the machine may be busy. */
async function measureIn(laboratory: Laboratory, job: Job): Promise<Trial> {
  const trial = await measureWithin(1, laboratory, job);
  const ends = /^(?:abrupt|delivered)$/.test(sameFromOutside(job.traced));
  return trial.outcome === "stuck" && ends ? measureWithin(5, laboratory, job) : trial;
}

/** `su` kills after two seconds: only a program that needs longer shows it. */
function measureWithin(
  seconds: number,
  { engine, probe, slowProbe }: Laboratory,
  { context, files }: Job,
): Promise<Trial> {
  const { service, servers, slow, base } = context;
  const played = slow ? slowProbe : probe;
  const started = service ? deployedOn(engine, service) : engine;
  return measureContext(context.reaps ? started : withoutOrphansOn(started), {
    files,
    dockerfile: "/Dockerfile",
    programs: { "/app": played },
    standIns: Object.fromEntries(servers.map((name) => [`/usr/local/bin/${name}`, { copyOf: played }])),
    base,
    grace: slow ? 5 : seconds,
  });
}

/** Where verify leaves it open, the probe tells: whoever is cut off does not say that it has finished. */
function outcomeOf({ outcome, finished }: Trial): string {
  if (outcome !== "unknown") return outcome;
  return finished ? "delivered" : "abrupt";
}

/** What comes to its end by itself, or does not get that far, has ended before the signal is sent. */
function sameFromOutside(traced: ImageReport | undefined): string {
  if (!traced) return "no image";
  return traced.outcome === "finishes" || traced.outcome === "fails" ? "ended" : seenFrom(traced);
}

/** Whether a script may end its program, and stay all the same. */
function handsOn({ files }: Played): boolean {
  return Object.values(files).some((file) => typeof file === "string" && /\bkill\b/.test(file));
}

/** From the worst on. */
const ranks: readonly string[] = ["ended", "stuck", "abrupt", "delivered"];

/** Declares the tests that hold contexts and their safe fixes against an engine. */
export function holdAgainstEngine(contexts: readonly Played[]): void {
  const subjects = contexts.map(subjectOf);
  const before = new Trials<Subject>();
  const after = new Trials<Subject>();
  const isOpen = ({ traced }: Subject): boolean => sameFromOutside(traced) === "unknown";

  inLaboratory(async (laboratory) => {
    const jobs = subjects.flatMap((subject) => [
      { subject, files: subject.context.files, traced: subject.traced, results: before },
      ...(subject.fixed ? [{ subject, files: subject.fixed.files, traced: subject.fixed.traced, results: after }] : []),
    ]);
    await inParallel(jobs, ({ subject, files, traced, results }) =>
      results.add(subject, measureIn(laboratory, { context: subject.context, files, traced })),
    );
    const agreements = before.count((trial, { traced }) => outcomeOf(trial) === sameFromOutside(traced));
    const silent = subjects.filter(isOpen).length;
    count({
      "contexts": subjects.length,
      agreements,
      "left open": silent,
      "disagreements": subjects.length - agreements - silent,
    });
  });

  test("at most one in twenty is left open", () => {
    const open = subjects.filter(isOpen).map(({ context, traced }) => `${context.title}: ${traced?.reason.text}`);
    expect(open.slice(subjects.length / 20)).toEqual([]);
  });

  describe.each(subjects.map((subject) => ({ title: subject.context.title, subject })))("$title", ({ subject }) => {
    const { traced, fixed } = subject;

    if (!isOpen(subject)) {
      test("ends as the trace says", () => {
        const trial = before.of(subject);
        expect({ measured: outcomeOf(trial), reason: trial.reason }).toEqual({
          measured: sameFromOutside(traced),
          reason: trial.reason,
        });
      });
    }

    test("is measured right: the program's own word agrees", () => {
      const { outcome, finished, milliseconds = 0 } = before.of(subject);
      if (outcome === "delivered") expect(finished).toBe(true);
      if (outcome === "stuck" && !handsOn(subject.context)) expect(finished).toBe(false);
      // PID 1 does not wait, but may take long enough for a program that is quick.
      if (outcome === "abrupt") expect(finished && milliseconds < 300).toBe(false);
    });

    // Of what is left open, the trace may end early.
    test("runs what the trace says", () => {
      if (isOpen(subject)) return;
      const paths = traced?.paths.map((path) => ({ ...path, seen: "delivered" as const }));
      const compared =
        traced && paths ? compare(before.of(subject), { ...traced, outcome: "delivered", paths }) : undefined;
      const points =
        compared?.kind === "difference" ? compared.points.filter((point) => !point.startsWith("outcome:")) : [];
      // The words that xargs reads are in no source, and Debian's busybox ash runs its own xargs without starting a
      // program.
      expect(points.filter((point) => !/\bxargs app\b|has app \(xargs\)|has app, /.test(point))).toEqual([]);
    });

    if (!fixed) return;
    test("the safe fix keeps what runs, and makes of the stop what the trace says", () => {
      const trial = after.of(subject);
      const { surroundings } = trial;
      expect(surroundings).toBeDefined();
      expect({ outcome: outcomeOf(trial), surroundings }).toEqual({
        outcome: sameFromOutside(fixed.traced),
        surroundings: before.of(subject).surroundings,
      });
      const [was, is] = [outcomeOf(before.of(subject)), outcomeOf(trial)];
      expect(is === "delivered" || ranks.indexOf(is) > ranks.indexOf(was)).toBe(true);
      count({ "fixes proved": 1 });
    });
  });
}
