import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { trace } from "../library.ts";
import type { Base } from "./bases.ts";
import { count, inLaboratory, inParallel, measureContext, Trials } from "./laboratory.ts";

/** What the rules advise where orphans are left: an init in front. The probe itself waits for nobody. */
const recipes: readonly { readonly title: string; readonly start: string; readonly reaps: boolean }[] = [
  { title: "tini", start: 'ENTRYPOINT ["tini", "--"]\nCMD ["app"]', reaps: true },
  { title: "tini in front of a script", start: 'ENTRYPOINT ["tini", "--", "/case/ep.sh"]\nCMD ["app"]', reaps: true },
  { title: "dumb-init", start: 'ENTRYPOINT ["dumb-init", "--"]\nCMD ["app"]', reaps: true },
  { title: "catatonit", start: 'ENTRYPOINT ["catatonit", "--"]\nCMD ["app"]', reaps: true },
  { title: "no init", start: 'CMD ["app"]', reaps: false },
];

const bases: readonly { readonly base: Base; readonly from: string }[] = [
  { base: "dash", from: "debian:12-slim" },
  { base: "bash", from: "registry.access.redhat.com/ubi9/ubi:9.4" },
  { base: "ash", from: "alpine:3.20" },
];

const subjects = bases.flatMap(({ base, from }) =>
  recipes.map(({ title, start, reaps }) => ({
    title: `${title} on ${from}`,
    base,
    reaps,
    files: {
      "/app": "\u007fELF\u0002\u0001\u0001",
      "/ep.sh": '#!/bin/sh\nexec "$@"\n',
      "/Dockerfile": `FROM ${from}\nCOPY --chmod=755 app /usr/local/bin/app\nCOPY --chmod=755 ep.sh /case/ep.sh\n${start}\n`,
    },
  })),
);

const trials = new Trials<(typeof subjects)[number]>();

inLaboratory(async ({ engine, probe }) => {
  await inParallel(subjects, (subject) => {
    const { files, base } = subject;
    return trials.add(
      subject,
      measureContext(engine, { files, dockerfile: "/Dockerfile", programs: { "/app": probe }, base }),
    );
  });
  count({ "init recipes": subjects.filter(({ reaps }) => reaps).length });
});

describe.each(subjects)("$title", (subject) => {
  test(subject.reaps ? "leaves no zombies" : "leaves zombies", () => {
    expect(trials.of(subject).orphans).toEqual({ handed: 5, left: subject.reaps ? 0 : 5 });
  });

  test("delivers the stop signal, as the trace says", () => {
    const [traced] = trace(memoryTree(subject.files), ["/Dockerfile"]);
    expect([trials.of(subject).outcome, traced?.outcome]).toEqual(["delivered", "delivered"]);
  });
});
