import { manifests } from "../files/kinds.ts";
import type { Known } from "../text/diagnostic.ts";
import { itemsOf, mapOf, scalarOf, valueOf } from "../parse/yaml/yaml.ts";
import type { YamlFile, YamlMap, YamlNode } from "../parse/yaml/yaml.ts";
import { hookOf } from "./deployment.ts";
import type { Deployment, Described, Hook } from "./deployment.ts";
import type { Platform } from "./platform.ts";
import type { Arg, Command, Setting } from "../image/built-image.ts";

/** Kubernetes: each container of a pod is a deployment. */
export const kubernetes: Platform = {
  file: manifests,
  mayBuild: () => false,
  recognises: (file) => file.kind === "yaml" && isManifest(file.yaml),
  read: (file) => (file.kind === "yaml" ? containersOf(file.yaml) : []),
};

/** Where the pod stands in what is there to run for long. Jobs run to their end, so that nobody stops them. */
const podOf = new Map<string, (node: YamlMap) => YamlMap | undefined>([
  ["Pod", (node) => mapOf(node, "spec")],
  ["Deployment", template],
  ["StatefulSet", template],
  ["DaemonSet", template],
  ["ReplicaSet", template],
  ["ReplicationController", template],
]);

function template(node: YamlMap): YamlMap | undefined {
  return mapOf(mapOf(mapOf(node, "spec"), "template"), "spec");
}

/** Whether a file holds manifests: every document of it has a kind and the version of its API. */
function isManifest({ documents }: YamlFile): boolean {
  const filled = documents.filter((document) => document.kind !== "scalar");
  return (
    filled.length > 0 && filled.every((document) => scalarOf(document, "apiVersion") && scalarOf(document, "kind"))
  );
}

/**
 * The containers that manifests keep running. Init containers run to their end; in a shared process namespace none of
 * them is PID 1.
 */
function containersOf({ documents }: YamlFile): readonly Described[] {
  return workloads(documents).flatMap(workloadContainers);
}

/**
 * Documents, and in place of a List what it holds. By aliases one List may stand in others any number of times: it is
 * taken once.
 */
function workloads(documents: readonly YamlNode[]): readonly YamlNode[] {
  const found = new Set<YamlNode>();
  const lists = new Set<YamlNode>();
  const open = documents.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (scalarOf(node, "kind")?.text.text !== "List") found.add(node);
    else if (!lists.has(node)) for (const item of itemsOf(node, "items").toReversed()) open.push(item);
    lists.add(node);
  }
  return [...found];
}

function workloadContainers(node: YamlNode): readonly Described[] {
  const kind = scalarOf(node, "kind")?.text.text ?? "";
  const pod = node.kind === "map" ? podOf.get(kind)?.(node) : undefined;
  if (
    !pod ||
    scalarOf(pod, "shareProcessNamespace")?.text.text === "true" ||
    scalarOf(pod, "hostPID")?.text.text === "true" ||
    isWindows(pod)
  )
    return [];
  const owner = `${kind} ${scalarOf(mapOf(node, "metadata"), "name")?.text.text ?? ""}`.trim();
  return itemsOf(pod, "containers").flatMap((each) => {
    const text = scalarOf(each, "image")?.text;
    if (each.kind !== "map" || !text) return [];
    const ref = text.text.includes("{{") ? "unknown" : text.text;
    return [{ deployment: deploymentOf(each, pod, owner), image: { kind: "published" as const, name: { text, ref } } }];
  });
}

function isWindows(pod: YamlMap): boolean {
  return [scalarOf(mapOf(pod, "os"), "name"), scalarOf(mapOf(pod, "nodeSelector"), "kubernetes.io/os")].some(
    (scalar) => scalar?.text.text === "windows",
  );
}

function deploymentOf(node: YamlMap, pod: YamlMap, owner: string): Deployment {
  const name = scalarOf(node, "name");
  const seconds = Number(scalarOf(pod, "terminationGracePeriodSeconds")?.text.text ?? 30);
  return {
    title: `container ${name?.text.text ?? "?"} of ${owner}`,
    hook: preStopOf(node),
    place: name?.at ?? node.at,
    platform: { name: "kubelet", kind: "agent", seconds: Number.isFinite(seconds) ? seconds : 30 },
    entrypoint: commandOf(node, "command"),
    cmd: commandOf(node, "args"),
    stopSignal: undefined,
    user: userOf(node) ?? userOf(pod),
    workdir: textOf(node, "workingDir"),
    env: envOf(node),
    mounts: [],
    opensEnv: valueOf(node, "envFrom") !== undefined,
    init: undefined,
    initAdvice: "run tini as PID 1: as the image's ENTRYPOINT, or in front of this container's command",
    fillsIn: false,
    addKey: () => undefined,
  };
}

/** `lifecycle.preStop`: a command or a request; what only sleeps is none of ours. */
function preStopOf(node: YamlMap): Hook | undefined {
  const hook = mapOf(mapOf(node, "lifecycle"), "preStop");
  const command = valueOf(mapOf(hook, "exec"), "command");
  if (hook && command) return hookOf("preStop", command.at, textsOf(command));
  const asked = mapOf(hook, "httpGet");
  return asked && hookOf("preStop", asked.at, ["GET", scalarOf(asked, "path")?.text.text ?? "/"]);
}

function textsOf(node: YamlNode): readonly string[] {
  return node.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? item.text.text : [])) : [];
}

/** Lists of words; an empty one counts as not given. */
function commandOf(node: YamlMap, key: "command" | "args"): Setting<Command> | undefined {
  const list = valueOf(node, key);
  if (list?.kind !== "list" || list.items.length === 0) return undefined;
  const words = list.items.map(wordOf);
  return {
    value: { kind: "exec", words },
    by: { kind: "file", key, at: list.at, array: list.flow ? list.at : undefined },
  };
}

/** `$(NAME)` is filled in from the container's environment; in a text for a shell it might as well be a command. */
function wordOf(item: YamlNode): Arg {
  if (item.kind !== "scalar") return { value: "unknown", text: undefined };
  const { text, exact } = item;
  const hidden = text.text.includes("{{") || (/\$\([-._A-Za-z0-9]+\)/.test(text.text) && !/\s/.test(text.text));
  return { value: hidden ? "unknown" : text.text, text, rigid: !exact };
}

function textOf(node: YamlMap, key: string): Setting<string> | undefined {
  const scalar = scalarOf(node, key);
  return scalar && { value: scalar.text.text, by: { kind: "file", key, at: scalar.at, array: undefined } };
}

function userOf(node: YamlMap): Setting<string> | undefined {
  return textOf(mapOf(node, "securityContext") ?? node, "runAsUser");
}

function envOf(node: YamlMap): ReadonlyMap<string, Known<string>> {
  const env = new Map<string, Known<string>>();
  for (const item of itemsOf(node, "env")) {
    const name = scalarOf(item, "name");
    const value = scalarOf(item, "value")?.text.text;
    if (name) env.set(name.text.text, value === undefined || /\$\(|\{\{/.test(value) ? "unknown" : value);
  }
  return env;
}
