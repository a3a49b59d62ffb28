import { bash, either, image, open, runs, script, sh, withTags, withoutBash } from "./image-rows.ts";
import { devContainers } from "./dev-containers.ts";
import { sourced, unsourced } from "../sources.ts";

const docker = "docker-entrypoint.sh";
const apache = { cmd: ["apache2-foreground"] };
const goPath = "/go/bin:/usr/local/go/bin";
const cargo = "/usr/local/cargo/bin";
/** PHP before 2019-08-20 set no SIGWINCH for Apache, before 2019-04-18 no SIGQUIT for FPM: by its last version then. */
const phpFlavours = [
  [/^(5|7\.0|7\.1\.(\d|[12]\d|30)|7\.2\.(\d|1\d|20)|7\.3\.[0-7])(\D.*)?-apache(-|$)/, apache],
  [/^(5|7\.0|7\.1\.(\d|1\d|2[0-7])|7\.2\.(\d|1[0-6])|7\.3\.[0-3])(\D.*)?-fpm(-|$)/, { cmd: ["php-fpm"] }],
  [/(^|-)apache(-|$)/, { cmd: ["apache2-foreground"], stopSignal: "SIGWINCH" }],
  [/(^|-)fpm(-|$)/, { cmd: ["php-fpm"], stopSignal: "SIGQUIT" }],
] as const;

const denoCommands = new RegExp(
  "^(-.*|add|bench|bundle|cache|compile|completions|coverage|doc|eval|fmt|help|init|info|install|jupyter|lint|lsp" +
    "|publish|remove|repl|run|serve|task|test|types|uninstall|upgrade|vendor)$",
);

