import type { ShellFamily } from "../shells/shells.ts";
import type { BaseImage } from "./base-image.ts";

/** What an image has from the distribution that it is built on. */
interface System {
  readonly sh: ShellFamily | "none" | undefined;
  readonly packageManager: BaseImage["packageManager"];
  readonly windows: boolean;
}

function linux(sh: System["sh"], packageManager: System["packageManager"]): System {
  return { sh, packageManager, windows: false };
}

/**
 * Distributions by the names of the table of images: /bin/sh and package manager. `el`: Red Hat's and what is built
 * from it.
 */
export const systems = {
  debian: linux("dash", "apt"),
  ubuntu: linux("dash", "apt"),
  alpine: linux("ash", "apk"),
  busybox: linux("ash", "none"),
  el7: linux("bash-4", "yum"),
  el8: linux("bash-4", "dnf"),
  el8minimal: linux("bash-4", "microdnf"),
  el9: linux("bash", "dnf"),
  el9minimal: linux("bash", "microdnf"),
  el9micro: linux("bash", "none"),
  fedora: linux("bash", "dnf"),
  al2: linux("bash-4", "yum"),
  al2023: linux("bash", "dnf"),
  azurelinux: linux("bash", "tdnf"),
  leap15: linux("bash-4", "zypper"),
  tumbleweed: linux("bash", "zypper"),
  arch: linux("bash", undefined),
  /** It has apt-get, with rpm below. */
  alt: linux("bash", undefined),
  photon: linux("bash", "tdnf"),
  nix: linux("bash", "none"),
  /** No shell, no package manager. */
  none: linux("none", "none"),
  windows: { sh: undefined, packageManager: undefined, windows: true },
  /** Linux, but nothing more is known. */
  some: linux(undefined, undefined),
} as const satisfies Record<string, System>;

/** Package managers by their commands. yum is dnf by its old name where there is both. */
const commands = new Map<string, readonly System["packageManager"][]>([
  ["apt", ["apt"]],
  ["apt-get", ["apt"]],
  ["apk", ["apk"]],
  ["dnf", ["dnf"]],
  ["yum", ["yum", "dnf"]],
  ["microdnf", ["microdnf"]],
  ["tdnf", ["tdnf"]],
  ["zypper", ["zypper"]],
]);

/** Finds what may be such a command in a text. */
export const managerCommand = /\b(?:ap[tk]|yum|t?dnf|microdnf|zypper)\b/;

/** Whether a command is that of a package manager. */
export function isManager(command: string): boolean {
  return commands.has(command);
}

/** The /bin/sh of all distributions with this command of a package manager; undefined where they differ. */
export function shellBesideManager(command: string): ShellFamily | undefined {
  const managers = commands.get(command) ?? [];
  const shells = new Set(
    Object.values<System>(systems).flatMap(({ sh, packageManager }) => (managers.includes(packageManager) ? [sh] : [])),
  );
  const [only] = shells;
  return shells.size === 1 && only !== "none" ? only : undefined;
}

/** A key of {@link systems}. */
export type SystemName = keyof typeof systems;

const marks: readonly (readonly [pattern: RegExp, system: SystemName])[] = [
  [/(^|-)(windowsservercore|nanoserver|windows)/, "windows"],
  [/(^|-)(chiseled|distroless|scratch)(-|$)/, "none"],
  [/(^|-)alpine[\d.]*(-|$)/, "alpine"],
  [/(^|-)(debian-?\d*|jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid)(-|$)/, "debian"],
  [/(^|-)(ubuntu-?[\d.]*|trusty|xenial|bionic|focal|jammy|noble|plucky|questing)(-|$)/, "ubuntu"],
  [/(^|-)ubi8-minimal(-|$)/, "el8minimal"],
  [/(^|-)ubi(9|10)-minimal(-|$)/, "el9minimal"],
  [/(^|-)(centos|ubi|oraclelinux|ol|rockylinux|rhel)7(-|$)/, "el7"],
  [/(^|-)(oraclelinux|ol)8-slim(-|$)/, "el8minimal"],
  [/(^|-)(oraclelinux|ol)9-slim(-|$)/, "el9minimal"],
  [/(^|-)(centos|ubi|oraclelinux|ol|rockylinux|rhel)8(-|$)/, "el8"],
  [/(^|-)(ubi|oraclelinux|ol|rockylinux|rhel)(9|10)(-|$)/, "el9"],
  [/(^|-)(al|amazonlinux)2(-|$)/, "al2"],
  [/(^|-)(al|amazonlinux)2023(-|$)/, "al2023"],
  [/(^|-)(azurelinux|mariner|cbl)[\d.]*(-|$)/, "azurelinux"],
  [/(^|-)fedora[\d.]*(-|$)/, "fedora"],
];

/** The distribution that a tag names ("22-alpine3.20", "3.12-slim-bookworm"). */
export function systemInTag(tag: string): SystemName | undefined {
  return marks.find(([pattern]) => pattern.test(tag))?.[1];
}

const ordinary = new Set(
  [
    "latest lts stable mainline oldstable current edge rolling release nightly preview rc beta alpha slim full jdk jre",
    "openjdk eclipse temurin cli fpm apache zts",
    "perl otel management headless community oracle debug nonroot onbuild dind rootless git scm curl " +
      "base runtime devel",
    "cudnn aspnet minimal backports",
    "argon boron carbon dubnium erbium fermium gallium hydrogen iron jod krypton amd64 arm64 arm64v8 arm32v7 browsers",
    "generic java scala python r unprivileged",
  ]
    .join(" ")
    .split(" "),
);

function withoutNumber(part: string): string {
  let end = part.length;
  while (/[\d.]/.test(part.charAt(end - 1))) end--;
  return part.slice(0, end);
}

/**
 * Whether a tag is made of version numbers and words that say nothing of the distribution, so that the usual one can be
 * meant.
 */
export function isOrdinaryTag(tag: string): boolean {
  return tag.split("-").every((part) => /^v?\d[\w.+]*$/.test(part) || ordinary.has(withoutNumber(part)));
}
