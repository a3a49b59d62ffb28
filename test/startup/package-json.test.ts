import { describe, expect, test } from "@jest/globals";
import { apply } from "../../src/text/edits.ts";
import { extend, namesIn, quote, readScript, stringMember } from "../../src/startup/runners/package-json.ts";
import type { PackageScript } from "../../src/startup/runners/package-json.ts";
import { effectOf, runnerFixes } from "../../rules/signal-blocking-wrapper/runner-fixes.ts";
import { MappedText } from "../../src/text/source.ts";
import { chains, judged, wordsOf } from "../shell/walk.ts";

const json = (text: string): MappedText => MappedText.identity("/package.json", text, 0);

function script(text: string, name = "start", file: "package.json" | "deno.json" = "package.json"): PackageScript {
  const found = readScript(json(text), file, name, true);
  if (found.kind !== "script") throw new Error(`${name}: ${found.kind}`);
  return found.script;
}

describe("a script in package.json", () => {
  test.each([
    ["in one line", '{"scripts":{"start":"node a.js"}}', "node a.js"],
    ["with a BOM", '\uFEFF{ "scripts": { "start": "node a.js" } }', "node a.js"],
    [
      "behind other members of that name",
      '{"a": {"scripts": {"start": "x"}}, "b": ["}", {"start": "y"}], "scripts": {"build": "start", "start": "node a.js"}}',
      "node a.js",
    ],
    ["the last of one name", '{"scripts": {"start": "x", "start": "node a.js"}}', "node a.js"],
    ["with escapes", String.raw`{"scripts": {"start": "node -e \"a\\b\" \u0041\t/"}}`, 'node -e "a\\b" A\t/'],
    ["an escaped name", String.raw`{"scripts": {"st\u0061rt": "node a.js"}}`, "node a.js"],
    ["an empty one", '{"scripts": {"start": ""}}', ""],
  ])("%s", (_, text, expected) => {
    const found = script(text);
    expect(found.text.text).toBe(expected);
    const { start, end } = found.text.locate();
    expect(JSON.parse(`"${text.slice(start, end)}"`)).toBe(expected);
  });

  test("takes what is put before a word behind an escape", () => {
    const text = String.raw`{"scripts": {"start": "A=\"b\" node a.js"}}`;
    const found = script(text);
    const at = found.text.locate(found.text.text.indexOf("node"), found.text.text.indexOf("node"));
    expect(JSON.parse(apply(text, [{ ...at, text: "exec " }])).scripts.start).toBe('A="b" exec node a.js');
  });

  test.each([
    ["none of that name", '{"scripts": {"build": "x"}}'],
    ["no scripts", '{"start": "x"}'],
    ["scripts that are no object", '{"scripts": "start"}'],
    ["no object at all", '["scripts"]'],
    ["a name of every object", '{"scripts": {}}', "constructor"],
  ])("%s: missing", (_, text, name = "start") =>
    expect(readScript(json(text), "package.json", name, true)).toEqual({ kind: "missing" }),
  );

  test.each([
    ["a comma too many", '{"scripts": {"start": "x",}}', { is: "unreadable", file: "package.json" }],
    ["a template", '{"scripts": {"start": {{ start }} }}', { is: "unreadable", file: "package.json" }],
    ["no string", '{"scripts": {"start": 1}}', { is: "no string", file: "package.json", name: "start" }],
  ])("%s: unknown", (_, text, gap) =>
    expect(readScript(json(text), "package.json", "start", true)).toEqual({ kind: "unknown", gap }),
  );

  test("has the scripts that run before and after it", () => {
    expect(script('{"scripts": {"prestart": "a", "start": "b", "poststart": "c", "prebuild": "d"}}').hooks).toEqual([
      "prestart",
      "poststart",
    ]);
    expect(script('{"scripts": {"start": "b"}}').hooks).toEqual([]);
  });

  test("a task of deno.json, with comments, or an object with a command", () => {
    const text =
      '// tasks\n{ /* "tasks": 1 */ "tasks": { "dev": "deno run a.ts", // dev\n "start": { "command": "deno run b.ts" }, } }';
    expect([script(text, "dev", "deno.json").text.text, script(text, "start", "deno.json").text.text]).toEqual([
      "deno run a.ts",
      "deno run b.ts",
    ]);
  });

  test("with arguments after it, each one word", () => {
    const found = extend(script('{"scripts": {"start": "node a.js"}}'), ["--port", "80", "it's", ""]);
    expect(found.text.text).toBe("node a.js --port 80 'it'\\''s' ''");
    expect(found.text.locate(0, 4)).toEqual({ path: "/package.json", start: 23, end: 27 });
  });

  test.each([
    ["a/b-c_d.e:f@g=h,1", "a/b-c_d.e:f@g=h,1"],
    ["a b", "'a b'"],
    ["$X", "'$X'"],
    ["~", "'~'"],
  ])("%s is %s for a shell", (word, quoted) => expect(quote(word)).toBe(quoted));

  test("other members", () => {
    const text = json('{"packageManager": "yarn@4.1.0", "dependencies": {"b": "1", "a": "2"}}');
    expect(stringMember(text, "packageManager")).toBe("yarn@4.1.0");
    expect(stringMember(text, "dependencies")).toBeUndefined();
    expect([...namesIn(text, "dependencies").keys()]).toEqual(["b", "a"]);
    expect([...namesIn(json("{"), "dependencies").keys()]).toEqual([]);
  });
});