/** Languages and what programs are built with. */
export const languages = [
  withoutBash(image("python", either, { cmd: ["python3"] }, sourced("docker-library/python 3.13/trixie/Dockerfile"))),
  withoutBash(image("node", either, script(docker, "node"), sourced("nodejs/docker-node 24/trixie/Dockerfile"))),
  withoutBash(
    withTags(
      image("golang", either, { cmd: ["bash"], path: goPath }, sourced("docker-library/golang 1.26/trixie/Dockerfile")),
      { flavours: [[/alpine/, sh]] },
    ),
  ),
  withoutBash(
    withTags(
      image(
        "php",
        either,
        script("docker-php-entrypoint", "php -a"),
        sourced("docker-library/php 8.4/trixie/cli/Dockerfile; its commits e21810a0, 9e50ad06 of 2019"),
      ),
      { flavours: phpFlavours },
    ),
  ),
  withoutBash(
    image(
      "ruby",
      either,
      { cmd: ["irb"], path: "/usr/local/bundle/bin" },
      sourced("docker-library/ruby 3.4/trixie/Dockerfile"),
    ),
  ),
  withoutBash(
    withTags(
      image("rust", either, { cmd: ["bash"], path: cargo }, sourced("rust-lang/docker-rust stable/trixie/Dockerfile")),
      { flavours: [[/alpine/, sh]] },
    ),
  ),
  image("rubylang/ruby", ["ubuntu"], bash, sourced("ruby/docker-images Dockerfile: no CMD of its own")),
  image("erlang", either, { cmd: ["erl"] }, sourced("erlang/docker-erlang-otp 28/Dockerfile")),
  image("elixir", either, { cmd: ["iex"] }, sourced("erlef/docker-elixir 1.19/Dockerfile")),
  image("perl", ["debian"], { cmd: ["perl", "-de0"] }, sourced("Perl/docker-perl 5.042.001-main,threaded-bullseye")),
  image("gcc mono", ["debian"], { cmd: ["bash"] }, unsourced),
  image("haskell", ["debian"], { cmd: ["ghci"] }, sourced("haskell/docker-haskell 9.8/buster/Dockerfile")),
  image(
    "julia",
    either,
    { ...script(docker, "julia"), scripts: [runs(docker, [/^$|^-|\.jl$/, "julia"])] },
    sourced("docker-library/julia stable/bookworm/Dockerfile"),
  ),
  image("r-base", ["debian"], { cmd: ["R"] }, sourced("rocker-org/rocker r-base/4.5.1/Dockerfile")),
  image("rocker/r-ver rocker/tidyverse", ["ubuntu"], { cmd: ["R"] }, unsourced),
  image(
    "swift swiftlang/swift",
    ["ubuntu", "some"],
    bash,
    sourced("swiftlang/swift-docker 5.10/ubuntu/22.04/Dockerfile"),
  ),
  image("dart", ["debian"], { cmd: ["bash"] }, sourced("dart-lang/dart-docker stable/trixie/Dockerfile")),
  image("pypy", ["debian"], { cmd: ["pypy3"] }, sourced("docker-library/pypy 3.11/slim-trixie/Dockerfile")),
  withTags(image("crystallang/crystal", ["ubuntu", "alpine"], bash, unsourced), { flavours: [[/alpine/, sh]] }),
  withTags(image("nimlang/nim nimlang/choosenim", ["ubuntu", "alpine"], bash, unsourced), {
    flavours: [[/alpine/, sh]],
  }),
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
  withTags(image("java", either, { cmd: ["bash"] }, unsourced), { flavours: [[/alpine/, sh]] }),
  withTags(
    withoutBash(
      image(
        "openjdk",
        ["debian", "el8minimal", "alpine"],
        { cmd: ["jshell"] },
        sourced("docker-library/openjdk 28/trixie/Dockerfile"),
      ),
    ),
    {
      flavours: [
        [/^[678](\D.*)?-alpine|-jre.*-alpine|alpine.*-jre/, sh],
        [/^[678](\D|$)|(^|-)jre(-|$)/, { cmd: ["bash"] }],
      ],
      byVersion: [
        [/slim/, "debian"],
        [/^([6-9]|10|11)(\D|$)/, "debian"],
        [/^1[2-9]([.-]|$)|^2\d([.-]|$)|^latest$/, "el8minimal"],
      ],
    },
  ),
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
      script("/usr/local/bin/mvn-entrypoint.sh", "mvn"),
      sourced("carlossg/docker-maven eclipse-temurin-21-noble/Dockerfile"),
    ),
    {
      byVersion: [
        [/corretto|ibm|graalvm|microsoft/, "some"],
        [/slim/, "debian"],
        [/openjdk-(1[2-9]|2\d)/, "el8minimal"],
        [/^[\w.-]*$/, "ubuntu"],
      ],
    },
  ),
  withTags(
    image(
      "gradle",
      ["ubuntu"],
      script("/__cacert_entrypoint.sh", "gradle"),
      sourced("keeganwitt/docker-gradle jdk21-noble/Dockerfile"),
    ),
    {
      byVersion: [
        [/corretto|graal|ubi/, "some"],
        [/^[\w.-]*$/, "ubuntu"],
      ],
      flavours: [[/corretto|graal/, { entrypoint: null, entrypointExecsArgs: undefined }]],
    },
  ),
  image(
    "composer",
    ["alpine"],
    {
      ...script("/docker-entrypoint.sh", "composer"),
      scripts: [runs(docker, [/^-/, "/sbin/tini -- composer"], [/^composer$/, "/sbin/tini --"])],
    },
    sourced("composer/docker latest/Dockerfile"),
  ),
  withTags(
    image(
      "denoland/deno",
      either,
      {
        ...script("docker-entrypoint.sh", ["eval", "console.log('Welcome to Deno!')"]),
        entrypoint: ["/tini", "--", "docker-entrypoint.sh"],
        init: "tini",
        scripts: [runs(docker, [denoCommands, "deno"])],
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
  ...devContainers,
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
    "tiangolo/uvicorn-gunicorn tiangolo/uvicorn-gunicorn-fastapi tiangolo/uvicorn-gunicorn-starlette",
    ["debian"],
    {
      cmd: ["/start.sh"],
      scripts: [
        runs("start.sh", [/^/, "gunicorn -k uvicorn.workers.UvicornWorker -c /gunicorn_conf.py main:app", 99]),
        runs("start-reload.sh", [/^/, "uvicorn --reload main:app", 99]),
      ],
    },
    sourced("tiangolo/uvicorn-gunicorn-docker docker-images/python3.11.dockerfile, start.sh"),
  ),
  image(
    "tiangolo/meinheld-gunicorn tiangolo/meinheld-gunicorn-flask",
    ["debian"],
    {
      ...script("/entrypoint.sh", "/start.sh"),
      scripts: [runs("start.sh", [/^/, "gunicorn -k egg:meinheld#gunicorn_worker -c /gunicorn_conf.py main:app", 99])],
    },
    unsourced,
  ),
  image(
    "tiangolo/uwsgi-nginx tiangolo/uwsgi-nginx-flask",
    ["debian"],
    { ...script("/entrypoint.sh", "/start.sh"), scripts: [runs("start.sh", [/^/, "/usr/bin/supervisord -n", 99])] },
    sourced("tiangolo/uwsgi-nginx-docker docker-images/python3.12.dockerfile, start.sh"),
  ),
  image(
    "dunglas/frankenphp",
    either,
    {
      ...script("docker-php-entrypoint", ["--config", "/etc/frankenphp/Caddyfile", "--adapter", "caddyfile"]),
      scripts: [runs("docker-php-entrypoint", [/^-/, "frankenphp run"])],
    },
    sourced("php/frankenphp Dockerfile"),
  ),
  image(
    "ghcr.io/puppeteer/puppeteer",
    ["debian"],
    script(docker, "node", { user: "10042" }),
    sourced("puppeteer/puppeteer docker/Dockerfile"),
  ),
  image(
    "nvidia/cuda",
    ["some"],
    { ...script("/opt/nvidia/nvidia_entrypoint.sh", ["/bin/bash"]), user: null },
    unsourced,
  ),
  image("tensorflow/tensorflow pytorch/pytorch", ["ubuntu"], { cmd: ["bash"] }, unsourced),
  image(
    "continuumio/miniconda3 continuumio/anaconda3",
    ["debian"],
    bash,
    sourced("ContinuumIO/docker-images miniconda3/debian/Dockerfile"),
  ),
  image(
    "mambaorg/micromamba",
    ["debian"],
    {
      ...script("/usr/local/bin/_entrypoint.sh", ["/bin/bash"]),
      shell: ["/usr/local/bin/_dockerfile_shell.sh"],
      user: "mambauser",
      scripts: [runs("_dockerfile_shell.sh", [/^/, "bash -o pipefail -c"])],
    },
    sourced("mamba-org/micromamba-docker debian.Dockerfile"),
  ),
  image(
    "condaforge/mambaforge condaforge/miniforge3",
    ["ubuntu"],
    { entrypoint: ["tini", "--"], cmd: ["/bin/bash"], init: "tini" },
    unsourced,
  ),
];
