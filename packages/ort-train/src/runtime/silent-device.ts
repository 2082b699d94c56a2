/** A browser that is asked for its graphics device and does not answer: its GPU process hangs, or is being started again and again. */

/** How long a browser may take to give an adapter or a device, in seconds. */
const patience = 15

/** Nothing has come of asking for the graphics adapter, or for a device of it. */
export class SilentDeviceError extends Error {
  override readonly name = 'SilentDeviceError'

  /**
   * @param asked what was asked for
   * @param seconds that were waited
   */
  constructor(
    readonly asked: 'adapter' | 'device',
    readonly seconds: number,
  ) {
    super(`the browser has not answered for ${seconds} seconds when asked for a graphics ${asked}`)
  }
}

/**
 * What was asked for. A page that sleeps or is frozen meanwhile does not lose the seconds of it.
 * @param late is given what comes after all
 * @throws SilentDeviceError where nothing comes within `seconds`, and as `work` does
 */
export async function answered<T>(
  asked: SilentDeviceError['asked'],
  work: Promise<T>,
  late: (value: T) => void = () => {},
  seconds = patience,
): Promise<T> {
  let left = seconds
  let timer: ReturnType<typeof setInterval> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (--left > 0) return
      reject(new SilentDeviceError(asked, seconds))
      work.then(late, () => {})
    }, 1000)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearInterval(timer)
  }
}
