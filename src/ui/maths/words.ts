/** The fixed phrases beside a pinned token, computed from the two distributions. Entropies and divergences are in nats. */
import type { Position } from '../../sdpo/events.ts'
import { studentChoice, teacherChoice } from './candidates.ts'
import { faint } from './credit.ts'

/** "5.1 times less likely", "about as likely". */
export function likelihood(credit: number): string {
  if (Math.abs(credit) < faint) return 'about as likely'
  const ratio = Math.exp(Math.abs(credit))
  const times = ratio < 1.095 ? ratio.toFixed(2) : ratio < 9.95 ? ratio.toFixed(1).replace('.0', '') : Math.round(ratio).toLocaleString('en').replaceAll(',', '\u202f')
  return `${times} times ${credit > 0 ? 'more' : 'less'} likely`
}

export function certainty(entropy: number): 'nearly certain' | 'fairly sure' | 'unsure' {
  return entropy < 0.35 ? 'nearly certain' : entropy < 1.05 ? 'fairly sure' : 'unsure'
}

/** How sure each reader is, and whether of the same token. */
export function opinions(position: Position): string {
  const student = certainty(position.studentEntropy)
  const teacher = certainty(position.teacherEntropy)
  const same = studentChoice(position) === teacherChoice(position)
  if (student === teacher) {
    if (student === 'unsure') return `Both readers are unsure, and lean to ${same ? 'the same token' : 'different tokens'}`
    return `Both readers are ${student}, of ${same ? 'the same token' : 'different tokens'}`
  }
  return `The student is ${student}, the self-teacher ${teacher}${same ? '; both lean to the same token' : ', of another token'}`
}
