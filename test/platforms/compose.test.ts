import { wordsOf } from "../shell/walk.ts";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions, Linted } from "../../src/lint/lint.ts";
import { Source } from "../../src/text/source.ts";
import type { BaseImage } from "../../src/known/images/base-image.ts";
import type { Judged } from "../../src/stop/judge.ts";

type Files = Readonly<Record<string, MemoryFile>>;

const options: LintOptions = { rules, severities: new Map(), project: () => ({ top: "/app" }) };

const inApp = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [`/app/${name}`, file]));

function run(files: Files, ...names: readonly string[]): Linted {
  const targets = names.length > 0 ? names : Object.keys(files).filter((name) => /ya?ml$/.test(name));
  return lint(
    memoryTree(inApp(files)),
    targets.map((name) => `/app/${name}`),
    options,
  );
}

const judged = (files: Files): readonly Judged[] => run(files).projects.flatMap((project) => project.images);

/** The image of the only service of a compose file, built from a Dockerfile. */
function only(compose: string, dockerfile: string): Judged["image"] {
  const [first, ...others] = judged({ "compose.yaml": compose, "Dockerfile": dockerfile });
  if (!first || others.length > 0) throw new Error("not one service");
  return first.image;
}

const service = (...lines: readonly string[]): string =>
  ["services:", "  web:", "    build: .", ...lines.map((line) => `    ${line}`), ""].join("\n");

function argv(compose: string, dockerfile: string): string {
  const { argv: words } = only(compose, dockerfile);
  return words === "unknown" ? words : words.map((word) => word.value).join(" ");
}

/** Findings as "path:line severity rule". */
function findings(files: Files, ...names: readonly string[]): readonly string[] {
  return run(files, ...names).diagnostics.map(({ at, severity, rule }) => {
    const file = inApp(files)[at.path];
    const text = typeof file === "string" ? file : file && "text" in file ? file.text : "";
    return `${at.path.slice(5)}:${new Source(at.path, text).position(at.start).line} ${severity} ${rule}`;
  });
}

/** What `--fix` makes of a compose file. */
function fixed(files: Files, unsafe = false): string | undefined {
  const { changes } = fix(memoryTree(inApp(files)), ["/app/compose.yaml"], { ...options, unsafe });
  expect(changes.length).toBeLessThanOrEqual(1);
  return changes[0]?.after;
}

const both = 'FROM debian:12\nENTRYPOINT ["tini", "--"]\nCMD ["gunicorn"]\n';

