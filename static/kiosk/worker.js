// @ts-check
/// <reference lib="webworker" />
// Starts the kiosk without a network, as after a power cut: keeps its page
// with all files that the page names, each version whole or not at all.
const me = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const home = new URL(me.registration.scope).pathname;
const name = "waymood " + home;

/** The page's text, if a reply is the kiosk and not, say, a network's sign-in. @param {Response} reply */
async function kioskIn(reply) {
  if (reply.redirected || (reply.status !== 200 && reply.status !== 410)) return "";
  const html = await reply.clone().text();
  return html.includes(' data-kiosk="') ? html : "";
}

/** Fetches the page and, if it is another one, keeps it. True when it did. */
async function look() {
  const reply = await fetch(home, { cache: "no-store" });
  const html = await kioskIn(reply);
  const cache = await caches.open(name);
  const kept = await cache.match(home, { ignoreVary: true });
  if (!html || (kept && (await kept.text()) === html)) return false;
  const needs = new Set([...html.matchAll(/(?:src|href)="(\/static\/[^"#]+|\/t\/[^"#]+\.webmanifest)"/g)].map((m) => m[1]));
  await Promise.all([...needs].map(async (address) => {
    const file = await fetch(address);
    if (!file.ok) throw new Error("cannot fetch " + address);
    await cache.put(address, file);
  }));
  // Only now that all its files are here the page takes the place of the last.
  await cache.put(home, reply);
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    if (pathname !== home && !needs.has(pathname + search)) await cache.delete(old);
  }
  return Boolean(kept);
}

me.addEventListener("install", (event) => {
  me.skipWaiting();
  event.waitUntil(look());
});

me.addEventListener("activate", (event) => event.waitUntil(me.clients.claim()));

me.addEventListener("message", (event) => {
  if (event.data !== "look") return;
  event.waitUntil(look().then(async (changed) => {
    if (!changed) return;
    for (const client of await me.clients.matchAll({ type: "window" })) client.postMessage("changed");
  }, () => {}));
});

me.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== me.location.origin) return;
  const page = request.mode === "navigate" && pathname === home;
  if (!page && !pathname.startsWith("/static/") && !pathname.endsWith(".webmanifest")) return;
  event.respondWith((async () => {
    const cache = await caches.open(name);
    const kept = await cache.match(page ? home : pathname + search, { ignoreVary: true });
    return kept ?? fetch(request);
  })());
});
