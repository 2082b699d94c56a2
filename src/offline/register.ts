/** Keeps the built lab for when there is no network; the dev server is its own. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !isSecureContext) return
  const worker = new URL('service-worker.js', document.baseURI)
  // Refused in private windows of some browsers: the lab works without.
  navigator.serviceWorker.register(worker, { updateViaCache: 'none' }).catch(() => {})
}
