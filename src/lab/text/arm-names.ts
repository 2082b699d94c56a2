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