describe("what a service starts", () => {
  test.each([
    ["command", service('command: ["a", "b c"]'), both, "tini -- a b c"],
    ["a command in lines", service("command:", "  - a", "  - b"), both, "tini -- a b"],
    ["a command as a string", service("command: a 'b c'"), both, "tini -- a b c"],
    [
      "null leaves CMD",
      service("command:", "entrypoint: ~", "init: true"),
      both,
      "/sbin/docker-init -- tini -- gunicorn",
    ],
    ["entrypoint drops CMD", service("entrypoint: sh -c 'a b'"), both, "sh -c a b"],
    ["entrypoint and command", service("entrypoint: [sh, -c]", "command: [a b]"), both, "sh -c a b"],
    ["an empty entrypoint keeps CMD", service("entrypoint: []"), both, "gunicorn"],
    [
      "an entrypoint of one empty word drops CMD, and is none",
      service('entrypoint: [""]', "command: a b"),
      both,
      "a b",
    ],
    ["an empty string too", service('entrypoint: ""'), both, "gunicorn"],
    ["an empty command where CMD is set: compose and the engine disagree", service("command: []"), both, "unknown"],
    ["an empty command behind an entrypoint", service("entrypoint: [a]", "command: []"), both, "a"],
    ["a command that compose refuses", service("command: a && b"), both, "unknown"],
    ["a command with something else than words", service("command: [a, [b]]"), both, "unknown"],
    ["an open word", service('command: [a, "${B}", "${C:-d}"]'), both, "tini -- a unknown d"],
    ["an init", service("init: true", "command: a"), both, "/sbin/docker-init -- tini -- a"],
    ["no init", service("init: false", "command: a"), both, "tini -- a"],
    [
      "a shell-form ENTRYPOINT gets the words too",
      service("command: b"),
      "FROM debian:12\nENTRYPOINT a\n",
      "/bin/sh -c a b",
    ],
  ])("%s", (_, compose, dockerfile, expected) => expect(argv(compose, dockerfile)).toBe(expected));

  test("an unknown base keeps its ENTRYPOINT unknown, unless the service names one", () => {
    const dockerfile = 'FROM example.org/x\nCMD ["a"]\n';
    const image = only(service("command: b"), dockerfile);
    expect(image.argv).toBe("unknown");
    expect(image.assumedArgv?.map((word) => word.value)).toEqual(["b"]);
    expect(argv(service("entrypoint: b"), dockerfile)).toBe("b");
  });

  test("other settings", () => {
    const image = only(
      service(
        "command: a",
        "user: app",
        "working_dir: /srv",
        "stop_signal: quit",
        "environment:",
        "  A: 1",
        "  B:",
        "  C: x${D}",
      ),
      "FROM debian:12\nENV A=0 Z=9\nUSER root\n",
    );
    expect(image).toMatchObject({
      user: { value: "app" },
      workdir: { value: "/srv" },
      stopSignal: { value: "SIGQUIT" },
      deployment: { platform: { seconds: 10 } },
    });
    expect(Object.fromEntries(image.env)).toMatchObject({ A: "1", B: "unknown", C: "unknown", Z: "9" });
  });

  test("the environment as a list", () => {
    const image = only(service("command: a", 'environment: [A=1=2, B, "C=${D}"]'), "FROM debian:12\n");
    expect(Object.fromEntries(image.env)).toMatchObject({ A: "1=2", B: "unknown", C: "unknown" });
  });

  test.each([
    ["1m30s", 90],
    ["30s", 30],
    ["1.5s", 1.5],
    ["500ms", 0.5],
    ["2h", 7200],
    ["soon", 10],
  ])("a grace period of %s", (period, seconds) => {
    const compose = service(`stop_grace_period: ${period}`, `command: sh -c "a; gunicorn 'app:app'; b"`);
    const [first] = judged({ "compose.yaml": compose, "Dockerfile": "FROM debian:12\n" });
    expect(first?.image.deployment.platform.seconds).toBe(seconds);
    expect(first && wordsOf(first.startUp)).toMatch(
      new RegExp(`so \`docker stop\` waits ${seconds} s and then sends SIGKILL$`),
    );
  });

  test("anchors and merged keys", () => {
    const compose =
      "x-base: &base\n  build: .\n  command: [a]\nservices:\n  one: *base\n  two:\n    <<: *base\n    command: [b]\n";
    expect(
      judged({ "compose.yaml": compose, "Dockerfile": both }).map(({ image }) => [
        image.deployment.title,
        image.argv === "unknown" ? "" : image.argv.at(-1)?.value,
      ]),
    ).toEqual([
      ["service one", "a"],
      ["service two", "b"],
    ]);
  });

  test("a file of the first version of the format", () => {
    expect(judged({ "docker-compose.yml": "web:\n  build: .\n  command: a\n", "Dockerfile": both })).toHaveLength(1);
  });
});

