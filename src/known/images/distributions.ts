import { bash, distribution, image, open, sh, withTags, withoutBash } from "./image-rows.ts";
import { sourced, unsourced } from "../sources.ts";

const elVersions = [
  [/^(centos)?7/, "el7"],
  [/^(centos|stream)?8.*minimal/, "el8minimal"],
  [/^(centos|stream)?8/, "el8"],
  [/^(stream)?(9|10).*minimal/, "el9minimal"],
  [/^(stream)?(9|10)/, "el9"],
] as const;

const s6 = { entrypoint: ["/init"], init: "s6" };

/** Distributions, and what is little more. */
export const distributions = [
  image("debian", ["debian"], { cmd: ["bash"] }, distribution),
  image(
    "buildpack-deps",
    ["debian"],
    { cmd: ["bash"] },
    sourced("docker-library/buildpack-deps debian/trixie/Dockerfile"),
  ),
  image("ubuntu", ["ubuntu"], bash, distribution),
  withoutBash(image("alpine", ["alpine"], sh, distribution)),
  withoutBash(image("busybox", ["busybox"], { cmd: ["sh"] }, distribution)),
  image("fedora", ["fedora"], bash, distribution),
  withTags(image("centos quay.io/centos/centos", ["el7", "el8", "el9"], bash, distribution), {
    byVersion: [...elVersions, [/^latest$/, "el8"]],
  }),
  withTags(image("rockylinux rockylinux/rockylinux almalinux", ["el8", "el9"], bash, distribution), {
    byVersion: elVersions,
  }),
  withTags(image("oraclelinux", ["el7", "el8", "el9"], bash, distribution), {
    byVersion: [
      [/^7/, "el7"],
      [/^8.*slim/, "el8minimal"],
      [/^8/, "el8"],
      [/^(9|10).*slim/, "el9minimal"],
      [/^(9|10)/, "el9"],
    ],
  }),
  withTags(image("amazonlinux public.ecr.aws/amazonlinux/amazonlinux", ["al2023", "al2"], bash, distribution), {
    byVersion: [
      [/^(2023|latest)/, "al2023"],
      [/^[12]/, "al2"],
    ],
  }),
  image(
    "redhat/ubi8 registry.access.redhat.com/ubi8 registry.access.redhat.com/ubi8/ubi registry.redhat.io/ubi8/ubi",
    ["el8"],
    bash,
    distribution,
  ),
  image(
    "redhat/ubi8-minimal registry.access.redhat.com/ubi8-minimal registry.access.redhat.com/ubi8/ubi-minimal",
    ["el8minimal"],
    bash,
    distribution,
  ),
  image(
    "redhat/ubi9 registry.access.redhat.com/ubi9 registry.access.redhat.com/ubi9/ubi registry.redhat.io/ubi9/ubi",
    ["el9"],
    bash,
    distribution,
  ),
  image(
    "redhat/ubi9-minimal registry.access.redhat.com/ubi9-minimal registry.access.redhat.com/ubi9/ubi-minimal",
    ["el9minimal"],
    bash,
    distribution,
  ),
  image(
    "redhat/ubi9-micro registry.access.redhat.com/ubi9-micro registry.access.redhat.com/ubi9/ubi-micro",
    ["el9micro"],
    sh,
    distribution,
  ),
  image(
    "redhat/ubi10 registry.access.redhat.com/ubi10 registry.access.redhat.com/ubi10/ubi",
    ["el9"],
    bash,
    distribution,
  ),
  image(
    "redhat/ubi10-minimal registry.access.redhat.com/ubi10-minimal registry.access.redhat.com/ubi10/ubi-minimal",
    ["el9minimal"],
    bash,
    distribution,
  ),
  image("registry.access.redhat.com/ubi8/*", ["el8"], open, distribution),
  image("registry.access.redhat.com/ubi9/*", ["el9"], open, distribution),
  withTags(image("opensuse/leap", ["leap15", "tumbleweed"], bash, distribution), { byVersion: [[/^15/, "leap15"]] }),
  image("opensuse/tumbleweed", ["tumbleweed"], bash, distribution),
  image(
    "archlinux archlinux/archlinux ghcr.io/archlinux/archlinux manjarolinux/base blackarchlinux/blackarch",
    ["arch"],
    { cmd: ["/usr/bin/bash"] },
    distribution,
  ),
  image("alt", ["alt"], bash, distribution),
  image("registry.altlinux.org/*", ["alt"], open, distribution),
  image("kalilinux/kali-rolling parrotsec/core", ["debian"], { cmd: ["bash"] }, distribution),
  image("photon", ["photon"], bash, distribution),
  image(
    "mcr.microsoft.com/azurelinux/base/core mcr.microsoft.com/cbl-mariner/base/core",
    ["azurelinux"],
    { cmd: ["bash"] },
    distribution,
  ),
  image("frolvlad/alpine-glibc", ["alpine"], sh, unsourced),
  image("nixos/nix", ["nix"], { cmd: ["/root/.nix-profile/bin/bash"] }, unsourced),
  image(
    "mcr.microsoft.com/windows/* mcr.microsoft.com/windows mcr.microsoft.com/powershell/windows",
    ["windows"],
    {},
    distribution,
  ),
  image("mcr.microsoft.com/dotnet/framework/*", ["windows"], {}, distribution),
  image(
    "phusion/baseimage ghcr.io/phusion/baseimage",
    ["ubuntu"],
    { cmd: ["/sbin/my_init"], init: "my_init" },
    sourced("phusion/baseimage-docker image/Dockerfile"),
  ),
  image(
    "ghcr.io/linuxserver/baseimage-alpine lscr.io/linuxserver/baseimage-alpine linuxserver/baseimage-alpine " +
      "lsiobase/alpine lsiobase/nginx",
    ["alpine"],
    s6,
    sourced("linuxserver/docker-baseimage-alpine Dockerfile"),
  ),
  image(
    "ghcr.io/linuxserver/baseimage-ubuntu lscr.io/linuxserver/baseimage-ubuntu linuxserver/baseimage-ubuntu " +
      "lsiobase/ubuntu",
    ["ubuntu"],
    s6,
    sourced("linuxserver/docker-baseimage-ubuntu Dockerfile"),
  ),
  image(
    "ghcr.io/linuxserver/baseimage-debian lscr.io/linuxserver/baseimage-debian",
    ["debian"],
    s6,
    sourced("linuxserver/docker-baseimage-debian Dockerfile"),
  ),
  image("ghcr.io/linuxserver/* lscr.io/linuxserver/* linuxserver/*", ["some"], { ...s6, user: undefined }, unsourced),
];

