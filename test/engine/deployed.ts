import { engineAddress } from "../../src/verify/engine/address.ts";
import { textAt } from "../../src/verify/engine/answer.ts";
import type { Engine } from "../../src/verify/engine/engine.ts";
import { openClient } from "../../src/verify/engine/http.ts";
import { openContainer } from "../../src/verify/engine/measured-container.ts";
import type { Service } from "./start-ups.ts";

/**
 * The engine, where each container of an image is started as a service of a compose file says: what `docker compose up`
 * hands to it.
 */
export function deployedOn(engine: Engine, service: Service): Engine {
  const client = openClient(engineAddress(process.env));
  const { entrypoint, command, init, stop_signal: stopSignal, environment = {}, user } = service;
  return {
    ...engine,
    async settings(image) {
      const settings = await engine.settings(image);
      return stopSignal === undefined ? settings : { ...settings, stopSignal };
    },
    async create(image, { network }) {
      const json = {
        Image: image,
        HostConfig: { NetworkMode: network, ...(init !== undefined && { Init: init }) },
        Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
        ...(entrypoint && { Entrypoint: entrypoint }),
        ...(command && { Cmd: command }),
        ...(stopSignal !== undefined && { StopSignal: stopSignal }),
        ...(user !== undefined && { User: user }),
      };
      return openContainer(client, textAt(await client.json("POST", "/containers/create", { json }), "Id"));
    },
  };
}

/**
 * The engine, but that nothing is run in its containers beside what they start, so that no orphans are handed to PID 1:
 * where reaping is not the question, that halves the time.
 */
export function withoutOrphansOn(engine: Engine): Engine {
  return {
    ...engine,
    async create(image, limits) {
      return { ...(await engine.create(image, limits)), run: () => Promise.resolve(undefined) };
    },
  };
}
