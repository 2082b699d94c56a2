/** The arms as the screen names them. */
import type { Arm } from '../../sdpo/config.ts'

export const armNames: Readonly<Record<Arm, string>> = {
  sdpo: 'SDPO',
  grpo: 'GRPO',
  'sdpo+grpo': 'SDPO + GRPO',
  srpo: 'SRPO',
  rlsd: 'RLSD',
  'best-of-k': 'best-of-k',
  'multi-turn': 'multi-turn',
  'multi-turn+sdpo': 'multi-turn + SDPO',
}

/** Of a report: an arm, some with the window that it was run with, or a control. */
export function contestantName(arm: string): string {
  const [, name = arm, window] = /^(.*?), window (\d+)$/.exec(arm) ?? []
  const known = (armNames as Readonly<Partial<Record<string, string>>>)[name] ?? name
  return window === undefined ? known : `${known} (window ${window})`
}
