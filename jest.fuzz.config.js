import config from "./jest.config.js";

// `npm run test:fuzz`: the properties of test/fuzz over many more inputs than `npm test` takes. The processes that jest
// starts inherit the number.
process.env.PID1LINT_FUZZ ??= "20000";

/** @type {import("jest").Config} */
export default { ...config, roots: ["<rootDir>/test/fuzz"] };
