import { describe, expect, test } from "@jest/globals";
import { generators } from "../../bench/growth-shell.js";
import { memoryTree } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import { lint } from "../../src/lint/lint.ts";
import { Budget, RunBudget, stepsOfImage } from "../../src/shell/state/budget.ts";
import { openProject } from "../../src/project/open-project.ts";
import { startUp } from "../../src/stop/judge.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import type { StartUp } from "../../src/stop/start-up.ts";
import { rules } from "../../rules/index.ts";
import { Source } from "../../src/text/source.ts";
import { walk } from "./walk.ts";

const options = { rules, severities: new Map(), project: () => ({}) } as const;

type Files = Parameters<typeof memoryTree>[0];

/** What an image's start-up is, and how many steps it takes: more than it has by what is charged at once in the end. */
function follow(files: Files, most = stepsOfImage): { readonly startUp: StartUp; readonly steps: number } {
  const {
    images: [judged],
  } = openProject(memoryTree(files), new Source("/app/Dockerfile", String(files["/app/Dockerfile"])));
  if (!judged) throw new Error("the Dockerfile builds no image");
  const budget = new Budget(most);
  return { startUp: startUp(judged.image, judged.context, budget), steps: most - budget.left };
}

const script = (text: string): Files => ({
  "/app/Dockerfile": 'FROM debian:12\nCOPY r.sh /\nENTRYPOINT ["/r.sh"]\n',
  "/app/r.sh": { text: `#!/bin/bash\n${text}`, executable: true },
});
const repeat = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

