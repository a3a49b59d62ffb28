import type { Stage } from "../../src/image/built-image.ts";
import { runTexts } from "../../src/image/packages.ts";
import { rootBaseOf } from "../../src/image/stages.ts";
import { distributions } from "../../src/known/images/distributions.ts";
import { findBaseImage } from "../../src/known/images/images.ts";
import { languages } from "../../src/known/images/languages.ts";
import { simpleCommands } from "../../src/parse/shell/calls.ts";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { Location, MappedText } from "../../src/text/source.ts";

/** A script that is started and that nothing puts into the image. */
export interface MissingFile {
  readonly name: string;
  readonly at: Location;
}

/** Commands of RUN that put no script of the user's into an image, whatever their words. */
const harmless = new Set(
  (
    "apt-get apt apk dnf microdnf yum tdnf zypper pip pip3 npm yarn pnpm gem bundle chmod chown mkdir rm useradd " +
    "adduser groupadd addgroup usermod ln echo printf set export true test [ cd apt-mark locale-gen"
  ).split(" "),
);

/**
 * The script that an image starts, where its base is known to bring no scripts of its own and no instruction puts one
 * there; a mount still may.
 */
export function missingFile({ image, context, startUp }: Judged): MissingFile | undefined {
  if (!bringsNoScript(image.stage) || image.argv === "unknown" || !runTexts(image.stage).every(isHarmless))
    return undefined;
  for (const { processes } of startUp.paths) {
    const hop = processes.at(-1)?.hops.at(-1);
    const role = processes.at(-1)?.role;
    if (role?.kind !== "unknown" || role.why.kind !== "not in sources" || !hop || hop.cwd === "unknown") continue;
    const { name } = role.why;
    const at = hop.argv.find(({ value }) => value === name)?.text?.locate();
    if (!at || at.path === "" || !/^\.{0,2}\/.*\.sh$/.test(name)) continue;
    const { path } = context.command(image.stage, name, hop.cwd, "unknown");
    const found = context.lookup(image.stage, path ?? name);
    if (found.kind === "unknown" && found.untouched) return { name, at };
  }
  return undefined;
}

/** Distributions and images of languages bring a shell's or a language's own scripts at most. */
function bringsNoScript(stage: Stage): boolean {
  const base = rootBaseOf(stage);
  if (base.kind === "scratch") return true;
  if (base.ref === "unknown" || base.row === undefined) return false;
  // What the user describes has files that nobody sees.
  const known = findBaseImage(base.ref);
  return known !== undefined && plain.has(known.name) && known.evidence === base.row.evidence;
}

const plain = new Set([...distributions, ...languages].flatMap(({ repositories }) => repositories));

function isHarmless(text: MappedText): boolean {
  const script = parseShell(text);
  if (script.error) return false;
  for (const { words } of simpleCommands(script.list)) {
    const name = words[0]?.literal;
    if (words.length > 0 && (name === undefined || !harmless.has(name))) return false;
  }
  return true;
}