describe("how it is built", () => {
  const stages = 'FROM debian:12 AS dev\nCMD ["a"]\nFROM debian:12\nCMD ["b"]\n';

  test.each([
    ["a target", "build: {context: ., target: dev}", "a"],
    ["a target by number", "build: {context: ., target: '0'}", "a"],
  ])("%s", (_, build, expected) => {
    expect(argv(`services:\n  web:\n    ${build}\n`, stages)).toBe(expected);
  });

  test("the last stage as a target, and a service that changes nothing, are the Dockerfile's", () => {
    const compose = "services:\n  a: {build: .}\n  b: {build: {context: ., target: '1'}}\n";
    expect(judged({ "compose.yaml": compose, "Dockerfile": stages })).toEqual([]);
  });

  test("arguments decide what FROM and ENV name", () => {
    const image = only(
      "services:\n  web:\n    build:\n      context: .\n      args: [BASE=alpine:3.20, MODE=x]\n    command: a\n",
      "ARG BASE=debian:12\nFROM $BASE\nARG MODE=y\nENV MODE=$MODE\n",
    );
    expect([image.sh, image.env.get("MODE")]).toEqual(["ash", "x"]);
  });

  test("context and Dockerfile have paths of their own", () => {
    const files = {
      "deploy/compose.yaml":
        "services:\n  web:\n    build: {context: ../src, dockerfile: ../docker/web.Dockerfile}\n    command: /run.sh\n",
      "docker/web.Dockerfile": "FROM debian:12\nCOPY run.sh /run.sh\n",
      "src/run.sh": { text: "#!/bin/sh\ngunicorn 'app:app'\n", executable: true },
    };
    expect(findings(files, "deploy/compose.yaml")).toEqual(["src/run.sh:2 error missing-exec"]);
  });

  test("a compose file above a Dockerfile knows its context", () => {
    const compose = (context: string): string =>
      `services:\n  web:\n    build: {context: ${context}, dockerfile: /app/docker/Dockerfile}\n`;
    const root = (...texts: readonly string[]): string | undefined => {
      const files = Object.fromEntries(texts.map((text, index) => [`compose.${index}.yaml`, text]));
      return run({ ...files, "docker/Dockerfile": "FROM debian:12\n" }, "docker/Dockerfile").projects[0]?.context?.root;
    };
    expect([root(compose("src")), root(compose("src"), compose("lib")), root()]).toEqual([
      "/app/src",
      "/app/docker",
      "/app/docker",
    ]);
  });

  test.each([
    "build: https://example.org/x.git",
    "build: git@example.org:x",
    "build: ./missing",
    "build: ..",
    'build: "${DIR}"',
    "build: {dockerfile_inline: FROM debian}",
    "build: {context: ., target: none}",
    "image: example.org/x",
    'image: "${IMAGE}"',
    "extends: {service: base}",
    "build: .\n    pid: host",
    "build: .\n    platform: windows/amd64",
    "build: {context: ., dockerfile: broken}",
  ])("silent: %s", (line) => {
    expect(
      run({
        "compose.yaml": `services:\n  web:\n    ${line}\n    command: sh -c "a; gunicorn 'app:app'; b"\n`,
        "Dockerfile": "FROM debian:12\n",
        "broken": "FROM\n",
      }).diagnostics,
    ).toEqual([]);
  });
});

describe("published images", () => {
  const web = (...lines: readonly string[]): Files => ({
    "compose.yaml": `services:\n  web:\n    image: ${lines.join("\n    ")}\n`,
  });

  test("are known by their names", () => {
    expect(findings(web("python:3.12", `command: sh -c "gunicorn app:app"`))).toEqual([
      "compose.yaml:4 error missing-exec",
    ]);
    expect(findings(web("python:3.12-alpine", `command: sh -c "gunicorn app:app"`))).toEqual([
      "compose.yaml:4 info missing-exec",
    ]);
  });

  test("that nobody knows are judged where the service names the whole command line", () => {
    const command = '["sh", "-c", "a; gunicorn \'app:app\'; b"]';
    expect(findings(web("example.org/x", `command: ${command}`))).toEqual([]);
    expect(findings(web("example.org/x", `entrypoint: ${command}`))).toEqual(["compose.yaml:4 error missing-exec"]);
  });

  test("are theirs who publish them where the service changes nothing", () => {
    expect(judged(web("redis:7"))).toEqual([]);
  });

  test("are described by the user's own words", () => {
    const files = inApp(web("example.org/x", 'command: [sh, -c, "gunicorn app:app"]'));
    const base: BaseImage = {
      name: "example.org/x",
      entrypoint: null,
      cmd: null,
      stopSignal: null,
      shell: null,
      user: null,
      sh: "dash",
      packageManager: undefined,
      init: null,
      entrypointExecsArgs: undefined,
      windows: false,
      evidence: { kind: "unsourced", source: "the user" },
    };
    const { diagnostics } = lint(memoryTree(files), ["/app/compose.yaml"], {
      ...options,
      project: () => ({ top: "/app", baseImages: new Map([["example.org/x", base]]) }),
    });
    expect(diagnostics.map(({ rule }) => rule)).toEqual(["missing-exec"]);
  });
});

