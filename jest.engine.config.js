import config from "./jest.config.js";

/** @type {import("jest").Config} */
export default {
  ...config,
  roots: ["<rootDir>/test/engine"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
};
