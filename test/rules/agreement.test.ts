import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { basename, memoryTree } from "../../src/files/tree.ts";
import { isComposeName, isDockerfileName } from "../../src/files/names.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Linted } from "../../src/lint/lint.ts";
import { corpusIn } from "../fuzz/corpus.ts";
import { memoryFiles } from "../fuzz/input.ts";

/** Lints the Dockerfiles, compose files and manifests among some files. */
function linted(files: Parameters<typeof memoryTree>[0]): Linted {
  const paths = Object.keys(files).filter((path) => {
    const name = basename(path);
    return isDockerfileName(name) || isComposeName(name) || name === "pod.yaml";
  });
  return lint(memoryTree(files), paths.sort(), { rules, severities: new Map(), project: () => ({ top: "/" }) });
}

/** What a finding on a wrapper says, by what the trace must not say of that wrapper beside it. */
const contradictions = new Map([
  ["abandons", ["forwards"]],
  ["does not forward", ["forwards", "handles"]],
  ["shell is killed", ["keeps", "exits first"]],
  ["shell may be killed", ["keeps", "exits first"]],
]);

describe("a finding on a wrapper and the trace of its image", () => {
  const corpus = corpusIn(fileURLToPath(new URL("../../", import.meta.url)));

  test("do not contradict each other, in all examples and fixtures", () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const input of corpus) {
      const { diagnostics, projects } = linted(memoryFiles(input));
      for (const { rule, reason, message } of diagnostics) {
        const refused = rule === "signal-blocking-wrapper" ? contradictions.get(reason.kind) : undefined;
        if (!refused) continue;
        const noted = projects
          .flatMap(({ images }) => images.flatMap(({ startUp }) => startUp.paths))
          .flatMap(({ processes, notes }) =>
            processes.flatMap(({ role }, index) =>
              role.kind === "wrapper" && role.wrapped.row.name === reason.actor ? [notes[index]?.kind ?? ""] : [],
            ),
          );
        compared++;
        if (noted.length > 0 && noted.every((kind) => refused.includes(kind)))
          wrong.push(`${message}: ${noted.join()}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(20);
  });
});

describe("what is said", () => {
  test.each(['["bash"]', '["python3"]', '["/bin/sh"]'])(
    "of a prompt: %s exits by itself, and so does its note",
    (cmd) => {
      const { projects } = linted({ "/Dockerfile": `FROM python:3.12-slim\nCMD ${cmd}\n` });
      const [path] = projects.flatMap(({ images }) => images.flatMap(({ startUp }) => startUp.paths));
      expect([path?.outcome, path?.notes.at(-1)]).toEqual(["finishes", { kind: "exits by itself" }]);
    },
  );

  test("of an init, to whom: no `docker run` for a pod", () => {
    const pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: w, image: python:3.12, command: [python, w.py]}]}\n";
    const titles = (files: Parameters<typeof memoryTree>[0]): string =>
      linted(files)
        .diagnostics.filter(({ rule }) => rule === "missing-init")
        .flatMap(({ fixes }) => fixes.map(({ title }) => title))
        .join("\n");
    expect(titles({ "/pod.yaml": pod })).toMatch(/^By hand: .*this container's command$/m);
    expect(titles({ "/pod.yaml": pod })).not.toContain("docker");
    expect(titles({ "/Dockerfile": 'FROM python:3.12\nCMD ["python", "w.py"]\n' })).toContain("docker run --init");
  });
});
