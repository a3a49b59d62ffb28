import { describe, expect, test } from "@jest/globals";
import type { ImageReport } from "../../src/report/report.ts";
import type { Fix } from "../../src/text/edits.ts";
import { renderText, renderTrace } from "../../src/report/text-report.ts";
import { byItself, findingAt, hop, imageWith, placeOf, plain, reportOf, unknownWord, way, words } from "./sample.ts";

const files = {
  "Dockerfile": 'FROM node:20\nENTRYPOINT ["/run.sh"]\nCMD node server.js\n',
  "run.sh": '#!/bin/sh\nset -e\n"$@"\n',
};
const cmd = placeOf(files, "Dockerfile", "node server.js");
const entrypoint = placeOf(files, "Dockerfile", '["/run.sh"]');
const args = placeOf(files, "run.sh", '"$@"');
const safe: Fix = {
  title: 'write CMD as ["node", "server.js"]',
  applicability: "safe",
  edits: [{ ...cmd, text: '["node", "server.js"]' }],
};
const manual: Fix = { title: "use an init", applicability: "manual", edits: [] };
const stuck = way(
  [
    hop(words("/bin/sh", "-c", "node server.js"), { at: cmd, note: "does not pass SIGTERM on" }),
    hop(words("node", "server.js"), { kind: "fork", process: 2, at: cmd, what: "node" }),
  ],
  { reason: "dash stays PID 1 and does not pass SIGTERM on; docker stop waits 10 s, then kills" },
);

