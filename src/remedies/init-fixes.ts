import type { Project } from "../project/project.ts";
import type { Judged } from "../stop/judge.ts";
import { byHand } from "../text/edits.ts";
import type { Fix } from "../text/edits.ts";
import { installInit } from "./install-init.ts";

/**
 * How to put an init in front of PID 1, best first: by a line of the compose services that start the image, where there
 * are some; in the image.
 */
export function initFixes(judged: Judged, { images, deployments }: Project): readonly Fix[] {
  const { deployment } = judged.image;
  const described = deployment.place !== undefined;
  const services = described
    ? [deployment]
    : judged === images[0]
      ? deployments.filter(({ init }) => init === undefined)
      : [];
  const lines = services.map((service) => service.addKey("init: true"));
  const added = lines.filter((line) => line !== undefined);
  const names = services.map(({ title }) => title).join(", ");
  const compose: readonly Fix[] =
    added.length > 0 && added.length === lines.length
      ? [{ title: `Give ${names} an init: \`init: true\``, applicability: "unsafe", edits: added }]
      : [];
  const installed = installInit(judged);
  return [
    ...compose,
    ...(installed.ok ? [installed.fix] : []),
    byHand(deployment.initAdvice, installed.ok || described ? undefined : installed.reason),
  ];
}
