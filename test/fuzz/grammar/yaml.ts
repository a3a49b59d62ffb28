import type { Dice } from "../dice.ts";
import { bases, startCommand } from "./dockerfile.ts";
import { hostileWord, wordOf } from "./hostile.ts";
import { commands, programs } from "./script.ts";

/** A value of YAML before it is written. */
export type Value = string | readonly Value[] | ReadonlyMap<string, Value>;

/** Writes a value in one of the styles that YAML has for it. What it says may come out different, as with people. */
export function yaml(dice: Dice, value: Value, indent = ""): string {
  if (typeof value === "string") return scalar(dice, value, indent);
  const inner = `${indent}${dice.onceIn(10) ? "    " : "  "}`;
  if (value instanceof Map) {
    if (value.size === 0) return " {}";
    if (dice.onceIn(12)) return ` { ${[...value].map(([key, each]) => `${key}:${flow(dice, each)}`).join(", ")} }`;
    return [...value].map(([key, each]) => `\n${indent}${key}:${yaml(dice, each, inner)}`).join("");
  }
  const items = [...value];
  if (items.length === 0 || dice.onceIn(2)) return flow(dice, items);
  return items
    .map(
      (each) =>
        `\n${indent}-` +
        `${typeof each === "string" ? scalar(dice, each, inner) : yaml(dice, each, inner).replace(/^\n\s*/, " ")}`,
    )
    .join("");
}

function flow(dice: Dice, value: Value): string {
  if (typeof value === "string")
    return ` ${dice.onceIn(4) && /^[\w./-]+$/.test(value) ? value : JSON.stringify(value)}`;
  if (value instanceof Map) return ` { ${[...value].map(([key, each]) => `${key}:${flow(dice, each)}`).join(", ")} }`;
  return ` [${[...value].map((each) => flow(dice, each).trimStart()).join(", ")}]`;
}

function scalar(dice: Dice, text: string, indent: string): string {
  return dice.go<string>([
    [4, () => ` ${text}`],
    [3, () => ` ${JSON.stringify(text)}`],
    [2, () => ` '${text.replaceAll("'", "''")}'`],
    [
      1,
      () =>
        ` ${dice.pick(["|", ">", "|-", ">-", "|+", "|2"])}\n${text
          .split("\n")
          .map((line) => `${indent}  ${line}`)
          .join("\n")}`,
    ],
    [1, () => dice.pick([" &a ", " !!str ", " # c\n ", " !x "]) + JSON.stringify(text)],
    [
      1,
      () =>
        dice.pick([" *a", " ~", " null", " <<: *a", "", " @", " %", " ?", " {{ .Values.x }}", " ${A:-app}", " $$A"]),
    ],
  ]);
}

function maybe(dice: Dice, times: number, key: string, make: () => Value): readonly (readonly [string, Value])[] {
  return dice.onceIn(times) ? [[key, make()]] : [];
}

/** `command`, `entrypoint` or `args`: a list, or a text as compose takes one. */
function words(dice: Dice): Value {
  return dice.go<Value>([
    [2, () => wordOf(dice, programs)],
    [2, () => wordOf(dice, programs).split(" ")],
    [2, () => ["sh", "-c", commands(dice, false, 1)]],
    [1, () => ["/run.sh", ...dice.some(2, () => wordOf(dice, programs))]],
    [1, () => startCommand(dice)],
    [
      1,
      () =>
        dice.pick<Value>([
          [],
          "",
          "$$A app",
          "sh -c 'app && b'",
          '"app',
          "app \\",
          "${A}",
          ["$(A)"],
          new Map([["a", "b"]]),
          [["app"]],
        ]),
    ],
  ]);
}

/** A compose file. */
export function compose(dice: Dice): string {
  const services = new Map(dice.few(3, () => [wordOf(dice, ["app", "web", "db", "worker"]), service(dice)] as const));
  const top: (readonly [string, Value])[] = [
    ...maybe(dice, 4, "version", () => dice.pick(['"3"', "2"])),
    ["services", services],
    ...maybe(dice, 8, "x-a", () => "&a b"),
    ...maybe(dice, 8, "volumes", () => new Map()),
  ];
  return `${yaml(dice, new Map(top)).trimStart()}${dice.pick(["\n", "\n", "", "\n# end\n", "\n---\n", "\n...\n"])}`;
}