describe("renderText", () => {
  test("findings, process tree, summary", () => {
    const report = reportOf(files, {
      diagnostics: [
        findingAt(cmd, {
          message: "dash stays PID 1 and does not pass SIGTERM to node",
          related: [{ at: args, message: "the script runs CMD here" }],
          fixes: [safe, manual],
        }),
        findingAt(args, {
          rule: "missing-exec",
          severity: "warning",
          message: "the script waits for its arguments",
          fixes: [manual],
        }),
      ],
      images: [imageWith([stuck])],
      files: 3,
    });
    expect(renderText(report, plain))
      .toBe(`Dockerfile:3:5: error: dash stays PID 1 and does not pass SIGTERM to node [shell-form-cmd]
  3 │ CMD node server.js
    │     ^^^^^^^^^^^^^^
  see run.sh:3:1: the script runs CMD here
  fix write CMD as ["node", "server.js"] [safe]

run.sh:3:1: warning: the script waits for its arguments [missing-exec]
  3 │ "$@"
    │ ^^^^
  fix use an init [manual]

Dockerfile — stuck: dash stays PID 1 and does not pass SIGTERM on; docker stop waits 10 s, then kills
  1  /bin/sh -c "node server.js"   CMD, Dockerfile:3   does not pass SIGTERM on
     └─ node server.js             forked by dash

1 error, 1 warning in 3 files; 1 fixable with --fix
`);
  });

  test("nothing found: one line, no trees of images that are well", () => {
    const well = way([hop(words("nginx"), { what: "nginx" })], {
      outcome: "graceful",
      reason: "nginx handles SIGTERM",
    });
    expect(renderText(reportOf(files, { images: [imageWith([well])] }), plain)).toBe("no findings in 1 file\n");
    expect(renderText(reportOf(files, { files: 0 }), plain)).toBe("no Dockerfile found\n");
  });

  test("an image whose script has a finding shows its tree, whatever its outcome", () => {
    const well = way(
      [
        hop(words("/run.sh"), { via: "ENTRYPOINT", at: entrypoint }),
        hop(words("nginx"), { kind: "exec", at: args, what: "nginx" }),
      ],
      { outcome: "graceful", reason: "nginx handles SIGTERM" },
    );
    const report = reportOf(files, {
      diagnostics: [findingAt(args, { severity: "info" })],
      images: [imageWith([well]), imageWith([well], { file: "/repo/other" })],
    });
    const text = renderText(report, plain);
    expect(text).toContain("Dockerfile — graceful: nginx handles SIGTERM\n");
    expect(text).toContain("other — graceful");
    expect(
      renderText({ ...report, diagnostics: [findingAt({ ...args, path: "/repo/unrelated.sh" })] }, plain),
    ).not.toContain("— graceful");
  });

  test("several images are counted by outcome, and the unknown ones by what would resolve them", () => {
    const open = (kind: "base image" | "file", name: string): ImageReport =>
      imageWith([way([], { outcome: "unknown" })], { need: { kind, name } });
    const images = [
      imageWith([way([], { outcome: "graceful" })]),
      open("file", "/run.sh"),
      ...["a:1", "b:1", "b:1", "c", "d"].map((name) => open("base image", name)),
    ];
    const unread = { ...findingAt(cmd), rule: "not-read" };
    expect(renderText(reportOf(files, { images, diagnostics: [unread] }), plain)).toContain(
      `
7 images: 1 graceful, 6 unknown
  5 unknown: describe the base image with --base-image: b:1, a:1, c, and 1 more
  1 unknown: not in the sources; if the build context is elsewhere, name it with --context: /run.sh
1 not read or not understood: see parse-error and not-read
`,
    );
    expect(renderText(reportOf(files, { images: images.slice(0, 1) }), plain)).not.toContain("image");
    expect(renderText(reportOf(files, { images: images.slice(1, 2) }), plain)).toContain("1 image: 1 unknown\n");
  });

  test("a file named : starts no command of a runner, with the line that follows it", () => {
    expect(
      renderText(reportOf({}, { diagnostics: [findingAt({ path: "/repo/ :", start: 0, end: 0 })] }), {
        ...plain,
        quiet: true,
      }),
    ).toMatch(/^ \\x3a:1:1: error: /);
  });

  test("--quiet: findings only", () => {
    const report = reportOf(files, { diagnostics: [findingAt(cmd)], images: [imageWith([stuck])] });
    expect(renderText(report, { color: false, quiet: true })).toBe(
      "Dockerfile:3:5: error: dash stays PID 1 [shell-form-cmd]\n  3 │ CMD node server.js\n    │     ^^^^^^^^^^^^^^\n",
    );
    expect(renderText(reportOf(files), { color: false, quiet: true })).toBe("");
  });

  test("what was fixed, and what was withheld and why", () => {
    const finding = findingAt(args, { rule: "missing-exec", fixes: [{ ...safe, title: 'write exec "$@"' }] });
    const report = reportOf(files, {
      diagnostics: [finding],
      changes: [{ path: "/repo/Dockerfile", before: "a", after: "b" }],
      applied: [
        { diagnostic: findingAt(cmd), title: safe.title, applicability: "safe", places: [cmd] },
        { diagnostic: findingAt(cmd, { rule: "x" }), title: "y", applicability: "unsafe", places: [cmd, args] },
      ],
      withheld: [
        { diagnostic: { ...finding }, title: 'write exec "$@"', reason: "the script would not parse", path: undefined },
      ],
    });
    expect(renderText(report, plain)).toBe(`run.sh:3:1: error: dash stays PID 1 [missing-exec]
  3 │ "$@"
    │ ^^^^
  fix write exec "$@" [safe]
  not applied: the script would not parse

fixed Dockerfile:3: write CMD as ["node", "server.js"] [shell-form-cmd]
fixed Dockerfile:3, run.sh:3: y [x]
not fixed run.sh:3: write exec "$@": the script would not parse [missing-exec]
rewrote 1 file; 1 error in 1 file
`);
  });

  test.each([
    [["unsafe"], "1 error in 1 file; 1 fixable with --fix --unsafe-fixes\n"],
    [["safe", "safe", "unsafe"], "3 errors in 1 file; 2 fixable with --fix; 1 more with --fix --unsafe-fixes\n"],
    [["manual", "manual"], "2 errors in 1 file\n"],
  ] as const)("the summary counts %j fixes", (kinds, expected) => {
    const diagnostics = kinds.map((applicability, index) =>
      findingAt({ ...cmd, start: cmd.start + index }, { fixes: [{ ...safe, applicability }] }),
    );
    expect(renderText(reportOf(files, { diagnostics }), plain).endsWith(`\n\n${expected}`)).toBe(true);
  });

  test("colours only where asked for; without them the text is the same", () => {
    const report = reportOf(files, { diagnostics: [findingAt(cmd, { fixes: [safe] })], images: [imageWith([stuck])] });
    const colored = renderText(report, { color: true, quiet: false });
    expect(colored).toContain("\u001b[1;31merror:\u001b[0m");
    expect(colored.replace(/\u001b\[[\d;]*m/g, "")).toBe(renderText(report, plain));
    expect(renderText(report, plain)).not.toContain("\u001b");
  });

  test("no file, path, message or title can steer the terminal", () => {
    const evil = "\u001b]0;owned\u0007\u009b2J\r\u202e";
    const bad = { [`D${evil}`]: `CMD ${evil}\n` };
    const at = { path: `/repo/D${evil}`, start: 4, end: 8 };
    const path = way(
      [
        hop(words(evil), { at, via: evil, note: evil, what: evil }),
        hop([unknownWord(evil)], { kind: "fork", process: 2, what: evil }),
      ],
      { reason: evil, leftBehind: [{ argv: words(evil), at }] },
    );
    const report = reportOf(bad, {
      diagnostics: [
        findingAt(at, { message: evil, related: [{ at, message: evil }], fixes: [{ ...safe, title: evil }] }),
      ],
      images: [imageWith([path], { file: at.path, stage: evil, stopSignal: evil })],
      changes: [{ path: at.path, before: "", after: "" }],
      applied: [{ diagnostic: findingAt(at), title: evil, applicability: "safe", places: [at] }],
      withheld: [{ diagnostic: findingAt(at), title: evil, reason: evil, path: `/repo/${evil}` }],
    });
    expect(renderText(report, plain)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(renderText(report, plain)).toContain("\\x1b]0;owned\\x07\\x9b2J\\r\\u202e");
  });
});

describe("renderTrace", () => {
  test("every image, one after the other", () => {
    const well = way([hop(words("nginx"), { via: "base image nginx", what: "nginx", note: "handles SIGQUIT" })], {
      outcome: "graceful",
      reason: "nginx handles SIGQUIT",
    });
    const report = reportOf(files, {
      images: [imageWith([stuck]), imageWith([well], { file: "/repo/b", stopSignal: "SIGQUIT" })],
    });
    expect(renderTrace(report, plain))
      .toBe(`Dockerfile — stuck: dash stays PID 1 and does not pass SIGTERM on; docker stop waits 10 s, then kills
  1  /bin/sh -c "node server.js"   CMD, Dockerfile:3   does not pass SIGTERM on
     └─ node server.js             forked by dash

b — graceful: nginx handles SIGQUIT
  1  nginx   base image nginx   handles SIGQUIT
     stop signal: SIGQUIT
`);
  });

  test("replaced programs, nested processes, what stays behind, asides", () => {
    const path = way(
      [
        hop(words("tini", "--", "/run.sh"), {
          via: "ENTRYPOINT",
          at: entrypoint,
          what: "tini",
          note: "forwards SIGTERM",
        }),
        hop(words("/run.sh"), {
          kind: "fork",
          process: 2,
          via: "ENTRYPOINT",
          at: entrypoint,
          what: "script /run.sh (dash)",
        }),
        hop(words("gosu", "app", "sh", "-c", "x"), { kind: "exec", process: 2, at: args, what: "gosu" }),
        hop(words("sh", "-c", "x"), { kind: "exec", process: 2, at: args, what: "bash" }),
        hop(words("x"), { kind: "implicit exec", process: 2, at: args, what: "x" }),
        hop(words("worker"), { kind: "pipe", process: 3, via: "x", what: "worker", note: "never gets it" }),
      ],
      {
        reaping: false,
        leftBehind: [
          { argv: words("cron", "-f"), at: args },
          { argv: words("d"), at: undefined },
        ],
      },
    );
    const other = way([], { outcome: "abrupt" });
    const report = reportOf(files, { images: [imageWith([path, other, way([]), other], { stage: "app" })] });
    expect(renderTrace(report, plain)).toBe(`Dockerfile (stage app) — stuck: dash does not pass SIGTERM on
  1  tini -- /run.sh         ENTRYPOINT, Dockerfile:2   forwards SIGTERM
     └─ /run.sh              forked by tini
        ⇒ gosu app sh -c x   exec, run.sh:3
        ⇒ sh -c x            exec
        ⇒ x                  replaces bash
        └─ worker            in a pipeline, x           never gets it
     & cron -f               left running, run.sh:3     nobody stops it or waits for it
     & d                     left running               nobody stops it or waits for it
     orphans are not reaped; other ways through the start-up: abrupt, stuck
`);
  });

  test("words are quoted as in a shell; unknown ones stand as they are written; long commands are cut", () => {
    const argv = [
      ...words("a b", "", "$X", "it's $1", "plain-1.2/x=@%+:,", "~root"),
      unknownWord('"$Y"'),
      unknownWord(),
      ...words("unquoted"),
    ];
    const text = renderTrace(reportOf(files, { images: [imageWith([way([hop(argv, { via: "CMD" })])])] }), plain);
    expect(text).toContain('  1  "a b" "" \'$X\' \'it\'\\\'\'s $1\' plain-1.2/x=@%+:, "~root" "$Y" …');
    const long = renderTrace(
      reportOf(files, { images: [imageWith([way([hop(words("x".repeat(200)), { via: "CMD" })])])] }),
      plain,
    );
    expect(long).toContain(`  1  ${"x".repeat(59)}…   CMD\n`);
  });

  test("an image that could not be resolved, without any hop; stages told apart", () => {
    const images = [
      imageWith([], { stage: "0" }),
      imageWith([way([], { outcome: "unknown", reason: "$APP is not known" })], { stage: "1" }),
    ];
    expect(renderTrace(reportOf(files, { images }), plain)).toBe(
      "Dockerfile (stage 0) — unknown\n\nDockerfile (stage 1) — unknown: $APP is not known\n",
    );
  });

  test("a container of a compose file has its name, whatever its stage", () => {
    const images = [
      imageWith([], {
        file: "/repo/compose.yaml",
        stage: "dev",
        deployment: { ...byItself, title: "service web", place: cmd },
      }),
    ];
    expect(renderTrace(reportOf(files, { images }), plain)).toBe("compose.yaml (service web) — unknown\n");
  });
});
