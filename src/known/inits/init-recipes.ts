import type { Evidence } from "../evidence.ts";
import { measured, sourced } from "../sources.ts";
import type { BaseImage } from "../images/base-image.ts";

/** How tini gets into an image. */
export interface InitRecipe {
  /** Where it then is, or its name where only PATH tells. */
  readonly path: string;
  /** Commands that install it, to be joined by `&&`. Empty: it is copied from another stage. */
  readonly steps: readonly string[];
  /** The rule of hadolint that wants the package's version pinned. */
  readonly pinning: string | undefined;
  readonly evidence: Evidence;
}

const apt: InitRecipe = {
  path: "/usr/bin/tini",
  steps: ["apt-get update", "apt-get install -y --no-install-recommends tini", "rm -rf /var/lib/apt/lists/*"],
  pinning: "DL3008",
  evidence: measured("SIGTERM", "Debian's package tini 0.19"),
};

const fedora: InitRecipe = {
  path: "/usr/bin/tini",
  steps: ["dnf install -y tini", "dnf clean all"],
  pinning: "DL3041",
  evidence: sourced("slominskir/sssd-devcontainer Dockerfile: fedora:40 with dnf install tini"),
};

/** By package manager; those of Red Hat's family but for Fedora have no package. */
const byManager: Readonly<Partial<Record<NonNullable<BaseImage["packageManager"]>, InitRecipe>>> = {
  apt,
  apk: {
    path: "/sbin/tini",
    steps: ["apk add --no-cache tini"],
    pinning: "DL3018",
    evidence: sourced("pkgs.alpinelinux.org: tini has /sbin/tini"),
  },
  zypper: {
    path: "tini",
    steps: ["zypper --non-interactive install tini", "zypper clean --all"],
    pinning: "DL3037",
    evidence: sourced("389ds/dirsrv images on openSUSE install it by zypper"),
  },
  tdnf: {
    path: "/usr/bin/tini",
    steps: ["tdnf install -y tini", "tdnf clean all"],
    pinning: undefined,
    evidence: sourced("microsoft/azurelinux SPECS/tini"),
  },
};

/** Debian's static build, from a stage of its own: it runs on whatever there is, on each platform that is built. */
export const copied: InitRecipe = {
  path: "/usr/bin/tini",
  steps: [],
  pinning: undefined,
  evidence: measured("SIGTERM", "/usr/bin/tini-static of Debian's package tini 0.19, in an empty image"),
};

/** The image that brings the static build, and the steps of its stage. */
export const donor = { image: "debian:12-slim", steps: apt.steps, binary: "/usr/bin/tini-static" } as const;

/** Releases whose package servers are gone or have no tini. */
const past = new RegExp(
  "(^|[:\\-/])(wheezy|jessie|stretch|buster|trusty|xenial|bionic)\\b|(^|/)debian:([789]|10)\\b" +
    "|(^|/)ubuntu:1[02468]\\b" +
    // Images that are built no more, on what was Debian then.
    "|(^|/)node:(0|[4-9]|1[0-3])\\b(?!.*alpine)|(^|/)python:(2|3\\.[0-5])\\b(?!.*alpine)" +
    "|(^|/)ruby:(1|2\\.[0-6])\\b(?!.*alpine)|(^|/)php:(5|7\\.[0-3])\\b(?!.*alpine)",
);

/** The recipe for a package manager, in an image built on `ref`, where there is such a package. */
export function recipeFor(manager: BaseImage["packageManager"], ref: string): InitRecipe | undefined {
  if (manager === undefined || past.test(ref)) return undefined;
  return manager === "dnf" && /(^|[/-])fedora\b/.test(ref) ? fedora : byManager[manager];
}
