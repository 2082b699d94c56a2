/** When what was said of a live run is shown: with a picture of the screen. */

/** Calls back when the next picture is drawn that is at least so many milliseconds away; returns what cancels it. */
export type Frame = (callback: () => void, waitMs: number) => () => void

/** At once where nothing is drawn. */
export const pageFrame: Frame = (callback, waitMs) => {
  if (typeof requestAnimationFrame !== 'function') {
    callback()
    return () => undefined
  }
  let frame = 0
  const draw = () => (frame = requestAnimationFrame(callback))
  const timer = waitMs > 0 ? setTimeout(draw, waitMs) : void draw()
  return () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
}
