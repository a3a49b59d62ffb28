import { describe, expect, test } from "@jest/globals";
import { readBaseline } from "../src/lint/baseline.ts";
import { readConfig } from "../src/settings/configuration.ts";
import { readHadolint } from "../src/settings/hadolint.ts";
import { memoryTree } from "../src/files/tree.ts";
import { lint } from "./library.ts";
import { readBase } from "../src/image/bases.ts";
import { render } from "../src/report/formats.ts";
import { Source } from "../src/text/source.ts";
import { full } from "./report/sample.ts";

/** Names that every object of JavaScript has, of which a table that is one would say something. */
const inherited = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"];

/** A name of which nobody says anything, as long as another: it takes the other's place in what is expected. */
const unknown = (name: string): string => "q".repeat(name.length);

const run = "FROM debian:12-slim\n";
const pod =
  "metadata: {name: x}\ncontainers: [{name: x, image: 'debian:12', command: [sh, -c, 'a; b']}]\nspec:\n  containers: [{name: x, image: 'debian:12', command: [sh, -c, 'a; b']}]\n  template:\n    spec:\n      containers: [{name: x, image: 'debian:12', command: [sh, -c, 'a; b']}]\n";

/** Files in which `NAME` stands where a table is looked into. */
const repositories: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    "a script of package.json",
    {
      "Dockerfile": `FROM node:20\nWORKDIR /app\nCOPY . .\nCMD npm run NAME\n`,
      "package.json": '{"scripts": {"NAME": "node a.js"}}',
    },
  ],
  [
    "a script that is not there",
    {
      "Dockerfile": `FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ["npm", "run", "NAME"]\n`,
      "package.json": '{"scripts": {"start": "node a.js"}}',
    },
  ],
  [
    "a script of a list that is none",
    {
      "Dockerfile": `FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ["yarn", "NAME"]\n`,
      "package.json": '{"scripts": "NAME"}',
    },
  ],
  [
    "a task of deno",
    {
      "Dockerfile": `FROM denoland/deno\nWORKDIR /app\nCOPY . .\nCMD ["task", "NAME"]\n`,
      "deno.json": '{"tasks": {"start": "deno run a.ts"}}',
    },
  ],
  [
    "a process of a Procfile",
    { Dockerfile: `${run}WORKDIR /app\nCOPY . .\nCMD ["honcho", "start", "NAME"]\n`, Procfile: "web: gunicorn a\n" },
  ],
  [
    "a stage",
    {
      Dockerfile: `FROM debian:12-slim AS NAME\nRUN touch /x\nFROM NAME\nCOPY --from=NAME /x /y\nCMD gunicorn 'a()'\n`,
    },
  ],
  ["a stage that is not there", { Dockerfile: `FROM NAME\nCOPY --from=NAME /x /y\nCMD gunicorn 'a()'\n` }],
  ["a base image", { Dockerfile: `FROM corp/NAME:NAME\nCMD gunicorn a\n` }],
  ["a tag of a known image", { Dockerfile: `FROM node:NAME\nCMD node a.js | cat\n` }],
  ["the shell that /bin/sh is", { Dockerfile: `${run}RUN ln -sf /bin/NAME /bin/sh\nCMD gunicorn 'a()'\n` }],
  ["the shell of SHELL", { Dockerfile: `${run}SHELL ["/bin/NAME", "-c"]\nCMD gunicorn 'a()'\n` }],
  ["a program", { Dockerfile: `${run}CMD ["NAME", "server.js"]\n` }],
  ["a service of init scripts", { Dockerfile: `${run}CMD service NAME start && sleep infinity\n` }],
  ["the file of an interpreter", { Dockerfile: `${run}COPY . .\nCMD ["/usr/bin/NAME", "-m", "NAME"]\n`, NAME: "" }],
  ["a stop signal", { Dockerfile: `${run}STOPSIGNAL NAME\nCMD ["nginx"]\n` }],
  [
    "variables, labels, users",
    { Dockerfile: `${run}ARG NAME=1\nENV NAME=$NAME\nLABEL NAME=x\nUSER NAME\nWORKDIR /NAME\nCMD gunicorn "$NAME"\n` },
  ],
  [
    "an instruction",
    { Dockerfile: `${run}NAME x\n# hadolint ignore=NAME\n# pid1lint-disable-next-line NAME\nCMD gunicorn 'a()'\n` },
  ],
  ["a kind of manifest", { "a.yaml": `apiVersion: v1\nkind: NAME\n${pod}` }],
  ["keys of a manifest", { "a.yaml": `apiVersion: v1\nkind: Pod\nNAME: {NAME: x}\n${pod}` }],
  [
    "a service",
    {
      "compose.yaml":
        "services:\n  NAME:\n    image: debian:12\n    command: sh -c 'a; b'\n    stop_grace_period: NAME\n    stop_signal: NAME\n    depends_on: [NAME]\n    environment: {NAME: x}\nNAME: x\nx-NAME: &NAME {NAME: x}\n",
    },
  ],
  [
    "a function, a variable and an option of a script",
    {
      "Dockerfile": `${run}COPY a.sh /\nCMD ["/a.sh"]\n`,
      "a.sh": "#!/bin/bash\nNAME=1\nNAME() { gunicorn a; }\nset -o NAME\ntrap NAME NAME\nNAME $NAME\n",
    },
  ],
];

