import { repositoryTop } from "../discover.ts";
import { diskTree } from "../disk.ts";
import { basename, dirname, join, relative, resolve } from "../files.ts";
import { findStage, openProject } from "../model/project.ts";
import type { Project } from "../model/project.ts";
import { readIgnore } from "../model/files/ignore.ts";
import type { ImageReport } from "../report/report.ts";
import { painter } from "../report/terminal.ts";
import { imageReports } from "../report/view.ts";
import { Source } from "../text.ts";
import { compare } from "../verify/compare.ts";
import { packContext } from "../verify/context.ts";
import { connect, EngineError } from "../verify/engine.ts";
import type { Engine } from "../verify/engine.ts";
import { measure } from "../verify/measure.ts";
import { renderVerified, renderVerifiedJson } from "../verify/report.ts";
import type { Verified } from "../verify/report.ts";
import { deliver, note, wantsColor } from "./output.ts";
import { UsageError } from "./usage.ts";
import { readVerifyArguments } from "./verify-options.ts";
import type { VerifyOptions } from "./verify-options.ts";

/** `pid1lint verify`, seen from a folder. Gives the exit code: 0 graceful or delivered, 1 otherwise, 2 wrong usage, 3 no engine. */
export async function verify(argv: readonly string[], folder: string): Promise<number> {
  const asked = readVerifyArguments(argv);
  if (asked.kind === "print") {
    process.stdout.write(asked.text);
    return 0;
  }
  const { options } = asked;
  const source = openSource(options, folder);
  const engine = await reach();
  if (!engine) return 3;
  try {
    // Whoever interrupts wants the container gone as well: the work is given up, not the clearing up.
    return await Promise.race([verifyOn(engine, options, source, folder), interruption()]);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    tell(error);
    return 2;
  } finally {
    await engine.close();
  }
}

async function reach(): Promise<Engine | undefined> {
  try {
    return await connect();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    tell(error);
    return undefined;
  }
}

function tell({ message }: EngineError): void {
  note(message.replaceAll("\n", " "));
}

/** Settles with the exit code of a process that a signal ended. */
function interruption(): Promise<number> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve(130)).once("SIGTERM", () => resolve(143));
  });
}

/** A Dockerfile with what it says. */
interface DockerfileSource {
  readonly project: Project;
  readonly image: ImageReport;
  readonly text: string;
}

function openSource({ build, dockerfile, context, target }: VerifyOptions, folder: string): DockerfileSource | undefined {
  const named = build ?? dockerfile;
  if (named === undefined) return undefined;
  const tree = diskTree();
  const given = resolve(folder, named);
  const names = ["Dockerfile", "Containerfile"].map((name) => join(given, name));
  const path = tree.read(given).kind === "directory" ? names.find((name) => tree.read(name).kind === "file") : given;
  const entry = path === undefined ? undefined : tree.read(path);
  if (path === undefined || entry?.kind !== "file") throw new UsageError(`${named}: no Dockerfile there`);
  const contextRoot = context === undefined ? undefined : resolve(folder, context);
  const project = openProject(tree, new Source(path, entry.text), { contextRoot, top: repositoryTop(dirname(path)), target });
  if (target !== undefined && !findStage(project.stages, target)) throw new UsageError(`--target ${target}: ${named} has no such stage`);
  const [image] = imageReports([project]);
  if (!image) throw new UsageError(`${named}: ${project.dockerfile.problems[0]?.message ?? "it builds no Linux image"}`);
  return { project, image, text: entry.text };
}

async function verifyOn(engine: Engine, options: VerifyOptions, source: DockerfileSource | undefined, folder: string): Promise<number> {
  const image = options.image ?? (source ? await buildOf(engine, source, options.target) : "");
  const measured = await measure(engine, image, { network: options.network, waitFor: options.waitFor, grace: options.grace });
  const dockerfile = source && relative(folder, source.image.dockerfile);
  const traced = source && { image: source.image, dockerfile: dockerfile ?? "", comparison: compare(measured, source.image) };
  const verified: Verified = { measured, title: options.image ?? dockerfile ?? image, traced };
  const text = options.format === "json" ? renderVerifiedJson(verified) : renderVerified(verified, painter(wantsColor(options.color, options.outputFile)));
  deliver(text, folder, options.outputFile);
  return measured.outcome === "delivered" ? 0 : 1;
}

async function buildOf(engine: Engine, { project, text }: DockerfileSource, target: string | undefined): Promise<string> {
  const { root } = project.context;
  const path = project.dockerfile.source.path;
  note(`building ${basename(path)}`);
  const { archive, dockerfile } = packContext(root, path, text, readIgnore(diskTree(), root, path));
  return (await engine.build(archive, { dockerfile, target, network: undefined })).name;
}
