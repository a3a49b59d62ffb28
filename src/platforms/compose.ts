import { composeFiles } from "../files/kinds.ts";
import type { Known } from "../text/diagnostic.ts";
import { isComposeName } from "../files/names.ts";
import { basename, dirname, resolve } from "../files/tree.ts";
import type { Edit } from "../text/edits.ts";
import { itemsOf, scalarOf, valueOf } from "../parse/yaml/yaml.ts";
import type { YamlFile, YamlMap, YamlNode, YamlScalar } from "../parse/yaml/yaml.ts";
import type { Source } from "../text/source.ts";
import { dockerInitAdvice, hookOf } from "./deployment.ts";
import type { Build, DeployedImage, Deployment, Described, Hook, Mount } from "./deployment.ts";
import type { Platform } from "./platform.ts";
import { settled, splitCommand, wordOf } from "./interpolate.ts";
import { canonicalSignal } from "../known/platforms/signals.ts";
import type { Arg, Command, SetBy, Setting } from "../image/built-image.ts";

/** Compose: each service is a deployment. */
export const compose: Platform = {
  file: composeFiles,
  mayBuild: isComposeName,
  recognises: (file) =>
    file.kind === "yaml" &&
    (isComposeName(basename(file.source.path)) || valueOf(file.yaml.documents[0], "services") !== undefined),
  read: (file) => (file.kind === "yaml" ? servicesOf(file.yaml) : []),
};

/** The services of a compose file; left out are those whose start-up another file or another container decides. */
function servicesOf({ source, documents }: YamlFile): readonly Described[] {
  const [root] = documents;
  // Before version 2 of the format, services stood at the top.
  const services = valueOf(root, "services") ?? (valueOf(root, "version") ? undefined : root);
  if (services?.kind !== "map") return [];
  return services.entries.flatMap(({ key, value }) => {
    if (value.kind !== "map" || valueOf(value, "extends") || valueOf(value, "pid") || isWindows(value)) return [];
    const image = imageOf(value, source);
    return image ? [{ deployment: deploymentOf(key, value, source), image }] : [];
  });
}

function imageOf(service: YamlMap, source: Source): DeployedImage | undefined {
  const built = valueOf(service, "build");
  const image = scalarOf(service, "image");
  if (built) {
    const build = buildOf(built, source);
    const tag = image && settled(image);
    return build ? { kind: "built", build: { ...build, tag } } : { kind: "elsewhere" };
  }
  return image && { kind: "published", name: { text: image.text, ref: settled(image) } };
}

function isWindows(service: YamlMap): boolean {
  return scalarOf(service, "platform")?.text.text.startsWith("windows") === true;
}

function deploymentOf(name: YamlScalar, service: YamlMap, source: Source): Deployment {
  const init = scalarOf(service, "init");
  const seconds = secondsOf(scalarOf(service, "stop_grace_period"));
  return {
    title: `service ${name.text.text}`,
    hook: preStopOf(service),
    place: name.at,
    platform: { name: "docker stop", kind: "command", seconds: seconds ?? 10 },
    entrypoint: commandOf(service, "entrypoint"),
    cmd: commandOf(service, "command"),
    stopSignal: textOf(service, "stop_signal", (signal) => canonicalSignal(signal) ?? signal),
    user: textOf(service, "user"),
    workdir: textOf(service, "working_dir"),
    env: pairsOf(valueOf(service, "environment")),
    mounts: mountsOf(valueOf(service, "volumes"), source),
    opensEnv: valueOf(service, "env_file") !== undefined,
    init: init?.text.text === "true" ? init.at : undefined,
    initAdvice: dockerInitAdvice,
    fillsIn: true,
    addKey: (line) => addLine(line, service, source),
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

/** The first of the commands of `pre_stop` that does more than sleep. */
function preStopOf(service: YamlMap): Hook | undefined {
  for (const item of itemsOf(service, "pre_stop")) {
    const command = valueOf(item, "command");
    const words = command?.kind === "scalar" ? [command.text.text] : command ? (wordsOf(command) ?? []) : [];
    const texts = words.map((word) => (typeof word === "string" ? word : (word.text?.text ?? "")));
    const hook = command && hookOf("pre_stop", command.at, texts);
    if (hook) return hook;
  }
  return undefined;
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

/** What a service mounts from beside its file; named volumes and the rest of the host are not in the tree. */
function mountsOf(node: YamlNode | undefined, { path }: Source): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const item of node?.kind === "list" ? node.items : []) {
    const short = item.kind === "scalar" ? settled(item).split(":") : undefined;
    const part = (key: string): string => {
      const scalar = scalarOf(item, key);
      return scalar ? settled(scalar) : "";
    };
    const [source = "", target = ""] = short ?? (part("type") === "bind" ? [part("source"), part("target")] : []);
    if (/^\.\.?(?:\/|$)/.test(source) && target.startsWith("/"))
      mounts.push({ source: resolve(dirname(path), source), target: resolve("/", target) });
  }
  return mounts;
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
    written: written && { text: written.text.text, at: written.at },
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
