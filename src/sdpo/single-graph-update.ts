/** An update of a model that is one graph: one run. */
import { sequenceFeeds, type SingleGraphExecutor } from '../lm/single-graph.ts'
import { stepFeeds } from './graphs/step.ts'
import { updateProgram } from './graphs/update.ts'
import { objectiveFeeds, studentBatch, type UpdateOutputs, type UpdateRequest } from './learner-update.ts'

/**
 * Steps every policy of the request once.
 * @param teacher log-probabilities [n, V] of each row at the head of the rows; null where the update does not read it
 */
export function wholeUpdate(
  passes: SingleGraphExecutor,
  request: UpdateRequest,
  teacher: readonly Float32Array[] | null,
): Promise<UpdateOutputs> {
  const { model, states, config } = request
  const { config: architecture, lora } = model
  const { loss, terms, temperature } = config
  const batch = studentBatch(request)
  const { batch: b, response: n } = batch.shape
  return updateProgram.compile(passes.pool).run(
    { config: architecture, lora, policies: states.length, ...batch.shape, loss, terms },
    {
      ...passes.weightFeeds(states.map(({ student }) => student)),
      ...stepFeeds(states, config),
      ...sequenceFeeds(batch),
      ...objectiveFeeds(request, batch),
      temperature,
      ...(teacher && { teacherLogProbs: padded(teacher, b, n, architecture.vocabulary) }),
    },
  )
}

/** Uniform where there is no token: finite, and masked away. */
function padded(teacher: readonly Float32Array[], b: number, n: number, vocabulary: number): Float32Array {
  const all = new Float32Array(b * n * vocabulary).fill(-Math.log(vocabulary))
  teacher.forEach((logProbs, i) => all.set(logProbs, i * n * vocabulary))
  return all
}
