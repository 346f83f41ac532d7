import path from "node:path";
import type { PythonPackage } from "../support/python-package.ts";

/** A real client: the package that is installed, and the versions of what it brings along. */
function client(name: string, version: string): PythonPackage {
  return { name, version, constraints: path.join(import.meta.dirname, `${name}.constraints.txt`) };
}

export const azureCli = client("azure-cli", "2.91.0");
export const azureAiMl = client("azure-ai-ml", "1.35.2");
