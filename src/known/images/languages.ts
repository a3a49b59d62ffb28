import { bash, either, image, open, script, sh, withTags } from "./image-rows.ts";
import { sourced, unsourced } from "../sources.ts";

const docker = "docker-entrypoint.sh";
const phpFlavours = [
  [/(^|-)apache(-|$)/, { cmd: ["apache2-foreground"], stopSignal: "SIGWINCH" }],
  [/(^|-)fpm(-|$)/, { cmd: ["php-fpm"], stopSignal: "SIGQUIT" }],
] as const;

/** Languages and what programs are built with. */
export const languages = [
  image("python", either, { cmd: ["python3"] }, sourced("docker-library/python 3.13/trixie/Dockerfile")),
  image("node", either, script(docker, "node"), sourced("nodejs/docker-node 24/trixie/Dockerfile")),
  withTags(image("golang", either, { cmd: ["bash"] }, sourced("docker-library/golang 1.26/trixie/Dockerfile")), {
    flavours: [[/alpine/, sh]],
  }),
  withTags(
    image(
      "php",
      either,
      script("docker-php-entrypoint", "php -a"),
      sourced("docker-library/php 8.4/trixie/cli/Dockerfile"),
    ),
    { flavours: phpFlavours },
  ),
  image("ruby", either, { cmd: ["irb"] }, sourced("docker-library/ruby 3.4/trixie/Dockerfile")),
  withTags(image("rust", either, { cmd: ["bash"] }, sourced("rust-lang/docker-rust stable/trixie/Dockerfile")), {
    flavours: [[/alpine/, sh]],
  }),
  image("erlang", either, { cmd: ["erl"] }, sourced("erlang/docker-erlang-otp 28/Dockerfile")),
  image("elixir", either, { cmd: ["iex"] }, sourced("erlef/docker-elixir 1.19/Dockerfile")),
  image("perl gcc haskell julia r-base swift dart pypy mono", ["debian"], { cmd: undefined }, unsourced),
  withTags(
    image(
      "eclipse-temurin",
      ["ubuntu", "alpine"],
      script("/__cacert_entrypoint.sh", "jshell"),
      sourced("adoptium/containers 21/jdk/ubuntu/noble/Dockerfile"),
    ),
    {
      flavours: [
        [/(^|-)jre(-|$)/, { cmd: null }],
        [/^8/, { cmd: undefined }],
      ],
    },
  ),
  withTags(image("openjdk", ["debian", "el8minimal", "alpine"], { cmd: undefined }, unsourced), {
    byVersion: [
      [/slim/, "debian"],
      [/^([6-9]|10|11)(\D|$)/, "debian"],
      [/^1[2-9]([.-]|$)|^2\d([.-]|$)|^latest$/, "el8minimal"],
    ],
  }),
  withTags(
    image(
      "amazoncorretto",
      ["al2023", "al2", "alpine"],
      bash,
      sourced("corretto/corretto-docker 21/jdk/al2023/Dockerfile"),
    ),
    { byVersion: [], flavours: [[/alpine/, sh]] },
  ),
  withTags(
    image(
      "maven",
      ["ubuntu", "debian"],
      script("/usr/local/bin/mvn-entrypoint.sh", "mvn", { entrypointExecsArgs: undefined }),
      sourced("carlossg/docker-maven eclipse-temurin-21-noble/Dockerfile"),
    ),
    {
      byVersion: [
        [/corretto|ibm|graalvm|microsoft/, "some"],
        [/slim/, "debian"],
        [/openjdk-(1[2-9]|2\d)/, "el8minimal"],
        [/^[\w.-]*$/, "ubuntu"],
      ],
      flavours: [[/jdk-\d/, { entrypoint: undefined, cmd: undefined }]],
    },
  ),
  withTags(
    image(
      "gradle",
      ["ubuntu"],
      { entrypoint: ["/__cacert_entrypoint.sh"], cmd: ["gradle"] },
      sourced("keeganwitt/docker-gradle jdk21-noble/Dockerfile"),
    ),
    {
      byVersion: [
        [/corretto|graal|ubi/, "some"],
        [/^[\w.-]*$/, "ubuntu"],
      ],
    },
  ),
  image("sapmachine ibmjava ibm-semeru-runtimes azul/zulu-openjdk", ["ubuntu"], open, unsourced),
  image(
    "composer",
    ["alpine"],
    script("/docker-entrypoint.sh", "composer"),
    sourced("composer/docker latest/Dockerfile"),
  ),
  withTags(
    image(
      "denoland/deno",
      either,
      {
        ...script("docker-entrypoint.sh", null),
        entrypoint: ["/tini", "--", "docker-entrypoint.sh"],
        cmd: undefined,
        init: "tini",
      },
      sourced("denoland/deno_docker debian.dockerfile"),
    ),
    { flavours: [[/distroless/, { entrypoint: ["/tini", "--", "/bin/deno"], entrypointExecsArgs: undefined }]] },
  ),
  withTags(
    image(
      "oven/bun",
      either,
      script("/usr/local/bin/docker-entrypoint.sh", "/usr/local/bin/bun"),
      sourced("oven-sh/bun dockerhub/debian-slim/Dockerfile"),
    ),
    { flavours: [[/distroless/, open]] },
  ),
  withTags(
    image(
      "mcr.microsoft.com/dotnet/runtime* mcr.microsoft.com/dotnet/aspnet* mcr.microsoft.com/dotnet/sdk* " +
        "mcr.microsoft.com/dotnet/core/*",
      ["debian", "alpine", "azurelinux", "none"],
      bash,
      sourced("dotnet/dotnet-docker src/aspnet/10.0/noble/amd64/Dockerfile"),
    ),
    {
      flavours: [
        [/chiseled|distroless/, { cmd: null, user: "1654" }],
        [/alpine/, sh],
        [/bookworm|bullseye|azurelinux|mariner/, { cmd: ["bash"] }],
        [/^[5-9]\.|^[35]$|^latest$/, { cmd: undefined }],
      ],
    },
  ),
  image("mcr.microsoft.com/devcontainers/*", ["debian"], open, unsourced),
  image(
    "mcr.microsoft.com/playwright mcr.microsoft.com/playwright/*",
    ["ubuntu"],
    bash,
    sourced("microsoft/playwright utils/docker/Dockerfile.noble"),
  ),
  withTags(image("ghcr.io/astral-sh/uv", ["none"], { entrypoint: ["/uv"] }, sourced("astral-sh/uv Dockerfile")), {
    flavours: [[/python|debian|alpine|bookworm|trixie|bullseye/, open]],
  }),
  image(
    "tiangolo/uvicorn-gunicorn tiangolo/uvicorn-gunicorn-fastapi",
    ["debian"],
    { cmd: ["/start.sh"] },
    sourced("tiangolo/uvicorn-gunicorn-docker docker-images/python3.11.dockerfile"),
  ),
  image(
    "ghcr.io/puppeteer/puppeteer",
    ["debian"],
    script(docker, "node", { user: "10042" }),
    sourced("puppeteer/puppeteer docker/Dockerfile"),
  ),
  image("nvidia/cuda", ["some"], { ...open, user: null }, unsourced),
  image("tensorflow/tensorflow pytorch/pytorch", ["ubuntu"], open, unsourced),
  image("continuumio/miniconda3 continuumio/anaconda3", ["debian"], bash, unsourced),
];
