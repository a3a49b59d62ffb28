import { describe, expect, test } from "@jest/globals";
import { findBaseImage, parseReference } from "../../src/known/images/images.ts";
import { imageFamilies } from "../../src/known/images/image-table.ts";
import type { BaseImage } from "../../src/known/images/base-image.ts";

function image(ref: string): BaseImage {
  const row = findBaseImage(ref);
  if (!row) throw new Error(`${ref}: not in the table`);
  return row;
}

describe("references", () => {
  test.each([
    ["node", "node", "latest"],
    ["node:22-alpine", "node", "22-alpine"],
    ["library/node:22", "node", "22"],
    ["docker.io/node:22", "node", "22"],
    ["docker.io/library/node:22", "node", "22"],
    ["index.docker.io/library/node", "node", "latest"],
    ["registry-1.docker.io/bitnami/redis:7", "bitnami/redis", "7"],
    ["public.ecr.aws/docker/library/node:22", "node", "22"],
    ["mirror.gcr.io/library/node:22", "node", "22"],
    ["node@sha256:0123", "node", "latest"],
    ["node:22@sha256:0123", "node", "22"],
    ["bitnami/redis", "bitnami/redis", "latest"],
    ["gcr.io/distroless/static-debian12:nonroot", "gcr.io/distroless/static-debian12", "nonroot"],
    ["localhost:5000/node", "localhost:5000/node", "latest"],
    ["localhost:5000/team/node:22", "localhost:5000/team/node", "22"],
    ["registry.access.redhat.com/ubi9/ubi:9.4", "registry.access.redhat.com/ubi9/ubi", "9.4"],
    ["ghcr.io/library/node:1", "ghcr.io/library/node", "1"],
    ["arm32v7/alpine:3.20", "alpine", "3.20"],
    ["amd64/golang:1.24", "golang", "1.24"],
    ["arm64v8/me/app:1", "arm64v8/me/app", "1"],
  ])("%s is %s, tag %s", (ref, repository, tag) => expect(parseReference(ref)).toEqual({ repository, tag }));
});

