/** Acts on the race of the arms, and on what was measured of them elsewhere. */
import type { Lab } from '../lab.ts'
import { raceInShort, racePrimary } from '../words/race-words.ts'
import type { LabState } from '../state/store.ts'
import { actionsOf, toggles, type Page } from './action.ts'

export const raceActions = actionsOf({
  results: { label: 'Results', name: 'Results: the paper\u2019s claims, measured', ...toggles('results') },
  race: { label: (state) => raceInShort(state.race), keys: ['r'], ...toggles('race') },
  'race-go': {
    name: null,
    label: (state) => racePrimary(state).label,
    enabled: (state) => !['loading', 'none'].includes(racePrimary(state).kind),
    perform: goRace,
  },
  'race-stop': {
    label: 'Stop',
    name: 'Stop the race',
    enabled: (state) => state.race.phase === 'running' || state.race.phase === 'paused',
    perform: (lab) => lab.race.stop(),
  },
  'export-race': {
    label: 'Export as JSON',
    name: 'Export the race as JSON',
    enabled: hasRace,
    perform: (lab, page) => exportRace(lab, page, 'json'),
  },
  'export-race-csv': {
    label: 'Export as CSV',
    name: 'Export the race as CSV',
    enabled: hasRace,
    perform: (lab, page) => exportRace(lab, page, 'csv'),
  },
})

function hasRace(state: LabState): boolean {
  return (state.race.view?.lanes.length ?? 0) > 0
}

function exportRace(lab: Lab, page: Page, kind: 'json' | 'csv'): void {
  const file = lab.race.export(kind)
  if (file) page.download(file.name, file.text)
}

/** What the race's main button says (race-words.ts). */
function goRace(lab: Lab): void {
  const { kind } = racePrimary(lab.store.getState())
  switch (kind) {
    case 'load':
      return lab.live.load()
    case 'start':
    case 'again':
      return lab.race.start()
    case 'pause':
    case 'resume':
      return lab.race.pause(kind === 'pause')
    case 'loading':
    case 'none':
      return
    default:
      kind satisfies never
  }
}
