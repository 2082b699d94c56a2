/**
 * The lab without a network, and with threads on hosts that set no headers. One cache holds one build of one
 * folder. What is answered is the lab's page and the files of this build, nothing else below the folder:
 * another page there, a neighbour's build and a project that later stands at the same address are never
 * answered with what is kept. A file is kept where its bytes have the hash that the build wrote down.
 *
 * The page comes from the network first, so that a reload gets the newest build; what is kept answers where
 * there is none. A new build takes over as soon as all of its shell is kept; the one before it stays for tabs
 * that still run it.
 */

/* global __BUILD__, caches, clients, registration, skipWaiting */
/**
 * Written in by the build (scripts/vite-offline.ts): the SHA-256 of every file, which of them are kept from the
 * start, the headers that the lab is served with, and those of them that another build needs as well.
 * @type {{ version: string, files: Record<string, string>, shell: string[], headers: Record<string, string>, isolation: Record<string, string> }}
 */
const build = __BUILD__
const scope = new URL(registration.scope)
const prefix = `sdpo-lab ${scope.pathname} `
const name = prefix + build.version
const page = 'index.html'
/** How long the network may take to begin to answer with the page before what is kept is shown. */
const pageMs = 8000
/** How a page says that it is the lab, of whichever build. */
const mark = '<meta name="application-name" content="SDPO Lab"'
/** A name with a hash in it is of one content for ever. */
const isImmutable = (file) => /^assets\/.*-[\w-]{8}\.\w+$/.test(file)
const addressOf = (file) => new URL(file === page ? './' : file, scope).href

addEventListener('install', (event) => {
  event.waitUntil(
    takeOver()
      .then(() => Promise.all(build.shell.map(keepFromNetwork)))
      .then(() => skipWaiting()),
  )
})

addEventListener('activate', (event) => {
  event.waitUntil(forgetOlderBuilds().then(() => clients.claim()))
})

addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || request.headers.has('range')) return
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return
  const file = url.pathname.slice(scope.pathname.length) || page
  // What is shown in others' frames is another page, which its host answers with.
  if (file === page && url.searchParams.has('embed')) return
  if (file === page) event.respondWith(openPage(event))
  else if (request.mode === 'navigate') return
  else if (isImmutable(file)) event.respondWith(immutable(event, file))
  else if (Object.hasOwn(build.files, file)) event.respondWith(changeable(event, file))
})

/** Files that an earlier build kept and this one has too need not be fetched again. */
async function takeOver() {
  const cache = await caches.open(name)
  for (const older of await ourCaches()) {
    if (older === name) continue
    const from = await caches.open(older)
    for (const [file, hash] of Object.entries(build.files)) {
      const kept = await from.match(addressOf(file))
      if (kept?.headers.get('X-Lab-Hash') === hash) await cache.put(addressOf(file), kept)
    }
  }
}

/** Throws where the file cannot be had as it was built: then this build is not installed, and the one before it stays. */
async function keepFromNetwork(file) {
  if (await keptOf(file)) return
  const answer = await fetch(addressOf(file), { cache: 'no-cache' })
  if (!(await keep(file, answer))) throw new Error(`${file} is not what was built.`)
}

/** Caches of this folder, oldest first. */
async function ourCaches() {
  return (await caches.keys()).filter((other) => other.startsWith(prefix))
}

async function forgetOlderBuilds() {
  const older = (await ourCaches()).filter((other) => other !== name)
  await Promise.all(older.slice(0, -1).map((other) => caches.delete(other)))
}

async function openPage(event) {
  const answer = await beforeLong(fetch(new Request(event.request, { cache: 'no-cache' }))).catch(
    () => undefined,
  )
  if (!answer || answer.status >= 500) {
    const kept = await keptOf(page)
    return kept ? withHeaders(kept, build.headers) : (answer ?? Response.error())
  }
  if (answer.status !== 200) return answer
  const bytes = await answer.clone().arrayBuffer()
  if ((await hashOf(bytes)) === build.files[page]) return withHeaders(answer, build.headers)
  // Another build of the lab needs its threads as much; its policy is its own. Anything else is passed on as it is.
  if (new TextDecoder().decode(bytes).includes(mark)) return withHeaders(answer, build.isolation)
  event.waitUntil(leaveIfGone())
  return answer
}