const bases: Readonly<Record<string, string>> = {
  "dash": "node:22-slim",
  "ash": "node:22-alpine",
  "bash": "registry.access.redhat.com/ubi9/nodejs-20",
  "npm 9": "node:18.17-slim",
  "bun on dash": "oven/bun:1-debian",
  "unknown": "example.org/node",
};

interface Row {
  readonly base: string;
  readonly cmd: string;
  readonly script?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly outcome: string;
  readonly chain: string;
}

function outcome({
  base,
  cmd,
  script: text = "node a.js",
  files = {},
}: Pick<Row, "base" | "cmd" | "script" | "files">): readonly string[] {
  const dockerfile = `FROM ${bases[base] ?? base}\nWORKDIR /app\nCOPY . .\nENTRYPOINT []\nCMD ${JSON.stringify(cmd.split(" ").map((word) => word.replace("~", " ")))}\n`;
  const all = { "package.json": JSON.stringify({ scripts: { start: text } }), "a.js": "", ...files };
  return [judged(dockerfile, all).startUp.outcome, ...chains(dockerfile, all)];
}

/**
 * Each of these was run as PID 1 with a handler that takes a second: npm 6, 7, 8, 9.6.6, 9.6.7, 9.9, 10.2, 10.3, 10.9,
 * 11; pnpm 8, 9, 10; yarn 1.22 and 4; bun; deno.
 */
const measured: readonly Row[] = [
  { base: "dash", cmd: "npm start", outcome: "abrupt", chain: "npm | dash | node" },
  { base: "ash", cmd: "npm start", outcome: "delivered", chain: "npm | busybox ash > node" },
  { base: "bash", cmd: "npm start", outcome: "delivered", chain: "npm | bash > node" },
  { base: "dash", cmd: "npm start", script: "exec node a.js", outcome: "delivered", chain: "npm | dash > node" },
  { base: "dash", cmd: "npm start", script: "true && node a.js", outcome: "abrupt", chain: "npm | dash | node" },
  {
    base: "ash",
    cmd: "npm start",
    script: "true && node a.js",
    outcome: "delivered",
    chain: "npm | busybox ash > node",
  },
  { base: "npm 9", cmd: "npm start", script: "exec node a.js", outcome: "stuck", chain: "npm | dash > node" },
  { base: "node:20.11-alpine", cmd: "npx node a.js", outcome: "stuck", chain: "npx | busybox ash > node" },
  { base: "dash", cmd: "npx node a.js", outcome: "abrupt", chain: "npx | dash | node" },
  { base: "ash", cmd: "npm exec node a.js", outcome: "delivered", chain: "npm | busybox ash > node" },
  {
    base: "dash",
    cmd: "pnpm start",
    files: { "package.json": '{"packageManager": "pnpm@10.34.9", "scripts": {"start": "node a.js"}}' },
    outcome: "abrupt",
    chain: "pnpm | dash | node",
  },
  {
    base: "dash",
    cmd: "pnpm start",
    files: { "package.json": '{"packageManager": "pnpm@12.21.0", "scripts": {"start": "node a.js"}}' },
    outcome: "delivered",
    chain: "pnpm | dash | node",
  },
  { base: "dash", cmd: "pnpm run start", script: "exec node a.js", outcome: "delivered", chain: "pnpm | dash > node" },
  { base: "dash", cmd: "pnpm exec node a.js", outcome: "delivered", chain: "pnpm | node" },
  { base: "dash", cmd: "yarn start", outcome: "abrupt", chain: "yarn | dash | node" },
  { base: "ash", cmd: "yarn start", script: "exec node a.js", outcome: "abrupt", chain: "yarn | busybox ash > node" },
  { base: "dash", cmd: "yarn start", files: { ".yarnrc.yml": "" }, outcome: "delivered", chain: "yarn | node" },
  {
    base: "dash",
    cmd: "yarn run start",
    script: "true && node a.js",
    files: { "yarn.lock": "__metadata:\n  version: 8\n" },
    outcome: "delivered",
    chain: "yarn | node",
  },
  { base: "bun on dash", cmd: "bun run start", outcome: "delivered", chain: "bun | bash > node" },
  { base: "dash", cmd: "deno task start", outcome: "delivered", chain: "deno | node" },
];

