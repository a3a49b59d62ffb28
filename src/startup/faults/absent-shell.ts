import type { Stage } from "../../image/built-image.ts";
import { runTexts } from "../../image/packages.ts";
import { searchPath } from "../chain.ts";
import { shellsNamed } from "../../shell/shells-named.ts";
import type { Situation } from "../situation.ts";

/** Folders in which a COPY from elsewhere may bring a shell along. */
const systemFolders = /^\/($|(usr|bin|sbin|lib|lib64|busybox)\b)/;

/** A RUN that installs what only a variable or a file names, or runs a script. */
function isOpaque(text: string): boolean {
  const adds = text.split(/[;&|\n]/).some((command) => {
    const at = command.search(/\badd\b/);
    return at >= 0 && /[$`]/.test(command.slice(at));
  });
  return adds || opaque.test(text);
}

const opaque =
  /\bxargs\b|(?:^|[;&|(\n])[^\S\n]*(?:sudo\s+)?(?:(?:\.|source|(?:ba|da|a)?sh)\s+)?\.{0,2}\/(?!(?:usr\/)?s?bin\/)\S/;

/**
 * Whether an image is known not to have a shell: none at all, or no bash where the distribution's own image comes
 * without.
 */
export function lacks(program: string, situation: Situation): boolean {
  const { image, context } = situation;
  const name = program.replace(/^.*\//, "");
  // What nobody has looked up may be wrong.
  if (image.base?.evidence.kind === "unsourced") return false;
  const plain = image.base?.bash === false;
  // ash is busybox's; where /bin/sh is dash, a package of busybox brings no file of that name.
  const foreign = name === "ash" && image.sh === "dash" && image.base !== undefined;
  if (!shellsNamed(name, "unknown") || !(image.sh === "none" || (plain && name === "bash") || foreign)) return false;
  if (image.base?.entrypoint?.[0] === program) return false;
  if (context.command(image.stage, program, situation.cwd, searchPath(situation)).file.kind === "file") return false;
  const named = new RegExp(`(?<![a-z])${name}`);
  // A script, or a list in a file, may install more than is seen; a variable may hold the names of packages.
  if (runTexts(image.stage).some(({ text }) => named.test(text) || isOpaque(text))) return false;
  for (
    let stage: Stage | undefined = image.stage;
    stage;
    stage = stage.base.kind === "stage" ? stage.base.stage : undefined
  ) {
    for (const { keyword, flags, body } of stage.instructions) {
      if ((keyword === "ENV" || keyword === "ARG") && body.text.includes(name)) return false;
      const target =
        body.text
          .trim()
          .split(/[\s"\]]+/)
          .filter(Boolean)
          .at(-1) ?? "/";
      if (
        (keyword === "ADD" || (keyword === "COPY" && flags.some((flag) => flag.name === "from"))) &&
        systemFolders.test(target)
      )
        return false;
    }
  }
  return true;
}
