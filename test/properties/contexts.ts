import fc from "fast-check";
import type { MemoryFile } from "../../src/files/tree.ts";
import { array, layout, written } from "./dockerfiles.ts";
import { foreground, foregroundScript, inImage, script, text } from "./scripts.ts";

/** A build context: files by absolute path. */
export interface Context {
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** The files to lint. */
  readonly paths: readonly string[];
  /** What /bin/sh of the image is. */
  readonly sh: "dash" | "bash" | "ash";
}

const bases = [
  { from: "debian:12-slim", sh: "dash" },
  { from: "alpine:3.20", sh: "ash" },
  { from: "registry.access.redhat.com/ubi9/ubi:9.4", sh: "bash" },
  { from: "debian:12", sh: "dash" },
] as const;
const named = [
  "redis:7",
  "node:20",
  "nginx:1.27",
  "scratch",
  "example.com/private:1",
  "python:3.12-slim",
  "httpd:2.4",
].map((from) => ({ from, sh: "dash" }) as const);

/** A value, or nothing, as often as `percent` says. */
function sometimes<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });
}

const execWords = fc.array(fc.constantFrom("a", "--port=1", "b c", "$A", "é", "", "it's", "x.js", '"', "\\"), {
  maxLength: 3,
});

/** What ENTRYPOINT or CMD says, without the keyword. */
function command(file: string, bash: boolean): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: text(bash).map((one) => one.replace(/^(?=\[|--)/, "app ")) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          fc.constantFrom("redis-server", "app", ...Array.from({ length: 5 }, () => `${inImage}/${file}`)),
          execWords,
          fc.nat(3),
        )
        .map(([name, words, air]) => array([name, ...words], air)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom("sh", "/bin/sh", "/bin/bash"),
          fc.constantFrom("-c", "-c", "-ec"),
          text(false),
          fc.nat(3),
        )
        .map(([shell, option, one, air]) => array([shell, option, one], air)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "['redis-server', 'a']",
        '["app",]',
        "[app]",
        '["app" "a"]',
        "[]",
        `${inImage}/${file}`,
        `${inImage}/${file} app a`,
        '["cd /x && app"]',
        '["exec", "app"]',
        '["app $A"]',
        '["npm", "start"]',
        "npm start",
        '["tini", "--", "app"]',
        '["flock", "/l", "app"]',
      ),
    },
  );
}

const setup = fc.constantFrom(
  "ENV A=1 B=two",
  'ENV C="x y"',
  `WORKDIR ${inImage}/work`,
  "WORKDIR /tmp",
  "USER 1000",
  "STOPSIGNAL SIGTERM",
  "STOPSIGNAL SIGKILL",
  "RUN mkdir -p /x && true",
  "RUN <<EOF\ntrue\nEOF",
  "HEALTHCHECK CMD app ping || exit 1",
  "ARG V=1",
  "VOLUME /data",
  "LABEL x='a b' y=\"ü\"",
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
);

const shell = fc.constantFrom(
  'SHELL ["/bin/bash", "-c"]',
  'SHELL ["/bin/sh", "-ec"]',
  'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]',
);

const onbuild = fc.constantFrom(
  "ONBUILD RUN true",
  'ONBUILD CMD ["app"]',
  "ONBUILD CMD app a",
  "ONBUILD ENTRYPOINT app",
);

interface Stage {
  readonly setup: readonly string[];
  readonly entrypoint: string | undefined;
  readonly cmd: string | undefined;
  readonly twice: string | undefined;
  readonly cmdFirst: boolean;
}

function stage(file: string, bash: boolean): fc.Arbitrary<Stage> {
  return fc.record({
    setup: fc.array(
      fc.oneof({ weight: 5, arbitrary: setup }, { weight: 1, arbitrary: shell }, { weight: 1, arbitrary: onbuild }),
      { maxLength: 3 },
    ),
    entrypoint: sometimes(40, command(file, bash)),
    cmd: sometimes(80, command(file, bash)),
    twice: sometimes(20, command(file, bash)),
    cmdFirst: fc.boolean(),
  });
}

function instructions(
  from: string,
  copies: readonly string[],
  { setup: lines, entrypoint, cmd, twice, cmdFirst }: Stage,
): readonly string[] {
  const sets = [
    ...(entrypoint === undefined ? [] : [`ENTRYPOINT ${entrypoint}`]),
    ...(cmd === undefined ? [] : [`CMD ${cmd}`]),
  ];
  return [
    `FROM ${from}`,
    ...copies,
    ...lines,
    ...(twice !== undefined && cmd !== undefined && lines.length > 1 ? [`CMD ${twice}`] : []),
    ...(cmdFirst ? sets.toReversed() : sets),
  ];
}

const compose = fc.constantFrom(
  "services:\n  app:\n    build: .\n",
  "services:\n  app:\n    build: .\n    command: redis-server $$A\n",
  'services:\n  app:\n    build: .\n    command: ["sh", "-c", "app a"]\n    stop_grace_period: 30s\n',
  `services:\n  app:\n    build: .\n    entrypoint: ${inImage}/run.sh\n    init: true\n  two:\n` +
    "    image: node:20\n    command: npm start\n",
  "services:\n  app:\n    build:\n      context: .\n      dockerfile: b.Dockerfile\n" +
    "    command: sh -c 'cd /tmp && app'\n",
);
const manifest = fc
  .constantFrom(
    "node server.js",
    "cross-env A=1 node server.js",
    "NODE_ENV=production node server.js",
    "node a.js && node b.js",
  )
  .map((start) => `{\n  "scripts": { "start": ${JSON.stringify(start)} }\n}\n`);

