import type { Dice } from "../dice.ts";
import { depth, hostileWord, wordOf } from "./hostile.ts";
import { commands, programs } from "./script.ts";
import { yaml } from "./yaml.ts";
import type { Value } from "./yaml.ts";

const rules = [
  "missing-exec",
  "shell-form-cmd",
  "shell-form-entrypoint",
  "missing-init",
  "parse-error",
  "unused-suppression",
  "ignored-cmd",
  "unrunnable-command",
  "no-such-rule",
  "missing-exce",
];

/** A package.json: whole, or in the making. */
export function packageJson(dice: Dice): string {
  if (dice.onceIn(60))
    return dice.pick([
      "",
      "null",
      "[]",
      '"x"',
      "{",
      '{"scripts": []}',
      '{"scripts": {"start": 1}}',
      '{"scripts": null}',
      `${"[".repeat(depth(dice))}`,
      `{"scripts": ${'{"a": '.repeat(depth(dice))}`,
      '{"scripts":{"start":"node a"},"scripts":{}}',
      '{"scripts": {"start": "\\ud800 node"}}',
    ]);
  const scripts = Object.fromEntries([
    ["start", startScript(dice)],
    ...dice.some(3, () => [
      wordOf(dice, ["prestart", "poststart", "serve", "dev", "constructor", "__proto__"]),
      startScript(dice),
    ]),
  ]);
  const parts = {
    name: "app",
    scripts,
    ...(dice.onceIn(4) ? { packageManager: wordOf(dice, ["yarn@1.22.0", "pnpm@9", "npm@10"]) } : {}),
    ...(dice.onceIn(4) ? { dependencies: { "cross-env": "1", "nodemon": "2" } } : {}),
  };
  return `${JSON.stringify(parts, null, dice.pick([0, 2, "\t"]))}${dice.pick(["\n", "\n", "", ",", "// x\n"])}`;
}

function startScript(dice: Dice): string {
  return dice.go<string>([
    [3, () => wordOf(dice, programs)],
    [2, () => commands(dice, false, 1)],
    [
      2,
      () =>
        wordOf(dice, [
          "node server.js",
          "cross-env A=1 node server.js",
          "NODE_ENV=production node server.js",
          "node a.js && node b.js",
          "npm run serve",
          "npm start",
          "exec node a",
          "yarn serve",
          "node 'a",
          "run-s a b",
        ]),
    ],
  ]);
}

/** A Procfile. */
export function procfile(dice: Dice): string {
  return (
    dice
      .few(
        3,
        () =>
          `${wordOf(dice, ["web", "worker", "release", "a b"])}:${dice.pick([" ", "", "\t", "  "])}` +
          `${startScript(dice)}`,
      )
      .join("\n") + dice.pick(["\n", "", "\r\n"])
  );
}

/** A .dockerignore. */
export function ignoreFile(dice: Dice): string {
  return dice
    .some(5, () =>
      dice.onceIn(60)
        ? dice.pick(["*a", "**/", "a/", "[", "!"]).repeat(depth(dice))
        : wordOf(dice, [
            "*",
            "!run.sh",
            "*.sh",
            "run.sh",
            "# a",
            "**/*.sh",
            "/other.sh",
            "!",
            "[a-",
            "./run.sh",
            "../x",
            "!*",
            "a//b",
            "\\",
            "**",
          ]),
    )
    .join("\n");
}