describe("a Dockerfile whose services start it in their own way", () => {
  const Dockerfile = "FROM debian:12\nCMD gunicorn 'app:app'\n";
  const error = ["Dockerfile:2 error shell-form-cmd"];

  test("has a finding for nobody yet", () => {
    const files = { Dockerfile, "compose.yaml": service('command: ["gunicorn", "app:app"]') };
    expect(findings(files, "Dockerfile")).toEqual(["Dockerfile:2 info shell-form-cmd"]);
    expect(run(files, "Dockerfile").diagnostics[0]?.related.at(-1)).toMatchObject({
      at: { path: "/app/compose.yaml" },
      message: "service web builds this image and overrides how it starts",
    });
  });

  test.each([
    ["where one leaves it", `${service("command: gunicorn")}  worker:\n    build: .\n`],
    ["where the fault is still there", service("stop_signal: SIGTERM")],
    [
      "where they build something else",
      "services:\n  web:\n    build: {context: ., dockerfile: other}\n    command: gunicorn\n",
    ],
    ["where the compose file cannot be read", `${service("command: gunicorn")}x: [\n`],
  ])("keeps it %s", (_, compose) =>
    expect(findings({ Dockerfile, "compose.yaml": compose }, "Dockerfile")).toEqual(error),
  );

  test("keeps it where they build another stage", () => {
    const compose = "services:\n  web:\n    build: {context: ., target: dev}\n    command: gunicorn\n";
    expect(
      findings({ "Dockerfile": `FROM debian:12 AS dev\n${Dockerfile}`, "compose.yaml": compose }, "Dockerfile"),
    ).toEqual(["Dockerfile:3 error shell-form-cmd"]);
  });

  test("what an instruction is by itself is a fault all the same", () => {
    const twice = 'FROM debian:12\nCMD ["a"]\nCMD ["b"]\n';
    expect(findings({ "Dockerfile": twice, "compose.yaml": service("command: gunicorn") }, "Dockerfile")).toEqual([
      "Dockerfile:2 warning overridden-instruction",
    ]);
  });

  test("what others build on it by ONBUILD is no service's", () => {
    const base = "FROM debian:12\nONBUILD CMD gunicorn 'app:app'\n";
    expect(findings({ "Dockerfile": base, "compose.yaml": service("command: gunicorn") }, "Dockerfile")).toEqual([
      "Dockerfile:2 error shell-form-cmd",
    ]);
  });

  test("an init in every service is an init", () => {
    const Sleeper = 'FROM debian:12\nCMD ["sleep", "infinity"]\n';
    expect(findings({ "Dockerfile": Sleeper, "compose.yaml": service() }, "Dockerfile")).toEqual([
      "Dockerfile:2 warning missing-init",
    ]);
    expect(findings({ "Dockerfile": Sleeper, "compose.yaml": service("init: true") }, "Dockerfile")).toEqual([]);
  });

  test("is found from above its folder, up to the top", () => {
    const compose = "services:\n  web:\n    build: api\n    command: gunicorn\n";
    expect(findings({ "api/Dockerfile": Dockerfile, "compose.yaml": compose }, "api/Dockerfile")).toEqual([
      "api/Dockerfile:2 info shell-form-cmd",
    ]);
    const tree = memoryTree({ "/app/api/Dockerfile": Dockerfile, "/app/compose.yaml": compose });
    expect(
      lint(tree, ["/app/api/Dockerfile"], { ...options, project: () => ({ top: "/app/api" }) }).diagnostics[0]
        ?.severity,
    ).toBe("error");
  });

  test("a script is said to be at fault once, in its worst case", () => {
    const files = {
      "Dockerfile": 'FROM debian:12\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\nCMD ["gunicorn", "app:app"]\n',
      "run.sh": { text: '#!/bin/sh\n"$@"\n', executable: true },
      "compose.yaml": service("command: [gunicorn, app:app]"),
    };
    expect(findings(files, "Dockerfile", "compose.yaml")).toEqual(["run.sh:2 error missing-exec"]);
  });
});

