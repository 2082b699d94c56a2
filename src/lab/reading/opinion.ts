/**
 * What the self-teacher makes of one sampled token, as facts: every sentence about a token, in the headline,
 * a lesson, a slide or the live region, is put into words from this one reading of its bars.
 */
import type { Position } from '../../engine/protocol.ts'
import { logRatio } from '../run/log-ratio.ts'
import { percent } from '../text/format.ts'
import { negligibleCredit } from './credit.ts'

/** The teacher finds the token as likely as the student did, likelier, less likely, or hardly possible any more. */
type Stance = 'agrees' | 'trusts' | 'doubts' | 'takes-back'

/** A candidate that gains where the token loses, or loses where it gains. */
export interface Rival {
  id: number
  student: number
  teacher: number
  /** The teacher's first choice of all tokens, the sampled one included. */
  firstChoice: boolean
}

export interface Opinion {
  /** The sampled token. */
  id: number
  stance: Stance
  /** log p_T - log p_S, nats. */
  credit: number
  /** Probabilities. */
  student: number
  teacher: number
  /** The sampled token itself is the teacher's first choice. */
  firstChoice: boolean
  /** Moved most the other way, by a tenth at least; null where none did, and where the teacher agrees. */
  rival: Rival | null
}

/** A rival moves by this probability at least. */
const rivalGain = 0.1

export function opinionOf(position: Position): Opinion {
  const credit = logRatio(position)
  const student = position.student.map(Math.exp)
  const teacher = position.teacher.map(Math.exp)
  const first = favourite(teacher)
  const stance = stanceOf(credit, student[0]!, teacher[0]!)
  let rival = -1
  let most = rivalGain
  if (stance !== 'agrees')
    for (let i = 1; i < position.ids.length; i++) {
      const gain = (teacher[i]! - student[i]!) * -Math.sign(credit)
      if (gain < most) continue
      most = gain
      rival = i
    }
  return {
    id: position.ids[0]!,
    stance,
    credit,
    student: student[0]!,
    teacher: teacher[0]!,
    firstChoice: first === 0,
    rival:
      rival < 0
        ? null
        : {
            id: position.ids[rival]!,
            student: student[rival]!,
            teacher: teacher[rival]!,
            firstChoice: first === rival,
          },
  }
}

/** Two probabilities that are written alike are no change that one could speak of. */
function stanceOf(credit: number, student: number, teacher: number): Stance {
  if (Math.abs(credit) < negligibleCredit || percent(student) === percent(teacher)) return 'agrees'
  if (credit > 0) return 'trusts'
  return Math.exp(credit) < 0.2 ? 'takes-back' : 'doubts'
}

/** The place of a reader's likeliest candidate. Both readers' likeliest are among the candidates of every position. */
export function favourite(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0)
}
