import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { fix, trace } from "../library.ts";
import { count, inLaboratory, inParallel, measureContext, Trials } from "./laboratory.ts";
import type { Laboratory, StandIn, Subject as Context, Trial } from "./laboratory.ts";

/**
 * An image without an init, whose program is played by the probe. What the fix writes is built with real packages, over
 * the network.
 */
interface Subject extends Pick<Context, "base" | "baseOf" | "adapt"> {
  readonly title: string;
  readonly dockerfile: string;
  /** Path in the image that the probe stands for. */
  readonly played: string;
  readonly scenery?: Readonly<Record<string, StandIn>>;
}

const debian = { base: "debian", played: "/usr/local/bin/python3" } as const;

const subjects: readonly Subject[] = [
  {
    title: "apt, in an instruction of its own",
    ...debian,
    dockerfile: 'FROM python:3.12-slim\nCOPY app.py /srv/\nUSER 1000\nCMD ["python3", "/srv/app.py"]\n',
  },
  {
    title: "apt, with the other packages",
    ...debian,
    dockerfile:
      'FROM debian:12-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends \\\n        netbase \\\n    && rm -rf /var/lib/apt/lists/*\nCOPY app.py /srv/\nCMD ["python3", "/srv/app.py"]\n',
  },
  {
    title: "apt, as root and back",
    ...debian,
    dockerfile:
      'FROM python:3.12-slim AS base\nUSER 1000\n\nFROM base\nCOPY app.py /srv/\nCMD ["python3", "/srv/app.py"]\n',
  },
  {
    title: "apt, in front of an inherited command",
    ...debian,
    dockerfile:
      'FROM python:3.12-slim AS base\nENTRYPOINT ["env", "X=1"]\nCMD ["python3", "/srv/app.py"]\n\nFROM base\nCOPY app.py /srv/\n',
  },
  {
    title: "apt, in front of the base image's script",
    base: "debian",
    played: "/usr/local/bin/node",
    dockerfile: 'FROM node:22-bookworm-slim\nCOPY app.py /srv/\nCMD ["node", "/srv/app.py"]\n',
    scenery: { "/usr/local/bin/docker-entrypoint.sh": { text: '#!/bin/sh\nexec "$@"\n' } },
  },
  {
    title: "a copy, on Red Hat's UBI",
    base: "bash",
    baseOf: (ref) => (ref.startsWith("debian") ? "debian" : "bash"),
    played: "/usr/local/bin/python3",
    dockerfile:
      'FROM registry.access.redhat.com/ubi9/ubi-minimal\nCOPY app.py /srv/\nUSER 1000\nENTRYPOINT ["python3"]\nCMD ["/srv/app.py"]\n',
  },
  {
    title: "a copy, on distroless",
    base: "empty",
    baseOf: (ref) => (ref.startsWith("debian") ? "debian" : "empty"),
    played: "/nodejs/bin/node",
    dockerfile: 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY app.py /srv/\nCMD ["/srv/app.py"]\n',
    adapt: (dockerfile) => dockerfile.replace(/^FROM gcr.*$/m, '$&\nENTRYPOINT ["/nodejs/bin/node"]'),
  },
  // Alpine's packages are not to be had on Debian: what `apk add` would bring stands there already.
  {
    title: "the command line on Alpine",
    base: "ash",
    played: "/usr/bin/python3",
    dockerfile: 'FROM alpine:3.20\nRUN apk add --no-cache python3\nCOPY app.py /srv/\nCMD ["python3", "/srv/app.py"]\n',
    scenery: { "/usr/sbin/tini": { copyOf: "/usr/bin/tini-static" } },
  },
];

function contextOf({ dockerfile }: Subject): Record<string, MemoryFile> {
  return { "/Dockerfile": dockerfile, "/app.py": "" };
}

function fixed(subject: Subject): Record<string, MemoryFile> {
  const files = contextOf(subject);
  for (const { path, after } of fix(memoryTree(files), ["/Dockerfile"], { unsafe: true }).changes) files[path] = after;
  return files;
}

function play(
  { engine, probe }: Laboratory,
  { base, baseOf, adapt, played, scenery }: Subject,
  files: Record<string, MemoryFile>,
): Promise<Trial> {
  const more = { ...(baseOf ? { baseOf } : {}), ...(adapt ? { adapt } : {}) };
  return measureContext(engine, {
    files,
    dockerfile: "/Dockerfile",
    programs: {},
    base,
    ...more,
    network: "host",
    standIns: { [played]: { copyOf: probe }, ...scenery },
  });
}

const before = new Trials<Subject>();
const after = new Trials<Subject>();

inLaboratory(
  async (laboratory) => {
    await inParallel(subjects, async (subject) => {
      await before.add(subject, play(laboratory, subject, contextOf(subject)));
      await after.add(subject, play(laboratory, subject, fixed(subject)));
    });
  },
  ["debian", "empty"],
);

describe.each(subjects)("$title", (subject) => {
  // Without a shell nothing can be handed to PID 1.
  const handed = (left: number): Trial["orphans"] =>
    subject.base === "empty" ? { skipped: "the image has no shell to start them with" } : { handed: 5, left };

  test("leaves zombies before the fix", () => {
    const { orphans, reason } = before.of(subject);
    expect({ orphans, reason }).toEqual({ orphans: handed(5), reason });
  });

  test("has tini at PID 1 after it, which leaves none and passes the signal on", () => {
    const { orphans, outcome, processes, finished } = after.of(subject);
    expect({ orphans, outcome, finished }).toEqual({ orphans: handed(0), outcome: "delivered", finished: true });
    expect(processes[0]?.argv.slice(0, 2).map((word) => word.replace(/^.*\//, ""))).toEqual(["tini", "--"]);
    const [traced] = trace(memoryTree(fixed(subject)), ["/Dockerfile"]);
    expect([traced?.outcome, traced?.reaping]).toEqual(["delivered", true]);
  });

  test("runs the same program with the same arguments, directory and environment", () => {
    expect(after.of(subject).surroundings).toBeDefined();
    expect(after.of(subject).surroundings).toEqual(before.of(subject).surroundings);
    count({ "init recipes installed": 1 });
  });
});
