/** Which backend a model runs on, by what was found out of each: the rule, and the sentence that the screen shows. */

export type Trial =
  /** Milliseconds of a small step, and of the first one, which also made its programs. */
  | { kind: 'measured'; step: number; first: number }
  /** Not tried: its matrix products alone take so many milliseconds, longer than a step on the other. */
  | { kind: 'floor'; step: number }
  /** It cannot hold the model, in a sentence. */
  | { kind: 'too-small'; why: string }
  /** It was tried, and did not work, in words. */
  | { kind: 'broken'; why: string }

type Measured = Extract<Trial, { kind: 'measured' }>

/** Why the CPU runs it, where WebGPU could not be measured. @param adapter the graphics adapter's name */
export function whyCpu(gpu: Exclude<Trial, { kind: 'measured' | 'floor' }>, adapter: string): string {
  switch (gpu.kind) {
    case 'too-small':
      return `The graphics adapter (${adapter}) cannot hold this model, so the CPU runs it. ${gpu.why}`
    case 'broken':
      return `WebGPU did not work here (${gpu.why}), so the CPU runs it.`
    default:
      return gpu satisfies never
  }
}

/** The faster of both, or WebGPU where it alone was measured. */
export function fasterOf(
  cpu: Trial,
  gpu: Measured,
  adapter: string,
): { backend: 'wasm' | 'webgpu'; reason: string } {
  const alone = `A trial step took ${seconds(gpu.step)} on WebGPU (${adapter}), the first one ${seconds(gpu.first)}`
  switch (cpu.kind) {
    case 'measured':
      return {
        backend: gpu.step < cpu.step ? 'webgpu' : 'wasm',
        reason: `A trial step took ${seconds(cpu.step)} on the CPU and ${seconds(gpu.step)} on WebGPU (${adapter}); the first one, which makes the programs, ${seconds(cpu.first)} and ${seconds(gpu.first)}.`,
      }
    case 'floor':
      return {
        backend: 'webgpu',
        reason: `${alone}; on the CPU its matrix products alone take ${seconds(cpu.step)}.`,
      }
    case 'too-small':
      return { backend: 'webgpu', reason: `${alone}. The CPU cannot hold this model. ${cpu.why}` }
    case 'broken':
      return { backend: 'webgpu', reason: `${alone}. It did not work on the CPU (${cpu.why}).` }
    default:
      return cpu satisfies never
  }
}

/** Whether a backend whose matrix products alone take `floor` milliseconds could be faster than a step that took `step`. */
export const worthTrying = (floor: number, step: number): boolean => floor < step

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`
}
