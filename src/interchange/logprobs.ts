/** A completion with its log-probabilities, as the OpenAI and vLLM servers answer: chat (`logprobs.content`) or plain (`logprobs.tokens`). */
import type { ForeignAttempt, ForeignToken } from './foreign.ts'
import { candidatesOf, field, isPlain, listOf, numberOf, spokenText, textOf } from './values.ts'

export function isLogprobs(value: unknown): boolean {
  return listOf(field(value, 'choices')).some((choice) => isPlain(field(choice, 'logprobs')))
}

/** One attempt a choice. */
export function readLogprobs(value: unknown): ForeignAttempt[] {
  return listOf(field(value, 'choices')).flatMap((choice): ForeignAttempt[] => {
    const logprobs = field(choice, 'logprobs')
    if (!isPlain(logprobs)) return []
    const tokens = Array.isArray(logprobs['content'])
      ? listOf(logprobs['content']).map(chatToken)
      : listOf(logprobs['tokens']).map((_, i) => plainToken(logprobs, i))
    return [
      {
        step: null,
        attempt: null,
        prompt: null,
        teacherPrompt: null,
        text:
          spokenText(field(field(choice, 'message'), 'content')) ??
          textOf(field(choice, 'text')) ??
          tokens.map(({ text }) => text).join(''),
        tokens,
        reward: null,
        feedback: null,
        advantage: null,
      },
    ]
  })
}

function chatToken(entry: unknown): ForeignToken {
  const text = textOf(field(entry, 'token')) ?? ''
  const top = candidatesOf(field(entry, 'top_logprobs')).map(
    (candidate) => [textOf(field(candidate, 'token')) ?? '', numberOf(field(candidate, 'logprob'))] as const,
  )
  return token(text, numberOf(field(entry, 'logprob')), top)
}

function plainToken(logprobs: unknown, i: number): ForeignToken {
  const top = listOf(field(logprobs, 'top_logprobs'))[i]
  return token(
    textOf(listOf(field(logprobs, 'tokens'))[i]) ?? '',
    numberOf(listOf(field(logprobs, 'token_logprobs'))[i]),
    isPlain(top)
      ? candidatesOf(Object.entries(top)).map((pair) => {
          const [text, logProb] = pair as [string, unknown]
          return [text, numberOf(logProb)] as const
        })
      : [],
  )
}

function token(
  text: string,
  student: number | null,
  top: readonly (readonly [string, number | null])[],
): ForeignToken {
  return {
    text,
    student,
    teacher: null,
    advantage: null,
    others: top
      .filter(([other]) => other !== text)
      .map(([other, logProb]) => ({ text: other, student: logProb, teacher: null })),
  }
}

/**
 * Two answers on the same tokens as one: the second is the teacher's, and may have read a prompt before them. Where they differ there is nothing to compare:
 * the 1-based position of the first token that does, or null where they are of different lengths.
 */
export function joined(
  student: ForeignAttempt,
  teacher: ForeignAttempt,
): { attempt: ForeignAttempt } | { differ: number } {
  const before = Math.max(0, teacher.tokens.length - student.tokens.length)
  const behind = teacher.tokens.slice(before)
  // What stands before is a prompt where the rest is the same; else both are compared from their beginnings.
  const same = student.tokens.every(({ text }, i) => behind[i]?.text === text)
  const reading = same ? behind : teacher.tokens
  const differ = student.tokens.findIndex(({ text }, i) => reading[i]?.text !== text)
  if (differ >= 0 || reading.length !== student.tokens.length)
    return { differ: (differ >= 0 ? differ : student.tokens.length) + 1 }
  const tokens = student.tokens.map((token, i): ForeignToken => {
    const read = reading[i]!
    const others = new Map(token.others.map((other) => [other.text, other]))
    for (const { text, student: logProb } of read.others)
      others.set(text, { text, student: others.get(text)?.student ?? null, teacher: logProb })
    return { ...token, teacher: read.student, others: [...others.values()] }
  })
  const prompt =
    same && before > 0
      ? teacher.tokens
          .slice(0, before)
          .map(({ text }) => text)
          .join('')
      : null
  return { attempt: { ...student, teacherPrompt: prompt, tokens } }
}
