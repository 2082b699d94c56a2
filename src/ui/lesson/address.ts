/** The lesson's page in the address bar: its link can be copied from there, and Back goes to the page before. */
import type { Lab } from '../../lab/lab.ts'

const addressOf = (page: number) => (page === 1 ? location.pathname + location.search : `#l=${page}`)

/** An entry of the history that this page has made names a lesson's page. */
function pageOf(state: unknown): number | null {
  const page = (state as { lesson?: unknown } | null)?.lesson
  return typeof page === 'number' ? page : null
}

/** From here on the address follows the lesson, and the lesson the browser's Back and Forward; another link opens what it names. */
export function followAddress(lab: Lab): void {
  let page = lab.store.getState().lessonPage
  let going = false
  history.replaceState({ lesson: page }, '', addressOf(page))
  lab.store.subscribe(({ lessonPage }) => {
    if (lessonPage === page) return
    page = lessonPage
    if (!going) history.pushState({ lesson: page }, '', addressOf(page))
  })
  window.addEventListener('popstate', ({ state }) => {
    const to = pageOf(state)
    if (to === null) return
    going = true
    lab.choices.setLessonPage(to)
    going = false
  })
  addEventListener('hashchange', () => {
    if (pageOf(history.state) === null) void lab.runs.open(location.hash.slice(1))
  })
}
