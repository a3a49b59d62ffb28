import { describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Judged } from "../../src/stop/judge.ts";

const runs = (text: string): MemoryFile => ({ text: `#!/bin/sh\n${text}\n`, executable: true });
const direct = runs('exec gunicorn "$@"');
const inFront = runs('gunicorn "$@"');

/** What becomes of the only service of `dev/compose.yaml`, in a repository with files of two kinds of start. */
function service(lines: readonly string[], more: Readonly<Record<string, MemoryFile>> = {}): Judged | undefined {
  const compose = ["services:", "  web:", ...lines.map((line) => `    ${line}`), ""].join("\n");
  const files = {
    "/secret.sh": inFront,
    "/app/dev/compose.yaml": compose,
    "/app/dev/run.sh": direct,
    "/app/scripts/run.sh": inFront,
    "/app/Dockerfile": 'FROM debian:12-slim\nCOPY scripts /scripts\nCMD ["/scripts/run.sh"]\n',
    ...more,
  };
  const options = { rules, severities: new Map(), project: () => ({ top: "/app" }) };
  const linted = lint(memoryTree(files), ["/app/dev/compose.yaml"], options);
  return linted.projects.flatMap(({ images }) => images)[0];
}

const outcome = (...lines: readonly string[]): string | undefined => service(lines)?.startUp.outcome;

describe("files that a service mounts stand in the container", () => {
  test.each([
    ["a folder", "graceful", ["image: debian:12-slim", "command: /s/run.sh", 'volumes: ["./:/s:ro"]']],
    ["a folder above", "stuck", ["image: debian:12-slim", "command: /s/run.sh", "volumes: [../scripts:/s]"]],
    ["a file", "graceful", ["image: debian:12-slim", "command: /x", "volumes: [./run.sh:/x]"]],
    [
      "a map",
      "graceful",
      ["image: debian:12-slim", "command: /x", "volumes:", "  - type: bind", "    source: ./run.sh", "    target: /x"],
    ],
    ["over a file of the image", "graceful", ["build: ..", "command: /scripts/run.sh", "volumes: [.:/scripts]"]],
    [
      "the deepest counts",
      "graceful",
      ["build: ..", "command: /s/b/run.sh", "volumes: [../scripts:/s, .:/s/b, ../scripts:/s/b/c]"],
    ],
    ["beside it", "stuck", ["build: ..", "command: /scripts/run.sh x", "volumes: [./run.sh:/scripts/other.sh]"]],
    ["what it lacks is the image's", "stuck", ["build: ..", "command: /scripts/run.sh x", "volumes: [../no:/scripts]"]],
    ["a name along PATH", "graceful", ["image: debian:12-slim", "command: x", "volumes: [./run.sh:/usr/bin/x]"]],
  ])("%s", (_, expected, lines) => expect(outcome(...lines)).toBe(expected));

  test.each([
    ["a folder outside of the repository", "../../secret.sh:/x"],
    ["an absolute path", "/secret.sh:/x"],
    ["a home", "~/secret.sh:/x"],
    ["a volume with a name", "secret:/x"],
    ["a variable", "${DIR}/run.sh:/x"],
  ])("nothing is read of %s", (_, mount) =>
    expect(outcome("image: debian:12-slim", "command: /x", `volumes: ["${mount}"]`)).toBe("unknown"),
  );

  test("a script that has no executable bit cannot be started", () =>
    expect(
      service(["image: debian:12-slim", "command: /x", "volumes: [./plain.sh:/x]"], {
        "/app/dev/plain.sh": "#!/bin/sh\nexec gunicorn\n",
      })?.startUp.outcome,
    ).toBe("fails"));
});