/** What is printed of the files, for programs and for people. */
function report(files: Readonly<Record<string, string>>): string {
  const tree = memoryTree(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`/repo/${name}`, { text, executable: name.endsWith(".sh") }]),
    ),
  );
  const paths = Object.keys(files)
    .filter((name) => /^Dockerfile|\.yaml$/.test(name))
    .map((name) => `/repo/${name}`);
  const found = lint(tree, paths, { folder: "/repo", project: () => ({ top: "/repo" }) });
  return render("json", found, full) + render("text", found, full);
}

describe.each(inherited)("%s is a name like another:", (name) => {
  const other = unknown(name);
  const as = (given: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll("NAME", given)]));

  test.each(repositories)("%s", (_, files) => {
    expect(report(as(name, files)).replaceAll(name, other).replaceAll(name.toUpperCase(), other.toUpperCase())).toBe(
      report(as(other, files)),
    );
  });

  test.each([
    [`rules: {${name}: off}\n`],
    [`${name}: x\n`],
    [`base-images: {${name}: a/Dockerfile}\n`],
    [`fail-on: ${name}\n`],
    [`format: ${name}\n`],
    [`overrides: [{files: [a], rules: {${name}: off}, ${name}: x}]\n`],
  ])("in a configuration: %s", (text) => {
    const read = (given: string): string =>
      shown(
        readConfig(new Source("/pid1lint.yaml", given), { rules: new Map([["missing-init", ""]]), formats: ["text"] }),
      );
    expect(read(text).replaceAll(name, other)).toBe(read(text.replaceAll(name, other)));
  });

  test.each([
    `failure-threshold: ${name}\n`,
    `ignored: [${name}]\n`,
    `override: {${name}: [DL3025], error: [${name}]}\n`,
  ])("in hadolint's: %s", (text) => {
    const read = (given: string): string =>
      shown(readHadolint(new Source("/.hadolint.yaml", given), (id) => (id === "DL3025" ? ["a"] : [])));
    expect(read(text).replaceAll(name, other)).toBe(read(text.replaceAll(name, other)));
  });

  test.each([`{"${name}": []}`, `{"sh": "${name}"}`, `{"stopSignal": "${name}"}`, `{"cmd": ["${name}"]}`])(
    "in the description of a base image: %s",
    (text) => {
      const read = (given: string): string =>
        shown(readBase(memoryTree({ "/base": given }), "/base", "corp/base", new Map()));
      expect(read(text).replaceAll(name, other)).toBe(read(text.replaceAll(name, other)));
    },
  );

  test.each([
    `{"version": 1, "findings": [], "${name}": 1}`,
    `{"version": 1, "findings": [{"path": "${name}", "rule": "${name}", "text": ["${name}"], "count": 1}]}`,
  ])("in a baseline: %s", (text) => {
    const read = (given: string): string => shown(readBaseline(new Source("/baseline.json", given)));
    expect(read(text).replaceAll(name, other)).toBe(read(text.replaceAll(name, other)));
  });
});

/** A value with its maps and its own keys, whatever they are called. */
function shown(value: unknown): string {
  return JSON.stringify(
    value,
    (_, each: unknown) =>
      each instanceof Map || each instanceof Set ? [...each] : each instanceof Source ? each.text : each,
    1,
  );
}
