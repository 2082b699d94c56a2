/** Lesson 4: one model that has read two texts. */
import { mostTelling } from '../../../lab/reading/credit.ts'
import { decimal, percent } from '../../../lab/text/format.ts'
import { tokenText } from '../../../lab/text/token.ts'
import { filled, hide, type Facts } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Sentence, Word } from '../page.ts'

export const teacherIsYou: Lesson = {
  title: 'The teacher is you',
  formula: 'ema',
  body,
  tryIt: [
    {
      say: 'Run live with a teacher EMA of 1',
      effect: { kind: 'live', set: { setting: 'teacher-ema', value: 1 } },
    },
    ': the teacher then has the student\u2019s weights, always.',
  ],
}

function body(facts: Facts): Body {
  const asked = askedOf(facts)
  const sentences: Sentence[] = [['Student and self-teacher are one model. What differs is what they read.']]
  sentences.push(
    asked
      ? [
          'The teacher writes nothing. At ',
          asked.word,
          ` it is asked one thing: how likely is this token? ${asked.answer}`,
        ]
      : ['The teacher writes nothing. At every token it is asked one thing: how likely is this?'],
  )
  sentences.push(...weights(facts))
  if (facts.whole.model?.id.startsWith('tiny'))
    sentences.push([
      'The small model of this page was trained beforehand to read such words; a large one can from its pretraining.',
    ])
  return {
    headline: asked?.headline ?? ['Student and teacher are one model that has read different words'],
    sentences,
  }
}

interface Asked {
  word: Word
  answer: string
  headline: Sentence
}

/** The token that hindsight speaks of, or the one that it would, and what both readers say of it in the picture. */
function askedOf({ doubt, trust, attempt, reading, given }: Facts): Asked | null {
  const one = doubt ?? trust
  if (one)
    return {
      word: one.word,
      answer: `It says ${percent(one.teacher)}; the student had said ${percent(one.student)}.`,
      headline: [
        'At ',
        { code: one.name, tone: one.credit < 0 ? 'student' : 'teacher' },
        ` the student says ${percent(one.student)}; the same model with hindsight, ${percent(one.teacher)}`,
      ],
    }
  const token = attempt?.credit ? mostTelling(attempt.credit) : null
  const position = token === null ? undefined : reading?.positions?.[token]
  if (!attempt || token === null || !position || given?.kind !== 'nothing') return null
  const name = tokenText(attempt.pieces[token]!).bare
  const [student, teacher] = [
    percent(Math.exp(position.student[0]!)),
    percent(Math.exp(position.teacher[0]!)),
  ]
  const same = student === teacher
  return {
    word: { say: name, code: true, effect: { kind: 'token', attempt: attempt.attempt, token } },
    answer: same
      ? `It says ${teacher}, as the student did: both have read the same words.`
      : `It says ${teacher}; the student had said ${student}. Both have read the same words: their weights differ.`,
    headline: same
      ? filled('Having read the same words, both say {0} at {1}', teacher, { code: name })
      : filled(
          'Having read the same words, the teacher says {0} at {1}, the student {2}',
          teacher,
          { code: name },
          student,
        ),
  }
}

function weights({ view, attempt, given }: Facts): Sentence[] {
  const teacher = view.config?.teacher
  if (!teacher) return []
  if (teacher.kind === 'trust-region')
    return [
      [`It is held near the first model: a mix, ${decimal(teacher.mix)} of it the student\u2019s opinion.`],
    ]
  if (teacher.rate === 0) return [['Its weights stay those of the first model.']]
  if (teacher.rate === 1) return [['Its weights are the student\u2019s own, always.']]
  const follows = `After each update its weights follow the student\u2019s by ${Number((100 * teacher.rate).toFixed(2))} % (EMA, an exponential moving average).`
  return [
    attempt && attempt.step > 1 && given?.kind === 'feedback'
      ? filled('{0} {1} and only that difference of weights is left.', follows, hide('Hide the feedback'))
      : [follows],
  ]
}
