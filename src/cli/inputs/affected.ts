import { basename, dirname, inside, recording } from "../../files/tree.ts";
import { lint, scriptsOf } from "../../lint/lint.ts";
import type { Project, ProjectOptions } from "../../project/project.ts";
import { buildersOf } from "../../project/builders.ts";
import { mayBuild } from "../../platforms/platforms.ts";
import type { Rule } from "../../rule.ts";
import type { Scene } from "./scene.ts";

/**
 * Says of a Dockerfile, compose file or manifest which files its verdict rests on, itself among them: what is read of
 * its build contexts, whether it is there or not, compose files that build it, descriptions of base images, and the
 * configurations that hold for it and its scripts.
 */
export function filesBehind(
  { tree, settings, project: optionsFor }: Scene,
  path: string,
  rules: readonly Rule[],
): ReadonlySet<string> {
  const options = optionsFor(path);
  const { tree: watched, asked } = recording(tree);
  const [project] = lint(watched, [path], { rules, severities: new Map(), project: () => options }).projects;
  const files = new Set([path, ...settings.decisive(path)]);
  if (!project) return files;
  for (const script of scriptsOf([project])) for (const config of settings.decisive(script)) files.add(config);
  const judged = [...project.images, ...project.services];
  for (const { image } of judged) files.add(image.dockerfile.source.path);
  for (const { deployment } of buildersOf(tree, path, options.top))
    if (deployment.place) files.add(deployment.place.path);
  for (const description of descriptionsOf(project, options)) files.add(description);
  // Where the context might have been, or a compose file that builds something else, says nothing of this image.
  const roots = judged.map(({ context }) => context.root);
  for (const each of asked) {
    const counts = roots.some((root) => inside(root, each)) || dirname(each) === dirname(path);
    if (counts && !mayBuild(basename(each)) && tree.read(each).kind !== "directory") files.add(each);
  }
  return files;
}

/** Files that describe base images, if one of them is what a stage starts from: they may rest on each other. */
function descriptionsOf({ stages, images }: Project, { baseImages = new Map() }: ProjectOptions): readonly string[] {
  const described = new Set(baseImages.values());
  const used = [...stages, ...images.map(({ image }) => image.stage)].some(
    ({ base }) => base.kind === "image" && base.row && described.has(base.row),
  );
  return used ? [...described].map(({ evidence }) => evidence.source) : [];
}

/** Whether one of these files, or a folder that it is in, is among some paths. */
export function touches(files: ReadonlySet<string>, paths: ReadonlySet<string>): boolean {
  for (const file of files) {
    for (let at = file; at !== "/"; at = dirname(at)) if (paths.has(at)) return true;
  }
  return false;
}
