import createClient, { type Client } from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type { components, operations, paths } from "./schema.js";

/** What the document calls `#/components/schemas/...`, by name. */
export type Schemas = components["schemas"];

export interface Options {
  /** Where the gateway is, such as `http://127.0.0.1:8080`. */
  baseUrl: string;
  /** Returns an access token that is good now; left out by those who need not log in. */
  token?: () => Promise<string>;
}

/** Returns a client of the whole suite. A `Blob` is sent as it is, all else as JSON. */
export function helsesak({ baseUrl, token }: Options): Client<paths> {
  const client = createClient<paths>({
    baseUrl,
    bodySerializer: blob,
    headers: { "Content-Type": null }, // the blob's own
  });
  client.use({
    async onRequest({ request }) {
      if (token !== undefined) {
        request.headers.set("Authorization", `Bearer ${await token()}`);
      }
    },
  });
  return client;
}

function blob(body: unknown): Blob {
  return body instanceof Blob
    ? body
    : new Blob([JSON.stringify(body)], { type: "application/json" });
}
