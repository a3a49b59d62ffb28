import type { Known } from "../text/diagnostic.ts";
import { dirname, resolve } from "../files/tree.ts";
import type { Edit } from "../text/edits.ts";
import { scalarOf, valueOf } from "../parse/yaml/yaml.ts";
import type { YamlFile, YamlMap, YamlNode, YamlScalar } from "../parse/yaml/yaml.ts";
import type { Source } from "../text/source.ts";
import type { Container } from "./container.ts";
import { settled, splitCommand, wordOf } from "./interpolate.ts";
import { canonicalSignal } from "../known/platforms/signals.ts";
import type { Arg, Command, SetBy, Setting } from "../image/built-image.ts";

/** How a service's image is built. */
export interface Build {
  /** Absolute paths of the context's folder and of the Dockerfile. */
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly args: ReadonlyMap<string, Known<string>>;
  /** What the file says of the context, where it says it. */
  readonly written: YamlScalar | undefined;
}

/** A service of a compose file, as far as one file tells. */
export interface Service {
  readonly container: Container;
  /** Undefined where the image is published, or built from what is not here. */
  readonly build: Build | undefined;
  /** The published image, where none is built. */
  readonly image: YamlScalar | undefined;
}

/** The services of a compose file; left out are those whose start-up another file or another container decides. */
export function servicesOf({ source, documents }: YamlFile): readonly Service[] {
  const [root] = documents;
  // Before version 2 of the format, services stood at the top.
  const services = valueOf(root, "services") ?? (valueOf(root, "version") ? undefined : root);
  if (services?.kind !== "map") return [];
  return services.entries.flatMap(({ key, value }) => {
    if (value.kind !== "map" || valueOf(value, "extends") || valueOf(value, "pid") || isWindows(value)) return [];
    const built = valueOf(value, "build");
    const image = scalarOf(value, "image");
    if (!built && !image) return [];
    return [
      {
        container: containerOf(key, value, source),
        build: built && buildOf(built, source),
        image: built ? undefined : image,
      },
    ];
  });
}

function isWindows(service: YamlMap): boolean {
  return scalarOf(service, "platform")?.text.text.startsWith("windows") === true;
}

function containerOf(name: YamlScalar, service: YamlMap, source: Source): Container {
  const init = scalarOf(service, "init");
  const seconds = secondsOf(scalarOf(service, "stop_grace_period"));
  return {
    title: `service ${name.text.text}`,
    at: name.at,
    entrypoint: commandOf(service, "entrypoint"),
    cmd: commandOf(service, "command"),
    stopSignal: textOf(service, "stop_signal", (signal) => canonicalSignal(signal) ?? signal),
    user: textOf(service, "user"),
    workdir: textOf(service, "working_dir"),
    env: pairsOf(valueOf(service, "environment")),
    init: init?.text.text === "true" ? init.at : undefined,
    addKey: (line) => addLine(line, service, source),
    patience: { who: "`docker stop`", seconds: seconds ?? 10 },
    fillsIn: true,
  };
}

/**
 * `entrypoint` or `command`: a list of words, or a string that compose splits itself. Undefined: left as the image has
 * it.
 */
function commandOf(service: YamlMap, key: "entrypoint" | "command"): Setting<Command> | undefined {
  const node = valueOf(service, key);
  if (!node || (node.kind === "scalar" && node.isNull)) return undefined;
  const inLine = node.kind === "scalar" ? node.style !== "literal" && node.style !== "folded" : node.flow;
  const by: SetBy = { kind: "file", key, at: node.at, array: inLine ? node.at : undefined };
  const words = node.kind === "scalar" ? splitCommand(node) : wordsOf(node);
  if (!words) return { value: "unknown", by };
  return { value: words.length === 0 ? { kind: "empty" } : { kind: "exec", words }, by };
}

/** The words of a list of scalars. */
export function wordsOf(node: YamlNode): readonly Arg[] | undefined {
  if (node.kind !== "list") return undefined;
  const words = node.items.map((item) => (item.kind === "scalar" && !item.isNull ? wordOf(item) : undefined));
  return words.every((word) => word !== undefined) ? words : undefined;
}

function textOf(
  service: YamlMap,
  key: string,
  read: (text: string) => string = (text) => text,
): Setting<string> | undefined {
  const scalar = scalarOf(service, key);
  if (!scalar) return undefined;
  const value = settled(scalar);
  return {
    value: value === "unknown" ? value : read(value),
    by: { kind: "file", key, at: scalar.at, array: undefined },
  };
}

/** A map or a list of `NAME=value`; one without a value takes it from the environment of whoever runs compose. */
function pairsOf(node: YamlNode | undefined): ReadonlyMap<string, Known<string>> {
  const pairs = new Map<string, Known<string>>();
  for (const { key, value } of node?.kind === "map" ? node.entries : []) {
    pairs.set(key.text.text, value.kind === "scalar" && !value.isNull ? settled(value) : "unknown");
  }
  for (const item of node?.kind === "list" ? node.items : []) {
    if (item.kind !== "scalar") continue;
    const text = settled(item);
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    // Where the value is open, the name is still told.
    if (text === "unknown") pairs.set(/^[^=]*/.exec(item.text.text)?.[0] ?? "", "unknown");
    else pairs.set(name, equals < 0 ? "unknown" : text.slice(equals + 1));
  }
  return pairs;
}

/** Undefined for what is not built from a Dockerfile in this tree. */
function buildOf(node: YamlNode, { path }: Source): Build | undefined {
  if (valueOf(node, "dockerfile_inline")) return undefined;
  const part = (key: string, usual: string): string => {
    const scalar = scalarOf(node, key);
    return scalar ? settled(scalar) : usual;
  };
  const folder = node.kind === "scalar" ? settled(node) : part("context", ".");
  const file = part("dockerfile", "Dockerfile");
  const target = scalarOf(node, "target");
  if (
    folder === "unknown" ||
    file === "unknown" ||
    /^[a-z+]+:|^git@|\.git(?:#|$)/.test(folder) ||
    (target && settled(target) === "unknown")
  )
    return undefined;
  const context = resolve(dirname(path), folder);
  const written = node.kind === "scalar" ? node : scalarOf(node, "context");
  return {
    written,
    context,
    dockerfile: resolve(context, file),
    target: target && settled(target),
    args: pairsOf(valueOf(node, "args")),
  };
}

/** "1m30s", "90s", "500ms"; undefined if it cannot be read. */
function secondsOf(scalar: YamlScalar | undefined): number | undefined {
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const text = scalar ? settled(scalar) : "";
  if (text.length > 100 || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit = "s"] of text.matchAll(/([\d.]+)(h|ms|m|s)/g))
    seconds += Number(number) * (units[unit] ?? 1);
  return seconds;
}

/** A line more before the first of a service, as far in as that. */
function addLine(line: string, service: YamlMap, { text, path }: Source): Edit | undefined {
  const [first] = service.entries;
  if (service.flow || !first || valueOf(service, line.replace(/:.*/, ""))) return undefined;
  const { start } = first.key.at;
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const newline = text.slice(0, start).endsWith(`\r\n${indent}`) ? "\r\n" : "\n";
  return /^ +$/.test(indent) ? { path, start, end: start, text: `${line}${newline}${indent}` } : undefined;
}
