import type { Image } from "../image/built-image.ts";
import { shells } from "../known/shells/shells.ts";
import type { ShellFamily, ShellRow } from "../known/shells/shells.ts";

/** The shells that a command name may stand for in an image; undefined if it names none. */
export function shellsNamed(name: string, sh: Image["sh"]): readonly ShellRow[] | undefined {
  const family = (which: ShellFamily): readonly ShellRow[] => [shells[which]];
  const ofBase = sh === "unknown" || sh === "none" ? undefined : sh;
  switch (name) {
    case "sh":
      return ofBase ? family(ofBase) : [shells.dash, shells.bash, shells.ash];
    case "bash":
    case "rbash":
      return ofBase?.startsWith("bash") ? family(ofBase) : family("bash");
    case "dash":
      return family("dash");
    case "ash":
      return family("ash");
    case "zsh":
      return family("zsh");
    default:
      return undefined;
  }
}
