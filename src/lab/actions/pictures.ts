/** What is shown, taken away: the values of an attempt as a table, the pictures as files. */
import { selectConfig, selectFocus, selectReading, selectWhole } from '../selectors.ts'
import type { LabState } from '../store.ts'
import { tokenTable } from '../token-table.ts'
import { action, type Action, type PictureFormat, type PictureOf } from './action.ts'

const pictures: Readonly<Record<PictureOf, string>> = { strip: 'The strip', bars: 'The bars', curves: 'The curves' }

export const pictureActions = [
  action({
    id: 'token-table',
    label: 'Values of this attempt, CSV',
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab, page) => {
      const state = lab.store.getState()
      const { step, attempt } = selectFocus(state)
      if (!attempt) return
      const { loss } = selectConfig(state)
      page.download(`sdpo-lab-attempt-${attempt.attempt}.csv`, tokenTable(attempt, selectReading(state, attempt).positions, { lambda: loss.lambda, advantageClip: loss.advantageClip, groupMean: step?.groupMean ?? null }))
    },
  }),
  picture('strip', 'svg'),
  picture('strip', 'png'),
  picture('bars', 'svg'),
  picture('bars', 'png'),
  picture('curves', 'svg'),
  picture('curves', 'png'),
]

function picture<const Of extends PictureOf, const Format extends PictureFormat>(what: Of, format: Format): Action<`${Of}-${Format}`> {
  return action({
    id: `${what}-${format}`,
    label: `${pictures[what]}, ${format.toUpperCase()}`,
    enabled: (state) => isDrawn(what, state),
    perform: (lab, page) => {
      page.picture(lab, what, format).catch((error: unknown) => lab.tell(`The picture could not be made (${error instanceof Error ? error.message : String(error)}).`, 'error'))
    },
  })
}

function isDrawn(what: PictureOf, state: LabState): boolean {
  const { attempt, token } = selectFocus(state)
  switch (what) {
    case 'strip':
      return attempt !== null
    case 'bars':
      return token !== null && attempt?.positions != null
    case 'curves':
      return selectWhole(state).steps.some((step) => step.signals)
    default:
      return what satisfies never
  }
}
