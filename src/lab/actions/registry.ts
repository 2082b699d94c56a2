/** Every named act, in the order in which the help and the palette show them. */
import type { Action } from './action.ts'
import { attemptActions } from './attempt.ts'
import { foreignActions } from './foreign.ts'
import { fileActions } from './files.ts'
import type { ActionId } from '../state/action-ids.ts'
import { languageActions } from './language.ts'
import { modelActions } from './model.ts'
import { pageActions } from './page.ts'
import { pictureActions } from './pictures.ts'
import { problemActions } from './problem.ts'
import { raceActions } from './race.ts'
import { runActions } from './run.ts'
import { timeActions } from './time.ts'

const byId: Readonly<Record<ActionId, Action>> = {
  ...timeActions,
  ...attemptActions,
  ...pictureActions,
  ...pageActions,
  ...languageActions,
  ...runActions,
  ...fileActions,
  ...foreignActions,
  ...problemActions,
  ...modelActions,
  ...raceActions,
}

export const actions: readonly Action[] = Object.values(byId)

export function actionOf(id: ActionId): Action {
  return byId[id]
}

/** The action of a key press; null when it is nobody's, or belongs to a field being typed in. */
export function actionForKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): Action | null {
  if (event.altKey) return null
  if (event.ctrlKey || event.metaKey)
    return actions.find((a) => a.keys.includes(`Mod+${event.key.toLowerCase()}`)) ?? null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const shifted = event.shiftKey ? `Shift+${key}` : key
  return actions.find((a) => a.keys.includes(shifted)) ?? (key === '?' ? actionOf('help') : null)
}
