/**
 * What is asked of a run beside its course: it is answered with the weights of a step that is kept, and
 * leaves the run as it was.
 */
import type { Theta } from '../lm/model.ts'
import { divergenceSpec } from './divergence.ts'
import type { Position, PromptPiece } from './events.ts'
import type { Attempt } from './kept-run.ts'
import { positionsOf } from './picture.ts'
import { piecesText } from './reprompt.ts'
import type { RunState } from './run-state.ts'

export interface Reading {
  positions: Position[]
  /** Words of the prompt that the model's vocabulary lacks. */
  unknownWords: string[]
}

export class Asides {
  constructor(private readonly state: RunState) {}

  /** The teacher reads an attempt's tokens under other words, with the weights of the attempt's own step, or with the student's. */
  async reread(record: Attempt, pieces: readonly PromptPiece[], sameWeights: boolean): Promise<Reading> {
    const { readers, snapshots, config } = this.state
    const { model, learner } = readers
    const text = piecesText(pieces)
    const response = record.sample.tokens
    const row = { teacherPrompt: readers.chatTokens(text), response }
    const longest = model.config.maxPositions - response.length
    if (row.teacherPrompt.length > longest) throw new Error(`These words are ${row.teacherPrompt.length} tokens long; with this attempt the model reads ${longest} at most.`)
    const read = async (student: Theta) => {
      const [studentScore] = await readers.score(student, [{ prompt: record.prompt, response }])
      const [teacherScore] = sameWeights || !learner ? await readers.score(student, [{ prompt: row.teacherPrompt, response }]) : await readers.teacherScores([row])
      return positionsOf(response, studentScore!, teacherScore!, divergenceSpec(config.loss))
    }
    const positions = await readers.atStep(record.step - 1, snapshots, () => read(readers.studentTheta))
    return { positions, unknownWords: model.tokenizer.unknownWords(text) }
  }
}
