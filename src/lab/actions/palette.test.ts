import { describe, expect, it } from 'vitest'
import type { Action } from './action.ts'
import { actions } from './registry.ts'
import { findActions } from './palette.ts'
import type { LabState } from '../state/store.ts'

const named = (name: string | null, enabled = true): Action => ({
  ...actions[0]!,
  name: () => name,
  enabled: () => enabled,
})
const all = [
  named('Next update'),
  named('Update the student'),
  named('Go on from update 4'),
  named(null),
  named('Update nothing', false),
  named('The strip, PNG'),
]
const find = (typed: string) => findActions(all, {} as LabState, typed)
const names = (typed: string) => find(typed).map(({ marked }) => marked.map((part) => part.text).join(''))

describe('finding an act', () => {
  it('is all that can be done, in order, before anything is typed', () => {
    expect(names('')).toEqual(['Next update', 'Update the student', 'Go on from update 4', 'The strip, PNG'])
    expect(names('  ')).toEqual(names(''))
  })

  it('is by the beginnings of its words, in any order and case; an earlier word counts more', () => {
    expect(names('UPD')).toEqual(['Update the student', 'Next update', 'Go on from update 4'])
    expect(names('upd go')).toEqual(['Go on from update 4'])
    expect(names('png')).toEqual(['The strip, PNG'])
    expect(names('date')).toEqual([])
  })

  it('marks what was typed', () => {
    expect(find('stu up')[0]!.marked).toEqual([
      { text: 'Up', hit: true },
      { text: 'date the ', hit: false },
      { text: 'stu', hit: true },
      { text: 'dent', hit: false },
    ])
  })

  it('has a name of its own for every act of the registry', () => {
    const state = { engine: { phase: 'absent' } } as LabState
    const fixed = actions.flatMap((action) => {
      try {
        return action.name(state) ?? []
      } catch {
        return []
      }
    })
    expect(new Set(fixed).size).toBe(fixed.length)
  })
})
