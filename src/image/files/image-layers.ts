import { basename, inside } from "../../files/tree.ts";
import { CopyLayer } from "./copy-layer.ts";
import type { Origins } from "./copy-layer.ts";
import { readCopy } from "./copy.ts";
import { directory } from "./layers.ts";
import type { Found, Layer } from "./layers.ts";
import { runLayers } from "./run/run-layers.ts";
import { readRun } from "./run/run-commands.ts";
import { expandIn, replay } from "../settings.ts";
import { Holders, rootBaseOf } from "../stages.ts";
import type { ShellFamily } from "../../known/shells/shells.ts";
import type { Known } from "../../text/diagnostic.ts";
import { runTexts } from "../packages.ts";
import type { Stage } from "../built-image.ts";

/** Folders that every base image with an operating system has. */
const systemFolders: ReadonlySet<string> = new Set([
  "/",
  "/boot",
  "/dev",
  "/home",
  "/media",
  "/mnt",
  "/opt",
  "/proc",
  "/root",
  "/run",
  "/bin",
  "/sbin",
  "/lib",
  "/srv",
  "/sys",
  "/tmp",
  "/usr",
  "/usr/local",
  "/var",
  "/var/lib",
  "/var/log",
  "/var/tmp",
  "/usr/bin",
  "/usr/sbin",
  "/usr/lib",
  "/usr/share",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/usr/local/lib",
  "/usr/local/share",
  "/etc",
]);

/** What a stage's own instructions, and the triggers of its parent stage, do to files: layers in their order. */
export function layersOf(stage: Stage, stages: readonly Stage[], origins: Origins): readonly Layer[] {
  const { dockerfile } = origins;
  const sources = sourcesOf(stage);
  const layers: Layer[] = [];
  replay(dockerfile, stage, (instruction, settings) => {
    const workdir = settings.workdir.value;
    if (instruction.keyword === "RUN") {
      const home = settings.user.value === "root" ? "/root" : "unknown";
      const run = readRun(instruction, {
        workdir,
        shell: shellOf(settings.shell.value, stage),
        variable: (name) =>
          name === "HOME" && !settings.env.has(name) ? home : expandIn(settings, `\${${name}}`, dockerfile.escape),
      });
      for (const layer of runLayers(run, dockerfile.source.position(instruction.at.start).line, sources))
        layers.push(layer);
    } else if (instruction.keyword === "WORKDIR" && workdir !== "unknown") {
      layers.push({ trace: (path) => (inside(path, workdir) ? { found: directory } : undefined) });
    } else {
      const copy = readCopy(instruction, settings, { dockerfile, stages, stage });
      if (copy) layers.push(new CopyLayer(copy, origins));
    }
  });
  return layers;
}

/** The shell that runs the text of a RUN, as far as shells differ in what they print. */
function shellOf(shell: Known<readonly string[]>, stage: Stage): ShellFamily | undefined {
  const name = shell === "unknown" ? "" : basename(shell[0] ?? "");
  const base = rootBaseOf(stage);
  const sh = base.kind === "image" ? base.row?.sh : undefined;
  if (name === "sh") return sh === "none" ? undefined : sh;
  return name === "bash" || name === "ash" || name === "dash" ? name : undefined;
}

/** Whether a stage has sources of the context, and brings none of others. */
function sourcesOf(stage: Stage): "own" | "others" {
  const own = copying.nearest(stage) !== undefined;
  return own && !runTexts(stage).some(({ text }) => /\bgit\s+clone\b/.test(text)) ? "own" : "others";
}

/** Stages that take something from the build context. */
const copying = new Holders(({ instructions }) =>
  instructions.some(({ keyword, flags }) => {
    const mounts = flags.some(({ name, value }) => name === "mount" && !/type=(?!bind)|from=/.test(value ?? ""));
    const copies = (keyword === "COPY" || keyword === "ADD") && !flags.some(({ name }) => name === "from");
    return copies || (keyword === "RUN" && mounts);
  }),
);

/** What stands at a path, a normal one, that no step touched. */
export function untouched(base: ReturnType<typeof rootBaseOf>, path: string): Found {
  if (base.kind === "scratch" ? path === "/" : systemFolders.has(path)) return directory;
  return {
    file: { kind: "unknown", reason: `no instruction copies a file to ${path}`, untouched: true },
    certain: false,
  };
}
