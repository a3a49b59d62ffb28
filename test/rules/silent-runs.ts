import { rules } from "../../rules/index.ts";
import { isComposeName, isDockerfileName } from "../../src/files/names.ts";
import { basename, memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Judged } from "../../src/stop/judge.ts";
import { waiverOf } from "../../src/stop/severity.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";

/** What was looked at: how many images are stuck or abrupt, and which of those nobody is warned of without a reason. */
export interface Looked {
  readonly bad: number;
  readonly silent: readonly string[];
}

/** The stuck and abrupt images of a build context, and those that carry neither a warning nor a reason against one. */
export function silentRuns(files: Readonly<Record<string, MemoryFile>>): Looked {
  const paths = Object.keys(files).filter((path) => isLinted(basename(path)));
  const options = { rules: [], severities: new Map(), project: () => ({ top: "/" }) };
  const { projects } = lint(memoryTree(files), paths.sort(), options);
  let bad = 0;
  const silent: string[] = [];
  for (const project of projects) {
    for (const judged of project.images) {
      const [path] = judged.startUp.paths;
      if (!path || (judged.startUp.outcome !== "stuck" && judged.startUp.outcome !== "abrupt")) continue;
      bad++;
      if (waiverOf(path, judged, project.deployments) || isWarned(judged)) continue;
      silent.push(`${judged.startUp.outcome}: ${reasonWords(path.reason)}`);
    }
    /** Whether a rule warns of this image, with nothing else in its project. */
    function isWarned(judged: Judged): boolean {
      return rules.some((rule) =>
        [...rule.check({ ...project, images: [judged] })].some(({ severity }) => severity !== "info"),
      );
    }
  }
  return { bad, silent };
}

function isLinted(name: string): boolean {
  return isDockerfileName(name) || isComposeName(name) || name === "pod.yaml";
}
