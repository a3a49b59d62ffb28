import { parseShell } from "../parse/shell/parse-shell.ts";
import type { Location, MappedText } from "../text/source.ts";
import { simpleCommands } from "../parse/shell/calls.ts";
import { Holders, parentOf } from "./stages.ts";
import type { Image, Stage } from "./built-image.ts";

/** A package that a RUN installs into an image; `name` without version and extras. */
export interface Installed {
  readonly manager: "system" | "node" | "python";
  readonly name: string;
  readonly at: Location;
}

/** How the installers are called: sub-commands that may stand anywhere among the options before the first package. */
const installers: readonly {
  readonly manager: Installed["manager"];
  readonly names: RegExp;
  readonly words: readonly string[];
}[] = [
  { manager: "system", names: /^(apt|apt-get|aptitude|dnf|microdnf|yum|tdnf|zypper)$/, words: ["install", "in"] },
  { manager: "system", names: /^apk$/, words: ["add"] },
  { manager: "node", names: /^(npm|pnpm|yarn|bun)$/, words: ["install", "i", "add"] },
  { manager: "python", names: /^(pip\d?(\.\d+)?|uv|poetry|pipenv|python\d?(\.\d+)?)$/, words: ["install", "add"] },
];

/** The packages that the stages of an image install in RUN instructions, in their order. */
export function packagesOf(image: Image): readonly Installed[] {
  return runTexts(image.stage).flatMap((text) => [...installedBy(text)]);
}

/** Whether a RUN of an image has something in its text. */
export function mentions(image: Image, pattern: RegExp): boolean {
  return runTexts(image.stage).some(({ text }) => pattern.test(text));
}

/** Whether small tools are busybox's: on Alpine, unless others are installed in their place. */
export function hasBusybox(image: Image): boolean {
  return image.sh === "ash" && !mentions(image, /\b(coreutils|shadow|util-linux)/);
}

function* installedBy(text: MappedText): Generator<Installed> {
  for (const { words } of simpleCommands(parseShell(text).list)) {
    const first = words[0]?.literal === "sudo" ? 1 : 0;
    const name = words[first]?.literal?.replace(/^.*\//, "") ?? "";
    const installer = installers.find(({ names }) => names.test(name));
    const verb = installer
      ? words.findIndex((word, index) => index > first && installer.words.includes(word.literal ?? ""))
      : -1;
    if (!installer || verb < 0) continue;
    for (const { literal, raw, start, end } of words.slice(verb + 1)) {
      const word = literal ?? raw;
      if (/^[-./$]/.test(word)) continue;
      yield { manager: installer.manager, name: bare(word), at: text.locate(start, end) };
    }
  }
}

/** `chromium=120.*`, `puppeteer@22`, `@scope/x@1`, `selenium[x]==4`: the name alone. */
function bare(word: string): string {
  const lower = word.toLowerCase();
  return /^@?[^@=<>~![]+/.exec(lower)?.[0] ?? lower;
}

/** The texts of all RUN instructions that make a stage's image, heredocs included, in their order. */
export function runTexts(own: Stage): readonly MappedText[] {
  return running.of(own).flatMap((stage) => textsIn(stage, runs));
}

const runs = /^RUN$/;
const running = new Holders(({ instructions }) => instructions.some(({ keyword }) => runs.test(keyword)));

/** The texts of an image's instructions with keywords that fit a pattern, heredocs included, in their order. */
export function textsOf(own: Stage, keywords: RegExp): readonly MappedText[] {
  const chain: Stage[] = [];
  for (let stage: Stage | undefined = own; stage; stage = parentOf(stage)) chain.push(stage);
  return chain.reverse().flatMap((stage) => textsIn(stage, keywords));
}

function textsIn({ instructions }: Stage, keywords: RegExp): readonly MappedText[] {
  const found = instructions.filter(({ keyword }) => keywords.test(keyword));
  return found.flatMap(({ body, heredocs }) => [body, ...heredocs.map((each) => each.body)]);
}
