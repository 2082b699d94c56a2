/** Finding an act by its name: every word typed must begin a word of the name, in any order; the first words of a name count most. */
import type { Action } from './action.ts'
import type { LabState } from '../state/store.ts'

export interface FoundAction {
  action: Action
  /** Its name, cut where what was typed begins and ends. */
  marked: readonly { text: string; hit: boolean }[]
}

/** Those that can be done now, best first; all of them, in their own order, for no words. */
export function findActions(actions: readonly Action[], state: LabState, typed: string): FoundAction[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return actions
    .flatMap((action) => {
      const name = action.name(state)
      if (name === null || !action.enabled(state)) return []
      const hits = words.map((word) => hitOf(name, word))
      return hits.includes(-1)
        ? []
        : [
            {
              action,
              marked: marked(
                name,
                words.map((word, i) => [hits[i]!, word.length]),
              ),
              place: hits.reduce((sum, hit) => sum + hit, 0),
            },
          ]
    })
    .sort((a, b) => a.place - b.place)
    .map(({ action, marked }) => ({ action, marked }))
}

/** Where a word of the name begins with what was typed; -1 if none does. */
function hitOf(name: string, word: string): number {
  const lower = name.toLowerCase()
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(lower[at - 1]!)) return at
  return -1
}

function marked(
  name: string,
  hits: readonly (readonly [at: number, length: number])[],
): { text: string; hit: boolean }[] {
  const inside = Array<boolean>(name.length).fill(false)
  for (const [at, length] of hits) inside.fill(true, at, at + length)
  const parts: { text: string; hit: boolean }[] = []
  for (let i = 0; i < name.length; i++) {
    const last = parts.at(-1)
    if (last && last.hit === inside[i]) last.text += name[i]
    else parts.push({ text: name[i]!, hit: inside[i]! })
  }
  return parts
}
