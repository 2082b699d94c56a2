/**
 * Sections `tokenize`, `chat` and `sdpo`: a stock model's tokenizer, chat template, greedy text, reprompts and both readers'
 * distributions. Texts and ids are exact; log-probabilities and divergences are within what the weights' precision allows.
 */
import type { Tokenizer } from '../../src/lm/tokenizer.ts'
import { Rng } from '../../src/rng.ts'
import { entropy } from '../../src/lm/distributions.ts'
import { divergence } from '../../src/sdpo/divergence.ts'
import { rowAt } from '../../src/sdpo/picture.ts'
import { buildReprompts, piecesText } from '../../src/sdpo/reprompt.ts'
import { templateSets } from '../../src/sdpo/templates.ts'
import type { Context } from './context.ts'
import type { Case, Section, Tolerance } from './report.ts'

interface ChatCase {
  user: string
  ids: number[]
  last_top10: { ids: number[]; logp: number[] }
  greedy: number[]
  greedy_text: string
}

interface SdpoCase {
  q: string
  resp: string
  fb: string | null
  sol: string | null
  reprompt: string
  student_prompt_ids: number[]
  teacher_prompt_ids: number[]
  response_ids: number[]
  student_logp: number[]
  teacher_logp: number[]
  forward_kl_teacher_student: number[]
  reverse_kl_student_teacher: number[]
  jsd: number[]
  student_entropy: number[]
  student_top5: number[][]
  teacher_top5: number[][]
}

const absolute = (abs: number): Tolerance => ({ abs, rel: 0 })
const tolerances = { f32: absolute(2e-3), f16: absolute(1e-2), packed: absolute(5e-2) }

export async function tokenize(
  cases: { text: string; ids: number[] }[],
  section: Section,
  { languageModel }: Context,
): Promise<void> {
  const { tokenizers } = await languageModel()
  for (const { text, ids } of cases)
    await section.caseInOneOf(
      JSON.stringify(text),
      tokenizers.map((tokenizer) => (check) => check.equal('ids', tokenizer.encode(text), ids)),
    )
}

export async function chat(cases: ChatCase[], section: Section, { languageModel }: Context): Promise<void> {
  const { model, precision, tokenizers } = await languageModel()
  const tolerance = tolerances[precision]
  for (const { user, ids, last_top10: top, greedy, greedy_text: text } of cases) {
    await section.caseInOneOf(
      JSON.stringify(user),
      tokenizers.map((tokenizer) => async (check) => {
        check.equal('ids', tokenizer.encodeChat([{ role: 'user', content: user }]), ids)
        const [scored] = await model.score(null, [{ prompt: ids, response: [top.ids[0]!] }], 1)
        const row = rowAt(scored!, 0)
        check.numbers(
          'last_top10',
          top.ids.map((id) => row[id]!),
          top.logp,
          tolerance,
        )
        likeliest(check, 'last_top10', row, top.ids, tolerance)
        // A nucleus of no mass holds the likeliest token alone.
        const [sample] = await model.sample({
          prompt: ids,
          theta: null,
          rngs: [Rng.of(0, 'greedy', 0)],
          maxNewTokens: greedy.length,
          temperature: 1,
          topP: 1e-12,
        })
        check.equal('greedy', sample!.tokens, greedy)
        check.equal('greedy_text', withEnd(tokenizer, sample!.tokens), text)
      }),
    )
  }
}

export async function sdpo(cases: SdpoCase[], section: Section, { languageModel }: Context): Promise<void> {
  const { model, precision, tokenizers } = await languageModel()
  const tolerance = tolerances[precision]
  for (const expected of cases) {
    await section.caseInOneOf(
      JSON.stringify(expected.resp),
      tokenizers.map((tokenizer) => async (check) => {
        const reprompt = repromptOf(expected)
        check.equal('reprompt', reprompt, expected.reprompt)
        const ask = (content: string) => tokenizer.encodeChat([{ role: 'user', content }])
        check.equal('student_prompt_ids', ask(expected.q), expected.student_prompt_ids)
        check.equal('teacher_prompt_ids', ask(reprompt), expected.teacher_prompt_ids)
        check.equal(
          'response_ids',
          [...tokenizer.encode(expected.resp), tokenizer.endTokenId],
          expected.response_ids,
        )

        const response = expected.response_ids
        const [[student], [teacher]] = [
          await model.score(null, [{ prompt: expected.student_prompt_ids, response }], 1),
          await model.score(null, [{ prompt: expected.teacher_prompt_ids, response }], 1),
        ]
        const rows = response.map((token, t) => ({ token, s: rowAt(student!, t), p: rowAt(teacher!, t) }))
        const between = (alpha: number) =>
          rows.map(({ s, p }) => divergence(s, p, { alpha, topK: null, addTail: false }))
        check.numbers(
          'student_logp',
          rows.map(({ s, token }) => s[token]!),
          expected.student_logp,
          tolerance,
        )
        check.numbers(
          'teacher_logp',
          rows.map(({ p, token }) => p[token]!),
          expected.teacher_logp,
          tolerance,
        )
        check.numbers(
          'forward_kl_teacher_student',
          between(0),
          expected.forward_kl_teacher_student,
          tolerance,
        )
        check.numbers(
          'reverse_kl_student_teacher',
          between(1),
          expected.reverse_kl_student_teacher,
          tolerance,
        )
        check.numbers('jsd', between(0.5), expected.jsd, tolerance)
        check.numbers(
          'student_entropy',
          rows.map(({ s }) => entropy(s)),
          expected.student_entropy,
          tolerance,
        )
        rows.forEach(({ s, p }, t) => {
          likeliest(check, `student_top5[${t}]`, s, expected.student_top5[t]!, tolerance)
          likeliest(check, `teacher_top5[${t}]`, p, expected.teacher_top5[t]!, tolerance)
        })
      }),
    )
  }
}

/** The text with the token that ended it, by its name. */
function withEnd(tokenizer: Tokenizer, tokens: readonly number[]): string {
  const last = tokens.at(-1)!
  return tokenizer.endTokenIds.has(last)
    ? tokenizer.decode(tokens.slice(0, -1)) + tokenizer.piece(last)
    : tokenizer.decode(tokens)
}

/** The attempt failed; where there is a solution, another attempt of its group is it. */
function repromptOf({ q, resp, fb, sol }: SdpoCase): string {
  const sample = (response: string, score: number, feedback: string | null) => ({
    group: 'q',
    prompt: q,
    response,
    score,
    feedback,
  })
  const { reprompts } = buildReprompts(
    [sample(resp, 0, fb), ...(sol === null ? [] : [sample(sol, 1, null)])],
    {
      templates: templateSets.dataclass,
      includeFeedback: true,
      feedbackOnlyWithoutSolution: false,
      dontRepromptOnSelfSuccess: true,
      removeThinkingFromDemonstration: false,
      successThreshold: 1,
    },
  )
  return piecesText(reprompts[0]!.pieces)
}

/** The expected ids are the likeliest, in order; tokens as likely as each other within the tolerance may change places. */
function likeliest(
  check: Case,
  what: string,
  row: Float32Array,
  ids: readonly number[],
  { abs }: Tolerance,
): void {
  const sorted = Float32Array.from(row).sort().reverse()
  ids.forEach((id, rank) => {
    if (Math.abs(row[id]! - sorted[rank]!) > 2 * abs)
      check.mismatch(
        `${what} has token ${id} (log p ${row[id]}) at rank ${rank}, where log p is ${sorted[rank]}`,
      )
  })
}
