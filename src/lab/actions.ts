/**
 * Everything the person can do that has a name: one object feeds the button, the menu and the
 * shortcut, so they can never disagree (the shape is excalidraw's). Things with an operand (an
 * attempt, a token, a step) are methods of `Lab`.
 */
import type { LabState } from './store.ts'
import type { Lab } from './lab.ts'

export type ActionId =
  | 'next-act' | 'previous-act' | 'play' | 'next-update' | 'previous-update' | 'to-start' | 'to-end'
  | 'next-attempt' | 'previous-attempt' | 'next-token' | 'previous-token'
  | 'toggle-credit' | 'toggle-feedback' | 'toggle-present' | 'toggle-settings' | 'cycle-theme' | 'next-page' | 'previous-page'
  | 'close' | 'help' | 'share' | 'go-live' | 'go-recorded' | 'load-model'
  | 'continue-here' | 'same-seed' | 'new-seed' | 'stop-run' | 'add-attempts' | 'dismiss-fault'
  | 'export-run' | 'import-run' | 'copy-solution' | 'choose-problem' | 'paste-problem' | 'runs' | 'reset-settings'

export type IconName =
  | 'play' | 'pause' | 'step-back' | 'step-forward' | 'skip-back' | 'skip-forward' | 'up' | 'down' | 'left' | 'right'
  | 'credit' | 'feedback' | 'present' | 'settings' | 'theme' | 'close' | 'help' | 'share' | 'live' | 'recorded' | 'download'
  | 'rewind' | 'repeat' | 'dice' | 'stop' | 'plus' | 'export' | 'import' | 'copy' | 'list' | 'paste' | 'history' | 'next'

export interface Action {
  id: ActionId
  /** The button's words and accessible name, for this state. */
  label: (state: LabState) => string
  icon: (state: LabState) => IconName
  /** Shortcuts as `KeyboardEvent.key`, modifiers first: ' ', 'ArrowRight', 'Shift+ArrowRight', '?'. */
  keys: readonly string[]
  enabled: (state: LabState) => boolean
  /** Present on toggles: aria-pressed. */
  pressed?: (state: LabState) => boolean
  perform: (lab: Lab) => void
}