describe("a start-up", () => {
  test.each(generators.map((each) => [each.name, each] as const))(
    "%s takes no more steps than there are, however large it is",
    (_, { files, start }) => {
      for (const size of [start, 4 * start]) {
        const {
          startUp: { cut, unfollowed, paths },
          steps,
        } = follow(files(size), 20_000);
        expect(steps).toBeLessThan(50_000);
        expect(paths.length).toBeLessThan(2000);
        expect((cut ?? unfollowed) !== undefined).toBe(steps > 20_000);
      }
    },
  );

  test("goes on as one where the ways have started, stopped and awaited a server that others have not", () => {
    const aside = (index: number): string =>
      `if grep -q ${index} /var/lib/a; then A${index}=1; gunicorn a${index}:app & p=$!; sleep ${(index % 3) + 1}; kill $p; wait $p; fi\n`;
    const { startUp: way, steps } = follow(script(`${repeat(24, aside)}exec gunicorn a:app\n`));
    expect(way.outcome).toBe("graceful");
    expect(steps).toBeLessThan(stepsOfImage / 4);
  });

  test.each([
    ["exec gunicorn a:app\n", "graceful"],
    ["", "unknown"],
  ])("does not keep apart what has run last on each way where these are many: %j", (end, outcome) => {
    const step = (index: number): string =>
      `if grep -q ${index} /var/lib/a; then . /etc/part${index}; app${index}; else tool${index} <&3 | job${index}; fi\n`;
    const { startUp: way, steps } = follow(script(repeat(60, step) + end));
    expect(way.outcome).toBe(outcome);
    expect(way.cut).toBeUndefined();
    expect(steps).toBeLessThan(stepsOfImage / 4);
  });

  // Where the environment alone decides, the default run is one way.
  const byEnvironment = [
    "ifs that start jobs",
    "ifs that set traps",
    "ifs that define functions",
    "cases that start jobs",
    "a script that starts itself again",
  ];
  const explosions = ["loops in loops over words"];
  const tooLong = /^the start-up branches too often or is too long to follow \(up to r\d*\.sh:\d+\)$/;

  test.each(byEnvironment)("of %s is followed by its default run, and that the rest is not is said", (name) => {
    const generator = generators.find((each) => each.name === name);
    const files = generator?.files(16 * generator.start) ?? {};
    const { outcome, paths, cut, unfollowed } = follow(files).startUp;
    expect([outcome, cut, paths.every(({ decides }) => decides)]).toEqual(["delivered", undefined, true]);
    expect(unfollowed).toMatch(tooLong);
    const { diagnostics } = lint(memoryTree(files), ["/app/Dockerfile"], options);
    expect(diagnostics.map(({ message }) => message)).toContain(`${unfollowed}, so only the default run was judged`);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test.each(explosions)("of %s is cut off, is unknown, and only that is said of it", (name) => {
    const generator = generators.find((each) => each.name === name);
    const files = generator?.files(16 * generator.start) ?? {};
    const { outcome, paths, cut } = follow(files).startUp;
    expect(cut).toMatch(tooLong);
    expect(outcome).toBe("unknown");
    expect(paths.map((path) => reasonWords(path.reason))).toEqual([cut]);
    expect(
      lint(memoryTree(files), ["/app/Dockerfile"], options).diagnostics.map(({ rule, severity }) => [rule, severity]),
    ).toEqual([["not-read", "info"]]);
  });

  test("that is cut off in front of what would be a finding has none", () => {
    const loops = repeat(9, (index) => `for a${index} in 1 2 3; do p${index} & `);
    const text = `node worker.js &\n${loops}${repeat(9, () => "; done")}\nnode server.js\n`;
    expect(lint(memoryTree(script(text)), ["/app/Dockerfile"], options).diagnostics.map(({ rule }) => rule)).toEqual([
      "not-read",
    ]);
    expect(
      lint(memoryTree(script(text.replaceAll(/^for.*\n/gm, ""))), ["/app/Dockerfile"], options).diagnostics,
    ).not.toEqual([]);
  });

  const linear = [
    "plain commands",
    "plain programs",
    "functions",
    "functions that are called",
    "variables",
    "and-lists",
    "pipelines",
    "statements on one line",
    "cases",
    "loops",
  ];
  test.each(linear)("of %s takes steps in proportion to its length", (name) => {
    const generator = generators.find((each) => each.name === name);
    const steps = [1, 4].map((factor) => (generator ? follow(generator.files(factor * 250)).steps : Infinity));
    expect((steps[1] ?? 0) / (steps[0] ?? 0)).toBeLessThan(6);
  });

  const turning: readonly (readonly [what: string, text: (n: number) => string])[] = [
    [
      "sends the same signal in each round, or not",
      (n) =>
        `app &\nP=$!\nwhile true; do\n${repeat(n, (index) => `if check ${index}; then kill -USR1 $P; fi\n`)}sleep 1\ndone\n`,
    ],
    [
      "stops its job and lets it go on",
      (n) =>
        `app &\nP=$!\nwhile true; do\n${repeat(n, () => "kill -STOP $P\nsleep 1\nkill -CONT $P\nif check; then M=1; fi\n")}done\n`,
    ],
    [
      "comes back to where it was two rounds before",
      (n) => `M=a\nwhile true; do\nif [ $M = a ]; then M=b; else M=a; fi\n${repeat(n, () => "sleep 1\n")}done\n`,
    ],
  ];
  test.each(turning)("of a loop that %s is followed until it turns", (_, text) => {
    const [small, large] = [2, 8].map((n) => follow(script(text(n))));
    expect([small?.startUp.outcome, large?.startUp.outcome]).toEqual(["stuck", "stuck"]);
    expect(large?.steps ?? Infinity).toBeLessThan(1000);
    expect((large?.steps ?? Infinity) / (small?.steps ?? 1)).toBeLessThan(5);
  });

  test("takes the same steps each time", () => {
    const files = script(repeat(6, (index) => `if [ "$A${index}" ]; then p${index} & fi\n`));
    expect(follow(files).steps).toBe(follow(files).steps);
  });
});

describe("the images of a run", () => {
  const hostile = script(repeat(40, (index) => `if [ "$A${index}" ]; then p${index} & fi\n`));
  const many = (count: number): Files =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) =>
        Object.entries(hostile).map(([path, file]) => [path.replace("/app/", `/app${index}/`), file] as const),
      ).flat(),
    );

  test("have much smaller budgets when those before have taken all", () => {
    const run = new RunBudget(1000);
    const first = run.image();
    expect(first.left).toBe(stepsOfImage);
    first.spend(1000);
    expect(run.spent).toBe(true);
    expect(run.image().left).toBeLessThanOrEqual(stepsOfImage / 10);
  });

  test("are linted with what is left for them", () => {
    const run = new RunBudget(1000);
    const paths = Array.from({ length: 5 }, (_, index) => `/app${index}/Dockerfile`);
    const { projects } = lint(memoryTree(many(5)), paths, { ...options, run });
    expect(projects.map(({ images }) => images[0]?.startUp.unfollowed !== undefined)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(run.left).toBeGreaterThan(-2 * stepsOfImage);
  });

  test("do not change a verdict where there is enough", () => {
    const plain = script("exec node server.js\n");
    const verdict = lint(memoryTree(plain), ["/app/Dockerfile"], options).projects[0]?.images[0]?.startUp.outcome;
    const late = new RunBudget(0);
    expect(
      lint(memoryTree(plain), ["/app/Dockerfile"], { ...options, run: late }).projects[0]?.images[0]?.startUp.outcome,
    ).toBe(verdict);
  });
});

describe("proofs of fixes", () => {
  test("are not made when the steps for them are gone, and the fix is withheld", () => {
    const files = script("node server.js\n");
    const { withheld, applied } = fix(memoryTree(files), ["/app/Dockerfile"], {
      ...options,
      unsafe: true,
      run: new RunBudget(0),
    });
    expect(applied).toEqual([]);
    expect(withheld.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([expect.stringContaining("too many findings to prove each fix")]),
    );
    expect(fix(memoryTree(files), ["/app/Dockerfile"], { ...options, unsafe: true }).applied).not.toEqual([]);
  });
});

describe("a walk", () => {
  test("that is cut off has one end", () => {
    const endings = walk(
      repeat(40, (index) => `if [ "$A${index}" ]; then p${index} & fi\n`),
      { steps: 500 },
    );
    expect(endings.map((ending) => (ending.kind === "unknown" ? ending.reason : ending.kind))).toEqual([
      expect.stringMatching(/too long to follow \(up to ep\.sh:\d+\)/),
    ]);
  });

  test("with as many steps as it takes is not cut off", () => {
    expect(walk("a=1\nb=2\nexec app", { steps: 50 }).map(({ kind }) => kind)).toEqual(["exec"]);
  });
});