describe("/bin/sh and package manager", () => {
  test.each([
    ["debian:12", "dash", "apt"],
    ["debian:bookworm-slim", "dash", "apt"],
    ["ubuntu:22.04", "dash", "apt"],
    ["ubuntu", "dash", "apt"],
    ["alpine:3.19", "ash", "apk"],
    ["busybox", "ash", "none"],
    ["busybox:1.36-uclibc", "ash", "none"],
    ["amazonlinux:2", "bash-4", "yum"],
    ["amazonlinux:2.0.20230822.0", "bash-4", "yum"],
    ["amazonlinux:2023", "bash", "dnf"],
    ["centos:7", "bash-4", "yum"],
    ["centos:8", "bash-4", "dnf"],
    ["quay.io/centos/centos:stream9", "bash", "dnf"],
    ["rockylinux:8", "bash-4", "dnf"],
    ["rockylinux:9-minimal", "bash", "microdnf"],
    ["almalinux:8", "bash-4", "dnf"],
    ["almalinux:9", "bash", "dnf"],
    ["oraclelinux:7-slim", "bash-4", "yum"],
    ["oraclelinux:8", "bash-4", "dnf"],
    ["oraclelinux:9-slim", "bash", "microdnf"],
    ["fedora:40", "bash", "dnf"],
    ["registry.access.redhat.com/ubi8/ubi:8.10", "bash-4", "dnf"],
    ["registry.access.redhat.com/ubi9/ubi:9.4", "bash", "dnf"],
    ["registry.access.redhat.com/ubi9/ubi-minimal", "bash", "microdnf"],
    ["redhat/ubi9", "bash", "dnf"],
    ["opensuse/leap:15.6", "bash-4", "zypper"],
    ["python:3.11", "dash", "apt"],
    ["python:3.12-slim-bookworm", "dash", "apt"],
    ["python:3-alpine3.19", "ash", "apk"],
    ["python:3.13rc1-slim", "dash", "apt"],
    ["node:lts-buster-slim", "dash", "apt"],
    ["node:iron", "dash", "apt"],
    ["node:current-alpine", "ash", "apk"],
    ["golang:1.22-alpine", "ash", "apk"],
    ["php:7.4-fpm-alpine", "ash", "apk"],
    ["php:8.2-zts", "dash", "apt"],
    ["openjdk:11-jre-slim", "dash", "apt"],
    ["openjdk:8-jdk-alpine", "ash", "apk"],
    ["openjdk:8u342-jdk", "dash", "apt"],
    ["openjdk:17", "bash-4", "microdnf"],
    ["openjdk:17-slim", "dash", "apt"],
    ["openjdk:17-jdk-buster", "dash", "apt"],
    ["openjdk:21-oraclelinux8", "bash-4", "dnf"],
    ["eclipse-temurin:21-jre", "dash", "apt"],
    ["eclipse-temurin:21-jre-alpine", "ash", "apk"],
    ["eclipse-temurin:21-jre-ubi9-minimal", "bash", "microdnf"],
    ["amazoncorretto:21-al2023", "bash", "dnf"],
    ["amazoncorretto:17", undefined, undefined],
    ["maven:3-jdk-11", "dash", "apt"],
    ["maven:3.8-openjdk-17", "bash-4", "microdnf"],
    ["maven:3-eclipse-temurin-21-alpine", "ash", "apk"],
    ["mysql:8.4", "bash", "microdnf"],
    ["mysql:8.0-debian", "dash", "apt"],
    ["mariadb:11", "dash", "apt"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", "dash", "apt"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-alpine", "ash", "apk"],
    ["mcr.microsoft.com/dotnet/runtime-deps:8.0-jammy-chiseled", "none", "none"],
    ["mcr.microsoft.com/dotnet/sdk:10.0-azurelinux3.0", "bash", "tdnf"],
    ["gcr.io/distroless/static", "none", "none"],
    ["gcr.io/distroless/cc-debian13:nonroot", "none", "none"],
    ["gcr.io/distroless/nodejs22-debian12:debug", "none", "none"],
    ["nvidia/cuda:12.2.0-runtime-ubuntu22.04", "dash", "apt"],
    ["jenkins/jenkins:lts-jdk21", "dash", "apt"],
    ["jenkins/jenkins:2.400-rhel-ubi9-jdk17", "bash", "dnf"],
    // Nothing that tells the distribution
    ["node:unknown", undefined, undefined],
    ["node:${VERSION}", undefined, undefined],
    ["node:${VERSION}-alpine", "ash", "apk"],
    ["python:my-own", undefined, undefined],
    ["amazonlinux:unknown", undefined, undefined],
    ["rockylinux:unknown", undefined, "dnf"],
    ["debian:unknown", "dash", "apt"],
    ["ubuntu:${V}", "dash", "apt"],
  ])("%s: %s, %s", (ref, sh, packageManager) => {
    const row = image(ref);
    expect([row.sh, row.packageManager]).toEqual([sh, packageManager]);
  });
});

