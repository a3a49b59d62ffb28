import { diskTree } from "../../files/disk.ts";
import { join, relative, resolve } from "../../files/tree.ts";
import { jsonText } from "../../report/writing/json-text.ts";
import { visible } from "../../report/terminal.ts";
import type { RunOptions } from "../arguments/options.ts";
import { deliver } from "../output.ts";
import { reachOf, withinReach } from "../../files/repository.ts";
import { openSettings } from "../inputs/config-files.ts";
import type { Settings, Value } from "../inputs/config-files.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { vocabulary } from "../inputs/config-vocabulary.ts";

/** A setting with who has chosen it: a place ("pid1lint.yaml:3:9"), "command line" or "default". */
interface Shown {
  readonly value: string | boolean | null;
  readonly from: string;
}

type Group = Readonly<Record<string, Shown>>;

/** What holds for a file, in the words of a configuration; groups are those of its keys that have keys of their own. */
interface Effective {
  readonly path: string;
  readonly config: string | null;
  readonly groups: Readonly<Record<"rules" | "base-images", Group>>;
  readonly single: Group;
}

/**
 * `pid1lint config PATH`, seen from a folder: what holds for a file, or for a Dockerfile in a folder, and who says so.
 * Gives the exit code.
 */
export function showConfig(options: RunOptions, folder: string): number {
  const [named = "."] = options.paths;
  const given = resolve(folder, named);
  const reach = reachOf([given], folder);
  const tree = withinReach(diskTree(), reach);
  const { kind } = tree.read(given);
  if (kind === "missing") throw new UsageError(`${named}: no such file or folder`);
  const path = kind === "directory" ? join(given, "Dockerfile") : given;
  const effective = effectiveFor(path, openSettings(options, { tree, written: tree, folder, reach }), options, folder);
  // Whatever format is chosen here is JSON.
  const choices = options.formats?.map(({ file }) => ({ file, text: asJson(effective) })) ?? [
    { file: options.outputFile, text: asYaml(effective) },
  ];
  for (const { file, text } of choices) deliver(text, folder, file);
  return 0;
}

function effectiveFor(path: string, settings: Settings, options: RunOptions, folder: string): Effective {
  const shown = <T>(found: Value<T> | undefined, show: (value: T) => Shown["value"]): Shown =>
    found
      ? { value: show(found.value), from: typeof found.from === "string" ? found.from : settings.place(found.from) }
      : { value: null, from: "default" };
  const asIs = (value: string): string => value;
  const config = settings.config(path);
  const rules = [...vocabulary.rules.keys()].flatMap((rule) => {
    const severity = settings.severity(rule, path);
    return severity ? [[rule, shown(severity, asIs)] as const] : [];
  });
  const bases = [...settings.baseImages(path)].map(([name, { evidence }]) => {
    const written = options.baseImages.some((each) => each.name === name) ? undefined : config?.baseImages.get(name);
    return [
      name,
      { value: relative(folder, evidence.source), from: written ? settings.place(written.at) : "command line" },
    ] as const;
  });
  const ignored = settings.ignored(path);
  // The report of a run has one format, whatever files it is about.
  const format = settings.format();
  return {
    path: relative(folder, path) || ".",
    config: config ? relative(folder, config.source.path) : null,
    groups: { "rules": Object.fromEntries(rules), "base-images": Object.fromEntries(bases) },
    single: {
      "ignored": ignored ? { value: true, from: settings.place(ignored.at) } : { value: false, from: "default" },
      "context": shown(settings.context(path), (context) => relative(folder, context) || "."),
      "target": shown(settings.target(path), asIs),
      "fail-on": shown(settings.failOn(path), asIs),
      "format": format ? shown(format, asIs) : { value: "text", from: "default" },
    },
  };
}

function asJson({ path, config, groups, single }: Effective): string {
  return `${jsonText({ path, config, ...groups, ...single })}\n`;
}

function asYaml({ path, config, groups, single }: Effective): string {
  const rows: [line: string, from: string][] = [];
  for (const [name, group] of Object.entries(groups)) {
    const members = Object.entries(group);
    rows.push(members.length === 0 ? [`${name}: {}`, "default"] : [`${name}:`, ""]);
    for (const [key, { value, from }] of members) rows.push([`  ${word(key)}: ${word(value)}`, from]);
  }
  for (const [key, { value, from }] of Object.entries(single)) rows.push([`${key}: ${word(value)}`, from]);
  const width = Math.max(...rows.map(([line]) => line.length));
  const lines = rows.map(([line, from]) => (from === "" ? line : `${line.padEnd(width)}  # ${visible(from)}`));
  return [
    `# Settings for ${jsonText(path)}; ${config === null ? "no configuration" : `configuration: ${jsonText(config)}`}`,
    ...lines,
    "",
  ].join("\n");
}

/** A key or value as YAML writes it; what might be read as something else is quoted. */
function word(value: Shown["value"]): string {
  if (typeof value !== "string") return String(value);
  return /^[A-Za-z_./][\w./-]*$/.test(value) && !/^(?:true|false|null)$/i.test(value) ? value : jsonText(value);
}
