// Writes the types of an OpenAPI document. What is sent or received as bytes is a Blob.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [source, target] = process.argv.slice(2);
const document = JSON.parse(await readFile(source, "utf8"));
const blob = ts.factory.createTypeReferenceNode("Blob");
const types = await openapiTS(document, {
  defaultNonNullable: false, // what has a default need not be sent
  transform: (schema) => (schema.format === "binary" ? blob : undefined),
});
await writeFile(target, astToString(types));
