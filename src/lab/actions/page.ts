/** Acts on the page itself: its panels, its theme, the lesson and its presentation, the link to what is shown. */
import type { Theme } from '../settings/settings.ts'
import { selectHasRun, selectSession } from '../state/selectors.ts'
import { actionsOf, toggles } from './action.ts'

/** In the order in which they follow one another. */
const themeNames: Readonly<Record<Theme, string>> = {
  system: 'system',
  light: 'light',
  dark: 'dark',
  projector: 'projector',
}
const themes = Object.keys(themeNames) as Theme[]

export const pageActions = actionsOf({
  palette: { label: 'Find an act', name: null, keys: ['Mod+k'], ...toggles('palette') },
  'toggle-present': {
    label: (state) => (state.present ? 'Leave the presentation' : 'Present'),
    keys: ['p'],
    pressed: (state) => state.present,
    perform: (lab) => lab.choices.setPresent(!lab.store.getState().present),
  },
  pointer: {
    label: 'Pointer of the presentation',
    keys: ['l'],
    enabled: (state) => state.present,
    pressed: (state) => state.pointer,
    perform: (lab) => lab.looking.setPointer(!lab.store.getState().pointer),
  },
  speaker: {
    label: 'Notes in a second window',
    name: 'Notes, timer and next slide in a second window',
    keys: ['v'],
    enabled: (state) => state.present,
    pressed: (state) => state.speaker,
    perform: (lab) => lab.choices.setSpeaker(!lab.store.getState().speaker),
  },
  blank: {
    label: 'Show nothing',
    name: 'Show nothing on the slide',
    keys: ['.'],
    enabled: (state) => state.present,
    pressed: (state) => state.blank,
    perform: (lab) => lab.choices.setBlank(!lab.store.getState().blank),
  },
  qr: {
    label: 'Link and QR code',
    name: 'Link and QR code of what is on the screen',
    keys: ['u'],
    ...toggles('share'),
  },
  'toggle-settings': {
    label: 'Settings',
    keys: ['s'],
    ...toggles('settings'),
  },
  'cycle-theme': {
    label: (state) => `Theme: ${themeNames[state.settings.theme]}`,
    keys: ['t'],
    perform: (lab) =>
      lab.choices.setTheme(
        themes[(themes.indexOf(lab.store.getState().settings.theme) + 1) % themes.length]!,
      ),
  },
  'next-page': {
    label: 'Next',
    name: 'Next page of the lesson',
    keys: ['n'],
    enabled: (state) => state.lessonPage < state.lessonPages,
    perform: (lab) => lab.choices.setLessonPage(lab.store.getState().lessonPage + 1),
  },
  'previous-page': {
    label: 'Previous page',
    name: 'Previous page of the lesson',
    keys: ['Shift+n'],
    enabled: (state) => state.lessonPage > 1,
    perform: (lab) => lab.choices.setLessonPage(lab.store.getState().lessonPage - 1),
  },
  close: {
    label: 'Close',
    name: null,
    keys: ['Escape'],
    enabled: (state) => state.panel !== null || state.present || state.notices.length > 0,
    perform: (lab) => {
      const { panel, present, notices } = lab.store.getState()
      if (panel !== null) lab.choices.openPanel(null)
      else if (present) lab.choices.setPresent(false)
      else if (notices.length > 0) lab.notices.dismiss(notices.at(-1)!.id)
    },
  },
  help: { label: 'Keys', name: 'Keys on this page', keys: ['?'], ...toggles('help') },
  share: {
    label: 'Share',
    perform: (lab, page) => {
      page.copy(lab.runs.shareLink()).then(
        () => lab.notices.notify('Link copied: it opens this problem, update and token.'),
        () => lab.choices.openPanel('share'),
      )
    },
  },
  'share-bare': {
    label: 'Copy a link without controls, for a class',
    enabled: (state) => selectSession(state).bundled !== null,
    perform: (lab, page) => {
      page.copy(lab.runs.shareLink(false)).then(
        () =>
          lab.notices.notify(
            'Link copied: it opens the question, this attempt and the lesson, without controls.',
          ),
        () => lab.choices.openPanel('share'),
      )
    },
  },
  teach: {
    label: 'For teachers: a plan, questions, exercises',
    perform: (_, page) => page.visit('teach.html'),
  },
  print: {
    label: 'Print a handout',
    name: 'Print a handout: the run in view and the lesson',
    enabled: selectHasRun,
    perform: (_, page) => page.print(),
  },
  embed: {
    label: 'Copy a snippet for a web page',
    name: 'Copy a snippet that shows this act in a web page',
    enabled: selectHasRun,
    perform: (lab, page) => {
      const snippet = lab.runs.embedSnippet()
      if (snippet === null)
        return lab.notices.notify(
          'Only a recording that the lab brings along has an address for a web page. Export this run as one HTML file, and show that file in a frame.',
          'error',
          ['export-player'],
        )
      page.copy(snippet).then(
        () => lab.notices.notify('Snippet copied: pasted into a page, it shows this act there.'),
        () => lab.choices.openPanel('share'),
      )
    },
  },
})
