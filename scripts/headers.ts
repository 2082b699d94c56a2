/** What the lab is served with; on hosts that set no headers the service worker adds them (vite-offline.ts). */

/** Cross-origin isolation gives wasm its threads; the lab also works without (one thread). */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * Of the page and its workers: code comes from the lab's own files alone, whatever a recording, a shared
 * link, a pasted problem or a candidate program holds. WebAssembly is compiled from bytes; models are
 * fetched from whichever hub or address the person names, or from those alone that the build names:
 * `SDPO_CONNECT_SRC="https://hub.example" npm run build`, and empty for the lab's own host.
 */
const policy = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  // React and the code editor set styles on elements.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': `'self' data: blob: ${process.env.SDPO_CONNECT_SRC ?? 'https: http://localhost:* http://127.0.0.1:*'}`,
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/**
 * Who may show the lab in a frame: its own site, or whoever is named on purpose when it is built, for instance
 * `SDPO_FRAME_ANCESTORS="'self' https://course.example" npm run build`.
 */
const framed = { 'frame-ancestors': process.env.SDPO_FRAME_ANCESTORS ?? "'self'" }

const text = (directives: Record<string, string>) =>
  Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')

/** The policy as the page itself says it: frames are decided by headers alone. */
export const policyOfPage = text(policy)

/** What the built lab is served with. */
export const headers = { ...isolation, 'Content-Security-Policy': text({ ...policy, ...framed }) }

/**
 * Of `embed.html`, which anyone may show in a frame, under cross-origin isolation and without: it shows an act of a
 * recording, keeps nothing, runs no model and asks nobody but its own host. `SDPO_EMBED_ANCESTORS` narrows who may.
 */
const embedPolicy = { ...policy, 'worker-src': "'none'", 'connect-src': "'self'" }
const embedFramed = { 'frame-ancestors': process.env.SDPO_EMBED_ANCESTORS ?? '*' }

/** The embedded page's policy as it says it itself. */
export const policyOfEmbed = text(embedPolicy)

/** What `embed.html` is served with, and no other page. */
export const embedHeaders = {
  'Cross-Origin-Embedder-Policy': isolation['Cross-Origin-Embedder-Policy'],
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Security-Policy': text({ ...embedPolicy, ...embedFramed }),
}

/** The development server puts scripts into the page; what is built needs none. */
export const developmentHeaders = { ...isolation, 'Content-Security-Policy': text(framed) }
