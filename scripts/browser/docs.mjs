// What a reader meets in a browser: the API reference and the pages behind problems.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

import { chromium } from "playwright-core";

const [chrome, pictures] = process.argv.slice(2);
const { gateway, citizen } = JSON.parse(await text(process.stdin));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const figures = { asked: 0, passes: 0, pages: 0 };

const browser = await chromium.launch({
  executablePath: chrome,
  args: [
    ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  ],
});

/** Opens a page that speaks to the gateway and nobody else, and about which nothing is amiss. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const amiss = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${gateway}/`)) amiss.push(`asked ${request.url()}`);
  });
  page.on("pageerror", (error) => amiss.push(error.message));
  page.on("console", (message) => {
    // A refusal that was asked for is told on the console too.
    if (message.type() === "error" && !/status of 4/.test(message.text())) amiss.push(message.text());
  });
  const answer = await page.goto(gateway + path);
  assert.equal(answer.status(), 200, path);
  const close = async () => {
    assert.deepEqual(amiss, [], path);
    await context.close();
  };
  return { page, close };
}

async function isAccessible(page, what) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => axe.run(document));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3)}`);
  assert.deepEqual(told, [], what);
  figures.passes += passes.length;
  figures.pages += 1;
}

async function fits(page, what) {
  const [needs, has] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert(needs <= has, `${what} is ${needs} wide on ${has}`);
}

async function showsEveryOperation(page) {
  const { paths } = await (await fetch(`${gateway}/openapi.json`)).json();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  );
  for (const { path, method, operationId, security = [] } of operations) {
    const shown = await page.locator(`article#${operationId}`).innerText();
    const scopes = security.flatMap((each) => Object.values(each)).flat();
    for (const word of [`${method.toUpperCase()} ${path}`, ...scopes]) {
      assert(shown.includes(word), `${operationId} does not show ${word}`);
    }
  }
  return operations.length;
}

async function linksLeadSomewhere(page) {
  const hrefs = await page.locator("a[href]").evaluateAll((links) => [
    ...new Set(links.map((link) => link.getAttribute("href"))),
  ]);
  const ids = new Set(await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id)));
  for (const href of hrefs) {
    if (href.startsWith("#")) assert(ids.has(href.slice(1)), `${href} leads nowhere`);
    else assert.equal((await fetch(gateway + href)).status, 200, href);
  }
  return hrefs.length;
}

async function findsWhatIsSearched(page, total) {
  const shown = () => page.locator("article.operation:visible").count();
  await page.getByLabel("Search").fill("requisition practitioner");
  assert.equal(await shown(), 1);
  assert.match(await page.locator("#found").innerText(), /^Operations: 1,/);
  await page.getByLabel("Search").fill("");
  assert.equal(await shown(), total);
}

/** Sends the form of an operation as it stands, and returns status and body that are shown. */
async function send(page, operation) {
  const article = page.locator(`article#${operation}`);
  if (!(await article.locator("form").isVisible())) await article.locator("summary").click();
  const answered = page.waitForResponse((response) => response.request().resourceType() === "fetch");
  await article.getByRole("button", { name: "Send" }).click();
  await answered;
  await article.locator("form:not([aria-busy])").waitFor();
  figures.asked += 1;
  return (await article.getByRole("status").innerText()).replaceAll("\u00a0", " ");
}

async function sendsRealRequests(page) {
  assert.match(await send(page, "list_travel_parameters"), /^200 [\s\S]*"km_rate"/);
  assert.match(await send(page, "assess_travel"), /^200 [\s\S]*"payable"/);
  assert.match(await send(page, "search_claims"), /^401 [\s\S]*problems\/not-authenticated/);
  await page.getByLabel("Access token").fill(citizen);
  assert.match(await send(page, "search_claims"), /^200 [\s\S]*"next_cursor"/);
  assert.match(await send(page, "submit_claim"), /^403 [\s\S]*problems\/not-your-own-claim/);
}

const { page, close } = await open("/docs");
const operations = await showsEveryOperation(page);
const links = await linksLeadSomewhere(page);
await findsWhatIsSearched(page, operations);
await page.screenshot({ path: `${pictures}/docs.png` });
await sendsRealRequests(page);
await page.locator("article#assess_travel").screenshot({ path: `${pictures}/docs-tried.png` });
await isAccessible(page, "/docs");
await close();

const onPhones = [
  ["/docs", "dark"],
  ["/problems/not-found", "light"],
  ["/problems/not-found", "dark"],
];
for (const [path, colorScheme] of onPhones) {
  const phone = await open(path, { viewport: PHONE, colorScheme });
  await fits(phone.page, path);
  await isAccessible(phone.page, `${path}, ${colorScheme}, on a phone`);
  const picture = `${path.split("/").at(-1)}-phone-${colorScheme}.png`;
  await phone.page.screenshot({ path: `${pictures}/${picture}` });
  await phone.close();
}

const unscripted = await open("/docs", { javaScriptEnabled: false });
assert.equal(await unscripted.page.locator("article.operation:visible").count(), operations);
assert.equal(await unscripted.page.locator("form:visible").count(), 0);
await unscripted.close();
await browser.close();

console.log(
  `${operations} operations shown, ${links} links followed, ${figures.asked} requests sent; ` +
    `axe on ${figures.pages} pages: ${figures.passes} rules passed, nothing violated`,
);
