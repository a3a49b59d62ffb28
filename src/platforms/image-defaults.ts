import { dockerfiles } from "../files/kinds.ts";
import { USUAL_GRACE, dockerInitAdvice } from "./deployment.ts";
import type { Deployment } from "./deployment.ts";
import type { Platform } from "./platform.ts";

/** Nobody says anything: `docker run IMAGE`, and `docker stop` without an option. */
export const imageDefaults: Deployment = {
  title: "docker run",
  hook: undefined,
  place: undefined,
  platform: { name: "docker stop", kind: "command", seconds: USUAL_GRACE },
  entrypoint: undefined,
  cmd: undefined,
  stopSignal: undefined,
  user: undefined,
  workdir: undefined,
  env: new Map(),
  mounts: [],
  opensEnv: false,
  init: undefined,
  initAdvice: dockerInitAdvice,
  fillsIn: false,
  addKey: () => undefined,
};

/** A Dockerfile, whose image is started as it is. */
export const fromDockerfile: Platform = {
  file: dockerfiles,
  mayBuild: () => false,
  recognises: ({ kind }) => kind === "dockerfile",
  read: () => [{ deployment: imageDefaults, image: { kind: "own" } }],
};
