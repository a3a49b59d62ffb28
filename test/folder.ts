import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach } from "@jest/globals";

/** An empty folder for each test of a file. */
export interface Folder {
  readonly root: string;
  /** Writes a file into it; gives its path. */
  put(name: string, content: string | Buffer, mode?: number): string;
}

/** Makes a folder before each test of a file, and removes it afterwards. */
export function eachInFolder(): Folder {
  let root = "";
  beforeEach(() => {
    root = realpathSync(mkdtempSync(`${tmpdir()}/pid1lint-folder-`));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  return {
    get root() {
      return root;
    },
    put(name, content, mode = 0o644) {
      const path = `${root}/${name}`;
      writeFileSync(path, content);
      chmodSync(path, mode);
      return path;
    },
  };
}
