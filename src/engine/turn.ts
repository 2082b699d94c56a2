/**
 * Lets the event loop take its turn, so that messages which have arrived are heard. Awaiting a promise alone does not:
 * work whose promises settle at once (WebAssembly on this thread, a judge without a sandbox) goes on from one microtask
 * to the next, and a `pause` would wait until the run is over.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
