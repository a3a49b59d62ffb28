import { existsSync } from "node:fs";
import { configsIn, configNames } from "../../settings/find-configuration.ts";
import { readHadolint } from "../../settings/hadolint.ts";
import type { FromHadolint } from "../../settings/hadolint.ts";
import { diskTree } from "../../files/disk.ts";
import type { FileTree } from "../../files/tree.ts";
import { basename, join } from "../../files/tree.ts";
import { rules } from "../../index.ts";
import { reachOf, withinReach } from "../../files/repository.ts";
import { Source } from "../../text/source.ts";
import { createFile } from "../../files/output-file.ts";
import { note } from "../output.ts";
import { UsageError } from "../arguments/usage-error.ts";

/**
 * `pid1lint init`: writes a first configuration into a folder, with what hadolint's says there. Gives the exit code.
 */
export function init(folder: string): number {
  const tree = withinReach(diskTree(), reachOf([], folder));
  const there = configsIn(tree, folder)[0]?.source.path;
  if (there !== undefined)
    throw new UsageError(`${basename(there)} already holds a configuration and was left as it is`);
  const [name = ""] = configNames;
  const [hadolint] = [".hadolint.yaml", ".hadolint.yml"].filter(
    (each) => tree.read(join(folder, each)).kind === "file",
  );
  const text = firstConfig(
    hadolint,
    hadolint === undefined ? undefined : fromHadolint(tree, join(folder, hadolint)),
    schemaIn(folder),
  );
  const reason = createFile(join(folder, name), text);
  if (reason !== undefined) throw new UsageError(`cannot write ${name}: ${reason}`);
  note(`wrote ${name}${hadolint === undefined ? "" : `, with the settings of ${hadolint} for the same rules`}`);
  return 0;
}

/** The schema of the package that the project has installed, if it has, as an editor finds it. */
function schemaIn(folder: string): string | undefined {
  const path = "node_modules/pid1lint/pid1lint.schema.json";
  return existsSync(join(folder, path)) ? path : undefined;
}

function fromHadolint(tree: FileTree, path: string): FromHadolint {
  const entry = tree.read(path);
  const source = new Source(path, entry.kind === "file" ? entry.text : "");
  const read = readHadolint(source, (id) =>
    rules.filter((rule) => rule.alsoSilencedBy.includes(id)).map((rule) => rule.id),
  );
  if ("rules" in read) return read;
  const { line, column } = source.position(read.at.start);
  throw new UsageError(
    `${basename(path)}:${line}:${column}: ${read.message} Fix or move it, then run pid1lint init again`,
  );
}

function firstConfig(
  hadolint: string | undefined,
  carried: FromHadolint | undefined,
  schema: string | undefined,
): string {
  const chosen = [...(carried?.rules ?? [])].map(
    ([rule, { severity, reason }]) => `  ${rule}: ${severity} # ${reason} in ${hadolint}\n`,
  );
  const failOn = carried?.failOn;
  const forEditors = schema === undefined ? "" : `# yaml-language-server: $schema=${schema}\n`;
  return `${forEditors}# Settings of pid1lint for this folder and those below it.
# "pid1lint config PATH" prints what applies to one file.

# Severity of a rule's findings: off, error, warning or info. "pid1lint rules" lists the rules,
# "pid1lint explain RULE" describes one.
rules:
${chosen.join("")}  # missing-init: off

# Files and folders that are not linted: .gitignore patterns, relative to this folder.
ignore:
  # - examples/

# Settings for some files only; the last match wins.
overrides:
  # - files: [services/legacy/]
  #   rules:
  #     missing-exec: warning
  # - files: [docker/api.Dockerfile]
  #   context: .
  #   target: production

# What private base images set: a Dockerfile, or JSON with entrypoint, cmd, shell, stopSignal, user, sh.
base-images:
  # registry.example.com/base/node: docker/base.Dockerfile

# The lowest severity that gives exit code 1: error, warning, info or never.
${failOn ? `fail-on: ${failOn.threshold} # ${failOn.reason} in ${hadolint}` : "# fail-on: warning"}

# The format of the report. Report files are named on the command line: --format FORMAT=FILE.
# format: text
`;
}