/** Images without a shell, and others that run one kind of program. */
export const shellless = [
  image(
    "gcr.io/distroless/nodejs*",
    ["none"],
    { entrypoint: ["/nodejs/bin/node"], user: undefined },
    sourced("GoogleContainerTools/distroless nodejs/nodejs.bzl"),
  ),
  image(
    "gcr.io/distroless/java-base*",
    ["none"],
    { user: undefined },
    sourced("GoogleContainerTools/distroless README.md"),
  ),
  image(
    "gcr.io/distroless/java*",
    ["none"],
    { entrypoint: ["/usr/bin/java", "-jar"], user: undefined },
    sourced("GoogleContainerTools/distroless java/java.bzl"),
  ),
  image(
    "gcr.io/distroless/python3*",
    ["none"],
    { entrypoint: undefined, user: undefined },
    sourced("GoogleContainerTools/distroless python3/python.bzl"),
  ),
  withTags(
    image("gcr.io/distroless/*", ["none"], { user: undefined }, sourced("GoogleContainerTools/distroless README.md")),
    { flavours: [[/^debug/, { entrypoint: ["/busybox/sh"] }]] },
  ),
  image("cgr.dev/chainguard/wolfi-base cgr.dev/chainguard/busybox", ["alpine"], sh, unsourced),
  withTags(image("cgr.dev/chainguard/*", ["none", "busybox"], { ...open, user: "65532" }, unsourced), {
    byVersion: [
      [/-dev$/, "busybox"],
      [/^[\w.]+$/, "none"],
    ],
  }),
  withTags(
    image(
      "public.ecr.aws/lambda/* amazon/aws-lambda-*",
      ["al2023", "al2"],
      { entrypoint: ["/lambda-entrypoint.sh"], cmd: null, init: "lambda" },
      unsourced,
    ),
    { byVersion: [] },
  ),
];
