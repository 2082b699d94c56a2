/** An action's keys as a keyboard shows them. */
import type { Action } from '../../lab/actions/action.ts'

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  Escape: 'Esc',
  Shift: 'Shift',
  Home: 'Home',
  End: 'End',
}
const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** Of its first shortcut, modifiers first; empty where it has none. */
export function keysOf(action: Action): string[] {
  const key = action.keys[0]
  return key === undefined
    ? []
    : key
        .split('+')
        .map((part) =>
          part === 'Mod'
            ? mac
              ? '⌘'
              : 'Ctrl'
            : (names[part] ?? (part.length === 1 ? part.toUpperCase() : part)),
        )
}
