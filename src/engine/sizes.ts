/** Bytes of what going live downloads, written in by the build (vite.config.ts), so that they can be told before. */

interface Sizes {
  models: Record<string, number>
  runtime: { wasm: number; webgpu: number }
  /** The Python sandbox, loaded by the first problem that is written in it. */
  python: number
}

declare const __LAB_SIZES__: Sizes

/** Zeros outside a page (Node, tests). */
export const sizes: Sizes =
  typeof __LAB_SIZES__ === 'undefined'
    ? { models: {}, runtime: { wasm: 0, webgpu: 0 }, python: 0 }
    : __LAB_SIZES__

/** The model and the CPU runtime, which every live run starts with. */
export function liveBytes(model: string): number {
  return (sizes.models[model] ?? 0) + sizes.runtime.wasm
}
