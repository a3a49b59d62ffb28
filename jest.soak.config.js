import config from "./jest.config.js";

// `npm run test:soak`: the properties of test/properties and test/fuzz over many more cases than `npm test` takes,
// others each time, and a writer that is killed more often. The processes that jest starts inherit the numbers.
process.env.PID1LINT_RUNS ??= "100000";
process.env.PID1LINT_FUZZ ??= "1000000";
process.env.PID1LINT_KILLS ??= "500";
process.env.PID1LINT_FUZZ_FROM ??= String(Date.now());

/** @type {import("jest").Config} */
export default {
  ...config,
  testMatch: [
    "<rootDir>/test/properties/**/*.test.ts",
    "<rootDir>/test/fuzz/**/*.test.ts",
    "<rootDir>/test/files/kill.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/"],
};
