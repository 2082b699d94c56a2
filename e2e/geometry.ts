/** What is wrong with how a page is laid out: wider than its window, text cut off, text over text. Runs in the page. */
import type { Frame, Page } from '@playwright/test'

/** A busy machine draws what follows from a measured width late: what is wrong is looked at again this often. */
const looks = 6

/** A sentence for each thing that is wrong and stays so for about two seconds; empty where all is well. */
export async function layoutFaults(page: Page | Frame): Promise<string[]> {
  for (let look = 1; ; look++) {
    await framesDrawn(page)
    const faults = await faultsNow(page)
    if (faults.length === 0 || look === looks) return faults
    await page.waitForTimeout(300)
  }
}

/** Three frames: for the layout, for what is measured in it, and for what is drawn by that. */
const framesDrawn = (page: Page | Frame): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        let frames = 3
        const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done())
        next()
      }),
  )

function faultsNow(page: Page | Frame): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const wide = document.documentElement.scrollWidth - innerWidth
    if (wide > 0) faults.push(`The page is ${wide} px wider than its window.`)

    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().split(/\s+/).join('.')}` : ''} "${(element.textContent ?? '').trim().slice(0, 24)}"`
    const scrolls = (element: Element) => {
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at)
        if ((overflowX === 'auto' || overflowX === 'scroll') && at.scrollWidth > at.clientWidth + 1)
          return true
      }
      return false
    }
    /** What is left of a box inside everything that clips it; null where nothing is. */
    const seen = (element: Element, box: DOMRect) => {
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom]
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
        const frame = at.getBoundingClientRect()
        if (style.display !== 'inline')
          [left, top, right, bottom] = [
            Math.max(left, frame.left),
            Math.max(top, frame.top),
            Math.min(right, frame.right),
            Math.min(bottom, frame.bottom),
          ]
      }
      return right - left < 2 || bottom - top < 2 ? null : new DOMRect(left, top, right - left, bottom - top)
    }
    const layerOf = (element: Element) =>
      element.closest('.popover, dialog, [role="dialog"], .notices, .lab-top, .lesson, .acts')
    // A formula is one text: the boxes of its letters are as tall as their font's.
    const texts: { element: Element; box: DOMRect }[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!
      if (node.textContent!.trim() === '' || element.closest('.quiet, .skip, style, script, option')) continue
      const style = getComputedStyle(element)
      if (style.visibility === 'hidden' || style.opacity === '0' || parseFloat(style.fontSize) === 0) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const whole of range.getClientRects()) {
        const box = seen(element, whole)
        if (!box) continue
        // What is on a button is all that is known of it.
        if (
          element.closest('button') &&
          getComputedStyle(element).textOverflow !== 'ellipsis' &&
          !scrolls(element) &&
          whole.width - box.width > 2 &&
          box.left > 0 &&
          box.right < innerWidth
        )
          faults.push(`Cut off on its button: ${nameOf(element)}.`)
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
        if (y < 0 || y > innerHeight) continue
        if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(element)) {
          // Behind a dialog, or in a panel that is not on the screen, it is nobody's trouble.
          faults.push(`Cut off by the window: ${nameOf(element)}.`)
          continue
        }
        if (x < 0 || x > innerWidth) continue
        const top = document.elementFromPoint(x, y)
        if (top && (top === element || element.contains(top) || top.contains(element)))
          texts.push({ element: element.closest('math') ?? element, box })
      }
      if (
        element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth + 1 &&
        style.overflowX === 'hidden' &&
        style.textOverflow !== 'ellipsis' &&
        style.webkitLineClamp === 'none'
      )
        faults.push(`Cut off: ${nameOf(element)}.`)
    }
    for (let i = 0; i < texts.length; i++) {
      for (let j = i + 1; j < texts.length; j++) {
        const [a, b] = [texts[i]!, texts[j]!]
        // What lies in a layer of its own may cover what is under it.
        if (layerOf(a.element) !== layerOf(b.element)) continue
        if (a.element === b.element || a.element.contains(b.element) || b.element.contains(a.element))
          continue
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        // Lines of text stand closer than their boxes: a third of the smaller is no overlap of letters.
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        if (across > 2 && down > Math.min(a.box.height, b.box.height) * 0.36)
          faults.push(`Over one another: ${nameOf(a.element)} and ${nameOf(b.element)}.`)
      }
    }
    return [...new Set(faults)]
  })
}

/** Buttons of a region, seen from the top of the page, over whose edges or middle something else lies or that the window cuts off: a sentence for each. */
export async function coveredButtons(page: Page, region: string): Promise<string[]> {
  await page.evaluate(() => scrollTo(0, 0))
  return page.getByRole('region', { name: region }).evaluate((found) =>
    [...found.querySelectorAll('button')].flatMap((button) => {
      const { left, top, width, height } = button.getBoundingClientRect()
      const free = [0.1, 0.5, 0.9].every((part) => {
        const at = document.elementFromPoint(left + width * part, top + height * part)
        return at !== null && button.contains(at)
      })
      return free ? [] : [`Partly covered or out of sight: "${button.textContent}".`]
    }),
  )
}

/** The sum of layout shifts so far that no act of the person caused (cumulative layout shift). Needs `watchShifts` before the page opens. */
export const shifts = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { shifts: number }).shifts)

export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = window as unknown as { shifts: number }
    seen.shifts = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      })[])
        if (!entry.hadRecentInput) seen.shifts += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
}
