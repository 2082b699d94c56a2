/** Lesson 2: credit is what the same model thinks otherwise once it knows what went wrong. */
import { logRatio } from '../../../lab/run/log-ratio.ts'
import { inWords } from '../../../lab/text/format.ts'
import { filled, grpo, hide, type Facts, type Telling } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Sentence, Word } from '../page.ts'

export const differenceOfOpinion: Lesson = {
  title: 'Credit is a difference of opinion',
  formula: 'dense',
  body,
  scenery: () => ({ look: 'before-the-credit' }),
  tryIt: [
    'Choose another attempt and ',
    { say: 'guess the token to blame', effect: { kind: 'guess' } },
    ', or ',
    { say: 'go live', effect: { kind: 'live' } },
    ' and guess where nobody has looked yet.',
  ],
}

function body(facts: Facts): Body {
  const { attempt, doubt, trust, second, step, mode } = facts
  if (!attempt || (!doubt && !trust)) return silent(facts)
  const sentences: Sentence[] = []
  if (step && step.judged === step.attempts.length && step.passed === 0 && step.attempts.length > 1)
    sentences.push(
      filled(
        'All {0} attempts failed, so {1}.',
        inWords(step.attempts.length),
        grpo('GRPO scores every token zero'),
      ),
    )
  sentences.push(hasRead(facts))
  sentences.push(reread(doubt, trust))
  if (second && doubt) sentences.push(filled('It doubts {0} too{1}.', second.word, rivalWords(second)))
  else if (mode === 'grpo')
    sentences.push([
      `The strip now shows GRPO\u2019s one number. Under SDPO each of the ${attempt.tokens.length} tokens has its own.`,
    ])
  else
    sentences.push([
      `A bar up: hindsight likes a token more. Down: less. Each of the ${attempt.tokens.length} tokens has its own number.`,
    ])
  return { headline: headline(facts), sentences }
}

function headline({ attempt, given, doubt, trust }: Facts): Sentence {
  const told =
    given?.kind === 'solution'
      ? 'Shown a solution'
      : given?.kind === 'edited'
        ? 'Told your own words'
        : given?.kind === 'lent'
          ? `Told what was said of ${given.from}`
          : attempt?.passed
            ? 'Told what the judge said'
            : 'Told what went wrong'
  if (doubt)
    return [
      `${told}, the same model doubts `,
      { code: doubt.name, tone: 'student' },
      ...(doubt.rival
        ? [` and ${doubt.rival.verb} `, { code: doubt.rival.name, tone: 'teacher' } as const]
        : []),
    ]
  return filled('{0}, the same model trusts {1} more than before', told, {
    code: trust!.name,
    tone: 'teacher',
  })
}

function hasRead({ attempt, given }: Facts): Sentence {
  switch (given?.kind) {
    case 'solution':
      return filled('The self-teacher, the same model, has read {0}.', {
        say: 'a solution that passed',
        tone: 'teacher',
        effect: { kind: 'attempt', attempt: given.from, step: attempt!.step },
      })
    case 'edited':
      return ['The self-teacher, the same model, has read your own words in place of the judge\u2019s.']
    case 'lent':
      return [`The self-teacher, the same model, has read what was said of ${given.from}.`]
    default:
      return filled(
        'The self-teacher, the same model, has read {0}.',
        hide(attempt!.passed ? 'the judge\u2019s words' : 'what went wrong'),
      )
  }
}

function reread(doubt: Telling | null, trust: Telling | null): Sentence {
  if (!doubt) return filled('Re-reading its own attempt, it trusts {0} more than before.', trust!.word)
  const doubted = [doubt.word, rivalWords(doubt)]
  return trust
    ? filled(
        'Re-reading its own attempt, it doubts {0}{1}, yet trusts {2} more than before.',
        ...doubted,
        trust.word,
      )
    : filled('Re-reading its own attempt, it doubts {0}{1}.', ...doubted)
}

const rivalWords = ({ rival }: Telling): Word[] =>
  rival ? [` and ${rival.verb} `, { code: rival.name, tone: 'teacher' }] : []

/** Nobody has read it again, or both agree. */
function silent({ attempt, reading, given }: Facts): Body {
  const twice: Sentence = [
    'The same model reads its own attempt twice: once as it wrote it, once knowing what went wrong.',
  ]
  const rest = (): string => {
    if (given?.kind === 'nothing')
      return given.hidden
        ? 'What was said is hidden now, so both read the same words and hindsight has no credit to give.'
        : 'Nothing was said about this attempt, so hindsight has no credit to give here.'
    if (given && reading?.positions?.every((position) => Math.abs(logRatio(position)) < 0.1))
      return 'Here the two differ by little at every token, so there is little to learn.'
    if (reading?.status === 'failed') return 'These words have not been read: that takes the live model.'
    return attempt?.reprompt
      ? 'Where the two disagree about a token, that token gets credit or blame.'
      : 'Where the two disagree about a token, that token gets credit or blame. Go on to the re-reading to see it.'
  }
  return {
    headline: ['The same model, told what went wrong, reads its own attempt again'],
    sentences: [twice, [rest()]],
  }
}
