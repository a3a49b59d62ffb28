import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import dockerignore from "@balena/dockerignore";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import ignore from "ignore";
import { IgnoreRules } from "../../src/files/gitignore.ts";
import { Glob, literally } from "../../src/text/glob.ts";
import { TextPattern } from "../../src/text/glob-text.ts";
import { ignoring } from "../../src/image/files/dockerignore.ts";
import { wildcard } from "../../src/image/files/wildcard.ts";
import { globToken } from "../../src/shell/expansion/glob-token.ts";
import { properties, soaks } from "./cases.ts";
import type { Look } from "./cases.ts";
import { quoted, runAll, shells } from "./shells.ts";

const piece = fc.constantFrom(
  "a",
  "b",
  "c",
  "ab",
  ".",
  "*",
  "**",
  "?",
  "/",
  "/",
  "[ab]",
  "[!a]",
  "[^a]",
  "[a-c]",
  "[]a]",
  "[[:alpha:]]",
  "\\a",
  "\\*",
  "é",
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
const name = fc.stringMatching(/^[abc.é]{1,4}$/).filter((each) => !/^\.+$/.test(each));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const lines = fc.array(
  fc
    .tuple(fc.constantFrom("", "", "", "!"), pattern, fc.constantFrom("", "", "/", " ", "\\ ", "\r"))
    .map((parts) => parts.join("")),
  { minLength: 1, maxLength: 4 },
);

interface Case {
  readonly lines: readonly string[];
  readonly paths: readonly string[];
}
const cases: fc.Arbitrary<Case> = fc.record({ lines, paths: fc.array(path, { minLength: 1, maxLength: 8 }) });

/** What git says of files, each case in a folder of its own with its ignore file: one process for all. */
function askGit(all: readonly Case[]): readonly (readonly boolean[])[] {
  const top = mkdtempSync(join(tmpdir(), "pid1lint-git-"));
  try {
    const env = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
    spawnSync("git", ["init", "-q"], { cwd: top, env });
    const asked = all.map(({ lines: written, paths }, index) => {
      const folder = join(top, String(index));
      mkdirSync(folder);
      writeFileSync(join(folder, ".gitignore"), written.join("\n"));
      return paths.map((each) => {
        try {
          mkdirSync(join(folder, dirname(each)), { recursive: true });
          writeFileSync(join(folder, each), "", { flag: "wx" });
        } catch {
          // Another path of the case has a folder there, or a file above.
        }
        return `${index}/${each}`;
      });
    });
    const { stdout, status, stderr } = spawnSync("git", ["check-ignore", "--no-index", "--stdin", "-z"], {
      cwd: top,
      env,
      input: asked.flat().join("\0"),
      encoding: "utf8",
    });
    if (status !== 0 && status !== 1) throw new Error(stderr);
    const ignored = new Set(stdout.split("\0"));
    return asked.map((paths) => paths.map((each) => ignored.has(each)));
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

/** Paths of a case that can stand together: no file where another has a folder. */
function together({ lines: written, paths }: Case): Case {
  const distinct = [...new Set(paths)];
  return {
    lines: written,
    paths: distinct.filter((each) => !distinct.some((other) => other !== each && other.startsWith(`${each}/`))),
  };
}

const show = (value: unknown): string => JSON.stringify(value);

/** Fewer than of other properties: git needs the files to be there. */
const some = soaks ? 5000 : 300;

test(`${some} ignore files leave out what git leaves out`, () => {
  const all = fc.sample(cases, { seed: 1, numRuns: some }).map(together);
  const answers = askGit(all);
  const wrong = all.flatMap(({ lines: written, paths }, index) => {
    const rules = IgnoreRules.none.with(written.join("\n"), "");
    return paths.flatMap((each, at) =>
      rules.ignores(each) === answers[index]?.[at] ? [] : [{ written, path: each, git: answers[index]?.[at] }],
    );
  });
  expect(wrong).toEqual([]);
  expect(answers.flat().filter(Boolean).length).toBeGreaterThan(some / 3);
});

describe("lines of .gitignore", () => {
  interface Seen extends Case {
    readonly ours: readonly boolean[];
    readonly library: readonly boolean[];
  }
  // git takes a character that is no ASCII for the bytes that it has in UTF-8, the library for one: there git is right,
  // see above.
  const look: Look<Case, Seen> = (batch) =>
    batch.map(({ lines: written, paths }) => {
      const each = {
        lines: written.map((line) => line.replaceAll("é", "e")),
        paths: paths.map((one) => one.replaceAll("é", "e")),
      };
      const rules = IgnoreRules.none.with(each.lines.join("\n"), "");
      const library = ignore({ ignorecase: false }).add(each.lines.join("\n"));
      return {
        ...each,
        ours: each.paths.map((one) => rules.ignores(one)),
        library: each.paths.map((one) => library.ignores(one)),
      };
    });
  properties(cases, look, {
    "leave out what the library does": ({ lines: written, paths, ours, library }) => {
      return show(ours) === show(library)
        ? undefined
        : `${show(written)} of ${show(paths)}: ${show(ours)}, but the library says ${show(library)}`;
    },
  });
});

describe("lines of .dockerignore", () => {
  interface Seen extends Case {
    readonly ours: readonly boolean[];
    readonly library: readonly boolean[];
  }
  // The library is a port of an older version of the builder's matcher (github.com/moby/patternmatcher): it takes `**`
  // that is not alone between slashes in another way, and looks at one folder above a path where the builder looks at
  // each, which shows where a set takes a slash.
  const outdated = (line: string): boolean => /[^/!]\*\*|\*\*[^/]|\[\^/.test(line);
  const look: Look<Case, Seen> = (batch) =>
    batch.map((each) => {
      if (each.lines.some(outdated)) return undefined;
      const ours = ignoring(each.lines);
      let library;
      try {
        library = dockerignore.default({ ignorecase: false }).add([...each.lines]);
        library.ignores("x");
      } catch {
        return undefined;
      }
      const theirs = library;
      return {
        ...each,
        ours: each.paths.map((one) => ours(one)),
        library: each.paths.map((one) => theirs.ignores(one)),
      };
    });
  properties(cases, look, {
    "leave out what the library does": ({ lines: written, paths, ours, library }) => {
      return show(ours) === show(library)
        ? undefined
        : `${show(written)} of ${show(paths)}: ${show(ours)}, but the library says ${show(library)}`;
    },
  });
});

describe("patterns of a shell", () => {
  const sign = fc.constantFrom(
    "a",
    "b",
    "/",
    ".",
    "*",
    "*",
    "?",
    "[ab]",
    "[!a]",
    "[a-c]",
    "[]a]",
    "[!]a]",
    "[a-]",
    "[b-a]",
    "[[:alpha:]]",
    "[[:digit:]x]",
    "[a/b]",
  );
  const subject = fc.stringMatching(/^[abc/.\]-]{0,8}$/);
  interface Match {
    readonly signs: readonly string[];
    readonly text: string;
  }
  interface Seen extends Match {
    readonly ours: readonly (string | boolean)[] | undefined;
    readonly real: Readonly<Record<string, readonly string[]>>;
  }
  const matches: fc.Arbitrary<Match> = fc.record({ signs: fc.array(sign, { maxLength: 5 }), text: subject });
  const look: Look<Match, Seen> = (batch) => {
    const ask = ({ signs, text }: Match): string => {
      const written = signs.join("");
      const cuts = ["#", "##", "%", "%%"].map((operator) => `"\${x${operator}${written}}"`).join(" ");
      return `x=${quoted(text)}; case $x in ${written === "" ? '""' : written}) m=true;; *) m=false;; esac; printf '%s\\0' "$m" ${cuts} >&3`;
    };
    const answers = shells.map((shell) => {
      const said = runAll(shell, batch.map(ask)).said.split("\0");
      return [shell.name, batch.map((_, index) => said.slice(index * 5, index * 5 + 5))] as const;
    });
    return batch.map((each, index) => {
      const tokens = each.signs.map((one) => (/^[*?[]/.test(one) ? globToken(one) : literally(one)[0]));
      const known = tokens.flatMap((token) => token ?? []);
      const compiled = new TextPattern(known);
      const strips = (["#", "##", "%", "%%"] as const).map((operator) => compiled.strip(each.text, operator));
      const ours = known.length === tokens.length ? [String(compiled.matches(each.text)), ...strips] : undefined;
      return { ...each, ours, real: Object.fromEntries(answers.map(([shell, all]) => [shell, all[index] ?? []])) };
    });
  };
  const holds =
    (shell: string) =>
    ({ signs, text, ours, real }: Seen): string | undefined => {
      return ours === undefined || show(ours) === show(real[shell])
        ? undefined
        : `${signs.join("")} of ${text}: ${show(ours)}, but ${shell} says ${show(real[shell])}`;
    };
  properties(
    matches,
    look,
    Object.fromEntries(shells.map((shell) => [`match and strip as ${shell.name} does`, holds(shell.name)])),
  );
});

describe("a match follows all ways together", () => {
  /** Steps of a pattern with n stars over a text of n letters that it does not match. */
  const steps = (
    make: (n: number) => { readonly glob: Glob | undefined; readonly text: string },
    n: number,
  ): number => {
    const { glob, text } = make(n);
    const effort = { steps: 0 };
    expect(glob?.matches(text, effort)).toBe(false);
    expect(glob?.start(text, "longest", effort)).toBeUndefined();
    expect(glob?.above(text, effort)).toBeUndefined();
    return effort.steps;
  };
  test.each([
    ["stars of COPY", (n: number) => ({ glob: wildcard(`${"*a".repeat(n)}*b`, "builder"), text: "a".repeat(2 * n) })],
    [
      "stars and question marks of COPY",
      (n: number) => ({ glob: wildcard(`${"*?".repeat(n)}*b`, "builder"), text: "a".repeat(2 * n) }),
    ],
    [
      "folders of --parents",
      (n: number) => ({ glob: wildcard(`${"**/a/".repeat(n)}b`, "parents"), text: "a/".repeat(2 * n) }),
    ],
    [
      "deep stars of an outline",
      (n: number) => ({ glob: wildcard(`${"**a".repeat(n)}**b`, "outline"), text: "a".repeat(2 * n) }),
    ],
    [
      "stars in front of much text",
      (n: number) => ({ glob: wildcard(`*${"a".repeat(n)}b`, "shell"), text: "a".repeat(2 * n) }),
    ],
    [
      "runs of a text",
      (n: number) => ({
        glob: new Glob([
          ...Array.from(
            { length: n },
            () =>
              [
                { kind: "run", slash: true },
                { kind: "one", char: "a" },
              ] as const,
          ).flat(),
          { kind: "one", char: "b" },
        ]),
        text: "a".repeat(2 * n),
      }),
    ],
  ] as const)("%s", (_, make) => {
    for (const n of [50, 200]) expect(steps(make, n)).toBeLessThanOrEqual(3 * (2 * n + 3) * (4 * n + 1));
    expect(steps(make, 400)).toBeLessThanOrEqual(16 * 1.5 * steps(make, 100));
  });

  test("a text that needs too many steps is unknown", () => {
    const long = new TextPattern([...literally("a".repeat(10_000)), { kind: "any", slash: true }]);
    expect(long.matches("a".repeat(10_001))).toBe(true);
    const wide = new TextPattern([{ kind: "run", slash: true }, ...literally("a".repeat(10_000))]);
    expect(wide.matches("a".repeat(10_000))).toBe("unknown");
    expect(wide.strip("a".repeat(10_000), "%%")).toBe("unknown");
  });

  test("a thousand rules of hostile ignore files do not backtrack", () => {
    const hostile = Array.from({ length: 1000 }, (_, index) => `${"**/*a".repeat(10)}${index}`);
    const deep = `${"aaaaaaaaaa/".repeat(20)}b`;
    expect(ignoring(hostile)(deep)).toBe(false);
    expect(IgnoreRules.none.with(hostile.join("\n"), "").ignores(deep)).toBe(false);
  });
});