describe("what a runner starts, measured", () => {
  test.each(measured)("$cmd of $script on $base: $outcome", ({ outcome: expected, chain, ...row }) =>
    expect(outcome(row)).toEqual([expected, chain]),
  );
});

describe("what a runner starts", () => {
  const start = { base: "ash", cmd: "npm start" };
  test.each<readonly [string, Pick<Row, "base" | "cmd" | "script" | "files">, readonly string[]]>([
    [
      "from another folder",
      {
        base: "ash",
        cmd: "npm --prefix web start",
        files: { "web/package.json": '{"scripts": {"start": "nginx -g \'daemon off;\'"}}' },
      },
      ["abrupt", "npm | busybox ash > nginx"],
    ],
    [
      "with an argument",
      { base: "ash", cmd: "npm start -- -g daemon~off;", script: "nginx" },
      ["abrupt", "npm | busybox ash > nginx"],
    ],
    ["a file that is not there", { ...start, files: { "package.json": "{" } }, ["unknown", "npm | "]],
    ["no such script", { base: "ash", cmd: "npm run serve" }, ["unknown", "npm | "]],
    ["a program where there is no script: pnpm", { base: "ash", cmd: "pnpm node a.js" }, ["delivered", "pnpm | node"]],
    [
      "a program where there is no script: yarn 1",
      { base: "dash", cmd: "yarn node a.js" },
      ["abrupt", "yarn | dash | node"],
    ],
    ["a pnpm of which nothing tells the version", { base: "dash", cmd: "pnpm start" }, ["unknown", "pnpm | "]],
    [
      "a yarn of which nothing tells the version",
      { base: "debian:12-slim", cmd: "yarn start" },
      ["unknown", "yarn | "],
    ],
    [
      "packageManager before the base image",
      {
        base: "dash",
        cmd: "yarn start",
        files: { "package.json": '{"packageManager": "yarn@3.6.0", "scripts": {"start": "node a.js"}}' },
      },
      ["delivered", "yarn | node"],
    ],
    [
      "exec in a shell without it",
      { base: "dash", cmd: "yarn start", script: "exec node a.js", files: { ".yarnrc.yml": "" } },
      ["fails", "yarn | "],
    ],
    [
      "more than plain commands in such a shell",
      { base: "dash", cmd: "deno task start", script: "node a.js | cat" },
      ["unknown", "deno | "],
    ],
    [
      "cd in such a shell",
      { base: "dash", cmd: "deno task start", script: "cd web && node b.js", files: { "web/b.js": "" } },
      ["delivered", "deno | node"],
    ],
    [
      "a script that runs a script",
      {
        base: "dash",
        cmd: "npm start",
        files: { "package.json": '{"scripts": {"start": "npm run serve", "serve": "node a.js"}}' },
      },
      ["abrupt", "npm | dash | npm | dash | node"],
    ],
    ["a script that runs itself", { base: "ash", cmd: "npm start", script: "npm start" }, ["unknown", "?"]],
    ["in a workspace", { base: "ash", cmd: "npm -w web start" }, ["unknown", "npm"]],
    ["a shell that is not known", { base: "unknown", cmd: "npm start" }, ["unknown", "npm | sh | node"]],
  ])("%s", (_, row, expected) => expect(outcome(row)).toEqual(expected));

  test("npm of another version than the base image's", () => {
    const dockerfile =
      'FROM node:20.5-alpine\nRUN npm install -g npm@10.8\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n';
    expect(judged(dockerfile, { "package.json": '{"scripts": {"start": "node a.js"}}' }).startUp.outcome).toBe(
      "delivered",
    );
  });

  test("a package.json that a RUN changes", () => {
    const dockerfile =
      'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN sed -i s/a.js/b.js/ package.json\nCMD ["npm", "start"]\n';
    const { startUp } = judged(dockerfile, { "package.json": '{"scripts": {"start": "node a.js"}}' });
    expect(wordsOf(startUp)).toMatch(/^the build changes package\.json: /);
  });
});

