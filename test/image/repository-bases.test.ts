import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { readBase } from "../../src/image/bases.ts";
import { openProject } from "../../src/project/open-project.ts";
import type { ProjectOptions } from "../../src/project/project.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { Source } from "../../src/text/source.ts";

const base = {
  "/r/base/Dockerfile":
    'FROM debian\nENV APP=/srv/app\nWORKDIR $APP\nCOPY entry.sh /\nRUN chmod +x /entry.sh\nENTRYPOINT ["/entry.sh"]\n',
  "/r/base/entry.sh": '#!/bin/sh\ngunicorn "$@"\n',
};
const child = 'FROM corp/base:3\nCMD ["a:b"]\n';

function said(files: Readonly<Record<string, string>>, options: ProjectOptions = { top: "/r" }): string {
  const all = { "/r/app/Dockerfile": child, ...files };
  const text = all["/r/app/Dockerfile"];
  const project = openProject(memoryTree(all), new Source("/r/app/Dockerfile", text), options);
  const [path] = project.images[0]?.startUp.paths ?? [];
  return `${project.images[0]?.startUp.outcome}: ${path ? reasonWords(path.reason) : ""}`;
}

const stuck = /^stuck: dash stays PID 1 and does not forward SIGTERM to gunicorn/;

describe("a base image that the repository builds comes with its files", () => {
  const action = "      - uses: docker/build-push-action@v6\n        with:\n";
  test.each([
    ["compose", { "/r/compose.yaml": "services:\n  base:\n    image: corp/base:3\n    build: base\n" }],
    [
      "compose, a tag from the environment",
      { "/r/compose.yaml": "services:\n  b: {image: 'corp/base:${V:-3}', build: ./base}\n" },
    ],
    [
      "compose beside the Dockerfile",
      { "/r/app/compose.yaml": "services:\n  b: {image: corp/base:3, build: ../base}\n" },
    ],
    ["a Makefile", { "/r/Makefile": "base:\n\tdocker build -t corp/base:3 base\n" }],
    ["a Makefile with a variable", { "/r/Makefile": "base:\n\t@docker build --pull -t corp/base:$(V) ./base\n" }],
    [
      "-f and a line that goes on",
      { "/r/Makefile": "b:\n\tdocker buildx build -f base/Dockerfile \\\n\t  --tag=corp/base:3 base/\n" },
    ],
    ["a script", { "/r/build.sh": "set -e\ncd x; podman build --no-cache -t 'corp/base:3' \"base\"\n" }],
    [
      "a workflow's command",
      { "/r/.github/workflows/b.yml": "jobs:\n  a:\n    steps:\n      - run: docker build -t corp/base:3 base\n" },
    ],
    [
      "a workflow's action",
      {
        "/r/.github/workflows/b.yml": `jobs:\n  a:\n    steps:\n${action}          context: ./base\n          tags: corp/base:3,corp/base:latest\n`,
      },
    ],
    ["a bake file", { "/r/docker-bake.hcl": 'target "base" {\n  context = "base"\n  tags = ["corp/base:3"]\n}\n' }],
  ])("%s", (_, files) => {
    expect(said({ ...base, ...files })).toMatch(stuck);
  });

  test("under the name of a bake context", () => {
    const bake = 'target "b" {\n  context = "base"\n}\ntarget "a" {\n  contexts = {\n    below = "target:b"\n  }\n}\n';
    const files = { ...base, "/r/app/Dockerfile": 'FROM below\nCMD ["a:b"]\n', "/r/docker-bake.hcl": bake };
    expect(said(files)).toMatch(stuck);
  });

  test("through another one", () => {
    const compose = "services:\n  a: {image: corp/base:3, build: mid}\n  b: {image: corp/low, build: base}\n";
    expect(said({ ...base, "/r/mid/Dockerfile": "FROM corp/low\n", "/r/compose.yaml": compose })).toMatch(stuck);
  });

  test("with its directory, in which what the child copies is found", () => {
    const files = {
      "/r/app/Dockerfile": 'FROM corp/base:3\nCOPY --chmod=755 run.sh .\nENTRYPOINT ["./run.sh"]\n',
      "/r/app/run.sh": "#!/bin/sh\nexec gunicorn a:b\n",
      "/r/Makefile": "b:\n\tdocker build -t corp/base:3 base\n",
    };
    expect(said({ ...base, ...files })).toMatch(/^graceful/);
  });

  test("with a program that it makes", () => {
    const files = {
      "/r/base/Dockerfile":
        "FROM golang AS b\nCOPY . .\nRUN go build -o /api .\nFROM alpine\nCOPY --from=b /api /bin/api\n",
      "/r/app/Dockerfile": 'FROM corp/base:3\nCMD ["api"]\n',
      "/r/Makefile": "b:\n\tdocker build -t corp/base:3 base\n",
    };
    expect(said(files)).toMatch(/^delivered/);
  });
});

