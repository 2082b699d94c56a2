/** The lesson's page in the address bar: its link can be copied from there, and Back goes to the page before. */
import { encodeShare } from '../../lab/control/share.ts'
import type { Lab } from '../../lab/lab.ts'

/** Of a page without controls its run too: whoever loads it again is to see the same, and has nothing to choose it by. */
function addressOf(lab: Lab, page: number): string {
  const { controls, recorded } = lab.store.getState()
  if (!controls)
    return `#${encodeShare({ ...(recorded.bundled === null ? {} : { recording: recorded.bundled }), page, controls })}`
  return page === 1 ? location.pathname + location.search : `#l=${page}`
}

/** An entry of the history that this page has made names a lesson's page. */
function pageOf(state: unknown): number | null {
  const page = (state as { lesson?: unknown } | null)?.lesson
  return typeof page === 'number' ? page : null
}

/** From here on the address follows the lesson, and the lesson the browser's Back and Forward; another link opens what it names. */
export function followAddress(lab: Lab): void {
  let page = lab.store.getState().lessonPage
  let going = false
  const { controls } = lab.store.getState()
  history.replaceState({ lesson: page }, '', controls ? addressOf(lab, page) : location.href)
  lab.store.subscribe(({ lessonPage }) => {
    if (lessonPage === page) return
    page = lessonPage
    if (!going) history.pushState({ lesson: page }, '', addressOf(lab, page))
  })
  window.addEventListener('popstate', ({ state }) => {
    const to = pageOf(state)
    if (to === null) return
    going = true
    lab.choices.setLessonPage(to)
    going = false
  })
  addEventListener('hashchange', () => {
    // The skip link's own: a place on the page, and no run.
    if (location.hash === '#main') return
    if (pageOf(history.state) === null) void lab.runs.open(location.hash.slice(1))
  })
}
