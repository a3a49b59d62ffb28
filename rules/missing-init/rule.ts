import { initFixes } from "../../src/remedies/init-fixes.ts";
import { keepAliveTrap } from "../../src/remedies/keep-alive.ts";
import { defineRule, isPrompt } from "../../src/rule.ts";
import type { Judged, Project } from "../../src/rule.ts";
import { messages } from "./messages.ts";
import { orphanEvidence } from "./orphans.ts";
import { unhandledAtPid1 } from "./unhandled.ts";

/** PID 1 ignores the stop signal for want of a handler, or leaves orphans unreaped, and no init is there. */
export const rule = defineRule({
  id: "missing-init",
  summary:
    "PID 1 has no handler for the stop signal, so the kernel discards it, or does not reap orphans, without an init",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      if (everyServiceHasInit(judged, project)) continue;
      const fault = unhandledAtPid1(judged);
      if (fault) {
        const { severity, reason, at, loop } = fault;
        const trap = loop && keepAliveTrap(loop, judged);
        yield { severity, reason, at, related: [], fixes: [...(trap ? [trap] : []), ...initFixes(judged, project)] };
      }
      const [orphans] = judged.startUp.paths.every(isPrompt) ? [] : orphanEvidence(judged);
      if (!orphans) continue;
      const { reason, at } = orphans;
      yield { severity: "info", reason, at, related: [], fixes: initFixes(judged, project) };
    }
  },
});

/** Whether a compose service builds this image, and none starts it without Docker's init: then nobody misses one. */
function everyServiceHasInit(judged: Judged, { images, deployments }: Project): boolean {
  return judged === images[0] && deployments.length > 0 && deployments.every(({ init }) => init !== undefined);
}