describe("fixes", () => {
  const dockerfile = "FROM debian:12\n";
  const mended = (compose: string, unsafe = false): string | undefined =>
    fixed({ "compose.yaml": compose, "Dockerfile": dockerfile }, unsafe);
  const program = "gunicorn 'app:app'";

  test.each([
    ["a plain scalar", `command: sh -c "a && ${program}"`],
    ["a quoted scalar", `command: "sh -c \\"a && ${program}\\""`],
    ["single quotes around double ones", `command: 'sh -c "a && gunicorn \\"app:app\\""'`],
    ["brackets", `command: [sh, -c, "a && ${program}"]`],
    ["dollar signs", `command: sh -c "a $$X $\{Y} && ${program}"`],
  ])("put exec into %s", (_, line) => {
    expect(mended(service(line))).toBe(service(line.replace("gunicorn", "exec gunicorn")));
  });

  test.each([
    ["a literal text", ["entrypoint: [sh, -c]", "command:", "  - |", "    a", "    gunicorn 'app:app'"]],
    ["a folded text", ["command: >", '  sh -c "a &&', "  gunicorn 'app:app'\""]],
    ["a plain scalar over lines", ['command: sh -c "a &&', "  gunicorn 'app:app'\""]],
    ["an item of a list", ["command:", "  - sh", "  - -c", "  - a && gunicorn 'app:app'"]],
    ["a text behind an anchor", ["command: &start", "  - sh", "  - -c", "  - a && gunicorn 'app:app'", "x: *start"]],
  ])("put exec into %s", (_, lines) => {
    expect(mended(service(...lines))).toBe(service(...lines.map((line) => line.replace("gunicorn", "exec gunicorn"))));
  });

  test("leave a needless shell out", () => {
    expect(mended(service("command: sh -c 'gunicorn app:app'"))).toBe(service('command: ["gunicorn", "app:app"]'));
    expect(mended(service('command: ["sh", "-c", "gunicorn app:app"] # web'))).toBe(
      service('command: ["gunicorn", "app:app"] # web'),
    );
  });

  test("keep the shell where a dollar sign would have to be doubled, or lines would have to go", () => {
    expect(mended(service("command: sh -c \"gunicorn 'a$$b:app'\""))).toBe(
      service("command: sh -c \"exec gunicorn 'a$$b:app'\""),
    );
    expect(mended(service("command:", "  - sh", "  - -c", "  - gunicorn app:app"))).toBe(
      service("command:", "  - sh", "  - -c", "  - exec gunicorn app:app"),
    );
  });

  test("put no word where it would be one of its own", () => {
    const compose = service("command: sh -c gunicorn\\ -w\\ 4\\ $$APP");
    expect(findings({ "compose.yaml": compose, "Dockerfile": dockerfile })).toEqual([
      "compose.yaml:4 error missing-exec",
    ]);
    expect(mended(compose)).toBeUndefined();
  });

  test.each([
    [
      "four blanks",
      "services:\n    web:\n        build: .\n        command: sleep infinity\n",
      "services:\n    web:\n        init: true\n        build: .\n        command: sleep infinity\n",
    ],
    [
      "CRLF",
      "services:\r\n  web:\r\n    build: .\r\n    command: sleep infinity\r\n",
      "services:\r\n  web:\r\n    init: true\r\n    build: .\r\n    command: sleep infinity\r\n",
    ],
    ["braces", "services:\n  web: {build: ., command: sleep infinity}\n", undefined],
    ["an init that is refused", service("init: false", "command: sleep infinity"), undefined],
  ])("a line more asks for an init: %s", (_, compose, expected) => {
    expect(mended(compose)).toBeUndefined();
    expect(mended(compose, true)).toBe(expected);
  });

  test("what is said of a Dockerfile that can be read in two ways is not fixed there", () => {
    const files = {
      "compose.yaml": "services:\n  web:\n    build: {context: ., target: dev}\n",
      "Dockerfile": "FROM debian:12 AS dev\nRUN cat << EOF\nx\nEOF\nCMD gunicorn\nFROM debian:12\n",
    };
    expect(
      run(files).diagnostics.flatMap(({ fixes }) => fixes.map(({ applicability }) => applicability)),
    ).not.toContain("safe");
  });
});

describe("the stop signal", () => {
  const files = (...lines: readonly string[]): Files => ({
    "compose.yaml": service(...lines),
    "Dockerfile": "FROM httpd:2.4\n",
  });

  test("of a base whose program the service replaces is mended in the service", () => {
    const worker = files("command: [nginx, -g, daemon off;]");
    expect(findings(worker)).toEqual(["compose.yaml:4 error ungraceful-stop-signal"]);
    expect(fixed(worker, true)).toBe(
      "services:\n  web:\n    stop_signal: SIGQUIT\n    build: .\n    command: [nginx, -g, daemon off;]\n",
    );
  });

  test("that the service sets is changed where it stands", () => {
    const killed = files("stop_signal: SIGKILL");
    expect(findings(killed)).toEqual(["compose.yaml:4 error ungraceful-stop-signal"]);
    expect(fixed(killed)).toBeUndefined();
    expect(fixed(killed, true)).toBe(service("stop_signal: SIGWINCH"));
  });
});