/** A configuration of pid1lint. */
export function config(dice: Dice): string {
  const severity = (): string => wordOf(dice, ["off", "info", "warning", "error", '"off"', "never"]);
  const pattern = (): string =>
    dice.onceIn(60)
      ? "*a".repeat(depth(dice))
      : wordOf(dice, [
          "*.dev",
          "Dockerfile",
          "/Dockerfile",
          "!Dockerfile",
          "sub/",
          "..",
          "[",
          "\\",
          "**",
          "*.sh",
          "# a",
        ]);
  const chosen = (): Value => new Map(dice.some(3, () => [wordOf(dice, rules), severity()] as const));
  const parts: [string, Value][] = [];
  if (dice.onceIn(2)) parts.push(["rules", chosen()]);
  if (dice.onceIn(3)) parts.push(["ignore", dice.some(3, pattern)]);
  if (dice.onceIn(3))
    parts.push([
      "overrides",
      dice.some(
        2,
        () =>
          new Map<string, Value>([
            ["files", dice.some(2, pattern)],
            ["rules", chosen()],
            ...(dice.onceIn(3) ? [["target", wordOf(dice, ["build", "0", "9"])] as const] : []),
            ...(dice.onceIn(3) ? [["context", wordOf(dice, [".", "sub", "..", "/"])] as const] : []),
          ]),
      ),
    ]);
  if (dice.onceIn(3))
    parts.push([
      "base-images",
      new Map(
        dice.some(
          2,
          () =>
            [
              wordOf(dice, ["base", "example.com/private", "debian:12"]),
              wordOf(dice, ["base.json", "b.Dockerfile", "Dockerfile", "nowhere"]),
            ] as const,
        ),
      ),
    ]);
  if (dice.onceIn(4)) parts.push(["fail-on", severity()]);
  if (dice.onceIn(4))
    parts.push(["format", dice.pick<Value>(["json", "sarif=x.sarif", ["text", "json=a"], "xml", []])]);
  if (dice.onceIn(8)) parts.push([hostileWord(dice), hostileWord(dice)]);
  return `${yaml(dice, new Map(parts)).trimStart()}\n`;
}

/** A baseline, whose findings are seldom there. */
export function baseline(dice: Dice): string {
  const finding = (): object => ({
    rule: wordOf(dice, rules),
    path: wordOf(dice, ["Dockerfile", "run.sh", "../x"]),
    text: dice.some(2, () => wordOf(dice, ["CMD app", "app", "FROM debian"])),
    count: dice.pick([1, 2, 0, -1, 1e9, 1.5]),
  });
  return dice.onceIn(20)
    ? wordOf(dice, ["", "[]", "{}", '{"findings": 1}', "findings: []", "{"])
    : JSON.stringify({ findings: dice.some(3, finding) });
}

/** What describes a private base image. */
export function baseImage(dice: Dice): string {
  if (dice.onceIn(20))
    return wordOf(dice, [
      "{",
      "{}",
      "[]",
      '{"entrypoint": 1}',
      '{"__proto__": {}}',
      '{"sh": "constructor"}',
      "FROM debian",
      "FROM base",
      "",
    ]);
  const list = (): unknown =>
    dice.pick<unknown>([null, [], ["app"], ["sh", "-c"], [""], [1], "app", ["/run.sh", "a"], ["tini", "--"]]);
  const parts: Record<string, unknown> = {};
  for (const key of dice.few(4, () => wordOf(dice, ["entrypoint", "cmd", "shell", "stopSignal", "user", "sh"]))) {
    parts[key] = /^(?:entrypoint|cmd|shell)$/.test(key)
      ? list()
      : wordOf(dice, ["SIGTERM", "dash", "bash", "none", "root", "9", "constructor"]);
  }
  return JSON.stringify(parts);
}

/** A configuration of hadolint. */
export function hadolint(dice: Dice): string {
  const ids = (): Value => dice.some(3, () => wordOf(dice, ["DL3025", "DL4003", "DL4004", "SC2086", "DL3002"]));
  const parts: [string, Value][] = [];
  if (dice.onceIn(2)) parts.push(["ignored", ids()]);
  if (dice.onceIn(2))
    parts.push([
      "override",
      new Map(dice.some(3, () => [wordOf(dice, ["error", "warning", "info", "style"]), ids()] as const)),
    ]);
  if (dice.onceIn(3))
    parts.push(["failure-threshold", wordOf(dice, ["error", "none", "style", "constructor", "__proto__"])]);
  if (dice.onceIn(4)) parts.push(["no-fail", "true"]);
  return `${yaml(dice, new Map(parts)).trimStart()}\n`;
}
