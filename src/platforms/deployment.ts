import type { Command, Setting } from "../image/built-image.ts";
import type { PublishedName } from "../image/published-image.ts";
import type { Known } from "../text/diagnostic.ts";
import type { Edit } from "../text/edits.ts";
import type { Location } from "../text/source.ts";

/** Who tells a container to stop, and after how many seconds it kills: a command that people call, or an agent. */
export interface Stopper {
  /** "docker stop", "kubelet". */
  readonly name: string;
  readonly kind: "command" | "agent";
  readonly seconds: number;
}

/** A file or folder that stands at a path of the container, in front of what the image has there. */
export interface Mount {
  /** Absolute path in the container. */
  readonly target: string;
  /** Absolute path in the tree. */
  readonly source: string;
}

/** A command or request in front of the stop signal, by its key: "preStop", "pre_stop". */
export interface Hook {
  readonly key: string;
  readonly at: Location;
  /** What it runs, as people read it. */
  readonly text: string;
}

/** What a command is as a hook; one that only sleeps lets what is open come to its end, and stops nothing. */
export function hookOf(key: string, at: Location, words: readonly string[]): Hook | undefined {
  const text = words.join(" ").trim();
  const sleeps = /^(?:\S*sh\s+-\w*c\s+)?(?:\S*\/)?sleep\s+[\w.$"{}]+;?$/.test(text);
  return text === "" || sleeps ? undefined : { key, at, text };
}

/** What starts an image. What it leaves as the image has it, is undefined. */
export interface Deployment {
  /** "service web", "container web of Deployment shop". */
  readonly title: string;
  /** What runs in the container in front of the stop signal, and may stop it in a way of its own. */
  readonly hook: Hook | undefined;
  /** Its name in the file that describes it; undefined for the image's own defaults. */
  readonly place: Location | undefined;
  readonly platform: Stopper;
  readonly entrypoint: Setting<Command> | undefined;
  readonly cmd: Setting<Command> | undefined;
  /** Canonical where it is a signal: "SIGTERM". */
  readonly stopSignal: Setting<string> | undefined;
  readonly user: Setting<string> | undefined;
  readonly workdir: Setting<string> | undefined;
  readonly env: ReadonlyMap<string, Known<string>>;
  readonly mounts: readonly Mount[];
  /** It brings variables from files or objects that are not read. */
  readonly opensEnv: boolean;
  /** Where it asks for Docker's init, which then is PID 1. */
  readonly init: Location | undefined;
  /** What gives it an init by hand, as an advice. */
  readonly initAdvice: string;
  /** Dollar signs in its texts are filled in before a shell sees them, but for `$$`. */
  readonly fillsIn: boolean;
  /** A line more in its description, if there is nothing of that key yet and it can be put there. */
  addKey(line: string): Edit | undefined;
}

/** How an image is built, where a file says so. */
export interface Build {
  /** Absolute path of the context's folder. */
  readonly context: string;
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly args: ReadonlyMap<string, Known<string>>;
  /** The name that the image gets, where the file gives it one. */
  readonly tag?: Known<string> | undefined;
  /** What the file says of the context, where it says it. */
  readonly written: { readonly text: string; readonly at: Location } | undefined;
}

/** Which image a deployment starts. */
export type DeployedImage =
  | { readonly kind: "published"; readonly name: PublishedName }
  | { readonly kind: "built"; readonly build: Build }
  /** The one that the file itself builds. */
  | { readonly kind: "own" }
  /** Built from what is not in these files. */
  | { readonly kind: "elsewhere" };

/** A deployment that a file describes, with its image. */
export interface Described<I extends DeployedImage = DeployedImage> {
  readonly deployment: Deployment;
  readonly image: I;
}

/** Where Docker starts the container. */
export const dockerInitAdvice =
  "run the container with an init: `docker run --init`, `init: true` in compose, or tini as ENTRYPOINT";

/** Seconds that `docker stop` waits if nobody says otherwise. */
export const USUAL_GRACE = 10;

/** Whether a deployment starts its image in another way than the image says, or stops it so. */
export function changesStart({ entrypoint, cmd, init, stopSignal, platform, hook }: Deployment): boolean {
  if (hook !== undefined) return true;
  if (entrypoint !== undefined || cmd !== undefined || init !== undefined || stopSignal !== undefined) return true;
  return platform.kind === "command" && platform.seconds !== USUAL_GRACE;
}

/** Whether a deployment hands its image what a start-up may ask for: variables, files, a user, a directory. */
export function handsOver({ env, mounts, user, workdir }: Deployment): boolean {
  return env.size > 0 || mounts.length > 0 || user !== undefined || workdir !== undefined;
}

/** Who stops a deployment, as a sentence names it: "`docker stop`", "the kubelet". */
export function stopperName({ name, kind }: Stopper): string {
  return kind === "command" ? `\`${name}\`` : `the ${name}`;
}