describe("what belongs to a Dockerfile only", () => {
  test("is not done to a compose file: flock's option in a JSON array", () => {
    const compose = service("command: flock /run/lock gunicorn app:app");
    const { changes } = fix(
      memoryTree(inApp({ "compose.yaml": compose, "Dockerfile": "FROM debian:12\n" })),
      ["/app/compose.yaml"],
      { ...options, unsafe: true },
    );
    expect(changes).toEqual([]);
  });
});

describe("what a service hands to its start-up", () => {
  const dockerfile = 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n';
  const outcomes = (script: string, ...lines: readonly string[]): readonly string[] =>
    judged({
      "compose.yaml": service(...lines),
      "Dockerfile": dockerfile,
      "run.sh": { text: `#!/bin/sh\n${script}\n`, executable: true },
    }).map(({ startUp }) => startUp.outcome);
  const loops = 'if [ "$MODE" = loop ]; then while :; do sleep 60; done; fi\nexec gunicorn app:app';
  const required = ': "${TOKEN:?}"\nexec gunicorn app:app';

  test.each([
    ["leads into a loop", loops, ["environment: [MODE=loop]"], ["stuck"]],
    ["leads into a loop from a map", loops, ["environment:", "  MODE: loop"], ["stuck"]],
    ["leads nowhere else", loops, ["environment: [MODE=web]"], []],
    ["is for something else", loops, ["environment: [LEVEL=info]"], []],
    ["is open", loops, ['environment: ["MODE=${MODE}"]'], []],
    ["is passed on", loops, ["environment: [MODE]"], []],
    ["is open, and needed", required, ["environment:", "  TOKEN: ${TOKEN}"], []],
    ["lets it run", required, ["environment: [TOKEN=x]"], []],
    [
      "is a user",
      '[ "$(id -u)" = 0 ] || { while :; do sleep 60; done; }\nexec gunicorn app',
      ["user: '1000'"],
      ["stuck"],
    ],
  ])("%s", (_, script, lines, expected) => expect(outcomes(script, ...lines)).toEqual(expected));

  test("is no condition: the service has it", () => {
    const [only] = judged({
      "compose.yaml": service("environment: [MODE=loop]"),
      "Dockerfile": dockerfile,
      "run.sh": { text: `#!/bin/sh\n${loops}\n`, executable: true },
    });
    expect(only?.startUp.paths.map(({ conditions }) => conditions)).toEqual([[]]);
  });

  test("is a finding of the service, where the Dockerfile has none", () => {
    const files: Files = {
      "compose.yaml": service("environment: [MODE=loop]"),
      "Dockerfile": dockerfile,
      "run.sh": { text: `#!/bin/sh\n${loops}\n`, executable: true },
    };
    expect(findings(files, "Dockerfile")).toEqual([]);
    expect(findings(files, "Dockerfile", "compose.yaml")).toEqual(["run.sh:2 warning missing-init"]);
  });
});

describe("the file", () => {
  test("that cannot be read is one finding", () => {
    expect(findings({ "compose.yaml": "services: [\n" })).toEqual(["compose.yaml:2 warning parse-error"]);
    expect(findings({ "compose.yaml": "{{ if x }}\nservices:\n" })).toEqual(["compose.yaml:1 info parse-error"]);
  });

  test.each([
    "",
    "services:\n",
    "services: []\n",
    "services:\n  web:\n",
    "services:\n  web: x\n",
    "include: [other.yaml]\n",
  ])("may have no service: %j", (text) => {
    expect(run({ "compose.yaml": text }).diagnostics).toEqual([]);
  });

  test("of another name counts if it has services, else it is none of ours", () => {
    expect(judged({ "stack.yml": service("command: a"), "Dockerfile": both })).toHaveLength(1);
    expect(findings({ "values.yaml": "a: 1\n" })).toEqual(["values.yaml:1 warning parse-error"]);
  });

  test("takes comments that silence a finding, those of its scripts too", () => {
    const script = service(
      "entrypoint: [sh, -c]",
      "command:",
      "  - |",
      "    a",
      "    # pid1lint-disable-next-line missing-exec",
      "    gunicorn app:app",
    );
    expect(run({ "compose.yaml": script, "Dockerfile": "FROM debian:12\n" }).diagnostics).toEqual([]);
    const compose = service("# pid1lint-disable-next-line missing-init", "command: sleep infinity");
    expect(run({ "compose.yaml": compose, "Dockerfile": "FROM debian:12\n" }).diagnostics).toEqual([]);
  });
});

