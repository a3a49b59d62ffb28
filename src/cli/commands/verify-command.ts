import { diskTree } from "../../files/disk.ts";
import { basename, dirname, relative } from "../../files/tree.ts";
import { readIgnore } from "../../image/files/dockerignore.ts";
import { withGrammars } from "../../parse/source/grammars.ts";
import { painter } from "../../report/terminal.ts";
import { compare } from "../../verify/compare.ts";
import { packContext } from "../../verify/build-archive.ts";
import { connect } from "../../verify/engine/engine.ts";
import type { Engine } from "../../verify/engine/engine.ts";
import { EngineError, NoEngine } from "../../verify/engine/errors.ts";
import { measure } from "../../verify/measure.ts";
import { renderVerified, renderVerifiedJson } from "../../verify/verify-report.ts";
import type { Verified } from "../../verify/verify-report.ts";
import { deliver, note, wantsColor } from "../output.ts";
import { readVerifyArguments } from "../arguments/verify-options.ts";
import type { VerifyOptions } from "../arguments/verify-options.ts";
import { openSource } from "./verify-source.ts";
import type { DockerfileSource } from "./verify-source.ts";

/**
 * `pid1lint verify`, seen from a folder. Gives the exit code: 0 graceful or delivered, 1 otherwise, 2 wrong usage, 3 no
 * engine.
 */
export async function verify(argv: readonly string[], folder: string): Promise<number> {
  const asked = readVerifyArguments(argv);
  if (asked.kind === "print") {
    process.stdout.write(asked.text);
    return 0;
  }
  const { options } = asked;
  const source = await withGrammars(() => openSource(options, folder));
  let engine: Engine | undefined;
  try {
    engine = await connect();
    // Whoever interrupts wants the container gone as well: the work is given up, not the clearing up.
    return await Promise.race([verifyOn(engine, options, source, folder), interruption()]);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    note(error.message.replaceAll("\n", " "));
    return error instanceof NoEngine ? 3 : 2;
  } finally {
    await engine?.close();
  }
}

/** Settles with the exit code of a process that a signal ended. */
function interruption(): Promise<number> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve(130)).once("SIGTERM", () => resolve(143));
  });
}

async function verifyOn(
  engine: Engine,
  options: VerifyOptions,
  source: DockerfileSource | undefined,
  folder: string,
): Promise<number> {
  const image = options.image ?? (source ? await buildOf(engine, source) : "");
  const measured = await measure(engine, image, {
    network: options.network,
    waitFor: options.waitFor,
    grace: options.grace,
  });
  const dockerfile = source && relative(folder, source.image.file);
  const traced = source && {
    image: source.image,
    dockerfile: dockerfile ?? "",
    comparison: compare(measured, source.image),
  };
  const verified: Verified = { measured, title: options.image ?? dockerfile ?? image, traced };
  const text =
    options.format === "json"
      ? renderVerifiedJson(verified)
      : renderVerified(verified, painter(wantsColor(options.color, options.outputFile)));
  deliver(text, folder, options.outputFile);
  return measured.outcome === "delivered" ? 0 : 1;
}

async function buildOf(engine: Engine, { project, text, target }: DockerfileSource): Promise<string> {
  const { path } = project.source;
  const root = project.context?.root ?? dirname(path);
  note(`building ${basename(path)}`);
  const { archive, dockerfile } = packContext(root, path, text, readIgnore(diskTree(), root, path));
  return (await engine.build(archive, { dockerfile, target, network: undefined })).name;
}
