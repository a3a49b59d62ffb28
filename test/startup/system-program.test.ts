import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";

const from = (base: string, more: string): string =>
  judged(`FROM ${base}\n${more}CMD ["rabbitmq-server"]\n`).startUp.outcome;

describe("a distribution's program of another's name is its own only where its package is installed", () => {
  test.each([
    ["Debian's package", "debian:12-slim", "RUN apt-get update && apt-get install -y rabbitmq-server\n", "stuck"],
    ["Ubuntu's, of a version", "ubuntu:24.04", "RUN apt-get install -y curl rabbitmq-server=3.12.1-1\n", "stuck"],
    [
      "the makers' archive",
      "ubuntu:24.04",
      "RUN curl https://x/r.tar.xz | tar -xJ\nENV PATH=/opt/r/sbin:$PATH\n",
      "delivered",
    ],
    ["another package", "debian:12-slim", "RUN apt-get install -y erlang-base\n", "delivered"],
    ["Alpine's", "alpine:3.20", "RUN apk add rabbitmq-server\n", "delivered"],
  ])("%s", (_, base, more, outcome) => expect(from(base, more)).toBe(outcome));
});
