import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { discover } from "../../src/files/discovery.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { inside, join, memoryTree, relative } from "../../src/files/tree.ts";
import { fix, trace } from "../library.ts";
import { count, inLaboratory, inParallel, measureContext, Trials } from "./laboratory.ts";
import type { Laboratory, Surroundings, Trial } from "./laboratory.ts";
import { stagings } from "./stage.ts";
import type { Staging } from "./stage.ts";

const cases = fileURLToPath(new URL("../../fixtures/cases", import.meta.url));
const fixable = readdirSync(cases)
  .filter((name) => readdirSync(join(cases, name)).includes("expected.patch"))
  .sort();

/** The fixture's folder is the top of its repository. */
const options = { project: () => ({ top: "/" }) };

type Files = Readonly<Record<string, MemoryFile>>;

/** A fixture as it is, and as its safe fixes leave it. */
interface Subject {
  readonly name: string;
  readonly staging: Staging;
  readonly files: Files;
  readonly fixed: Files;
}

const subjects: readonly Subject[] = Object.entries(stagings).map(([name, staging]) => {
  const folder = join(cases, name);
  const files = filesOf(folder);
  const paths = discover([folder]).files.map((path) => `/${relative(folder, path)}`);
  const fixed: Record<string, MemoryFile> = { ...files };
  for (const { path, after } of fix(memoryTree(files), paths, options).changes)
    fixed[path] = { text: after, executable: isExecutable(files[path]) };
  return { name, staging, files: contextOf(files, paths, staging), fixed: contextOf(fixed, paths, staging) };
});

/**
 * The build context that is played; where a compose file or a manifest says what to start, the image says it in its
 * place.
 */
function contextOf(files: Files, paths: readonly string[], { root, dockerfile, container }: Staging): Files {
  const context: Record<string, MemoryFile> = {};
  for (const [path, file] of Object.entries(files)) if (inside(root, path)) context[`/${relative(root, path)}`] = file;
  if (container === undefined) return context;
  const image = trace(memoryTree(files), paths, options).find(({ deployment }) => deployment.title === container);
  const argv = image?.paths[0]?.hops[0]?.argv.map(({ value }) => value) ?? [];
  const file = context[dockerfile] ?? "FROM base\n";
  return {
    ...context,
    [dockerfile]: `${typeof file === "string" ? file : file.text}\nENTRYPOINT ${JSON.stringify(argv)}\n`,
  };
}

function filesOf(folder: string): Files {
  const files: Record<string, MemoryFile> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const stat = statSync(join(folder, path));
    if (stat.isFile() && !path.startsWith("expected"))
      files[`/${path}`] = { text: readFileSync(join(folder, path), "utf8"), executable: (stat.mode & 0o111) !== 0 };
  }
  return files;
}

function isExecutable(file: MemoryFile | undefined): boolean {
  return typeof file === "object" && file.executable === true;
}

function play({ engine, probe }: Laboratory, { staging }: Subject, files: Files): Promise<Trial> {
  const { played, playedInContext, scenery, ...setting } = staging;
  const programs = Object.fromEntries(playedInContext.map((path) => [path, probe]));
  const standIns = { ...Object.fromEntries(played.map((path) => [path, { copyOf: probe }])), ...scenery };
  return measureContext(engine, { ...setting, files, programs, standIns });
}

const before = new Trials<Subject>();
const after = new Trials<Subject>();

inLaboratory(async (laboratory) => {
  const jobs = subjects.flatMap((subject) => [
    { subject, files: subject.files, results: before },
    { subject, files: subject.fixed, results: after },
  ]);
  await inParallel(jobs, ({ subject, files, results }) => results.add(subject, play(laboratory, subject, files)));
});

test("every fixture with a safe fix is played, and no other", () => {
  expect(Object.keys(stagings).sort()).toEqual(fixable);
});

describe.each(subjects)("$name", (subject) => {
  const { staging } = subject;

  test(staging.lucky ? "stops before the fix too, by luck" : "does not stop well before the fix", () => {
    const { outcome, reason } = before.of(subject);
    expect({ outcome: outcome === "delivered", reason }).toEqual({ outcome: staging.lucky, reason });
  });

  test(`is ${staging.after} after the fix`, () => {
    const { outcome, reason } = after.of(subject);
    expect({ outcome, reason }).toEqual({ outcome: staging.after, reason });
  });

  test("runs the same after the fix: arguments, directory, environment", () => {
    const { surroundings } = after.of(subject);
    expect(surroundings).toBeDefined();
    expect(comparable(surroundings, staging)).toEqual(comparable(before.of(subject).surroundings, staging));
    count({ "fixes proved": 1 });
  });
});

function comparable(surroundings: Surroundings | undefined, { random }: Staging): Surroundings | undefined {
  return (
    surroundings && {
      ...surroundings,
      env: surroundings.env.filter((each) => random === undefined || !each.startsWith(`${random}=`)),
    }
  );
}
