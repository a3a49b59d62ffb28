import { bash, image, runs, sh, withTags } from "./image-rows.ts";
import { sourced, unsourced } from "../sources.ts";

const alpineSh = [[/alpine/, sh]] as const;

/** Java, and what is built on it, beside the official images. */
export const javaImages = [
  withTags(
    image(
      "sapmachine",
      ["ubuntu", "some"],
      { cmd: ["jshell"] },
      sourced("SAP/SapMachine-infrastructure dockerfiles/21"),
    ),
    {
      flavours: [
        [/alpine.*jre|jre.*alpine/, { cmd: ["sh"] }],
        [/jre/, { cmd: ["bash"] }],
      ],
    },
  ),
  withTags(image("ibm-semeru-runtimes ibmjava", ["ubuntu", "some"], bash, unsourced), {
    flavours: [[/^open-\d+[.\w]*-jdk/, { cmd: ["jshell"] }]],
  }),
  image(
    "azul/zulu-openjdk azul/zulu-openjdk-debian azul/prime-debian",
    ["ubuntu", "debian"],
    bash,
    sourced("zulu-openjdk/zulu-openjdk: no CMD of its own"),
  ),
  image("azul/zulu-openjdk-alpine", ["alpine"], sh, sourced("zulu-openjdk/zulu-openjdk alpine: no CMD of its own")),
  image("azul/zulu-openjdk-centos", ["el7"], bash, unsourced),
  image(
    "bellsoft/liberica-openjdk-alpine bellsoft/liberica-openjre-alpine bellsoft/liberica-openjdk-alpine-musl " +
      "bellsoft/liberica-runtime-container",
    ["alpine"],
    sh,
    sourced("bell-sw/Liberica docker/repos/liberica-openjdk-alpine/11/Dockerfile: no CMD of its own"),
  ),
  image(
    "bellsoft/liberica-openjdk-debian bellsoft/liberica-openjre-debian",
    ["debian"],
    { cmd: ["bash"] },
    sourced("bell-sw/Liberica docker/repos: no CMD of its own"),
  ),
  withTags(
    image(
      "ghcr.io/graalvm/native-image-community ghcr.io/graalvm/native-image " +
        "container-registry.oracle.com/graalvm/native-image",
      ["el9minimal"],
      { entrypoint: ["native-image"], cmd: ["--version"] },
      sourced("graalvm/container rpm-compact/native-image-community/Dockerfile.ol10-java25-muslib"),
    ),
    {},
  ),
  image(
    "ghcr.io/graalvm/graalvm-community ghcr.io/graalvm/graalvm-ce container-registry.oracle.com/graalvm/jdk",
    ["el9minimal"],
    { cmd: ["/bin/sh", "-c", "java -version"] },
    sourced("graalvm/container graalvm-community/Dockerfile.ol10-java25"),
  ),
  image("container-registry.oracle.com/java/openjdk", ["el9minimal"], { cmd: ["jshell"] }, unsourced),
  image("mcr.microsoft.com/openjdk/jdk", ["azurelinux", "ubuntu"], bash, unsourced),
  image("jruby", ["ubuntu", "some"], { cmd: ["irb"] }, unsourced),
  withTags(
    image(
      "clojure",
      ["debian", "some"],
      {
        entrypoint: ["entrypoint"],
        cmd: ["-M", "--repl"],
        scripts: [runs("entrypoint", [/^-|^$/, "clojure"], [/./, ""])],
      },
      unsourced,
    ),
    { flavours: [[/lein/, { cmd: ["repl"], scripts: [runs("entrypoint", [/^(-.*|repl|run)$/, "lein"], [/./, ""])] }]] },
  ),
  image("sbtscala/scala-sbt hseeberger/scala-sbt", ["debian", "some"], { cmd: ["sbt"] }, unsourced),
  withTags(image("groovy", ["ubuntu", "some"], { cmd: ["groovysh"] }, unsourced), { flavours: alpineSh }),
];
