"use strict";

// Search: what has all the words stays, in the list and on the page.
const search = document.getElementById("search");
const articles = [...document.querySelectorAll("article")].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
  entry: document.querySelector(`nav a[href="#${element.id}"]`)?.parentElement,
}));

function find() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { element, text, entry } of articles) {
    element.hidden = !words.every((word) => text.includes(word));
    if (entry) entry.hidden = element.hidden;
  }
  for (const group of document.querySelectorAll(".group")) {
    group.hidden = !group.querySelector("article:not([hidden])");
  }
  for (const list of document.querySelectorAll("nav ul")) {
    const empty = !list.querySelector("li:not([hidden])");
    list.hidden = empty;
    if (list.previousElementSibling?.tagName === "H3") list.previousElementSibling.hidden = empty;
  }
  const count = (kind) => document.querySelectorAll(`article.${kind}:not([hidden])`).length;
  document.getElementById("found").value = words.length
    ? `Operations: ${count("operation")}, schemas: ${count("schema")}`
    : "";
}

search.addEventListener("input", find);
search.form.addEventListener("submit", (event) => event.preventDefault());

// A link to what the search hides shows it again.
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.closest("[hidden]")) {
    search.value = "";
    find();
    target.scrollIntoView();
  }
});

// Forms: each sends the request it describes and shows the answer.
function request(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = new Headers();
  let body;
  for (const field of form.elements) {
    const { name, value } = field;
    if (field.dataset.in === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (field.dataset.in === "query" && value) {
      const values = "list" in field.dataset ? value.split(/[\s,]+/) : [value];
      for (const each of values) query.append(name, each);
    }
    else if (field.dataset.in === "header" && value) headers.set(name, value);
    else if (name === "body" && field.files) body = field.files[0];
    else if (name === "body") body = new Blob([value], { type: field.dataset.type });
  }
  const token = document.getElementById("token").value.trim();
  if (token && "secured" in form.dataset) headers.set("Authorization", `Bearer ${token}`);
  const address = query.size ? `${path}?${query}` : path;
  return new Request(address, {
    method: form.dataset.method, headers, body, credentials: "omit", cache: "no-store",
  });
}

function part(name, text, attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  return Object.assign(element, attributes);
}

async function content(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (/json$/.test(type)) {
    return part("pre", JSON.stringify(await response.json(), null, 1), { tabIndex: 0 });
  }
  if (/^text|xml|ndjson/.test(type)) return part("pre", await response.text(), { tabIndex: 0 });
  const file = await response.blob();
  if (!file.size) return part("p", "No content.");
  const name = `answer.${type.split(/[/;]/)[1] ?? "bin"}`;
  const href = URL.createObjectURL(file);
  return part("a", `Save ${type}, ${file.size} bytes`, { href, download: name });
}

async function send(form) {
  const answer = form.nextElementSibling;
  form.setAttribute("aria-busy", "true");
  try {
    const asked = request(form);
    const response = await fetch(asked);
    const fields = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    answer.replaceChildren(
      part("p", `${response.status} ${response.statusText}`, { className: "code" }),
      part("pre", fields, { tabIndex: 0 }),
      await content(response),
    );
  } catch (error) {
    answer.replaceChildren(part("p", `Nothing came back: ${error.message}`));
  } finally {
    form.removeAttribute("aria-busy");
  }
}

for (const form of document.querySelectorAll("article form")) {
  const key = form.elements["idempotency-key"];
  if (key) key.value = crypto.randomUUID?.() ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
