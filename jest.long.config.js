import config, { long } from "./jest.config.js";

// `npm run test:long`: suites that hold the same as those of `npm test`, and take longer.
/** @type {import("jest").Config} */
export default {
  ...config,
  testRegex: long.map((path) => `/${path.endsWith("/") ? `${path}.*\\.test\\.ts$` : path}`),
  testPathIgnorePatterns: ["/node_modules/"],
};
