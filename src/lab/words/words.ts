/**
 * Sentences about what is on the screen, computed from it: the words beside the bars, under the
 * readers and in the attempt list. Fixed phrases and stated thresholds, so the same picture always
 * says the same thing. A phrase is text with its strong parts and tokens marked for the screen.
 */
import { favourite, opinionOf } from '../reading/opinion.ts'
import type { Phrase, PhrasePart } from '../text/phrase.ts'
import { negligibleCredit } from '../reading/credit.ts'
import type { Stage, Position } from '../../engine/protocol.ts'
import type { TeacherConfig, TokenSelection } from '../../sdpo/config.ts'
import { count, decimal, percent, signed, times } from '../text/format.ts'

/** A reader with this entropy or more is unsure, nats. */
const unsureFrom = 1.05

/** How sure a reader is, from its entropy in nats. */
export function certainty(entropy: number): string {
  if (entropy < 0.35) return 'nearly certain'
  return entropy < unsureFrom ? 'fairly sure' : 'unsure'
}

/** What the teacher thinks of the sampled token. `piece` names token ids; `whose` says what the difference is due to. */
export function creditPhrase(
  position: Position,
  piece: (id: number) => string,
  whose = 'With hindsight',
): Phrase {
  const { stance, credit, rival, firstChoice } = opinionOf(position)
  if (Math.abs(credit) < negligibleCredit) return [`${whose} this token is just as likely.`]
  const ratio = times(Math.exp(Math.abs(credit)))
  const much: PhrasePart =
    ratio === '1.0'
      ? { strong: credit > 0 ? 'a little more likely' : 'a little less likely' }
      : { strong: credit > 0 ? `${ratio} times more likely` : `${ratio} times less likely` }
  const head: PhrasePart[] = [`${whose} this token is `, much]
  if (!rival || stance === 'agrees') return [...head, '.']
  const token: PhrasePart = { token: piece(rival.id), side: credit < 0 ? 'teacher' : 'student' }
  if (credit < 0)
    return rival.firstChoice
      ? [...head, '; ', token, ' takes its place.']
      : [...head, '; ', token, ' gains most.']
  return firstChoice
    ? [...head, '; it takes the place of ', token, '.']
    : [...head, ', at the expense of ', token, '.']
}

/** How sure both readers are, of the same or of different tokens, and the divergence. `largest`: of its attempt. */
export function readersPhrase(position: Position, largest: boolean): Phrase {
  const student = certainty(position.studentEntropy)
  const teacher = certainty(position.teacherEntropy)
  const same = favourite(position.student) === favourite(position.teacher)
  const bothUnsure = Math.min(position.studentEntropy, position.teacherEntropy) >= unsureFrom
  const ofWhat = bothUnsure ? '' : same ? ', of the same token' : ', of different tokens'
  const who =
    student === teacher
      ? `Both readers are ${student}${ofWhat}`
      : `The student is ${student}, the self-teacher ${teacher}${ofWhat}`
  return [
    `${who}: entropy ${decimal(position.studentEntropy)} and ${decimal(position.teacherEntropy)} nats. Divergence `,
    { strong: decimal(position.divergence) },
    largest ? ', the largest here.' : '.',
  ]
}

/** Where the update moved the sampled token; null before it is known. */
export function movePhrase(before: number, after: number | undefined): Phrase | null {
  if (after === undefined) return null
  const [from, to] = [percent(Math.exp(before)), percent(Math.exp(after))]
  return from === to
    ? ['One update leaves it at ', { strong: from }, '.']
    : ['One update moves it ', { strong: `${from} \u2192 ${to}` }, '.']
}

/** What an act will do, to someone who has not seen it. `told`: a self-teacher re-reads what the judge said. */
export function actSentence(stage: Stage, attempts: number, told: boolean): string {
  switch (stage) {
    case 'sample':
      return `The student writes ${count(attempts, 'answer', 'answers')}, token by token.`
    case 'judge':
      return told
        ? 'Each answer is run against the tests. The judge says what went wrong, too.'
        : 'Each answer is run against the tests.'
    case 'reprompt':
      return 'The same model, told what went wrong, reads the answers again: the self-teacher.'
    case 'score':
      return told
        ? 'Where it now finds a token more or less likely, that token gets credit or blame.'
        : 'Every token of an answer gets the same number: its reward, less the mean of all.'
    case 'update':
      return told
        ? 'The student moves toward what it would have said in hindsight.'
        : 'The student moves toward the better answers.'
    default:
      return stage satisfies never
  }
}

