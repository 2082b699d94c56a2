/** The page's first script: which language it speaks, and then the lab in it. */
// What every panel builds on comes first, so that panels can refine it.
import './ui/styles/fonts.css'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/styles/layout.css'
import './ui/parts/button.css'
import './ui/parts/choice.css'
import './ui/parts/parts.css'
import { causeOf } from './ui/faults/cause.ts'
import { keptLanguage, languageOf, type Language } from './lab/settings/language.ts'

/** Each is the same module with texts of its own (scripts/vite-languages.ts), fetched where it is spoken. */
const lab: Record<Language, () => Promise<typeof import('./open.tsx')>> = {
  en: () => import('./open.tsx'),
  de: () => import('./open.tsx?lang=de'),
  zh: () => import('./open.tsx?lang=zh'),
}

/** Null where the browser keeps nothing for this page. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

function sayNotOpened(error: unknown): void {
  const root = document.getElementById('root')!
  if (root.hasChildNodes()) return
  const said = document.createElement('p')
  said.setAttribute('role', 'alert')
  said.className = 'not-opened'
  said.textContent = `The lab could not be opened. ${causeOf(error)} Load the page again; runs kept in this browser are still there.`
  root.append(said)
}

try {
  // A host that answers `?embed` with this page has the embedded one beside it.
  if (new URLSearchParams(location.search).has('embed'))
    location.replace(new URL('embed.html', document.baseURI).href + location.hash)
  else {
    const store = storage()
    const asked = new URLSearchParams(location.search).get('lang')
    const language = languageOf([asked, keptLanguage(store), ...navigator.languages])
    document.documentElement.lang = language
    const { open } = await lab[language]()
    await open(store)
    ;(await import('./offline/register.ts')).keepForOffline()
  }
} catch (error) {
  sayNotOpened(error)
  throw error
}