describe("what a service mounts from beside its file", () => {
  const script = { text: "#!/bin/sh\nset -e\nnode server.js\n", executable: true } as const;
  const mounting = (volumes: readonly string[], entry: string): string =>
    ["services:", "  web:", "    image: node:22", "    volumes:", ...volumes.map((each) => `      ${each}`)]
      .concat([`    entrypoint: ${entry}`, ""])
      .join("\n");
  const outcome = (compose: string): string | undefined =>
    judged({ "deploy/compose.yaml": compose, "deploy/start.sh": script, "bin/run.sh": script, "x/start.sh": "" }).map(
      ({ startUp }) => startUp.outcome,
    )[0];

  test.each<readonly [string, readonly string[], string, string]>([
    ["a folder", ["- ./:/app"], "/app/start.sh", "stuck"],
    ["the folder above", ["- ..:/app:ro"], "/app/bin/run.sh", "stuck"],
    ["a file", ["- ./start.sh:/usr/local/bin/go.sh"], '["/bin/sh", "/usr/local/bin/go.sh"]', "stuck"],
    ["a file, found by PATH", ["- ./start.sh:/usr/local/bin/go"], "go", "stuck"],
    ["in the long form", ["- type: bind", "  source: ../bin", "  target: /b"], "/b/run.sh", "stuck"],
    ["the innermost of two", ["- ../x:/app", "- ./:/app/in"], "/app/in/start.sh", "stuck"],
    ["a volume with a name", ["- app:/app"], "/app/start.sh", "unknown"],
    ["a folder of the host", ["- /srv/app:/app"], "/app/start.sh", "unknown"],
    ["what the folder does not have", ["- ./:/app"], "/app/other.sh", "unknown"],
    ["a folder above the repository", ["- ../..:/app"], "/app/app/bin/run.sh", "unknown"],
    ["another path", ["- ./:/app"], "/application/start.sh", "unknown"],
  ])("%s", (_, volumes, entry, expected) => expect(outcome(mounting(volumes, entry))).toBe(expected));

  test("a fix is written into the file that is mounted, and a finding points there", () => {
    const files = { "compose.yaml": mounting(["- ./:/app"], "/app/start.sh"), "start.sh": script };
    expect(findings(files)).toMatchObject([expect.stringMatching(/^start\.sh:.* error missing-exec$/)]);
    expect(fix(memoryTree(inApp(files)), ["/app/compose.yaml"], { ...options, unsafe: false }).changes).toMatchObject([
      { path: "/app/start.sh", after: "#!/bin/sh\nset -e\nexec node server.js\n" },
    ]);
  });
});

describe("a trap is written in other quotes than those that a command line stands in", () => {
  const forwarding = (command: string): string =>
    `services:\n  db:\n    image: redis:7-bookworm\n    command: ${command}\n`;

  test.each([
    [
      "folded",
      ">\n      sh -c '\n        redis-server &\n        wait\n      '",
      'trap "kill -TERM $$!; wait $$!" TERM; wait',
    ],
    ["plain", "sh -c 'redis-server & wait'", 'trap "kill -TERM $$!; wait $$!" TERM; wait'],
    ["plain, in double quotes", 'sh -c "redis-server & wait"', "trap 'kill -TERM $$!; wait $$!' TERM; wait"],
    ["a list", '["sh", "-c", "redis-server & wait"]', "trap 'kill -TERM $$!; wait $$!' TERM; wait"],
  ])("%s", (_, command, written) => {
    const text = forwarding(command);
    const after = fixed({ "compose.yaml": text }) ?? "";
    expect(after).toContain(written);
    expect(judged({ "compose.yaml": after })[0]?.startUp.outcome).toBe("graceful");
  });

  test("quotes of YAML that cannot hold it are left alone", () => {
    expect(fixed({ "compose.yaml": forwarding(`"sh -c 'redis-server & wait'"`) })).toBeUndefined();
    expect(fixed({ "compose.yaml": forwarding("['sh', '-c', 'redis-server & wait']") })).toBeUndefined();
  });
});