describe("busybox's programs", () => {
  test.each([
    ["alpine:3.20", "", '["timeout", "100", "node", "a.js"]', "timeout > node"],
    ["alpine:3.20", "RUN apk add coreutils\n", '["timeout", "100", "node", "a.js"]', "timeout | node"],
    ["debian:12-slim", "", '["timeout", "100", "node", "a.js"]', "timeout | node"],
    ["alpine:3.20", "", '["su", "app", "-c", "node a.js"]', "su > busybox ash > node"],
    ["debian:12-slim", "", '["su", "app", "-c", "node a.js"]', "su | sh | node"],
  ])("%s, %sCMD %s: %s", (base, run, cmd, expected) =>
    expect(chains(`FROM ${base}\n${run}CMD ${cmd}\n`)).toEqual([expected]),
  );
});

describe("what is in the way of the signal", () => {
  function fixes(cmd: string, scripts: Readonly<Record<string, string>>, base = "node:22-slim"): readonly string[] {
    const dockerfile = `FROM ${base}\nWORKDIR /app\nCOPY . .\nCMD ${cmd}\n`;
    const text = JSON.stringify({ scripts });
    const { image, startUp } = judged(dockerfile, { "package.json": text });
    const [path] = startUp.paths;
    const process = path?.processes.find(({ role }) => role.kind === "wrapper");
    if (!path || !process) return [];
    return [
      effectOf(process, path, image) ?? "none",
      ...runnerFixes(process, path, image).map(({ edits: [edit] }) => {
        if (!edit) return "";
        return edit.path === "/package.json"
          ? String(JSON.parse(apply(text, [edit])).scripts.start)
          : (apply(dockerfile, [edit])
              .split("\n")
              .find((line) => line.startsWith("CMD")) ?? "");
      }),
    ];
  }

  test.each<readonly [string, string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      "one literal command",
      '["npm", "start"]',
      { start: "node a.js" },
      ["shell killed", 'CMD ["node", "a.js"]', "exec node a.js"],
    ],
    ["a variable", '["npm", "start"]', { start: "A=1 node a.js $X" }, ["shell killed", "A=1 exec node a.js $X"]],
    [
      "a script before it",
      '["npm", "start"]',
      { prestart: "node b.js", start: "node a.js" },
      ["shell killed", "exec node a.js"],
    ],
    ["a program of node_modules", '["npm", "start"]', { start: "next start" }, ["shell killed", "exec next start"]],
    ["a development tool", '["npm", "start"]', { start: "nodemon a.js" }, ["shell killed"]],
    ["more after the program", '["npm", "start"]', { start: "node a.js; echo done" }, ["shell killed"]],
    ["yarn 1, which ends by itself", '["yarn", "start"]', { start: "node a.js" }, ["abandon", 'CMD ["node", "a.js"]']],
    ["shell form", "npm start", { start: "node a.js" }, ["shell killed", "exec node a.js"]],
    ["exec", '["npm", "start"]', { start: "exec node a.js" }, ["forward", 'CMD ["node", "a.js"]']],
    ["no such script", '["npm", "start"]', {}, ["shell in doubt"]],
  ])("%s", (_, cmd, scripts, expected) => expect(fixes(cmd, scripts)).toEqual(expected));
});
