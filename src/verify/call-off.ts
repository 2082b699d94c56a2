/** Work that is called off: whoever waits for it is told at once, and what takes it up again starts anew. */

/** Does `act` once the signal calls off, at once where it has; returns what takes that back. */
export function whenCalledOff(signal: AbortSignal | undefined, act: (reason: unknown) => void): () => void {
  if (!signal) return () => undefined
  const heard = () => act(signal.reason)
  if (signal.aborted) heard()
  else signal.addEventListener('abort', heard, { once: true })
  return () => signal.removeEventListener('abort', heard)
}

/** The promise's outcome, or a rejection with the signal's reason if that comes first. */
export async function unlessCalledOff<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  let forget: () => void = () => undefined
  const off = new Promise<never>((_, reject) => (forget = whenCalledOff(signal, reject)))
  try {
    return await Promise.race([promise, off])
  } finally {
    forget()
  }
}
