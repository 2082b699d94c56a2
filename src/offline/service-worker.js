/**
 * The lab without a network, and with threads on hosts that set no headers. One cache holds one build:
 * the page, its code, sandbox, fonts and recordings from the start, the model and the runtime once
 * someone has gone live. A new build is fetched beside it and takes over when the last tab of the old one closes.
 * Every answer has the headers of the lab: cross-origin isolation, which WebAssembly threads need, and its content security policy.
 */

/* global __BUILD__, caches, clients, registration */
/** @type {{ version: string, files: string[], headers: Record<string, string> }} written in by the build (scripts/vite-offline.ts) */
const build = __BUILD__
const name = `sdpo-lab-${build.version}`

addEventListener('install', (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(build.files)))
})

addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((other) => other.startsWith('sdpo-lab-') && other !== name)
            .map((other) => caches.delete(other)),
        ),
      )
      .then(() => clients.claim()),
  )
})

addEventListener('fetch', (event) => {
  const { request } = event
  const scope = new URL(registration.scope)
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname))
    return
  event.respondWith(answer(request, request.mode === 'navigate' ? scope.href : url.origin + url.pathname))
})

async function answer(request, key) {
  const cache = await caches.open(name)
  const kept = await cache.match(key)
  if (kept) return withHeaders(kept)
  const response = await fetch(request)
  // Only whole answers are kept; a full disk costs the offline copy, never the page.
  if (response.status === 200) cache.put(key, response.clone()).catch(() => {})
  return withHeaders(response)
}

function withHeaders(response) {
  const headers = new Headers(response.headers)
  for (const [header, value] of Object.entries(build.headers)) headers.set(header, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
