/** Long work on the page's thread in slices, so that no task of ours holds the screen. */

/** A function to await inside a loop: it returns at once until the slice is used up, then lets the page breathe. */
export function breather(sliceMs = 8): () => Promise<void> | void {
  let started = performance.now()
  return () => {
    if (performance.now() - started < sliceMs) return
    return new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => {
      started = performance.now()
    })
  }
}
