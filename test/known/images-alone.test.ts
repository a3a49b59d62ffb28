import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { imageFamilies } from "../../src/known/images/image-table.ts";
import { openProject } from "../../src/project/open-project.ts";
import type { StartUp } from "../../src/stop/start-up.ts";
import { Source } from "../../src/text/source.ts";

function startUp(lines: readonly string[], files: Readonly<Record<string, string>> = {}): StartUp | undefined {
  const text = `${lines.join("\n")}\n`;
  return openProject(memoryTree({ ...files, "/Dockerfile": text }), new Source("/Dockerfile", text)).images[0]?.startUp;
}

const names = imageFamilies
  .filter(({ systems }) => !systems.includes("windows"))
  .flatMap(({ repositories }) => repositories)
  .filter((name) => !name.endsWith("*"));

describe("an image of the table, built on alone, has a known outcome", () => {
  test.each(names)("%s", (name) => {
    expect(startUp([`FROM ${name}`])?.outcome).not.toBe("unknown");
  });

  test("none of them is called stuck or failing by a row that nobody has looked up", () => {
    const bad = names.filter((name) => /stuck|fails/.test(startUp([`FROM ${name}`])?.outcome ?? ""));
    expect(bad).toEqual([]);
  });
});

describe("what an image's own script executes", () => {
  test.each([
    ["jenkins/jenkins:lts", undefined, "delivered", "java"],
    ["jenkins/jenkins:lts", '["--httpPort=8081"]', "delivered", "java"],
    ["jenkins/jenkins:lts", '["gunicorn", "a:b"]', "graceful", "gunicorn"],
    ["prom/prometheus", '["--config.file=/p.yml"]', "delivered", "prometheus"],
    ["grafana/grafana:11.1.0", undefined, "delivered", "grafana server"],
    ["hashicorp/vault:1.17", '["server"]', "delivered", "vault server"],
    ["consul:1.15", '["agent", "-server"]', "delivered", "consul agent"],
    ["docker.elastic.co/elasticsearch/elasticsearch:8.14.0", undefined, "delivered", "elasticsearch"],
    ["quay.io/keycloak/keycloak:25.0", '["start", "--optimized"]', "delivered", "kc.sh"],
    ["apache/airflow:2.9.2", '["scheduler"]', "delivered", "airflow"],
    ["tiangolo/uvicorn-gunicorn-fastapi:python3.9", undefined, "graceful", "gunicorn"],
    ["tiangolo/uwsgi-nginx-flask:python3.9", undefined, "delivered", "supervisord"],
    ["jupyter/scipy-notebook", undefined, "delivered", "jupyter"],
    ["jupyter/scipy-notebook", '["start-notebook.sh", "--NotebookApp.token="]', "delivered", "jupyter"],
    ["lscr.io/linuxserver/baseimage-alpine:3.20", undefined, "delivered", "s6-overlay"],
    ["kong:3", undefined, "graceful", "nginx"],
    ["registry:2", undefined, "delivered", "registry serve"],
    ["nats:2-alpine", '["-js"]', "delivered", "nats-server"],
    ["denoland/deno:2.0.0", '["run", "--allow-net", "main.ts"]', "delivered", "deno"],
    ["dunglas/frankenphp", undefined, "delivered", "frankenphp run"],
    ["openresty/openresty:bookworm", undefined, "delivered", "openresty"],
    ["docker:27-dind", undefined, "delivered", "dockerd"],
    ["minio/minio", '["server", "/data"]', "delivered", "minio"],
  ])("%s with CMD %s is %s", (image, cmd, outcome, program) => {
    const found = startUp([`FROM ${image}`, ...(cmd === undefined ? [] : [`CMD ${cmd}`])]);
    const what = found?.paths[0]?.processes.at(-1)?.hops.at(-1)?.what ?? "";
    expect([found?.outcome, what.split(" ")[0]]).toEqual([outcome, program.split(" ")[0]]);
  });
});

describe("bash on Alpine", () => {
  const run = { "/run.sh": "#!/bin/bash\nexec gunicorn a:b\n" };
  const ending = ["COPY --chmod=755 run.sh /run.sh", 'CMD ["/run.sh"]'];

  test.each(
    ["alpine:3.20", "node:22-alpine", "python:3.12-alpine", "php:8.3-fpm-alpine", "redis:7-alpine", "ruby:3.3-alpine"]
      .concat(["nginx:alpine", "golang:1.23-alpine3.20", "openjdk:8-jdk-alpine", "rust:alpine", "caddy:2"])
      .map((image) => [image]),
  )("%s has none", (image) => {
    expect(startUp([`FROM ${image}`, ...ending], run)?.outcome).toBe("fails");
  });

  test.each([
    ["node:22-alpine", ["RUN apk add --no-cache bash curl"]],
    ["python:3.12-alpine", ["ARG DEPS", "RUN apk add $DEPS"]],
    ["node:22-alpine", ["RUN ./install.sh"]],
    ["node:22", []],
    ["postgres:16-alpine", []],
    ["maven:3-eclipse-temurin-21-alpine", []],
    ["my/own:alpine", []],
  ])("%s with %p may have it", (image, lines) => {
    expect(startUp([`FROM ${image}`, ...lines, ...ending], run)?.outcome).not.toBe("fails");
  });
});

test("a family that nobody has looked up does not say that there is no shell", () => {
  const found = startUp([
    "FROM cgr.dev/chainguard/nginx:latest",
    'ENTRYPOINT ["sh", "-c", "exec nginx -g \'daemon off;\'"]',
  ]);
  expect(found?.outcome).not.toBe("fails");
  expect(startUp(["FROM gcr.io/distroless/static-debian12", 'CMD ["sh", "-c", "exec x"]'])?.outcome).toBe("fails");
});
