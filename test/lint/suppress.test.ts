import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Finding, Rule } from "../../src/rule.ts";

/** A rule that finds every instruction of a kind. */
function finds(id: string, keyword: string, alsoSilencedBy: readonly string[] = []): Rule {
  return {
    id,
    summary: id,
    kinds: ["it"],
    alsoSilencedBy,
    *check({ dockerfile }): Iterable<Finding> {
      for (const each of dockerfile?.instructions ?? [])
        if (each.keyword === keyword)
          yield {
            severity: "warning",
            reason: { kind: "it" },
            message: `a ${keyword}`,
            at: each.at,
            related: [],
            fixes: [],
          };
    },
  };
}

const rules = [
  finds("no-cmd", "CMD", ["DL3025", "JSONArgsRecommended"]),
  finds("no-run", "RUN"),
  finds("no-cmd-either", "CMD"),
];

/** What is left to say of a Dockerfile: rule and line. */
function left(...lines: readonly string[]): readonly string[] {
  const { diagnostics } = lint(memoryTree({ "/Dockerfile": `${lines.join("\n")}\n` }), ["/Dockerfile"], {
    rules,
    severities: new Map(),
    project: () => ({}),
  });
  return diagnostics.map(({ rule, at }) => `${rule} ${lines.join("\n").slice(0, at.start).split("\n").length}`);
}

const cmd = ["no-cmd", "no-cmd-either"];
const at = (line: number, names: readonly string[]): readonly string[] => names.map((name) => `${name} ${line}`);

describe("`# pid1lint-disable-next-line`", () => {
  test.each([
    ["silences a rule below it", ["FROM a", "# pid1lint-disable-next-line no-run", "RUN x", "RUN y"], ["no-run 4"]],
    [
      "silences only the rule that it names",
      ["FROM a", "# pid1lint-disable-next-line no-cmd", "CMD x"],
      at(3, ["no-cmd-either"]),
    ],
    ["silences several rules", ["FROM a", "# pid1lint-disable-next-line no-cmd, no-cmd-either", "CMD x"], []],
    [
      "silences several rules without commas",
      ["FROM a", "# pid1lint-disable-next-line no-cmd no-cmd-either", "CMD x"],
      [],
    ],
    ["silences all rules where it names none", ["FROM a", "# pid1lint-disable-next-line", "CMD x"], []],
    ["may give a reason", ["FROM a", "# pid1lint-disable-next-line no-run -- no-cmd is another matter", "RUN x"], []],
    ["may give a reason and name no rule", ["FROM a", "# pid1lint-disable-next-line -- all fine", "CMD x"], []],
    [
      "reaches over blank lines and other comments",
      ["FROM a", "# pid1lint-disable-next-line no-run", "", "# the build", "RUN x"],
      [],
    ],
    [
      "covers an instruction over several lines",
      ["FROM a", "# pid1lint-disable-next-line no-run", "RUN x \\", "  # y", "  && z", "RUN w"],
      ["no-run 6"],
    ],
    [
      "works two in a row",
      ["FROM a", "# pid1lint-disable-next-line no-cmd", "# pid1lint-disable-next-line no-cmd-either", "CMD x"],
      [],
    ],
    ["may be indented", ["FROM a", "  #pid1lint-disable-next-line no-run", "RUN x"], []],
    [
      "counts only at the start of a comment",
      ["FROM a", "# see pid1lint-disable-next-line no-run", "RUN x"],
      ["no-run 3"],
    ],
    ["counts only as a comment", ["FROM a", "RUN echo '# pid1lint-disable-next-line no-run'"], ["no-run 2"]],
  ])("%s", (_, lines, expected) => {
    expect(left(...lines)).toEqual(expected);
  });
});

test("a line of a heredoc is no comment of the Dockerfile", () => {
  expect(left("FROM a", "RUN <<EOF", "# pid1lint-disable-file", "EOF", "CMD x")).toEqual([
    ...at(2, ["no-run"]),
    ...at(5, cmd),
  ]);
});

