import { inside } from "../../files/tree.ts";
import { CopyLayer } from "./copy-layer.ts";
import type { Origins } from "./copy-layer.ts";
import { readCopy } from "./copy.ts";
import { directory } from "./layers.ts";
import type { Found, Layer } from "./layers.ts";
import { runLayers } from "./run-layers.ts";
import { readRun } from "./run-commands.ts";
import { expandIn, replay } from "../settings.ts";
import type { rootBaseOf } from "../stages.ts";
import type { Stage } from "../built-image.ts";

/** Folders that every base image with an operating system has. */
const systemFolders: readonly string[] = [
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
];

/** What a stage's own instructions, and the triggers of its parent stage, do to files: layers in their order. */
export function layersOf(stage: Stage, stages: readonly Stage[], origins: Origins): readonly Layer[] {
  const { dockerfile } = origins;
  const layers: Layer[] = [];
  replay(dockerfile, stage, (instruction, settings) => {
    const workdir = settings.workdir.value;
    if (instruction.keyword === "RUN") {
      const home = settings.user.value === "root" ? "/root" : "unknown";
      const run = readRun(instruction, workdir, (name) => {
        return name === "HOME" && !settings.env.has(name) ? home : expandIn(settings, `\${${name}}`, dockerfile.escape);
      });
      for (const layer of runLayers(run, dockerfile.source.position(instruction.at.start).line)) layers.push(layer);
    } else if (instruction.keyword === "WORKDIR" && workdir !== "unknown") {
      layers.push({ trace: (path) => (inside(path, workdir) ? { found: directory } : undefined) });
    } else {
      const copy = readCopy(instruction, settings, { dockerfile, stages, stage });
      if (copy) layers.push(new CopyLayer(copy, origins));
    }
  });
  return layers;
}

/** What stands at a path that no step touched. */
export function untouched(base: ReturnType<typeof rootBaseOf>, path: string): Found {
  const folders = base.kind === "scratch" ? ["/"] : systemFolders;
  if (folders.some((folder) => inside(path, folder))) return directory;
  return {
    file: { kind: "unknown", reason: `no instruction copies a file to ${path}`, nowhere: true },
    certain: false,
  };
}
