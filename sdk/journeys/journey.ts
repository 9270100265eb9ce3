// What a client does, with the generated TypeScript client; `stage.py` says who takes part.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

import { helsesak, type Schemas } from "helsesak-client";

interface Props {
  gateway: string;
  national_id: string;
  citizen: string;
  seller: string;
  handler: string;
  travelled_on: string;
  case_number: string;
  invoice: string;
}

const given = JSON.parse(await text(process.stdin)) as Props;
const { gateway: baseUrl, national_id, travelled_on } = given;
const anybody = helsesak({ baseUrl });
const citizen = helsesak({ baseUrl, token: async () => given.citizen });
const seller = helsesak({ baseUrl, token: async () => given.seller });
const handler = helsesak({ baseUrl, token: async () => given.handler });
const steps: string[] = [];

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Returns what was answered, which must be good. */
function told<T>({ data, error, response }: Answer<T>, status = 200): T {
  assert.equal(response.status, status, JSON.stringify(error));
  assert(data !== undefined);
  return data;
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 120_000; Date.now() < end; await setTimeout(200)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error("Waited in vain.");
}

const once = (key: string = randomUUID()) => ({ header: { "idempotency-key": key } });
const ore = (kroner: string) => BigInt(kroner.replace(".", ""));

const treatment: Schemas["Treatment"] = {
  level: "specialist",
  publicly_approved: "yes",
  choice: "own_region",
};

function journey(id: string, fare: Schemas["Journey"]["cheapest_public_fare"]): Schemas["Journey"] {
  return {
    id,
    started_on: travelled_on,
    completed_on: travelled_on,
    cheapest_public_fare: fare,
    local_minimum_fare: { kind: "amount", amount: "46.00" },
    legs: [{ id: "l1", mode: "car", distance_km: "120.0" }],
  };
}

const PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const fare = { kind: "amount", amount: "260.00" } as const;

function claimOf(journeys: Schemas["Journey"][]): Schemas["ClaimIn"] {
  return { claimant: { role: "patient", national_id }, patient: { national_id }, treatment, journeys };
}

async function asksWhatAJourneyIsPaid(): Promise<void> {
  const assessed = async (fare: Schemas["Journey"]["cheapest_public_fare"]) =>
    told(
      await anybody.POST("/travel/v1/assessments", {
        body: {
          claimant: { role: "patient" },
          patient: { age: { kind: "born_on", born_on: "1980-05-17" } },
          treatment,
          journeys: [journey("there", fare)],
        },
      }),
    );
  const known = await assessed(fare);
  const counted = known.lines.filter((line) => line.effect !== "informs");
  const paid = counted.reduce((sum, line) => sum + ore(line.amount), 0n);
  assert.equal(paid, ore(known.payable));
  assert(paid > 0n);
  assert.notEqual((await assessed({ kind: "unknown" })).missing.length, 0);
  steps.push("assessed");
}

async function sendsClaims(): Promise<void> {
  const key = randomUUID();
  const body = claimOf([journey("there", fare), journey("back", fare)]);
  const send = (body: Schemas["ClaimIn"], key?: string) =>
    citizen.POST("/travel/v1/claims", { params: once(key), body });
  const { claim_id } = told(await send(body, key), 201);
  assert.equal(told(await send(body, key), 201).claim_id, claim_id);
  const other = claimOf([journey("there", fare)]);
  assert.equal((await send(other, key)).response.status, 422);
  await readsTheDecision(claim_id);

  const upload = await uploads();
  const evidence: Schemas["Evidence"] = {
    kind: "attendance_confirmation",
    issued_by: "treatment_centre",
    upload_id: upload.upload_id,
  };
  const second = told(await send({ ...other, evidence: [evidence] }), 201);
  await readsTheFileBack(second.claim_id);
  await pagesThroughClaims([second.claim_id, claim_id]);
}

async function readsTheDecision(claim_id: string): Promise<void> {
  const path = { claim_id };
  await until(async () => {
    const claim = told(await citizen.GET("/travel/v1/claims/{claim_id}", { params: { path } }));
    return claim.status === "decided" ? claim : undefined;
  });
  const decisions = await citizen.GET("/travel/v1/claims/{claim_id}/decisions", { params: { path } });
  const [decision] = told(decisions).items;
  assert(decision !== undefined);
  assert.equal(decision.payable, "426.00");
  const letter = await citizen.GET("/travel/v1/claims/{claim_id}/decisions/{no}/letter", {
    params: { path: { claim_id, no: decision.no } },
    parseAs: "blob",
  });
  assert.equal((await told(letter).slice(0, 5).text()), "%PDF-");
  steps.push("decided");
}

