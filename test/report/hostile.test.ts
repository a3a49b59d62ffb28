import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formats, mayHaveColor, render } from "../../src/report/formats.ts";
import type { Format } from "../../src/report/formats.ts";
import type { Report } from "../../src/report/report.ts";
import { visible, visibleLine } from "../../src/report/terminal.ts";
import { holdsCommand, withoutCommands } from "../../src/report/writing/workflow-command.ts";
import { executed, hasMarker, unseen } from "../runner-log.ts";
import { hostileText } from "./arbitrary.ts";
import { because, byItself, findingAt, full, hop, imageWith, reportOf, unknownWord, way, words } from "./sample.ts";

/** A report in which everything that comes from a repository is hostile. */
const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    name: fc.oneof(
      hostileText,
      hostileText.map((text) => `x${text}`),
    ),
    line: hostileText,
    other: hostileText,
    told: hostileText,
    more: hostileText,
    word: hostileText,
    after: hostileText,
  })
  .map(({ name, line, other, told, more, word, after }) => {
    const text = `${line}\n${word}\n${other}\nlast\n`;
    const at = { path: `/repo/${name}`, start: 0, end: line.length };
    const elsewhere = { path: `/repo/${other}`, start: 0, end: 0 };
    const finding = findingAt(at, {
      message: told,
      related: [{ at: elsewhere, message: more }],
      fixes: [{ title: more, applicability: "safe", edits: [{ ...at, text: word }] }],
    });
    const argv = [...words(word, other), unknownWord(line)];
    const path = way(
      [hop(argv, { at, via: word, what: other, note: told }), hop(argv, { kind: "fork", process: 2, via: more })],
      {
        reason: { ...because(told), actor: word, child: other, cause: more, places: [elsewhere] },
        leftBehind: [{ argv, at: elsewhere }],
      },
    );
    const image = imageWith([path], {
      file: at.path,
      stage: word,
      deployment: { ...byItself, title: other, place: other === "" ? undefined : at },
      stopSignal: more,
    });
    return {
      ...reportOf(
        { [other]: more, [name]: text },
        {
          diagnostics: [finding, findingAt(elsewhere, { message: more })],
          images: [image, { ...image, deployment: byItself }],
        },
      ),
      changes: [{ path: at.path, before: text, after: `${line}\n${after}\n${other}\nlast\n` }],
      applied: [{ diagnostic: finding, title: more, applicability: "safe" as const, places: [at, elsewhere] }],
      withheld: [{ diagnostic: finding, title: told, reason: word, path: elsewhere.path }],
    };
  });

/** Whether a runner would do anything for a log, if only switch commands off. */
function acts(log: string): boolean {
  try {
    return executed(log).length > 0;
  } catch {
    return true;
  }
}

const forReaders: readonly Format[] = formats.filter((format) => format !== "diff");

/** Formats that write tabs of their own: those of a patch, or between fields. */
const withTabs: ReadonlySet<Format> = new Set<Format>(["markdown", "diff"]);

function withoutOwnTabs(format: Format, text: string): string {
  return withTabs.has(format) ? text.replaceAll("\t", "") : text;
}

describe("whatever names, words and texts hold", () => {
  test.each(forReaders)("%s shows every character of them", (format) => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const text = render(format, report, full);
        expect(unseen(withoutOwnTabs(format, text))).toEqual([]);
      }),
    );
  });

  test.each(formats.filter(mayHaveColor))("%s in colour steers the terminal by colours alone", (format) => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const text = render(format, report, { ...full, color: true }).replaceAll(/\u001b\[[\d;]+m/g, "");
        expect(unseen(withoutOwnTabs(format, text))).toEqual([]);
      }),
    );
  });

  test.each(forReaders.filter((format) => format !== "github"))("%s holds no command of a runner", (format) => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const color of mayHaveColor(format) ? [false, true] : [false]) {
          const text = render(format, report, { ...full, color });
          expect(executed(text)).toEqual([]);
          expect(hasMarker(text)).toBe(false);
          expect(holdsCommand(text)).toBe(false);
        }
      }),
    );
  });

  test("github is one command for each finding, and nothing else", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const text = render("github", report, full);
        expect(executed(text).map(({ name, line }) => `${name} ${line}`)).toEqual(
          text
            .split("\n")
            .slice(0, -1)
            .map((line) => `error ${line}`),
        );
        expect(text.split("\n")).toHaveLength(report.diagnostics.length + 1);
      }),
    );
  });

  test("a patch holds lines of files as they are: what may be a command in it is noticed, and commands are off around it", () => {
    const { before, after } = withoutCommands("8d6e");
    fc.assert(
      fc.property(hostileReport, (report) => {
        const patch = render("diff", report, full);
        if (acts(patch)) expect(holdsCommand(patch)).toBe(true);
        expect(executed(`${before}\n${patch}${after}\n::error::x`).map(({ data }) => data)).toEqual(["x"]);
      }),
    );
  });

  test("a patch in colour holds no command", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const text = render("diff", report, { ...full, color: true });
        expect(executed(text)).toEqual([]);
        expect(hasMarker(text)).toBe(false);
      }),
    );
  });
});

describe("visible", () => {
  test("is one thing for each text, however often it is asked", () => {
    fc.assert(fc.property(hostileText, (text) => expect(visible(visible(text))).toBe(visible(text))));
  });

  test.each([
    ["\u001b[2J\u009b1m", "\\x1b[2J\\x9b1m"],
    ["a\u200bb\u2066c\u00add", "a\\u200bb\\u2066c\\xadd"],
    ["\u034f\u115f\u1160\u3164\uffa0\u180b\u180f", "\\u034f\\u115f\\u1160\\u3164\\uffa0\\u180b\\u180f"],
    ["a\ufe0f\u{e0041}\u{e0100}", "a\\ufe0f\\u{e0041}\\u{e0100}"],
    ["\ue000\u{10fffd}\uffff\u0378\ud800", "\\ue000\\u{10fffd}\\uffff\\u0378\\ud800"],
    ["\u{1fc00}\ufe0f#\ufe0f", "\\u{1fc00}\\ufe0f#\\ufe0f"],
    ["I ❤\ufe0f ünï日本", "I ❤\ufe0f ünï日本"],
    [" ::error::x", " \\x3a:error::x"],
    ["a ::1 b", "a ::1 b"],
    ["## [x] ##[group]x ##vso[y]", "## [x] \\x23#[group]x \\x23#vso[y]"],
    ["#\u0301#[error]", "\\x23\u0301#[error]"],
  ])("%j is %j", (text, shown) => expect(visible(text)).toBe(shown));

  test("a line of a file keeps its tabs, and loses the line end of Windows", () => {
    expect(visibleLine("\ta\u0007\tb\r")).toBe("\ta\\x07\tb");
    expect(visibleLine("\t::error::x")).toBe("\t\\x3a:error::x");
  });
});
