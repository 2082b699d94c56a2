/** Acts on the problem: another one, one of the person's own, and the solution that was found. */
import { selectOutlookSubject, selectProblem, selectView } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'
import { attemptOf } from '../run/view.ts'
import { actionsOf, opens } from './action.ts'

export const problemActions = actionsOf({
  'copy-solution': {
    label: 'Copy the solution',
    enabled: (state) => solution(state) !== null,
    perform: (lab, page) => {
      const text = solution(lab.store.getState())
      if (text === null) return
      page.copy(text).then(
        () => lab.notices.notify('Solution copied.'),
        () =>
          lab.notices.notify(
            'The browser did not let this page copy. Select the text and copy it by hand.',
            'error',
          ),
      )
    },
  },
  'choose-problem': { label: 'Choose a problem', ...opens('problem-picker') },
  'paste-problem': { label: 'Paste a problem', perform: (lab) => lab.problems.edit(null) },
  'edit-problem': {
    label: 'Edit the problem',
    // The editor shows what somebody has sealed; the panel opens it first.
    enabled: (state) => selectProblem(state)?.sealed === undefined && selectProblem(state) !== null,
    perform: (lab) => lab.problems.edit(selectProblem(lab.store.getState())),
  },
  'try-first': {
    label: 'Try 16 attempts first',
    name: 'Can it work here? Try 16 attempts',
    enabled: (state) => selectOutlookSubject(state) !== null,
    perform: (lab) => lab.outlook.tryFirst(),
  },
  'hide-meaning': { label: 'Hide a meaning', ...opens('hide-meaning') },
})

/** The best attempt's text, once one has passed. */
function solution(state: LabState): string | null {
  const view = selectView(state)
  return view.firstPass === null ? null : (attemptOf(view, view.firstPass)?.text ?? null)
}