async function uploads(): Promise<Schemas["Upload"]> {
  const send = (body: Blob) => citizen.POST("/travel/v1/uploads", { params: once(), body });
  const { error, response } = await send(new Blob(["hello"], { type: "text/plain" }));
  assert.equal(response.status, 415);
  assert.match(error?.type ?? "", /\/problems\/unsupported-media-type$/);
  const upload = told(await send(new Blob([PDF], { type: "application/pdf" })), 201);
  assert.equal(upload.media_type, "application/pdf");
  return upload;
}

async function readsTheFileBack(claim_id: string): Promise<void> {
  const documents = "/travel/v1/claims/{claim_id}/documents";
  const [document] = told(await citizen.GET(documents, { params: { path: { claim_id } } })).items;
  assert(document !== undefined);
  const file = await citizen.GET(`${documents}/{document_id}/content`, {
    params: { path: { claim_id, document_id: document.document_id } },
    parseAs: "blob",
  });
  assert.equal(await told(file).text(), PDF);
  steps.push("uploaded");
}

async function pagesThroughClaims(claimIds: string[]): Promise<void> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const body: Schemas["ClaimSearch"] = { limit: 1, cursor };
    const page: Schemas["ClaimPage"] = told(await citizen.POST("/travel/v1/claims/searches", { body }));
    found.push(...page.items.map((claim) => claim.claim_id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  assert.deepEqual(found, claimIds);
  steps.push("paged");
}

async function meetsRefusals(): Promise<void> {
  const path = { claim_id: randomUUID() };
  const missing = await citizen.GET("/travel/v1/claims/{claim_id}", { params: { path } });
  assert.equal(missing.response.status, 404);
  assert.match(missing.error?.type ?? "", /\/problems\/not-found$/);
  const body = claimOf([journey("there", { kind: "amount", amount: "260" })]);
  const { error } = await citizen.POST("/travel/v1/claims", { params: once(), body });
  assert(error !== undefined && "errors" in error);
  assert.match(error.errors[0]?.pointer ?? "", /^\/journeys\/0\/cheapest_public_fare/);
  steps.push("refused");
}

async function isNotLetIn(): Promise<void> {
  const stranger = helsesak({ baseUrl, token: async () => randomUUID() });
  const path = { claim_id: randomUUID() };
  const { response } = await stranger.GET("/travel/v1/claims/{claim_id}", { params: { path } });
  assert.equal(response.status, 401);
  steps.push("not let in");
}

async function sendsAnInvoice(): Promise<void> {
  const body = new Blob([given.invoice], { type: "application/xml" });
  const sent = await seller.POST("/invoice/v1/invoices", { params: once(), body });
  const path = { invoice_id: told(sent, 201).invoice_id };
  const invoice = await until(async () => {
    const now = told(await seller.GET("/invoice/v1/invoices/{invoice_id}", { params: { path } }));
    return now.report === null ? undefined : now;
  });
  assert.equal(invoice.report?.verdict, "valid");
  steps.push("invoiced");
}

async function approvesWhatItHasSeen(): Promise<void> {
  const delivered: Schemas["SubmissionIn"] = {
    case_number: given.case_number,
    expert_name: "Sigrid Granlund",
    delivered_by: "digital_mailbox",
    delivered_on: "2024-11-29",
    deliverable: "Sakkyndig erklæring",
    entries: [{ kind: "work", day: "2024-11-28", minutes: 180 }],
  };
  const sent = await seller.POST("/invoice/v1/assignments", { params: once(), body: delivered });
  const { assignment_id, version } = told(sent, 201);
  const approve = (version: number) =>
    handler.POST("/invoice/v1/assignments/{assignment_id}/approvals", {
      params: {
        path: { assignment_id },
        header: { "idempotency-key": randomUUID(), "if-match": `"${version}"` },
      },
      body: { entries: [{ minutes: 180, deduction: "0.00" }] },
    });
  assert.equal((await approve(version + 7)).response.status, 412);
  assert.equal(told(await approve(version), 201).version, version + 1);
  steps.push("approved");
}

await asksWhatAJourneyIsPaid();
await sendsClaims();
await meetsRefusals();
await sendsAnInvoice();
await approvesWhatItHasSeen();
await isNotLetIn();
console.log(`TypeScript client: ${steps.join(", ")}`);
