import { ExplainedError } from '../../explained-error.ts'

/** A model that cannot be had or used, for the person who asked for it. */
export class WeightsError extends ExplainedError {
  override readonly name = 'WeightsError'
}

/** A file that is not what its name says. */
export function unreadable(file: string, why: string): WeightsError {
  return new WeightsError(
    `${file} cannot be read.`,
    `${why}.`,
    'Fetch or choose the file again; if it stays so, it is damaged at its origin, and another copy of the model is needed.',
  )
}

/** A file that is in order, of a kind that the lab does not run. */
export function unsupported(what: string, why: string): WeightsError {
  return new WeightsError(
    what,
    why,
    'Choose a Llama, SmolLM2, Qwen2, Qwen2.5, Qwen3 or Gemma 3 model in safetensors (F32, F16, BF16) or GGUF (F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K). The model in use, if any, is kept.',
  )
}
