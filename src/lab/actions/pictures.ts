/** What is shown, taken away: the values of an attempt as a table, the pictures as files. */
import { messageOf } from '../../explained-error.ts'
import { advantageClipOf } from '../../sdpo/config.ts'
import { selectConfig, selectFocus, selectReading, selectWhole } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'
import { tokenTable } from '../reading/token-table.ts'
import { actionsOf, type PictureFormat, type PictureOf, type WrittenAction } from './action.ts'

const pictures: Readonly<Record<PictureOf, string>> = {
  strip: 'The strip',
  bars: 'The bars',
  curves: 'The curves',
}

export const pictureActions = actionsOf({
  'token-table': {
    label: 'Values of this attempt, CSV',
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab, page) => {
      const state = lab.store.getState()
      const { step, attempt } = selectFocus(state)
      if (!attempt) return
      const { loss } = selectConfig(state)
      page.download(
        `sdpo-lab-attempt-${attempt.attempt}.csv`,
        tokenTable(attempt, selectReading(state, attempt).positions, {
          lambda: loss.lambda,
          advantageClip: advantageClipOf(loss.distillation),
          groupMean: step?.groupMean ?? null,
        }),
      )
    },
  },
  'strip-svg': picture('strip', 'svg'),
  'strip-png': picture('strip', 'png'),
  'bars-svg': picture('bars', 'svg'),
  'bars-png': picture('bars', 'png'),
  'curves-svg': picture('curves', 'svg'),
  'curves-png': picture('curves', 'png'),
})

function picture(what: PictureOf, format: PictureFormat): WrittenAction {
  return {
    label: `${pictures[what]}, ${format.toUpperCase()}`,
    enabled: (state) => isDrawn(what, state),
    perform: (lab, page) => {
      page
        .picture(lab, what, format)
        .catch((error: unknown) =>
          lab.notices.notify(`The picture could not be made (${messageOf(error)}).`, 'error'),
        )
    },
  }
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