describe("`# pid1lint-disable-file`", () => {
  test.each([
    ["silences a rule everywhere, also above it", ["FROM a", "RUN x", "# pid1lint-disable-file no-run", "RUN y"], []],
    ["silences all rules", ["# pid1lint-disable-file", "FROM a", "RUN x", "CMD x"], []],
    ["silences no other rule", ["# pid1lint-disable-file no-run", "FROM a", "RUN x", "CMD x"], at(4, cmd)],
  ])("%s", (_, lines, expected) => {
    expect(left(...lines)).toEqual(expected);
  });
});

describe("a comment of ours that silences nothing is reported", () => {
  test.each([
    [
      "for a rule that finds nothing there",
      ["FROM a", "# pid1lint-disable-next-line no-run", "CMD x"],
      ["unused-suppression 2", ...at(3, cmd)],
    ],
    [
      "for a name that is no rule",
      ["FROM a", "# pid1lint-disable-next-line no-rum", "RUN x"],
      ["unused-suppression 2", "no-run 3"],
    ],
    ["for a whole file", ["# pid1lint-disable-file no-run", "FROM a"], ["unused-suppression 1"]],
    ["at the end of the file", ["FROM a", "# pid1lint-disable-next-line"], ["unused-suppression 2"]],
    [
      "but not where one of two comments is enough",
      ["# pid1lint-disable-file no-run", "FROM a", "# pid1lint-disable-next-line no-run", "RUN x"],
      [],
    ],
  ])("%s", (_, lines, expected) => {
    expect(left(...lines)).toEqual(expected);
  });

  test("with the name that is no rule", () => {
    const text = "FROM a\n# pid1lint-disable-next-line no-rum\nRUN x\n";
    const { diagnostics } = lint(memoryTree({ "/Dockerfile": text }), ["/Dockerfile"], {
      rules,
      severities: new Map(),
      project: () => ({}),
    });
    expect(diagnostics.find(({ rule }) => rule === "unused-suppression")).toMatchObject({
      severity: "info",
      message: 'unknown rule "no-rum"',
      at: { start: 7, end: 42 },
    });
  });
});

describe("comments for other linters", () => {
  test.each([
    [
      "hadolint's, for the line below",
      ["FROM a", "# hadolint ignore=DL3025", "CMD x", "RUN y"],
      [...at(3, ["no-cmd-either"]), "no-run 4"],
    ],
    ["hadolint's, among others", ["FROM a", "# hadolint ignore=DL3006,DL3025", "CMD x"], at(3, ["no-cmd-either"])],
    ["hadolint's, with blanks", ["FROM a", "# hadolint ignore = DL3006, DL3025", "CMD x"], at(3, ["no-cmd-either"])],
    [
      "hadolint's, for the whole file",
      ["# hadolint global ignore=DL3025", "FROM a", "CMD x"],
      at(3, ["no-cmd-either"]),
    ],
    ["hadolint's of another rule", ["FROM a", "# hadolint ignore=DL3006", "CMD x"], at(3, cmd)],
    ["BuildKit's", ["# check=skip=JSONArgsRecommended", "FROM a", "CMD x"], at(3, ["no-cmd-either"])],
    [
      "BuildKit's, among others",
      ["# check=skip=StageNameCasing,JSONArgsRecommended;error=true", "FROM a", "CMD x"],
      at(3, ["no-cmd-either"]),
    ],
    ["BuildKit's, for all", ["# check=skip=all", "FROM a", "CMD x"], at(3, ["no-cmd-either"])],
    ["BuildKit's, too late to be a directive", ["FROM a", "# check=skip=JSONArgsRecommended", "CMD x"], at(3, cmd)],
  ])("%s", (_, lines, expected) => {
    expect(left(...lines)).toEqual(expected);
  });

  test("are not reported where they silence nothing of ours", () => {
    expect(
      left(
        "# check=skip=JSONArgsRecommended",
        "# hadolint global ignore=DL3025",
        "FROM a",
        "# hadolint ignore=DL3025",
        "RUN x",
      ),
    ).toEqual(["no-run 5"]);
  });
});

test("CRLF line ends change nothing", () => {
  const text =
    "FROM a\r\n# pid1lint-disable-next-line no-run\r\nRUN x \\\r\n  y\r\n# hadolint ignore=DL3025\r\nCMD x\r\n";
  const { diagnostics } = lint(memoryTree({ "/Dockerfile": text }), ["/Dockerfile"], {
    rules,
    severities: new Map(),
    project: () => ({}),
  });
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["no-cmd-either"]);
});
