/** What buttons, menus and keys do, and what they are called. */
import { describe, expect, it } from 'vitest'
import { actionForKey, actionOf, actions } from './actions/registry.ts'
import { selectWhole } from './state/selectors.ts'
import { make, opened, page, press, state } from './lab.testing.ts'

describe('actions', () => {
  it('have names in every state, and one key each', async () => {
    const lab = await opened()
    const keys = actions.flatMap((a) => a.keys)
    expect(new Set(keys).size).toBe(keys.length)
    for (const visit of [
      () => lab.time.seek(0),
      () => lab.time.seekEnd(),
      () => lab.choices.setSource('live'),
      () => lab.live.load(),
    ]) {
      visit()
      for (const a of actions) {
        expect(a.label(state(lab)).length).toBeGreaterThan(0)
        expect(typeof a.enabled(state(lab))).toBe('boolean')
      }
    }
  })

  it.each([
    [' ', 'play'],
    ['ArrowRight', 'next-act'],
    ['ArrowLeft', 'previous-act'],
    ['Home', 'to-start'],
    ['End', 'to-end'],
    ['j', 'next-attempt'],
    ['K', 'previous-attempt'],
    ['g', 'toggle-credit'],
    ['f', 'toggle-feedback'],
    ['q', 'guess'],
    ['p', 'toggle-present'],
    ['s', 'toggle-settings'],
    ['t', 'cycle-theme'],
    ['n', 'next-page'],
    ['Escape', 'close'],
  ])('%s is %s', (key, id) =>
    expect(actionForKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false })?.id).toBe(
      id,
    ),
  )

  it('with Shift move by updates; with Ctrl belong to the browser; ? needs Shift on most keyboards', () => {
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }
    expect(actionForKey({ ...none, key: 'ArrowRight', shiftKey: true })?.id).toBe('next-update')
    expect(actionForKey({ ...none, key: '?', shiftKey: true })?.id).toBe('help')
    expect(actionForKey({ ...none, key: 's', ctrlKey: true })).toBeNull()
    expect(actionForKey({ ...none, key: 'z' })).toBeNull()
  })

  it('close one thing at a time', () => {
    const lab = make()
    lab.notices.notify('hello')
    lab.choices.setPresent(true)
    lab.choices.openPanel('settings')
    press(lab, 'close')
    expect(state(lab)).toMatchObject({ panel: null, present: true })
    press(lab, 'close')
    expect(state(lab).present).toBe(false)
    press(lab, 'close')
    expect(actionOf('close').enabled(state(lab))).toBe(false)
  })

  it('offer the solution once there is one', async () => {
    const lab = await opened()
    lab.time.seekStep(1)
    expect(actionOf('copy-solution').enabled(state(lab))).toBe(false)
    lab.time.seekEnd()
    let copied = ''
    actionOf('copy-solution').perform(lab, { ...page, copy: async (text) => void (copied = text) })
    expect(copied).toBe(selectWhole(state(lab)).steps[3]!.attempts[1]!.text)
  })
})