describe("the context of a Dockerfile whose COPY tells none", () => {
  const dockerfile = 'FROM debian\nADD . /src\nCMD ["sh", "/src/app/run.sh"]\n';
  const run = { "/r/app/run.sh": "#!/bin/sh\ngunicorn a:b\n", "/r/app/Dockerfile": dockerfile };

  test.each([
    ["of a Makefile", { "/r/Makefile": "b:\n\tdocker build -t x \\\n\t\t-f app/Dockerfile \\\n\t\t.\n" }],
    ["of a script", { "/r/build.sh": "docker buildx build -t x -f app/Dockerfile .\n" }],
  ])("%s", (_, files) => expect(said({ ...run, ...files })).toMatch(stuck));

  test("is its own folder where nobody says", () => expect(said(run)).toMatch(/^unknown/));
  test("or where two disagree", () => {
    const both = "a:\n\tdocker build -t x -f app/Dockerfile .\n\tdocker build -t y app\n";
    expect(said({ ...run, "/r/Makefile": both })).toMatch(/^unknown/);
  });
});

describe("is not followed", () => {
  test.each([
    ["of another tag", { "/r/Makefile": "b:\n\tdocker build -t corp/base:4 base\n" }],
    ["of another name", { "/r/Makefile": "b:\n\tdocker build -t corp/base2:3 base\n" }],
    [
      "built in two ways",
      { "/r/Makefile": "b:\n\tdocker build -t corp/base:3 base\n\tdocker build -t corp/base:3 app2\n" },
    ],
    ["by a name that is open", { "/r/Makefile": "b:\n\tdocker build -t $(NAME) base\n" }],
    [
      "out of the repository",
      { "/r/Makefile": "b:\n\tdocker build -t corp/base:3 ../elsewhere\n", "/elsewhere/Dockerfile": "FROM debian\n" },
    ],
    ["built on itself", { "/r/Makefile": "b:\n\tdocker build -t corp/base:3 app\n" }],
  ])("%s", (_, files) => {
    expect(said({ ...base, ...files })).toMatch(/^unknown/);
  });

  test("in a circle", () => {
    const files = {
      "/r/one/Dockerfile": "FROM corp/two\n",
      "/r/two/Dockerfile": "FROM corp/base:3\n",
      "/r/Makefile": "b:\n\tdocker build -t corp/base:3 one\n\tdocker build -t corp/two two\n",
    };
    expect(said(files)).toMatch(/^unknown/);
  });
});

test("a base that a Dockerfile describes comes with its files, which no fix changes", () => {
  const tree = memoryTree(base);
  const read = readBase(tree, "/r/base/Dockerfile", "corp/base", new Map());
  if (!read.ok) throw new Error(read.reason);
  expect(said({}, { baseImages: new Map([["corp/base", read.base]]) })).toMatch(stuck);
  expect(read.base.built?.find("/entry.sh").file).toMatchObject({ kind: "file", fixable: false });
  expect(read.base.built?.workdir).toBe("/srv/app");
});

test("what the child writes over a file of the base stands there", () => {
  const files = {
    ...base,
    "/r/app/Dockerfile": 'FROM corp/base:3\nCOPY --chmod=755 entry.sh /entry.sh\nCMD ["a:b"]\n',
    "/r/app/entry.sh": '#!/bin/sh\nexec gunicorn "$@"\n',
    "/r/Makefile": "b:\n\tdocker build -t corp/base:3 base\n",
  };
  expect(said(files)).toMatch(/^graceful/);
});