/**
 * A Dockerfile with two stages, entrypoint scripts that stages and images share, sometimes a second Dockerfile, a
 * compose file and a package.json.
 */
export const context: fc.Arbitrary<Context> = fc
  .record({
    base: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...bases) },
      { weight: 1, arbitrary: fc.constantFrom(...named) },
    ),
    bash: fc.boolean(),
    layout,
  })
  .chain(({ base, bash, layout: style }) =>
    fc
      .record({
        run: script(bash, true),
        other: script(false, false),
        executable: fc.integer({ min: 0, max: 9 }).map((each) => each > 0),
        first: sometimes(25, stage("run.sh", bash)),
        onFirst: fc.boolean(),
        last: stage("run.sh", bash),
        second: sometimes(15, stage("run.sh", false)),
        stack: sometimes(12, compose),
        manifest: sometimes(12, manifest),
      })
      .map((drawn): Context => {
        const copies = [
          `COPY --chmod=755 run.sh ${inImage}/run.sh`,
          `COPY other.sh ${inImage}/`,
          "COPY --chmod=755 app /usr/local/bin/",
          ...(drawn.manifest === undefined ? [] : ["COPY package.json ./"]),
        ];
        const before = drawn.first ? instructions(`${base.from} AS build`, copies, drawn.first) : [];
        const after = instructions(drawn.first && drawn.onFirst ? "build" : base.from, copies, drawn.last);
        const files: Record<string, MemoryFile> = {
          "/Dockerfile": written([...before, ...after], style),
          // A program of the user's own.
          "/app": { text: "\u007fELF\u0002\u0001\u0001", executable: true },
          "/run.sh": { text: drawn.run, executable: drawn.executable },
          "/other.sh": { text: drawn.other, executable: true },
        };
        if (drawn.second)
          files["/b.Dockerfile"] = written(
            instructions(base.from, [`COPY run.sh ${inImage}/run.sh`], drawn.second),
            style,
          );
        if (drawn.stack !== undefined) files["/compose.yaml"] = drawn.stack;
        if (drawn.manifest !== undefined) files["/package.json"] = drawn.manifest;
        return { files, paths: Object.keys(files).filter((path) => /Dockerfile$|yaml$/.test(path)), sh: base.sh };
      }),
  );

/** A context that can be started for real, and which of its programs fails, if one does. */
interface Startable {
  readonly context: Context;
  readonly fails: string;
}

/** What a context of one stage is made of: two scripts, and what its Dockerfile sets. */
type Parts = (bash: boolean) => { readonly run: fc.Arbitrary<string>; readonly last: fc.Arbitrary<Stage> };

/** Contexts of one stage whose programs all return. */
function startable(parts: Parts, failing: readonly string[]): fc.Arbitrary<Startable> {
  return fc
    .record({ base: fc.constantFrom(...bases), bash: fc.boolean(), layout, fails: fc.constantFrom(...failing) })
    .chain(({ base, bash, layout: style, fails }) =>
      fc.record({ ...parts(bash), other: script(false, false) }).map(({ run, other, last }) => {
        const copies = [`COPY --chmod=755 run.sh other.sh ${inImage}/`, "COPY --chmod=755 app /usr/local/bin/"];
        const setup = last.setup.filter((each) => !each.startsWith("ONBUILD"));
        const files = {
          "/Dockerfile": written(instructions(base.from, copies, { ...last, setup }), style),
          "/app": { text: "\u007fELF\u0002\u0001\u0001", executable: true },
          "/run.sh": { text: run, executable: true },
          "/other.sh": { text: other, executable: true },
        };
        return { context: { files, paths: ["/Dockerfile"], sh: base.sh }, fails };
      }),
    );
}

/** What starts `run.sh` or another command, in all ways that there are. */
const any: Parts = (bash) => ({ run: script(bash, true), last: stage("run.sh", bash) });

/**
 * A context whose start-up can be compared with what the model says of it: each program is there and returns. `./app`
 * is in no folder of the sandbox, where `env` starts nothing either.
 */
export const followable: fc.Arbitrary<Context> = startable(any, [""]).map(({ context }) => ({
  ...context,
  files: Object.fromEntries(
    Object.entries(context.files).map(([path, file]) => [
      path,
      typeof file === "string" ? there(file) : { ...file, text: there(file.text) },
    ]),
  ),
}));

function there(text: string): string {
  return text.replaceAll("./app", "app").replaceAll(/(?<![/\w])env\b/g, "mkdir");
}

/** A context that a safe fix may change: a program that stays runs in the foreground of a shell. */
export const mendable: fc.Arbitrary<Startable> = startable(
  (bash) => ({
    run: foregroundScript(bash),
    last: fc
      .record({
        base: stage("run.sh", bash),
        started: fc.oneof(
          {
            weight: 3,
            arbitrary: fc.constantFrom(
              [`["${inImage}/run.sh"]`, '["app", "a b"]'],
              [`["${inImage}/run.sh"]`, undefined],
            ),
          },
          { weight: 2, arbitrary: foreground(bash).map((one) => [undefined, one]) },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              [undefined, `${inImage}/run.sh app a`],
              [undefined, `["/bin/sh", "-c", "${inImage}/run.sh $A"]`],
            ),
          },
        ),
      })
      .map(({ base, started: [entrypoint, cmd] }) => ({ ...base, entrypoint, cmd, twice: undefined })),
  }),
  ["", "", "", "mkdir", "app", "redis-server"],
);