describe("ENTRYPOINT, CMD and STOPSIGNAL", () => {
  test.each([
    ["node:22", ["docker-entrypoint.sh"], ["node"], null],
    ["node:unknown", ["docker-entrypoint.sh"], ["node"], null],
    ["python:3.12-slim", null, ["python3"], null],
    ["golang:1.22", null, ["bash"], null],
    ["golang:1.22-alpine", null, ["/bin/sh"], null],
    ["golang:unknown", null, undefined, null],
    ["php:8.3", ["docker-php-entrypoint"], ["php", "-a"], null],
    ["php:8.3-cli-alpine", ["docker-php-entrypoint"], ["php", "-a"], null],
    ["php:8.3-apache-bookworm", ["docker-php-entrypoint"], ["apache2-foreground"], "SIGWINCH"],
    ["php:7.4-fpm-alpine", ["docker-php-entrypoint"], ["php-fpm"], "SIGQUIT"],
    // SIGQUIT since April 2019, SIGWINCH since August 2019
    ["php:5.6-fpm", ["docker-php-entrypoint"], ["php-fpm"], null],
    ["php:7.0-fpm-alpine", ["docker-php-entrypoint"], ["php-fpm"], null],
    ["php:7.1.28-fpm", ["docker-php-entrypoint"], ["php-fpm"], "SIGQUIT"],
    ["php:7.2.10-fpm-stretch", ["docker-php-entrypoint"], ["php-fpm"], null],
    ["php:7.3.3-fpm", ["docker-php-entrypoint"], ["php-fpm"], null],
    ["php:7.3-fpm", ["docker-php-entrypoint"], ["php-fpm"], "SIGQUIT"],
    ["php:7.3.29-fpm-buster", ["docker-php-entrypoint"], ["php-fpm"], "SIGQUIT"],
    ["php:5-apache", ["docker-php-entrypoint"], ["apache2-foreground"], null],
    ["php:7.3.7-apache", ["docker-php-entrypoint"], ["apache2-foreground"], null],
    ["php:7.3.33-apache", ["docker-php-entrypoint"], ["apache2-foreground"], "SIGWINCH"],
    ["openresty/openresty:alpine", null, ["/usr/local/openresty/bin/openresty", "-g", "daemon off;"], "SIGQUIT"],
    ["php:unknown", ["docker-php-entrypoint"], undefined, undefined],
    ["nginx", ["/docker-entrypoint.sh"], ["nginx", "-g", "daemon off;"], "SIGQUIT"],
    ["nginx:1.27-alpine-slim", ["/docker-entrypoint.sh"], ["nginx", "-g", "daemon off;"], "SIGQUIT"],
    ["nginxinc/nginx-unprivileged:1.27", ["/docker-entrypoint.sh"], ["nginx", "-g", "daemon off;"], "SIGQUIT"],
    ["httpd:2.4", null, ["httpd-foreground"], "SIGWINCH"],
    ["redis:7-alpine", ["docker-entrypoint.sh"], ["redis-server"], null],
    ["postgres:16", ["docker-entrypoint.sh"], ["postgres"], "SIGINT"],
    ["haproxy:3.0", ["docker-entrypoint.sh"], ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"], "SIGUSR1"],
    ["wordpress:php8.2-fpm", ["docker-entrypoint.sh"], ["php-fpm"], "SIGQUIT"],
    ["wordpress:6", ["docker-entrypoint.sh"], ["apache2-foreground"], "SIGWINCH"],
    ["traefik:v3.1", ["/entrypoint.sh"], ["traefik"], null],
    ["eclipse-temurin:21", ["/__cacert_entrypoint.sh"], ["jshell"], null],
    ["eclipse-temurin:21-jre-jammy", ["/__cacert_entrypoint.sh"], null, null],
    ["maven:3-jdk-11", ["/usr/local/bin/mvn-entrypoint.sh"], ["mvn"], null],
    ["docker:27-cli", ["docker-entrypoint.sh"], ["sh"], null],
    ["docker:27-dind", ["dockerd-entrypoint.sh"], null, null],
    ["gcr.io/distroless/nodejs22-debian12", ["/nodejs/bin/node"], null, null],
    ["gcr.io/distroless/java21-debian12", ["/usr/bin/java", "-jar"], null, null],
    ["gcr.io/distroless/java-base-debian12", null, null, null],
    ["gcr.io/distroless/static-debian11", null, null, null],
    ["gcr.io/distroless/static-debian12:debug", ["/busybox/sh"], null, null],
    ["gcr.io/distroless/python3-debian12", undefined, null, null],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", null, null, null],
    ["mcr.microsoft.com/dotnet/aspnet:10.0-noble", null, ["/bin/bash"], null],
    ["bitnami/redis:7.2", undefined, undefined, null],
    ["selenium/standalone-chrome:4", null, ["/opt/bin/entry_point.sh"], null],
  ])("%s", (ref, entrypoint, cmd, stopSignal) => {
    const row = image(ref);
    expect([row.entrypoint, row.cmd, row.stopSignal]).toEqual([entrypoint, cmd, stopSignal]);
  });

  test("the name is the repository, whatever stood before it", () => {
    expect(image("docker.io/library/node:22").name).toBe("node");
    expect(image("bitnami/kafka").name).toBe("bitnami/kafka");
  });

  test("scripts that exec their arguments are known", () => {
    expect(image("node:22").entrypointExecsArgs).toBe(true);
    expect(image("debian").entrypointExecsArgs).toBeUndefined();
  });
});

describe("users, inits and shells", () => {
  test.each([
    ["jenkins/jenkins:lts", "tini"],
    ["jupyter/base-notebook", "tini"],
    ["quay.io/jupyter/scipy-notebook:latest", "tini"],
    ["denoland/deno:alpine", "tini"],
    ["apache/airflow:2.9.0", "dumb-init"],
    ["phusion/baseimage:jammy-1.0.1", "my_init"],
    ["lscr.io/linuxserver/plex:latest", "s6"],
    ["public.ecr.aws/lambda/python:3.12", "lambda"],
    ["node:22", null],
  ])("%s has %s", (ref, init) => expect(image(ref).init).toBe(init));

  test("a SHELL is inherited from the image", () => {
    expect(image("bitnami/redis").shell?.at(-1)).toBe("-c");
    expect(image("jupyter/base-notebook").shell).toEqual(["/bin/bash", "-o", "pipefail", "-c"]);
    expect(image("node:22").shell).toBeNull();
  });

  test("the user is the one that the image sets", () => {
    expect(image("jenkins/jenkins").user).toBe("jenkins");
    expect(image("node:22").user).toBeNull();
    expect(image("mcr.microsoft.com/dotnet/runtime:8.0-noble-chiseled").user).toBe("1654");
  });
});

describe("Windows", () => {
  test.each([
    "mcr.microsoft.com/windows/servercore:ltsc2022",
    "mcr.microsoft.com/windows/nanoserver:1809",
    "mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022",
    "mcr.microsoft.com/dotnet/framework/aspnet:4.8",
    "python:3.12-windowsservercore-ltsc2022",
    "golang:1.22-nanoserver",
  ])("%s", (ref) => expect(image(ref)).toMatchObject({ windows: true, sh: undefined, entrypoint: undefined }));

  test.each(["node:22", "node:unknown", "mcr.microsoft.com/dotnet/aspnet:8.0"])("not %s", (ref) =>
    expect(image(ref).windows).toBe(false),
  );
});

describe("the table", () => {
  test.each(["my/app", "ghcr.io/me/node:22", "localhost:5000/node", "nodejs", "scratch", ""])(
    "does not know '%s'",
    (ref) => {
      expect(findBaseImage(ref)).toBeUndefined();
    },
  );

  test("has a source for every family, and a distribution", () => {
    for (const family of imageFamilies) {
      expect(family.evidence.source.trim()).not.toBe("");
      expect(family.systems.length).toBeGreaterThan(0);
    }
  });

  test("has every repository once, none hidden behind a pattern", () => {
    const patterns = imageFamilies.flatMap((family) => family.repositories);
    patterns.forEach((pattern, index) => {
      const hiding = patterns
        .slice(0, index)
        .filter((other) => other === pattern || (other.endsWith("*") && pattern.startsWith(other.slice(0, -1))));
      expect([pattern, hiding]).toEqual([pattern, []]);
    });
  });
});
