/**
 * What is asked of a run beside its course: it is answered with the weights of a step that is kept, and
 * leaves the run as it was.
 */
import { Rng } from '../rng.ts'
import { topIndices } from './divergence.ts'
import type { Position, Probe, PromptPiece, RunEventOf } from './events.ts'
import { groupReprompts } from './group-reprompts.ts'
import { failingTestPick } from './judge.ts'
import { isJudged, isPass, judgedOf, type Attempt } from './attempt.ts'
import { pictureTopK, rounded, rowAt } from './picture.ts'
import { prefixPasses } from './prefix-values.ts'
import { piecesText } from './reprompt.ts'
import type { RunState } from './run-state.ts'
import { logProbsAt, readBoth } from './step-pictures.ts'

export interface Reading {
  positions: Position[]
  /** Words of the prompt that the model's vocabulary lacks. */
  unknownWords: string[]
}

/** Another token in place of the one at a 0-based position; `take` tells apart continuations of the same one. */
export interface BranchRequest {
  attempt: number
  at: number
  id: number
  take: number
  /** Tokens of the branch that this one leaves; absent: the attempt's own. */
  from?: readonly number[] | undefined
}

export class Queries {
  constructor(private readonly state: RunState) {}

  /** The teacher reads an attempt's tokens under other words, with the weights of the attempt's own step, or with the student's. */
  async reread(record: Attempt, pieces: readonly PromptPiece[], sameWeights: boolean): Promise<Reading> {
    const { readers, snapshots } = this.state
    const { model, learner } = readers
    const text = piecesText(pieces)
    const response = record.sample.tokens
    const teacherPrompt = readers.chatTokens(text)
    const longest = model.config.maxPositions - response.length
    if (teacherPrompt.length > longest)
      throw new Error(
        `These words are ${teacherPrompt.length} tokens long; with this attempt the model reads ${longest} at most.`,
      )
    const positions = await readers.atStep(record.step - 1, snapshots, () =>
      readBoth(
        readers,
        { prompt: record.prompt, teacherPrompt, response },
        sameWeights || !learner ? 'student' : 'learner',
      ),
    )
    return { positions, unknownWords: model.tokenizer.unknownWords(text) }
  }

  /**
   * The attempt as it would have gone on with another token: written by the student of its step, with a generator of its
   * own, judged as the attempt was, and re-read by the self-teacher as one of its group in the attempt's place.
   */
  async branch({ attempt, at, id, take, from }: BranchRequest): Promise<RunEventOf<'attempt-branched'>> {
    const { readers, snapshots, config, parts } = this.state
    const { model } = readers
    const record = this.state.attemptAt(attempt)
    const left = from ?? record.sample.tokens
    if (at >= left.length)
      throw new Error(
        `${from ? 'The branch' : `Attempt ${attempt}`} has ${left.length} tokens, so there is no token ${at + 1} to exchange.`,
      )
    if (left.some((token) => token >= model.config.vocabulary))
      throw new Error('The branch has tokens that the model does not have.')
    if (id >= model.config.vocabulary) throw new Error(`The model has no token ${id}.`)
    const begun = [...left.slice(0, at), id]
    return readers.atStep(record.step - 1, snapshots, async () => {
      const { tokens, finish } = await this.continued(
        record.prompt,
        begun,
        Rng.of(config.seed, 'branch', attempt, at, id, take, ...(from ? begun : [])),
      )
      const text = model.tokenizer.decode(tokens)
      const { verdict, records } = await parts.judge(parts.problem, text, {
        ...failingTestPick(config, attempt),
        truncated: finish === 'length',
      })
      const { prompt } = record
      const ids = tokens.map((token) => [token])
      const [logProbs] = await logProbsAt(readers, readers.samplingTheta, [{ prompt, response: tokens, ids }])
      const others = this.state.attempts
        .filter(isJudged)
        .filter((a) => a.step === record.step && a.attempt !== attempt)
      const group = [
        { text, tokens, verdict },
        ...others.map((a) => ({ text: a.text, tokens: a.sample.tokens, verdict: a.verdict })),
      ]
      const { teacher } = this.state
      const taught =
        teacher === 'nobody' ? { pieces: [], mask: 0 as const } : groupReprompts(this.state, group)[0]!
      return {
        type: 'attempt-branched',
        attempt,
        at,
        id,
        take,
        ...(from && { from: [...from] }),
        tokens,
        text,
        finish,
        verdict,
        records,
        logProbs: logProbs!.flat(),
        mask: taught.mask,
        pieces: taught.pieces,
        positions:
          taught.mask === 1 && teacher !== 'nobody'
            ? await readBoth(
                readers,
                { prompt, teacherPrompt: readers.chatTokens(piecesText(taught.pieces)), response: tokens },
                teacher,
              )
            : null,
      }
    })
  }