/** GRPO's credit: one subtraction for the whole attempt. */
export function grpoPhrase(reward: number, groupMean: number, advantage: number): Phrase {
  const sum = `reward ${trim(reward)} \u2212 group mean ${trim(groupMean)}`
  if (advantage === 0) return [`Every token gets ${sum} = `, { strong: '0' }, ': nothing to learn from.']
  return [`Every token gets ${sum} = `, { strong: signed(advantage) }, ', whether it helped or not.']
}

/** The mix: one number from each. */
export function mixPhrase(lambda: number, advantage: number, credit: number): Phrase {
  return [
    `${trim(lambda)} of GRPO's ${signed(advantage)} and ${trim(1 - lambda)} of SDPO's ${signed(credit)}: `,
    { strong: signed(lambda * advantage + (1 - lambda) * credit) },
    '.',
  ]
}

/** An attempt without hindsight. One that passed is what the others are shown. */
export function maskedPhrase(passed: boolean): Phrase {
  return [
    'No feedback and no solution: hindsight has nothing to say here. ',
    { strong: passed ? 'It teaches the others, not itself.' : 'This attempt teaches nothing.' },
  ]
}

/** A token that the update leaves out, though its attempt teaches. */
export function leftOutPhrase({ by, share }: TokenSelection): Phrase {
  return [
    `Only the ${trim(100 * share)} % of the tokens `,
    by === 'entropy' ? 'where the student hesitates most' : 'where both readers differ most',
    ' are distilled: ',
    { strong: 'this one is left out.' },
  ]
}

/** What the bars of an attempt that teaches nothing still show. `gap`: largest |log-ratio| of the attempt. */
export function maskedBarsPhrase(teacher: TeacherConfig, gap: number): Phrase {
  if (gap < negligibleCredit / 10)
    return ['Both read the same words, with the same weights: their bars are one.']
  switch (teacher.kind) {
    case 'ema':
      return [
        'Both read the same words. The bars differ only by the self-teacher\u2019s weights, an ',
        { strong: 'EMA' },
        ' of the student\u2019s that follows them slowly.',
      ]
    case 'trust-region':
      return [
        'Both read the same words. The bars differ only by the self-teacher\u2019s weights, held between the start and the student.',
      ]
    default:
      return teacher satisfies never
  }
}

/** The teacher with the student's own weights. */
export const sameWeightsPhrase: Phrase = [
  'Both read with the student\u2019s weights: what differs is ',
  { strong: 'the effect of the words alone' },
  '.',
]

/** A control: someone else's feedback. Credits of the token in focus, nats. */
export function swappedPhrase(from: string, own: number | null, swapped: number): Phrase {
  if (own === null) return [`A control: the teacher read the feedback of ${from}.`]
  return [
    `A control: the teacher read the feedback of ${from}. With the attempt\u2019s own this token\u2019s credit was `,
    { strong: signed(own) },
    `, now it is ${signed(swapped)}.`,
  ]
}

/** The teacher without its hindsight. `gap`: largest |credit| that is left. */
export function sameWordsPhrase(gap: number, sameWeights = false): Phrase {
  if (sameWeights)
    return [
      'The same words, read with the same weights: both readers are one. ',
      { strong: 'No gap, no credit.' },
    ]
  if (gap < negligibleCredit)
    return [
      "Without feedback there is nothing to add: the teacher's prompt is the student's. ",
      { strong: 'No gap, no credit.' },
    ]
  return [
    "Without feedback both read the same words. What is left is the difference of their weights: the teacher's follow the student's slowly.",
  ]
}

function trim(value: number): string {
  return String(Number(value.toFixed(2)))
}