function service(dice: Dice): Value {
  if (dice.onceIn(30)) return hostileWord(dice);
  const build = (): Value =>
    dice.go<Value>([
      [4, () => "."],
      [
        2,
        () =>
          new Map<string, Value>([
            ["context", dice.pick([".", "./", "..", "/", "sub", "$A"])],
            ...maybe(dice, 2, "dockerfile", () => wordOf(dice, ["Dockerfile", "b.Dockerfile", "../Dockerfile"])),
            ...maybe(dice, 3, "target", () => wordOf(dice, ["build", "one", "0", "last"])),
            ...maybe(dice, 3, "args", () => dice.pick<Value>([new Map([["BASE", "alpine"]]), ["BASE=node:20", "V"]])),
          ]),
      ],
      [1, () => new Map([["dockerfile_inline", "FROM debian\nCMD app\n"]])],
    ]);
  return new Map<string, Value>([
    ...(dice.onceIn(4)
      ? []
      : dice.onceIn(3)
        ? [["image", wordOf(dice, bases)] as const]
        : [["build", build()] as const]),
    ...maybe(dice, 2, "command", () => words(dice)),
    ...maybe(dice, 4, "entrypoint", () => words(dice)),
    ...maybe(dice, 6, "init", () => wordOf(dice, ["true", "false", '"true"', "yes"])),
    ...maybe(dice, 6, "stop_signal", () => wordOf(dice, ["SIGTERM", "SIGINT", "9", "QUIT", "$S"])),
    ...maybe(dice, 6, "stop_grace_period", () => wordOf(dice, ["30s", "1m30s", "0s", "5", "1e9h"])),
    ...maybe(dice, 6, "environment", () => dice.pick<Value>([new Map([["A", "b"]]), ["A=b", "C", "D=$A", "="], "x"])),
    ...maybe(dice, 10, "user", () => "1000"),
    ...maybe(dice, 10, "working_dir", () => wordOf(dice, ["/opt", "x", "$A"])),
    ...maybe(dice, 12, "extends", () => "app"),
    ...maybe(dice, 12, "pid", () => "host"),
    ...maybe(dice, 20, hostileWord(dice), () => hostileWord(dice)),
  ]);
}

/** Manifests of Kubernetes, in one document or several. */
export function manifests(dice: Dice): string {
  return (
    dice.few(2, () => yaml(dice, manifest(dice)).trimStart()).join("\n---\n") +
    dice.pick(["\n", "\n", "", "\n---\n", "\n--- # x\n"])
  );
}

function manifest(dice: Dice): Value {
  const kind = wordOf(dice, [
    "Deployment",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "Pod",
    "Job",
    "CronJob",
    "List",
    "Service",
  ]);
  const head: [string, Value][] = [
    ["apiVersion", wordOf(dice, ["v1", "apps/v1"])],
    ["kind", kind],
    ["metadata", new Map([["name", wordOf(dice, ["app", "web"])]])],
  ];
  if (kind === "List") return new Map<string, Value>([...head, ["items", dice.some(2, () => manifest(dice))]]);
  const pod = new Map<string, Value>([
    ["containers", dice.few(2, () => container(dice))],
    ...maybe(dice, 4, "terminationGracePeriodSeconds", () => wordOf(dice, ["30", "0", "-5", "600", ".inf"])),
    ...maybe(dice, 8, "shareProcessNamespace", () => "true"),
    ...maybe(dice, 8, "initContainers", () => [container(dice)]),
    ...maybe(dice, 10, "securityContext", () => new Map([["runAsUser", "0"]])),
    ...maybe(dice, 15, "nodeSelector", () => new Map([["kubernetes.io/os", "windows"]])),
  ]);
  return new Map<string, Value>([
    ...head,
    ["spec", kind === "Pod" ? pod : new Map<string, Value>([["template", new Map<string, Value>([["spec", pod]])]])],
  ]);
}

function container(dice: Dice): Value {
  return new Map<string, Value>([
    ["name", wordOf(dice, ["app", "web"])],
    ["image", wordOf(dice, bases)],
    ...maybe(dice, 2, "command", () => words(dice)),
    ...maybe(dice, 2, "args", () => words(dice)),
    ...maybe(dice, 4, "env", () => [
      new Map([
        ["name", wordOf(dice, ["A", "B"])],
        ["value", wordOf(dice, ["b", "$(A)"])],
      ]),
    ]),
    ...maybe(dice, 6, "workingDir", () => "/opt"),
    ...maybe(dice, 10, "lifecycle", () => new Map([["preStop", "x"]])),
  ]);
}
