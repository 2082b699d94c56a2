/** Tells the page around a frame how high what is in it is, so that it is neither cut nor scrolled. Anyone may hear: it is a number. */
import { heightMessage } from '../../lab/control/embed.ts'

export function tellHeight(content: Element): void {
  if (window.parent === window) return
  let told = 0
  new ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().height)
    if (height === told || height === 0) return
    told = height
    window.parent.postMessage({ type: heightMessage, height }, '*')
  }).observe(content)
}
