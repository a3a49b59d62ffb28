import type { Arg, Command, Image, Setting } from "../image/built-image.ts";
import { commandLine } from "../image/image.ts";
import { cleared } from "../image/settings.ts";
import type { Deployment } from "./deployment.ts";

/** An image as somebody starts it: its configuration with what the deployment says laid over it. */
export interface Container extends Image {
  readonly deployment: Deployment;
}

const dockerInit: readonly Arg[] = [
  { value: "/sbin/docker-init", text: undefined },
  { value: "--", text: undefined },
];

/**
 * An image as a deployment starts it, by the engine's rules: an ENTRYPOINT that is set drops the image's CMD, an empty
 * one does not.
 */
export function start(image: Image, deployment: Deployment): Container {
  const { init, stopSignal, user, workdir } = deployment;
  const { value, by } = deployment.entrypoint ?? image.entrypoint;
  const entrypoint = { value: cleared(value), by };
  const setsEntrypoint = deployment.entrypoint !== undefined && !isEmpty(deployment.entrypoint);
  const cmd = deployment.cmd ?? (setsEntrypoint ? { value: { kind: "empty" as const }, by } : image.cmd);
  // compose says that an empty command drops the image's CMD, the engine does not drop it.
  const disputed = deployment.cmd !== undefined && isEmpty(deployment.cmd) && !isEmpty(image.cmd) && !setsEntrypoint;
  const argv = disputed ? "unknown" : commandLine(entrypoint.value, cmd.value);
  const assumed =
    image.assumedArgv && !disputed && !deployment.entrypoint ? commandLine({ kind: "empty" }, cmd.value) : "unknown";
  const front = init ? dockerInit : [];
  const env = image.env.copy();
  for (const [name, each] of deployment.env) env.set(name, each);
  return {
    ...image,
    deployment,
    entrypoint,
    cmd,
    stopSignal: stopSignal ?? image.stopSignal,
    user: user ?? image.user,
    workdir: workdir ?? image.workdir,
    env,
    argv: argv === "unknown" || argv.length === 0 ? argv : [...front, ...argv],
    assumedArgv: assumed === "unknown" ? undefined : [...front, ...assumed],
  };
}

function isEmpty({ value }: Setting<Command>): boolean {
  return value !== "unknown" && value.kind === "empty";
}

/** A text for a shell as it has to stand in a file: compose takes a dollar sign for its own, unless there are two. */
export function asWritten(text: string, path: string, { deployment }: Container): string {
  return deployment.fillsIn && deployment.place?.path === path ? text.replaceAll("$", "$$$$") : text;
}