  /**
   * Of `samples` continuations of each of an attempt's prefixes, by the student of its step, how many pass: what its tokens
   * did to its chance, against which the rules of credit can be held.
   */
  async value(attempt: number, samples: number): Promise<RunEventOf<'attempt-valued'>> {
    const { readers, snapshots, config, parts } = this.state
    const record = judgedOf(this.state.attemptAt(attempt))
    return readers.atStep(record.step - 1, snapshots, async () => ({
      type: 'attempt-valued',
      attempt,
      samples,
      passed: await prefixPasses({
        model: readers.model,
        theta: readers.samplingTheta,
        prompt: record.prompt,
        tokens: record.sample.tokens,
        passed: isPass(record),
        samples,
        rngOf: (length, n) => Rng.of(config.seed, 'value', attempt, length, n),
        maxNewTokens: config.maxNewTokens,
        temperature: config.temperature,
        topP: config.topP,
        passes: async (text, truncated) =>
          (await parts.judge(parts.problem, text, { ...failingTestPick(config, attempt), truncated })).verdict
            .reward >= 1,
      }),
    }))
  }

  /** The student of a step reads a probe: its likeliest first tokens, and how likely the watched answer is. */
  async probe({ id, prompt, watch }: Probe, step: number): Promise<RunEventOf<'probe-read'>> {
    const { readers, snapshots } = this.state
    const { model, learner } = readers
    const question = readers.chatTokens(prompt)
    const answer = watch === '' ? [] : model.tokenizer.encode(watch)
    const longest = model.config.maxPositions - Math.max(1, answer.length)
    if (question.length > longest)
      throw new Error(
        `The prompt is ${question.length} tokens long; with its watched answer the model reads ${longest} at most.`,
      )
    const theta = learner ? snapshots.get(step).student : null
    // Any answer shows the first position; the end of the text is one that every model has.
    const [scored] = await readers.score(theta, [
      { prompt: question, response: answer.length > 0 ? answer : [model.tokenizer.endTokenId] },
    ])
    const first = rowAt(scored!, 0)
    const ids = topIndices(first, pictureTopK)
    return {
      type: 'probe-read',
      probe: id,
      step,
      ids,
      logProbs: ids.map((token) => rounded(first[token]!)),
      watched: answer.length === 0 ? null : answer.map((token, t) => rounded(rowAt(scored!, t)[token]!)),
    }
  }

  /** A response that has begun, written to its end as an attempt is. */
  private async continued(
    prompt: readonly number[],
    begun: readonly number[],
    rng: Rng,
  ): Promise<{ tokens: number[]; finish: 'end' | 'length' }> {
    const {
      readers: { model, samplingTheta },
      config: { maxNewTokens, temperature, topP },
    } = this.state
    if (model.tokenizer.endTokenIds.has(begun.at(-1)!)) return { tokens: [...begun], finish: 'end' }
    const left = Math.min(maxNewTokens, model.config.maxPositions - prompt.length) - begun.length
    if (left <= 0) return { tokens: [...begun], finish: 'length' }
    const [sample] = await model.sample({
      prompt: [...prompt, ...begun],
      theta: samplingTheta,
      rngs: [rng],
      maxNewTokens: left,
      temperature,
      topP,
    })
    return { tokens: [...begun, ...sample!.tokens], finish: sample!.finish }
  }
}