/** A build that is no longer served here has nothing to keep; a sign-in page in its place does not say so. */
async function leaveIfGone() {
  const { status } = await fetch(new URL('service-worker.js', scope), { cache: 'no-store' })
  if (status !== 404 && status !== 410) return
  await Promise.all((await ourCaches()).map((each) => caches.delete(each)))
  await registration.unregister()
}

/** Also of an earlier build, for a tab that still runs it. */
async function immutable(event, file) {
  const kept = (await keptOf(file)) ?? (await keptOfEarlier(file))
  if (kept) return withHeaders(kept, build.headers)
  const answer = await fetchAndKeep(event, file)
  return Object.hasOwn(build.files, file) ? withHeaders(answer, build.headers) : answer
}

/** A name that another build or project may use too: what is kept is given while the host has the same file, or no host answers. */
async function changeable(event, file) {
  const kept = await keptOf(file)
  if (!kept) return fetchAndKeep(event, file)
  const now = await fetch(event.request.url, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
  return !now || now.status >= 500 || isSameFile(kept.headers, now) ? kept : fetchAndKeep(event, file)
}

function isSameFile(kept, now) {
  if (now.status !== 200 || now.redirected) return false
  const compared = ['etag', 'last-modified', 'content-length'].filter(
    (header) => kept.has(header) && now.headers.has(header),
  )
  return compared.length > 0 && compared.every((header) => kept.get(header) === now.headers.get(header))
}

async function fetchAndKeep(event, file) {
  // Asked of the host itself: what the browser has by this address may be another project's, or spoilt.
  const answer = await fetch(event.request, { cache: 'no-cache' })
  // A full disk costs the offline copy, never the page.
  event.waitUntil(keep(file, answer.clone()).catch(() => {}))
  return answer
}

/** Whether the answer is the file that was built; only then it is kept, with the type that its name has. */
async function keep(file, answer) {
  if (answer.status !== 200 || answer.redirected || answer.type !== 'basic') return false
  const bytes = await answer.arrayBuffer()
  const hash = await hashOf(bytes)
  if (hash !== build.files[file]) return false
  const headers = new Headers({ 'X-Lab-Hash': hash, 'Content-Type': typeOf(file) })
  for (const header of ['etag', 'last-modified', 'content-length'])
    if (answer.headers.has(header)) headers.set(header, answer.headers.get(header))
  await (await caches.open(name)).put(addressOf(file), new Response(bytes, { headers }))
  return true
}

/** Looked for without opening: that would make the cache anew where it was given up. */
async function keptOf(file, cacheName = name) {
  return caches.match(addressOf(file), { cacheName })
}

async function keptOfEarlier(file) {
  for (const earlier of await ourCaches()) {
    const kept = await keptOf(file, earlier)
    if (kept) return kept
  }
  return undefined
}

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function typeOf(file) {
  const types = {
    html: 'text/html; charset=utf-8',
    js: 'text/javascript',
    mjs: 'text/javascript',
    css: 'text/css',
    json: 'application/json',
    webmanifest: 'application/manifest+json',
    wasm: 'application/wasm',
    svg: 'image/svg+xml',
    woff2: 'font/woff2',
    ttf: 'font/ttf',
    txt: 'text/plain; charset=utf-8',
  }
  return types[/\.(\w+)$/.exec(file)?.[1]] ?? 'application/octet-stream'
}

function beforeLong(promise) {
  return Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error('The network is slow.')), pageMs)),
  ])
}

function withHeaders(response, added) {
  const headers = new Headers(response.headers)
  for (const [header, value] of Object.entries(added)) headers.set(header, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
