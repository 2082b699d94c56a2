/** Acts that have the page speak another language, each by its own name, so that who needs it can read it. */
import { languages } from '../settings/language.ts'
import { actionsOf } from './action.ts'

export const languageActions = actionsOf({
  'language-en': {
    label: languages.en,
    name: 'Language: English (English)',
    perform: (_, page) => page.speak('en'),
  },
  'language-de': {
    label: languages.de,
    name: 'Language: German (Deutsch)',
    perform: (_, page) => page.speak('de'),
  },
  'language-zh': {
    label: languages.zh,
    name: 'Language: Chinese (中文)',
    perform: (_, page) => page.speak('zh'),
  },
})
