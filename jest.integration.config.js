import config from "./jest.config.js";

/** @type {import("jest").Config} */
export default {
  ...config,
  roots: ["<rootDir>/test/integration"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
  testTimeout: 600_000,
};
