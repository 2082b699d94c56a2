/** A server that falls silent: a connection that is open and brings nothing would else be waited for without end. */

/** Milliseconds without an answer or a further byte. */
export const silentMs = 30_000

/** What is waited for. Throws an Error that says so where it does not come within `ms`; the work itself is left alone. */
export async function withinSilence<T>(work: Promise<T>, ms: number = silentMs): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = Math.max(1, Math.round(ms / 1000))
      reject(new Error(`the server has sent nothing for ${seconds} second${seconds === 1 ? '' : 's'}`))
    }, ms)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}

/** The answer to a request, which is ended where none comes within `ms`. Throws as `get` does, and as `withinSilence`. */
export async function answerOf(
  get: typeof fetch,
  url: string,
  init: RequestInit = {},
  ms: number = silentMs,
): Promise<Response> {
  const ended = new AbortController()
  const signal = init.signal ? AbortSignal.any([init.signal, ended.signal]) : ended.signal
  try {
    return await withinSilence(get(url, { ...init, signal }), ms)
  } catch (error) {
    ended.abort()
    throw error
  }
}
