import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import { rules } from "../rules/index.ts";
import { discover } from "../src/files/discovery.ts";
import { diskTree } from "../src/files/disk.ts";
import { join, relative } from "../src/files/tree.ts";
import type { FileChange } from "../src/files/tree.ts";
import { fix } from "../src/fixing/fixer.ts";
import type { Fixed } from "../src/fixing/fixer.ts";
import { lint } from "../src/lint/lint.ts";
import type { Linted, LintOptions } from "../src/lint/lint.ts";
import { renderDiff } from "../src/report/diff.ts";
import { Source } from "../src/text/source.ts";
import { notBetter } from "./fixing/better.ts";

/** Whole build contexts, described in fixtures/README.md. */
const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));
const cases = readdirSync(join(fixtures, "cases")).sort();
const copies = realpathSync(mkdtempSync(join(tmpdir(), "pid1lint-fixtures-")));

afterAll(() => rmSync(copies, { recursive: true, force: true }));

/** The fixture's folder is the top of its repository: nothing above it can be taken for the build context. */
function optionsFor(folder: string): LintOptions {
  return { rules, severities: new Map(), project: () => ({ top: folder }) };
}

function lintFolder(folder: string): string {
  return describeLinted(lint(diskTree(), discover([folder]).files, optionsFor(folder)), folder);
}

function fixFolder(folder: string, unsafe: boolean): Fixed {
  return fix(diskTree(), discover([folder]).files, { ...optionsFor(folder), unsafe });
}

/** The image and its findings as `expected.txt` has them. */
function describeLinted({ projects, diagnostics }: Linted, folder: string): string {
  const lines: string[] = [];
  for (const { image, startUp } of projects.flatMap((project) => project.images)) {
    lines.push(
      image.deployment.place
        ? `${image.deployment.title} ${startUp.outcome}`
        : `image ${image.stage.name ?? image.stage.index} ${startUp.outcome}`,
    );
  }
  for (const { at, severity, rule, message } of diagnostics) {
    const { line, column } = new Source(at.path, readFileSync(at.path, "utf8")).position(at.start);
    lines.push(`${relative(folder, at.path)}:${line}:${column} ${severity} ${rule}: ${message}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function patchOf(changes: readonly FileChange[], folder: string): string {
  return renderDiff({ changes }, { color: false, quiet: false, patchRoot: folder });
}

/** An expected file's text; empty if the fixture has none of that name. */
function expected(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function apply(patch: string, folder: string): void {
  execFileSync("git", ["apply", "-"], {
    cwd: folder,
    input: patch,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: copies },
  });
}

describe.each(cases)("%s", (name) => {
  const folder = join(fixtures, "cases", name);
  const safe = expected(folder, "expected.patch");
  const unsafe = expected(folder, "expected-unsafe.patch");

  test("says what is expected of its images", () => {
    expect(lintFolder(folder)).toBe(expected(folder, "expected.txt"));
    const images = expected(folder, "expected.txt").match(/^(?:image|service|container) /gm) ?? [];
    expect(images).not.toEqual([]);
    expect(images.filter((each) => each === "image ").length).toBeLessThan(2);
  });

  test(safe === "" ? "leaves the files alone" : "is fixed as expected", () => {
    expect(patchOf(fixFolder(folder, false).changes, folder)).toBe(safe);
  });

  test(unsafe === "" ? "gives --unsafe-fixes nothing more to do" : "is fixed as expected with --unsafe-fixes", () => {
    expect(patchOf(fixFolder(folder, true).changes, folder)).toBe(unsafe === "" ? safe : unsafe);
  });

  test("stops better where it is fixed, and it is known how well", () => {
    const before = lint(diskTree(), discover([folder]).files, optionsFor(folder));
    for (const each of [false, true]) expect(notBetter(before, fixFolder(folder, each).linted) ?? "").toBe("");
  });

  const patches = [
    ["the patch", safe, false, "expected-fixed.txt"],
    ["the unsafe patch", unsafe, true, "expected-unsafe-fixed.txt"],
  ] as const;
  for (const [title, patch, isUnsafe, rest] of patches) {
    if (patch === "") continue;
    test(`${title} applies, keeps modes, and leaves nothing to fix`, () => {
      const copy = join(copies, `${name}-${title.replaceAll(" ", "-")}`);
      cpSync(folder, copy, { recursive: true });
      apply(patch, copy);
      for (const { path } of fixFolder(folder, isUnsafe).changes) {
        expect(statSync(join(copy, relative(folder, path))).mode).toBe(statSync(path).mode);
      }
      expect(lintFolder(copy)).toBe(expected(folder, rest));
      expect(fixFolder(copy, isUnsafe).changes).toEqual([]);
    });
  }
});

test("the README lists every case, and no other", () => {
  const listed = [...readFileSync(join(fixtures, "README.md"), "utf8").matchAll(/^\| `(\d\d-[^`]+)` \|/gm)].map(
    (match) => match[1],
  );
  expect(listed.sort()).toEqual(cases);
});
